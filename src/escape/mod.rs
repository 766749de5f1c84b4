//! The only escaping code: FlockML text, FlockML attribute, JSON string.
//!
//! Text for FlockML is also made fit for XML 1.0: terminal escape sequences (colours, titles) are
//! removed whole, other control characters and the noncharacters U+FFFE and U+FFFF become U+FFFD,
//! and CR LF and a lone CR count as LF. Tabs stay. C1 controls and U+FDD0…U+FDEF stay as well: XML
//! carries them.

mod blocks;
pub(crate) mod gather;
mod place;
pub(crate) mod scan;

use std::borrow::Cow;

use blocks::DENSE;
use place::{Attribute, Control, Json, Place, Text};

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

/// What stands for `byte` in a JSON string, and how many bytes of that count.
#[inline]
pub(crate) fn json_byte(byte: u8) -> ([u8; gather::LONGEST], usize) {
    let simple = &Json::SIMPLE[usize::from(byte)];
    if simple.text.is_empty() {
        return ([byte; gather::LONGEST], 1);
    }
    (simple.padded, simple.text.len())
}

/// Whether there is a control character in `text`, DEL included.
#[inline]
pub(crate) fn has_control(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > scan::BLOCK {
        return scan::find::<Control>(bytes, 0).is_some();
    }
    scan::short_mask::<Control>(bytes) != 0
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
    if input.len() > scan::BLOCK {
        return write_long::<P>(input, out);
    }
    match scan::short_mask::<P>(input.as_bytes()) {
        0 => out.push_str(input),
        special => write_short::<P>(input, special, out),
    }
}

/// Pushes what is mostly four or five bytes long: known lengths are copied without a call.
#[inline]
fn push_replacement(out: &mut String, replacement: &str) {
    match replacement.len() {
        4 => out.push_str(&replacement[..4]),
        5 => out.push_str(&replacement[..5]),
        _ => out.push_str(replacement),
    }
}

#[inline(never)]
fn write_long<P: Place>(input: &str, out: &mut String) {
    match scan::find::<P>(input.as_bytes(), 0) {
        None => out.push_str(input),
        Some(first) => write_from::<P>(input, first, out),
    }
}

/// Writes `input`, whose special bytes have a bit each in `special`.
#[inline(never)]
fn write_short<P: Place>(input: &str, mut special: u64, out: &mut String) {
    let mut written = 0;
    while special != 0 {
        let found = special.trailing_zeros() as usize;
        special &= special - 1;
        let replacement = P::SIMPLE[usize::from(input.as_bytes()[found])].text;
        if replacement.is_empty() {
            out.push_str(&input[written..found]);
            return write_from::<P>(&input[found..], 0, out);
        }
        out.push_str(&input[written..found]);
        push_replacement(out, replacement);
        written = found + 1;
    }
    out.push_str(&input[written..]);
}

/// Writes `input`, whose first special byte is at `found`.
#[inline(never)]
fn write_from<P: Place>(input: &str, mut found: usize, out: &mut String) {
    let bytes = input.as_bytes();
    let mut written = 0;
    if bytes.len() - found >= DENSE {
        out.push_str(&input[..found]);
        return blocks::write::<P>(input, found, out);
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
