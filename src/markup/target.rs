//! The addresses that the builder writes.

use crate::address;
use crate::element::{LINK_SCHEMES, URL_SCHEMES};
use crate::escape;

/// The address to write for a link, without the blanks around it; `None` if it must not be one.
#[cfg(feature = "markdown")]
#[inline]
pub(crate) fn link(href: &str) -> Option<&str> {
    allowed(href, LINK_SCHEMES)
}

/// The same for an address that a client loads or an action opens.
#[inline]
pub(crate) fn url(url: &str) -> Option<&str> {
    allowed(url, URL_SCHEMES)
}

/// Appends a link's address, escaped for an attribute, and returns it without the blanks around it; `None` if
/// it must not be one.
#[inline]
pub(super) fn push_link<'a>(out: &mut String, href: &'a str) -> Option<&'a str> {
    good(href, LINK_SCHEMES).filter(|href| escape::push_without_control(out, href))
}

/// A control character inside is refused as a whole: browsers drop some of them, so that
/// `java\nscript:` runs.
fn allowed<'a>(value: &'a str, schemes: &[&str]) -> Option<&'a str> {
    good(value, schemes).filter(|value| !escape::has_control(value))
}

/// What [`allowed`] looks at besides control characters.
#[inline]
fn good<'a>(value: &'a str, schemes: &[&str]) -> Option<&'a str> {
    let ends_with_graphic = value.as_bytes().last().is_some_and(u8::is_ascii_graphic);
    if address::is_ordinary(value) && ends_with_graphic {
        return Some(value);
    }
    let value = value.trim();
    address::is_good(value, schemes).then_some(value)
}
