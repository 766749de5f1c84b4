//! What is replaced by what, in each place.

use super::gather::LONGEST;
use super::scan;

const REPLACEMENT: &str = "\u{FFFD}";

/// Where escaped text will stand.
pub(super) trait Place: scan::Special {
    /// What replaces a byte whatever follows it.
    const SIMPLE: &'static [Simple; 256];

    /// What stays, behind a backslash.
    const BACKSLASHED: &'static [u8] = &[];

    /// The lengths of most of these.
    const USUAL: (usize, usize);

    /// With so many special bytes in a block, it is faster to copy words than runs.
    const DENSE: u32 = 5;

    /// What replaces the special byte at the start of `rest` if it is not simple, and for how many
    /// bytes it stands; `None` where the byte turns out to be plain.
    fn replace(rest: &[u8]) -> Option<(&'static str, usize)>;
}

/// What replaces a byte; empty where it stays.
#[derive(Clone, Copy)]
pub(super) struct Simple {
    pub(super) text: &'static str,
    pub(super) padded: [u8; LONGEST],
}

pub(super) struct Text;
pub(super) struct Attribute;
pub(super) struct Json;

impl Place for Text {
    const SIMPLE: &'static [Simple; 256] = &table(&[
        (b'&', "&amp;"),
        (b'<', "&lt;"),
        (b'>', "&gt;"),
        (b'\n', "<br/>"),
    ]);

    const USUAL: (usize, usize) = (5, 4);

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

    const USUAL: (usize, usize) = (5, 6);

    fn replace(rest: &[u8]) -> Option<(&'static str, usize)> {
        replace_control(rest, "&#10;")
    }
}

impl scan::Special for Attribute {
    const NAMED: &'static [u8] = &[b'&', b'<', b'>', b'"', b'\'', NONCHARACTER];
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

    const BACKSLASHED: &'static [u8] = b"\"\\";

    const USUAL: (usize, usize) = (2, 6);

    const DENSE: u32 = u32::MAX;

    fn replace(_: &[u8]) -> Option<(&'static str, usize)> {
        None
    }
}

impl scan::Special for Json {
    const NAMED: &'static [u8] = b"\"\\";
}

/// No place either: what is special in an attribute, and DEL.
pub(super) struct Address;

impl scan::Special for Address {
    const NAMED: &'static [u8] = &[b'&', b'<', b'>', b'"', b'\'', NONCHARACTER, DEL];
}

/// No place: what an address must not hold.
pub(super) struct Control;

impl scan::Special for Control {
    const NAMED: &'static [u8] = &[DEL];
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
const DEL: u8 = 0x7F;

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

#[cfg(test)]
mod tests {
    use super::scan::Special;
    use super::*;

    fn assert_simple_bytes_are_special<P: Place>() {
        for byte in 0..=u8::MAX {
            let is_special = byte < b' ' || P::NAMED.contains(&byte);
            let is_simple = !P::SIMPLE[usize::from(byte)].text.is_empty();
            assert!(is_special || !is_simple, "{byte:#x}");
            assert!(
                is_simple || byte < b' ' || byte == NONCHARACTER || !is_special,
                "{byte:#x}"
            );
        }
    }

    #[test]
    fn what_is_found_is_what_is_replaced() {
        assert_simple_bytes_are_special::<Text>();
        assert_simple_bytes_are_special::<Attribute>();
        assert_simple_bytes_are_special::<Json>();
        assert_eq!(Text::NAMED.len() + 2, Attribute::NAMED.len());
        assert_eq!(&[Attribute::NAMED, Control::NAMED].concat(), Address::NAMED);
    }

    #[test]
    fn terminal_sequences_are_removed_whole() {
        for (text, left) in [
            ("\x1b[1;31mred\x1b[0m", "red"),
            ("\x1b]0;title\x07a", "a"),
            ("\x1b]8;;https://example.com\x1b\\a\x1b]8;;\x1b\\", "a"),
            ("\x1bPq#0\x1b\\a", "a"),
            ("\x1b(Ba\x1b7b\x1bcc", "abc"),
            ("\x1b]no end\nof it", "no end<br/>of it"),
            ("\x1b[31", ""),
            ("\x1b[31\u{e9}", "\u{e9}"),
            ("\x1b", "\u{fffd}"),
            ("\x1b\x1b[m", "\u{fffd}"),
            ("\x1b\u{e9}", "\u{fffd}\u{e9}"),
        ] {
            assert_eq!(crate::escape::text(text), left, "{text:?}");
        }
    }
}
