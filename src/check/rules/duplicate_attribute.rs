#![doc = include_str!("duplicate-attribute.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-attribute",
    severity: Severity::Error,
    fixable: false,
    summary: "an attribute stands twice in one tag",
    page: include_str!("duplicate-attribute.md"),
};

/// An attribute at `again` that stands at `first` already.
pub(crate) fn check(walk: &mut Walk<'_>, again: Span, first: Span) {
    // Two branches of a template may each bring the attribute.
    if walk.holes.branch(Span::new(first.start(), again.end())) {
        return;
    }
    let name = shorten(walk.at(again));
    let mut finding = Diagnostic::new(
        &RULE,
        again,
        format!("attribute `{name}` stands twice in this tag"),
    )
    .help("delete one of them");
    if first != again {
        finding = finding.label(first, "the first is here");
    }
    walk.push(finding);
}
