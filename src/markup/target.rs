//! The addresses that the builder writes.

use crate::address;
use crate::element::{LINK_SCHEMES, URL_SCHEMES};
use crate::escape;

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
        return (!escape::has_control(value)).then_some(value);
    }
    let value = value.trim();
    (!escape::has_control(value) && address::is_good(value, schemes)).then_some(value)
}

/// Whether it begins and ends like most web addresses, which every list of schemes allows.
#[inline]
fn is_ordinary(value: &str) -> bool {
    let value = value.as_bytes();
    let host = value.strip_prefix(b"https://");
    let host = host.or_else(|| value.strip_prefix(b"http://"));
    let ends = host.and_then(|host| host.first().zip(host.last()));
    ends.is_some_and(|(first, last)| first.is_ascii_alphanumeric() && last.is_ascii_graphic())
}
