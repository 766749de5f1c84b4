#![doc = include_str!("unknown-entity.md")]

use super::prelude::*;
use crate::escape;
use crate::syntax::Resolved;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-entity",
    severity: Severity::Error,
    fixable: true,
    summary: "an entity that XML does not know, or a reference to an illegal character",
    page: include_str!("unknown-entity.md"),
};

/// A reference that XML cannot resolve.
pub(crate) fn check(walk: &mut Walk<'_>, span: Span, resolved: Resolved) {
    let raw = walk.at(span);
    let (message, help, replacement) = match resolved {
        Resolved::Html(text) => (
            format!("`{raw}` is HTML's and unknown to FlockML"),
            format!("write the character itself: `{}`", shown(text)),
            escape::text(text).into_owned(),
        ),
        Resolved::Illegal => (
            format!("`{raw}` is a character that XML cannot carry"),
            "delete it".to_owned(),
            String::new(),
        ),
        _ => (
            format!("`{raw}` is no known entity"),
            format!("write `&amp;{}` to show it as it is", &raw[1..]),
            format!("&amp;{}", &raw[1..]),
        ),
    };
    let finding = Diagnostic::new(&RULE, span, message)
        .help(help)
        .fix(Fix::replace(span, replacement));
    walk.push(finding);
}

/// How to name a character that may be blank.
fn shown(text: &str) -> String {
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) || text.trim().is_empty() {
        let codes: Vec<_> = text.chars().map(|c| format!("U+{:04X}", c as u32)).collect();
        return codes.join(" ");
    }
    text.to_owned()
}
