#![doc = include_str!("unescaped-character.md")]

use super::prelude::*;
use crate::element;

pub(crate) static RULE: Rule = Rule {
    id: "unescaped-character",
    severity: Severity::Error,
    fixable: true,
    summary: "a bare `&` or `<` in text or a value",
    page: include_str!("unescaped-character.md"),
};

/// One `<` or several that begin no tag.
pub(crate) fn bracket(walk: &mut Walk<'_>, span: Span) {
    if let Some(tag) = meant(&walk.text[span.end()..]).filter(|_| span.len() == 1) {
        walk.is_malformed = true;
        let finding = Diagnostic::new(&RULE, span, "a bare `<` that begins no tag")
            .help(format!("write `{tag}`, or `&lt;` if it is no tag"));
        return walk.push(finding);
    }
    let fix = Fix::replace(span, "&lt;".repeat(span.len()));
    let finding = Diagnostic::new(&RULE, span, "a bare `<` that begins no tag")
        .help("write `&lt;`")
        .fix(fix);
    walk.push(finding);
}

/// The tag that is meant where a `<` and a blank stand before `rest`, as in `< br/>`.
fn meant(rest: &str) -> Option<String> {
    const LONGEST: usize = 16;
    let window = &rest[..rest.floor_char_boundary(LONGEST)];
    let tag = window.split_once('>')?.0.trim_ascii();
    let name = tag.trim_end_matches('/').trim_ascii_end();
    element::find(name)?;
    let slash = if tag.ends_with('/') { "/" } else { "" };
    Some(format!("<{name}{slash}>"))
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
