//! The addresses that the builder writes.

use crate::address;
use crate::element::{LINK_SCHEMES, URL_SCHEMES};

/// The address to write for a link, without the blanks around it; `None` if it must not be one.
#[inline]
pub(crate) fn link(href: &str) -> Option<&str> {
    allowed(href, LINK_SCHEMES)
}

/// The same for an address that a client loads or an action opens.
#[inline]
pub(crate) fn url(url: &str) -> Option<&str> {
    allowed(url, URL_SCHEMES)
}

/// A control character inside is refused as a whole: browsers drop some of them, so that
/// `java\nscript:` runs.
fn allowed<'a>(value: &'a str, schemes: &[&str]) -> Option<&'a str> {
    if is_ordinary(value) {
        return Some(value);
    }
    let value = value.trim();
    let is_plain = !value.bytes().any(|byte| byte < 0x20 || byte == 0x7F);
    (is_plain && address::is_good(value, schemes)).then_some(value)
}

/// Whether it is a web address like most, which every list of schemes allows.
fn is_ordinary(value: &str) -> bool {
    let host = value.strip_prefix("https://");
    let host = host.or_else(|| value.strip_prefix("http://"));
    let first = host.and_then(|host| host.as_bytes().first());
    let graphic = |all: bool, byte: u8| all & byte.is_ascii_graphic();
    first.is_some_and(u8::is_ascii_alphanumeric) && value.bytes().fold(true, graphic)
}
