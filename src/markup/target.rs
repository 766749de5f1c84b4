//! Which addresses a reader can be sent to.

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
fn allowed<'a>(address: &'a str, schemes: &[&str]) -> Option<&'a str> {
    let address = address.trim();
    let colon = address.bytes().position(|byte| byte == b':')?;
    let (scheme, rest) = address.split_at(colon);
    let known = schemes
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme));
    let plain = rest.len() > 1 && !address.bytes().any(|byte| byte < 0x20 || byte == 0x7F);
    (known && plain).then_some(address)
}
