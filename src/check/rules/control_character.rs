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
    let mut skip_to = 0;
    for (at, character) in raw.char_indices() {
        if at < skip_to || is_xml_character(character) {
            continue;
        }
        let sequence = if character == '\u{1B}' { ansi(&raw[at..]) } else { 0 };
        let len = sequence.max(character.len_utf8());
        skip_to = at + len;
        let place = Span::new(span.start() + at, span.start() + at + len);
        let what = if sequence > 1 {
            "an ANSI escape sequence, which XML cannot carry".to_owned()
        } else {
            format!("U+{:04X}, which XML cannot carry", character as u32)
        };
        let finding = Diagnostic::new(&RULE, place, what)
            .help("delete it")
            .fix(Fix::replace(place, ""));
        walk.push(finding);
    }
}

/// The length of the control sequence that `raw` begins with.
fn ansi(raw: &str) -> usize {
    let Some(rest) = raw.strip_prefix("\u{1B}[") else {
        return 1;
    };
    let parameters = rest.bytes().take_while(|byte| (0x20..0x40).contains(byte)).count();
    match rest.as_bytes().get(parameters) {
        Some(0x40..=0x7E) => 2 + parameters + 1,
        _ => 1,
    }
}
