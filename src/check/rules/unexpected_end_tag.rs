#![doc = include_str!("unexpected-end-tag.md")]

use super::prelude::*;
use crate::element::{self, Content};

pub(crate) static RULE: Rule = Rule {
    id: "unexpected-end-tag",
    severity: Severity::Error,
    fixable: true,
    summary: "a closing tag closes nothing",
    page: include_str!("unexpected-end-tag.md"),
};

/// An end tag that closes nothing.
pub(crate) fn check(walk: &mut Walk<'_>, span: Span, name: &str) {
    let written = shorten(walk.at(span));
    let finding = Diagnostic::new(&RULE, span, format!("`{written}` closes nothing"));
    walk.push(if is_void(name) {
        finding
            .help(format!("write `<{name}/>`"))
            .fix(Fix::replace(span, format!("<{name}/>")))
    } else {
        finding.help("delete it").fix(Fix::replace(span, ""))
    });
}

/// Whether an element of that name is empty, so that its end tag is meant as the element.
pub(crate) fn is_void(name: &str) -> bool {
    element::find(name).is_some_and(|e| e.content == Content::Empty && !e.root)
}
