//! The only escaping code: FlockML text, FlockML attribute, JSON string.
//!
//! Text for FlockML is also made fit for XML 1.0: terminal escape sequences (colours, titles) are
//! removed whole, other control characters and the noncharacters U+FFFE and U+FFFF become U+FFFD,
//! and CR LF and a lone CR count as LF. Tabs stay. C1 controls and U+FDD0…U+FDEF stay as well: XML
//! carries them.

mod blocks;
pub(crate) mod gather;
mod place;
mod runs;
pub(crate) mod scan;

use std::borrow::Cow;

use place::{Address, Attribute, Control, Json, Place, Text};
use runs::Runs;

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

/// Appends what [`attribute`] returns, unless [`has_control`] says yes; then nothing, and false.
#[inline]
pub(crate) fn push_without_control(out: &mut String, value: &str) -> bool {
    let bytes = value.as_bytes();
    if bytes.len() > scan::BLOCK {
        let is_pushed = !has_control(value);
        if is_pushed {
            write_long::<Attribute>(value, out);
        }
        return is_pushed;
    }
    match scan::short_mask::<Address>(bytes) {
        0 => out.push_str(value),
        special if has_control_at(bytes, special) => return false,
        special => write_short::<Attribute>(value, special, out),
    }
    true
}

#[inline]
fn has_control_at(bytes: &[u8], mut special: u64) -> bool {
    while special != 0 {
        if bytes[special.trailing_zeros() as usize].is_ascii_control() {
            return true;
        }
        special &= special - 1;
    }
    false
}

/// Whether there is a control character in `text`, DEL included.
pub(crate) fn has_control(text: &str) -> bool {
    scan::find::<Control>(text.as_bytes(), 0).is_some()
}

fn escaped<P: Place>(input: &str) -> Cow<'_, str> {
    if scan::find::<P>(input.as_bytes(), 0).is_none() {
        return Cow::Borrowed(input);
    }
    let mut out = String::with_capacity(input.len() + input.len() / 8 + 16);
    write_long::<P>(input, &mut out);
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

/// Writes `input`, whose special bytes have a bit each in `special`.
#[inline(never)]
fn write_short<P: Place>(input: &str, special: u64, out: &mut String) {
    let mut runs = Runs::new(input);
    runs.write::<P>(0, special, out);
    runs.finish(out);
}

#[inline(never)]
fn write_long<P: Place>(input: &str, out: &mut String) {
    let mut runs = Runs::new(input);
    let (whole, last) = input.as_bytes().as_chunks();
    for (index, block) in whole.iter().enumerate() {
        let special = scan::mask::<P>(block);
        if special.count_ones() >= P::DENSE {
            return blocks::write::<P>(input, runs.at, out);
        }
        runs.write::<P>(index * scan::BLOCK, special, out);
    }
    let special = scan::short_mask::<P>(last);
    runs.write::<P>(input.len() - last.len(), special, out);
    runs.finish(out);
}
