//! The only escaping code: FlockML text, FlockML attribute, JSON string.
//!
//! Text for FlockML is also made fit for XML 1.0: terminal escape sequences (colours, titles) are
//! removed whole, other control characters and the noncharacters U+FFFE and U+FFFF become U+FFFD,
//! and CR LF and a lone CR count as LF. Tabs stay. C1 controls and U+FDD0…U+FDEF stay as well: XML
//! carries them.

mod blocks;
mod place;
pub(crate) mod scan;

use std::borrow::Cow;

use blocks::{Blocks, DENSE};
use place::{Attribute, Json, Place, Text};

/// Escapes `text` for a place between FlockML tags; a line break becomes `<br/>`.
///
/// Borrows when there is nothing to escape.
///
/// # Examples
///
/// ```
/// use flockml::escape;
///
/// assert_eq!(escape::text("a < b\r\n& c"), "a &lt; b<br/>&amp; c");
/// assert_eq!(escape::text("\x1b[31mred\x1b[0m\0"), "red\u{FFFD}");
/// ```
#[must_use]
pub fn text(text: &str) -> Cow<'_, str> {
    escaped::<Text>(text)
}

/// Appends what [`text()`] returns.
///
/// # Examples
///
/// ```
/// let mut out = String::from("<b>");
/// flockml::escape::push_text(&mut out, "R&D");
/// assert_eq!(out, "<b>R&amp;D");
/// ```
pub fn push_text(out: &mut String, text: &str) {
    write_to::<Text>(text, out);
}

/// Escapes `value` for a place between double or single quotes in a FlockML tag.
///
/// Line breaks and tabs become references, which an XML parser would otherwise read as spaces.
///
/// # Examples
///
/// ```
/// use flockml::escape;
///
/// assert_eq!(escape::attribute("a=\"1\"&b='2'\n"), "a=&quot;1&quot;&amp;b=&#39;2&#39;&#10;");
/// ```
#[must_use]
pub fn attribute(value: &str) -> Cow<'_, str> {
    escaped::<Attribute>(value)
}

/// Appends what [`attribute`] returns.
///
/// # Examples
///
/// ```
/// let mut out = String::from("<a href=\"");
/// flockml::escape::push_attribute(&mut out, "https://example.com/?a=1&b=2");
/// assert_eq!(out, "<a href=\"https://example.com/?a=1&amp;b=2");
/// ```
pub fn push_attribute(out: &mut String, value: &str) {
    write_to::<Attribute>(value, out);
}

/// Escapes `value` for a place between the quotes of a JSON string.
///
/// JSON carries every character, so nothing is replaced or removed.
///
/// # Examples
///
/// ```
/// use flockml::escape;
///
/// assert_eq!(escape::json("C:\\tmp\n\"x\"\0"), r#"C:\\tmp\n\"x\"\u0000"#);
/// ```
#[must_use]
pub fn json(value: &str) -> Cow<'_, str> {
    escaped::<Json>(value)
}

/// Appends what [`json`] returns.
///
/// # Examples
///
/// ```
/// let mut out = String::from("\"");
/// flockml::escape::push_json(&mut out, "a\tb");
/// assert_eq!(out, "\"a\\tb");
/// ```
pub fn push_json(out: &mut String, value: &str) {
    write_to::<Json>(value, out);
}

fn escaped<P: Place>(input: &str) -> Cow<'_, str> {
    let Some(first) = scan::find::<P>(input.as_bytes(), 0) else {
        return Cow::Borrowed(input);
    };
    let mut out = String::with_capacity(input.len() + input.len() / 8 + 16);
    write_from::<P>(input, first, &mut out);
    Cow::Owned(out)
}

#[inline]
fn write_to<P: Place>(input: &str, out: &mut String) {
    match scan::find::<P>(input.as_bytes(), 0) {
        None => out.push_str(input),
        Some(first) => write_from::<P>(input, first, out),
    }
}

/// Writes `input`, whose first special byte is at `found`.
fn write_from<P: Place>(input: &str, mut found: usize, out: &mut String) {
    let bytes = input.as_bytes();
    let mut written = 0;
    if bytes.len() - found >= DENSE {
        written = input.floor_char_boundary(found);
        out.push_str(&input[..written]);
        written = Blocks::new(input, out).write::<P>(written);
        match scan::find::<P>(bytes, written) {
            Some(next) => found = next,
            None => return out.push_str(&input[written..]),
        }
    }
    loop {
        let mut next = found + 1;
        if let Some((replacement, length)) = place::replace::<P>(&bytes[found..]) {
            out.push_str(&input[written..found]);
            out.push_str(replacement);
            written = found + length;
            next = written;
        }
        match scan::find::<P>(bytes, next) {
            Some(at) => found = at,
            None => return out.push_str(&input[written..]),
        }
    }
}
