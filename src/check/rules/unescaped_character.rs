#![doc = include_str!("unescaped-character.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unescaped-character",
    severity: Severity::Error,
    fixable: true,
    summary: "a bare `&` or `<` in text or a value",
    page: include_str!("unescaped-character.md"),
};

/// One `<` or several that begin no tag.
pub(crate) fn bracket(walk: &mut Walk<'_>, span: Span) {
    let fix = Fix::replace(span, "&lt;".repeat(span.len()));
    let finding = Diagnostic::new(&RULE, span, "a bare `<` that begins no tag")
        .help("write `&lt;`")
        .fix(fix);
    walk.push(finding);
}

/// A `&` that begins no reference.
pub(crate) fn ampersand(walk: &mut Walk<'_>, span: Span) {
    let finding = Diagnostic::new(&RULE, span, "a bare `&`")
        .help("write `&amp;`")
        .fix(Fix::replace(span, "&amp;"));
    walk.push(finding);
}

/// Every `]]>` in the text at `span`.
pub(crate) fn cdata_end(walk: &mut Walk<'_>, span: Span) {
    for (at, _) in walk.at(span).match_indices("]]>") {
        let bracket = Span::new(span.start() + at + 2, span.start() + at + 3);
        let finding = Diagnostic::new(&RULE, bracket, "`]]>` in text")
            .help("write `]]&gt;`")
            .fix(Fix::replace(bracket, "&gt;"));
        walk.push(finding);
    }
}

/// A `>` at `span` that may come behind a `]]` from other tags of a template.
pub(crate) fn joined_end(walk: &mut Walk<'_>, span: Span) {
    let message = "`>` may come behind `]]` here, which text may not hold";
    let finding = Diagnostic::new(&RULE, span, message)
        .help("write `&gt;`")
        .fix(Fix::replace(span, "&gt;"));
    walk.push(finding);
}
