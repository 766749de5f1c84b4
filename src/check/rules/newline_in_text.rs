#![doc = include_str!("newline-in-text.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "newline-in-text",
    severity: Severity::Warning,
    fixable: true,
    summary: "a line break in the source that the reader will probably not see",
    page: include_str!("newline-in-text.md"),
};

/// A line break of the source at `offset`, with something to see before and behind it.
pub(crate) fn check(walk: &mut Walk<'_>, offset: usize) {
    let end = if walk.text[offset..].starts_with("\r\n") {
        2
    } else {
        1
    };
    let before = walk.holes.content_end(walk.text, offset);
    let span = Span::new(offset, offset + end);
    let finding = Diagnostic::new(
        &RULE,
        span,
        "a line break that the reader will probably not see",
    )
    .help("write `<br/>` at the end of the line, or put both on one line")
    .fix(Fix::insert(before, "<br/>"));
    walk.push(finding);
}
