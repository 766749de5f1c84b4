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
    let meant = is_void(name).then(|| format!("<{name}/>"));
    report(walk, span, meant);
}

/// An end tag that closes nothing and stands beside the root, where nothing may be meant by it.
pub(crate) fn beside_root(walk: &mut Walk<'_>, span: Span) {
    report(walk, span, None);
}

fn report(walk: &mut Walk<'_>, span: Span, meant: Option<String>) {
    let written = shorten(walk.at(span));
    let finding = Diagnostic::new(&RULE, span, format!("`{written}` closes nothing"));
    walk.push(match meant {
        Some(meant) => finding
            .help(format!("write `{meant}`"))
            .fix(Fix::replace(span, meant)),
        None => finding.help("delete it").fix(Fix::replace(span, "")),
    });
}

/// Whether an element of that name is empty, so that its end tag is meant as the element.
pub(crate) fn is_void(name: &str) -> bool {
    element::find(name).is_some_and(|e| e.content == Content::Empty && !e.root)
}
