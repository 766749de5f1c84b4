//! The only escaping code: FlockML text, FlockML attribute, JSON string.
//!
//! Text for FlockML is also made fit for XML 1.0: terminal escape sequences (colours, titles) are
//! removed whole, other control characters and the noncharacters U+FFFE and U+FFFF become U+FFFD,
//! and CR LF and a lone CR count as LF. Tabs stay. C1 controls and U+FDD0…U+FDEF stay as well: XML
//! carries them.

use std::borrow::Cow;
use std::io;

use crate::scan;

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
trait Place: scan::Special {
    /// What replaces a byte whatever follows it.
    const SIMPLE: &'static [Simple; 256];

    /// What replaces the special byte at the start of `rest` if it is not simple, and for how many
    /// bytes it stands; `None` where the byte turns out to be plain.
    fn replace(rest: &[u8]) -> Option<(&'static str, usize)>;
}

/// What replaces a byte; empty where it stays.
#[derive(Clone, Copy)]
struct Simple {
    text: &'static str,
    padded: [u8; LONGEST],
}

/// The bytes of the longest replacement, rounded up to a word.
const LONGEST: usize = 8;

struct Text;
struct Attribute;
struct Hole;
struct Json;

impl Place for Text {
    const SIMPLE: &'static [Simple; 256] = &table(&[
        (b'&', "&amp;"),
        (b'<', "&lt;"),
        (b'>', "&gt;"),
        (b'\n', "<br/>"),
    ]);

    fn replace(rest: &[u8]) -> Option<(&'static str, usize)> {
        replace_control(rest, "<br/>")
    }
}

impl scan::Special for Text {
    const NAMED: &'static [u8] = &[b'&', b'<', b'>', NONCHARACTER];
}

impl Place for Attribute {
    const SIMPLE: &'static [Simple; 256] = &table(&[
        (b'&', "&amp;"),
        (b'<', "&lt;"),
        (b'>', "&gt;"),
        (b'"', "&quot;"),
        (b'\'', "&#39;"),
        (b'\n', "&#10;"),
        (b'\t', "&#9;"),
    ]);

    fn replace(rest: &[u8]) -> Option<(&'static str, usize)> {
        replace_control(rest, "&#10;")
    }
}

impl scan::Special for Attribute {
    const NAMED: &'static [u8] = &[b'&', b'<', b'>', b'"', b'\'', NONCHARACTER];
}

impl Place for Hole {
    const SIMPLE: &'static [Simple; 256] = &{
        let mut table = *Attribute::SIMPLE;
        table[b'\t' as usize] = Simple::NONE;
        table
    };

    fn replace(rest: &[u8]) -> Option<(&'static str, usize)> {
        replace_control(rest, "&#10;")
    }
}

impl scan::Special for Hole {
    const NAMED: &'static [u8] = Attribute::NAMED;
}

impl Place for Json {
    const SIMPLE: &'static [Simple; 256] = &{
        let mut table = table(&[(b'"', "\\\""), (b'\\', "\\\\")]);
        let mut byte = 0;
        while byte < JSON_CONTROLS.len() {
            table[byte] = Simple::new(JSON_CONTROLS[byte]);
            byte += 1;
        }
        table
    };

    fn replace(_: &[u8]) -> Option<(&'static str, usize)> {
        None
    }
}

impl scan::Special for Json {
    const NAMED: &'static [u8] = b"\"\\";
}

const JSON_CONTROLS: [&str; 32] = [
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\b",
    "\\t", "\\n", "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012",
    "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a",
    "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
];

impl Simple {
    const NONE: Self = Self::new("");

    const fn new(text: &'static str) -> Self {
        let mut padded = [0; LONGEST];
        let mut at = 0;
        while at < text.len() {
            padded[at] = text.as_bytes()[at];
            at += 1;
        }
        Self { text, padded }
    }
}

