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

/// An attribute at `name` that the loop at `tag` writes again and again.
#[cfg(feature = "template")]
pub(crate) fn in_loop(text: &str, name: Span, tag: Span) -> Diagnostic {
    let written = shorten(&text[name.range()]);
    let message = format!("a loop writes the attribute `{written}` more than once");
    Diagnostic::new(&RULE, name, message)
        .label(tag, "the loop begins here")
        .help("put the loop inside of the quotes")
}
