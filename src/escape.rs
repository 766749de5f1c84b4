//! The only escaping code: FlockML text, FlockML attribute, JSON string.
//!
//! Text for FlockML is also made fit for XML 1.0: terminal escape sequences (colours, titles) are
//! removed whole, other control characters and the noncharacters U+FFFE and U+FFFF become U+FFFD,
//! and CR LF and a lone CR count as LF. Tabs stay. C1 controls and U+FDD0…U+FDEF stay as well: XML
//! carries them.

use std::borrow::Cow;
use std::io;

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
#[inline]
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
#[inline]
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
#[inline]
pub fn push_json(out: &mut String, value: &str) {
    write_to::<Json>(value, out);
}

/// Escapes a template's value for text and attributes alike; its line breaks become `&#10;`, so
/// that they can be told from the template's own.
#[allow(dead_code, reason = "only templates have holes")]
pub(crate) fn write_hole(input: &str, out: &mut dyn io::Write) -> io::Result<()> {
    let mut sink = Writer {
        out,
        result: Ok(()),
    };
    write_to::<Hole>(input, &mut sink);
    sink.result
}

const REPLACEMENT: &str = "\u{FFFD}";

/// Where escaped text will stand.
trait Place {
    /// The bytes that may need more than copying.
    const SPECIAL: [bool; 256];

    /// What replaces the special byte at the start of `rest`, and for how many bytes it stands;
    /// `None` where the byte turns out to be plain.
    fn replace(rest: &[u8]) -> Option<(&'static str, usize)>;
}

struct Text;
struct Attribute;
struct Hole;
struct Json;

impl Place for Text {
    const SPECIAL: [bool; 256] = special(b"&<>", true);

    #[inline]
    fn replace(rest: &[u8]) -> Option<(&'static str, usize)> {
        match rest[0] {
            b'&' => Some(("&amp;", 1)),
            b'<' => Some(("&lt;", 1)),
            b'>' => Some(("&gt;", 1)),
            _ => replace_control(rest, "<br/>", "\t"),
        }
    }
}

impl Place for Attribute {
    const SPECIAL: [bool; 256] = special(b"&<>\"'\t", true);

    #[inline]
    fn replace(rest: &[u8]) -> Option<(&'static str, usize)> {
        replace_quoted(rest, "&#9;")
    }
}

impl Place for Hole {
    const SPECIAL: [bool; 256] = special(b"&<>\"'", true);

    #[inline]
    fn replace(rest: &[u8]) -> Option<(&'static str, usize)> {
        replace_quoted(rest, "\t")
    }
}

impl Place for Json {
    const SPECIAL: [bool; 256] = special(b"\"\\\t", false);

    #[inline]
    fn replace(rest: &[u8]) -> Option<(&'static str, usize)> {
        let replacement = match rest[0] {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            byte => JSON_CONTROLS[usize::from(byte) & 31],
        };
        Some((replacement, 1))
    }
}

const JSON_CONTROLS: [&str; 32] = [
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\b",
    "\\t", "\\n", "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012",
    "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a",
    "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
];

/// The control characters but the tab, `named`, and for XML the first byte of U+FFFE and U+FFFF.
const fn special(named: &[u8], xml: bool) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 32 {
        table[byte] = byte != b'\t' as usize;
        byte += 1;
    }
    let mut at = 0;
    while at < named.len() {
        table[named[at] as usize] = true;
        at += 1;
    }
    table[0xEF] = xml;
    table
}

#[inline]
fn replace_quoted(rest: &[u8], tab: &'static str) -> Option<(&'static str, usize)> {
    match rest[0] {
        b'&' => Some(("&amp;", 1)),
        b'<' => Some(("&lt;", 1)),
        b'>' => Some(("&gt;", 1)),
        b'"' => Some(("&quot;", 1)),
        b'\'' => Some(("&#39;", 1)),
        _ => replace_control(rest, "&#10;", tab),
    }
}

fn replace_control(
    rest: &[u8],
    line_break: &'static str,
    tab: &'static str,
) -> Option<(&'static str, usize)> {
    match rest {
        [b'\t', ..] => Some((tab, 1)),
        [b'\r', b'\n', ..] => Some((line_break, 2)),
        [b'\n' | b'\r', ..] => Some((line_break, 1)),
        [0xEF, 0xBF, 0xBE | 0xBF, ..] => Some((REPLACEMENT, 3)),
        [0xEF, ..] => None,
        [ESC, after @ ..] => Some(match sequence(after) {
            0 => (REPLACEMENT, 1),
            length => ("", 1 + length),
        }),
        _ => Some((REPLACEMENT, 1)),
    }
}

const ESC: u8 = 0x1B;

/// How many of the bytes behind an ESC belong to its sequence (ECMA-48); none if it begins none.
fn sequence(after: &[u8]) -> usize {
    let count = |bytes: &[u8], of: fn(&u8) -> bool| bytes.iter().take_while(|b| of(b)).count();
    let intermediates = |bytes: &[u8]| count(bytes, |b| matches!(b, 0x20..=0x2F));
    match after.first() {
        Some(b'[') => {
            let mut length = 1 + count(&after[1..], |b| matches!(b, 0x30..=0x3F));
            length += intermediates(&after[length..]);
            length + usize::from(matches!(after.get(length), Some(0x40..=0x7E)))
        }
        Some(b']' | b'P' | b'X' | b'^' | b'_') => {
            // Stopping at any control character keeps this linear, and an unended one harmless.
            let length = 1 + count(&after[1..], |&b| b >= 0x20);
            match &after[length..] {
                [0x07, ..] => length + 1,
                [ESC, b'\\', ..] => length + 2,
                _ => 1,
            }
        }
        Some(0x20..=0x2F) => {
            let length = intermediates(after);
            length + usize::from(matches!(after.get(length), Some(0x30..=0x7E)))
        }
        Some(0x30..=0x7E) => 1,
        _ => 0,
    }
}

/// What takes escaped text.
trait Sink {
    fn push(&mut self, text: &str);
}

impl Sink for String {
    #[inline]
    fn push(&mut self, text: &str) {
        self.push_str(text);
    }
}

struct Writer<'w> {
    out: &'w mut dyn io::Write,
    result: io::Result<()>,
}

impl Sink for Writer<'_> {
    fn push(&mut self, text: &str) {
        if self.result.is_ok() && !text.is_empty() {
            self.result = self.out.write_all(text.as_bytes());
        }
    }
}

fn escaped<P: Place>(input: &str) -> Cow<'_, str> {
    match next::<P>(input.as_bytes(), 0) {
        None => Cow::Borrowed(input),
        Some(_) => {
            let mut out = String::with_capacity(input.len() + input.len() / 8 + 16);
            write_to::<P>(input, &mut out);
            Cow::Owned(out)
        }
    }
}

fn write_to<P: Place>(input: &str, out: &mut impl Sink) {
    let bytes = input.as_bytes();
    let mut written = 0;
    let mut at = 0;
    while let Some(found) = next::<P>(bytes, at) {
        if let Some((replacement, length)) = P::replace(&bytes[found..]) {
            out.push(&input[written..found]);
            out.push(replacement);
            written = found + length;
            at = written;
        } else {
            at = found + 1;
        }
    }
    out.push(&input[written..]);
}

fn next<P: Place>(bytes: &[u8], from: usize) -> Option<usize> {
    bytes[from..]
        .iter()
        .position(|&byte| P::SPECIAL[usize::from(byte)])
        .map(|offset| from + offset)
}