const fn table(replacements: &[(u8, &'static str)]) -> [Simple; 256] {
    let mut table = [Simple::NONE; 256];
    let mut at = 0;
    while at < replacements.len() {
        let (byte, text) = replacements[at];
        table[byte as usize] = Simple::new(text);
        at += 1;
    }
    table
}

/// The first byte of U+FFFE and U+FFFF, and of much else.
const NONCHARACTER: u8 = 0xEF;

fn replace_control(rest: &[u8], line_break: &'static str) -> Option<(&'static str, usize)> {
    match rest {
        [b'\t', ..] => None,
        [b'\r', b'\n', ..] => Some((line_break, 2)),
        [b'\r', ..] => Some((line_break, 1)),
        [NONCHARACTER, 0xBF, 0xBE | 0xBF, ..] => Some((REPLACEMENT, 3)),
        [NONCHARACTER, ..] => None,
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
    let Some(first) = scan::find::<P>(input.as_bytes(), 0) else {
        return Cow::Borrowed(input);
    };
    let mut out = String::with_capacity(input.len() + input.len() / 8 + 16);
    write_from::<P>(input, first, &mut out);
    Cow::Owned(out)
}

#[inline]
fn write_to<P: Place>(input: &str, out: &mut impl Sink) {
    match scan::find::<P>(input.as_bytes(), 0) {
        None => out.push(input),
        Some(first) => write_from::<P>(input, first, out),
    }
}

/// Writes `input`, whose first special byte is at `found`.
fn write_from<P: Place>(input: &str, mut found: usize, out: &mut impl Sink) {
    let bytes = input.as_bytes();
    let mut written = 0;
    if bytes.len() - found >= DENSE {
        written = input.floor_char_boundary(found);
        out.push(&input[..written]);
        written = Blocks::new(input, out).write::<P>(written);
        match scan::find::<P>(bytes, written) {
            Some(next) => found = next,
            None => return out.push(&input[written..]),
        }
    }
    loop {
        let mut next = found + 1;
        if let Some((replacement, length)) = replace::<P>(&bytes[found..]) {
            out.push(&input[written..found]);
            out.push(replacement);
            written = found + length;
            next = written;
        }
        match scan::find::<P>(bytes, next) {
            Some(at) => found = at,
            None => return out.push(&input[written..]),
        }
    }
}

#[inline]
fn replace<P: Place>(rest: &[u8]) -> Option<(&'static str, usize)> {
    let simple = P::SIMPLE[usize::from(rest[0])].text;
    if simple.is_empty() {
        P::replace(rest)
    } else {
        Some((simple, 1))
    }
}

/// From this length on, text with something to escape is written block by block.
const DENSE: usize = 3 * scan::BLOCK;

/// How much one stretch of a block is copied at least, whatever its length.
const STRIDE: usize = 16;

/// A block, and what may be copied beyond it.
const PADDED: usize = scan::BLOCK + STRIDE;

/// Escaped text gathered here goes out in one piece, which costs less than a piece a special byte.
const GATHERED: usize = 2048;

/// Escapes text in blocks.
struct Blocks<'i, 'o, S> {
    input: &'i str,
    out: &'o mut S,
    gathered: [u8; GATHERED],
    length: usize,
}

impl<'i, 'o, S: Sink> Blocks<'i, 'o, S> {
    fn new(input: &'i str, out: &'o mut S) -> Self {
        Self {
            input,
            out,
            gathered: [0; GATHERED],
            length: 0,
        }
    }

    /// Writes whole blocks from `at` on, and returns where the rest begins.
    fn write<P: Place>(mut self, mut at: usize) -> usize {
        let bytes = self.input.as_bytes();
        while let Some(block) = bytes[at..].first_chunk::<PADDED>() {
            if self.length + scan::BLOCK * LONGEST + STRIDE > GATHERED {
                self.flush(at);
            }
            at += self.block::<P>(block, at);
        }
        let end = self.input.floor_char_boundary(at);
        self.length -= at - end;
        self.flush(end);
        end
    }

    /// Gathers what the block at `at` becomes, and returns how many bytes it stood for.
    #[inline]
    fn block<P: Place>(&mut self, block: &[u8; PADDED], at: usize) -> usize {
        let Some(whole) = block.first_chunk() else {
            return 0;
        };
        let mut special = scan::mask::<P>(whole);
        let mut written = 0;
        while special != 0 {
            let found = special.trailing_zeros() as usize;
            special &= special - 1;
            let simple = &P::SIMPLE[usize::from(block[found])];
            if !simple.text.is_empty() {
                self.copy(block, written, found);
                self.gathered[self.length..][..LONGEST].copy_from_slice(&simple.padded);
                self.length += simple.text.len();
                written = found + 1;
            } else if let Some((replacement, length)) =
                P::replace(&self.input.as_bytes()[at + found..])
            {
                self.copy(block, written, found);
                self.gathered[self.length..][..replacement.len()]
                    .copy_from_slice(replacement.as_bytes());
                self.length += replacement.len();
                written = found + length;
                if written >= scan::BLOCK {
                    return written;
                }
                special &= u64::MAX << written;
            }
        }
        self.copy(block, written, scan::BLOCK);
        scan::BLOCK
    }

    /// Gathers `block[from..to]`; what is copied beyond is overwritten by what comes next.
    #[inline]
    fn copy(&mut self, block: &[u8; PADDED], from: usize, to: usize) {
        let mut at = from;
        while at < to {
            let copied = self.length + at - from;
            self.gathered[copied..][..STRIDE].copy_from_slice(&block[at..][..STRIDE]);
            at += STRIDE;
        }
        self.length += to - from;
    }

    /// Hands on what is gathered of the input up to `at`, but for a character that is not complete.
    fn flush(&mut self, at: usize) {
        let incomplete = at - self.input.floor_char_boundary(at);
        let complete = self.length - incomplete;
        let text = std::str::from_utf8(&self.gathered[..complete]);
        self.out
            .push(text.expect("whole characters of a `str` and of replacements"));
        self.gathered.copy_within(complete..self.length, 0);
        self.length = incomplete;
    }
}
