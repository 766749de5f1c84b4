#![doc = include_str!("control-character.md")]

use super::prelude::*;
use crate::syntax::is_xml_character;

pub(crate) static RULE: Rule = Rule {
    id: "control-character",
    severity: Severity::Error,
    fixable: true,
    summary: "a character that XML cannot carry",
    page: include_str!("control-character.md"),
};

/// Every character at `span` that XML cannot carry.
pub(crate) fn check(walk: &mut Walk<'_>, span: Span) {
    let text = walk.text;
    let raw = &text[span.range()];
    for (character, found) in illegal(raw) {
        let what = if found.len() > character.len_utf8() {
            "an ANSI escape sequence, which XML cannot carry".to_owned()
        } else {
            format!("U+{:04X}, which XML cannot carry", character as u32)
        };
        let place = found.shift(span.start());
        let finding = Diagnostic::new(&RULE, place, what)
            .help("delete it")
            .fix(Fix::replace(place, ""));
        walk.push(finding);
    }
}

/// Whether nothing but white space stays of `raw` once they are deleted.
pub(crate) fn are_all(raw: &str) -> bool {
    let mut end = 0;
    let is_blank = |between: &str| between.trim_ascii().is_empty();
    illegal(raw).all(|(_, found)| {
        let from = std::mem::replace(&mut end, found.end());
        is_blank(&raw[from..found.start()])
    }) && is_blank(&raw[end..])
}

/// The characters that XML cannot carry, each with the escape sequence that it begins.
fn illegal(raw: &str) -> impl Iterator<Item = (char, Span)> {
    let mut skip_to = 0;
    raw.char_indices().filter_map(move |(at, character)| {
        if at < skip_to || is_xml_character(character) {
            return None;
        }
        let sequence = if character == '\u{1B}' {
            ansi(&raw[at..])
        } else {
            0
        };
        skip_to = at + sequence.max(character.len_utf8());
        Some((character, Span::new(at, skip_to)))
    })
}

/// The length of the escape sequence that `raw` begins with; 1 if it is none.
fn ansi(raw: &str) -> usize {
    let bytes = raw.as_bytes();
    match bytes.get(1) {
        Some(b'[') => {
            let parameters = bytes[2..]
                .iter()
                .take_while(|byte| (0x20..0x40).contains(*byte));
            let end = 2 + parameters.count();
            match bytes.get(end) {
                Some(0x40..=0x7E) => end + 1,
                _ => 1,
            }
        }
        Some(b']') => command(raw),
        Some(0x40..=0x5F) => 2,
        _ => 1,
    }
}

/// The length of an operating system command, such as a terminal's hyperlink.
fn command(raw: &str) -> usize {
    const LONGEST: usize = 2_000;
    let window = &raw.as_bytes()[..raw.len().min(LONGEST)];
    let end = window
        .iter()
        .skip(2)
        .position(|byte| matches!(byte, 0x07 | 0x1B));
    match end.map(|end| end + 2) {
        Some(end) if window[end] == 0x07 => end + 1,
        Some(end) if window.get(end + 1) == Some(&b'\\') => end + 2,
        _ => 1,
    }
}
