#![doc = include_str!("empty-message.md")]

use super::prelude::*;
use crate::check::walk::Root;

pub(crate) static RULE: Rule = Rule {
    id: "empty-message",
    severity: Severity::Error,
    fixable: false,
    summary: "a message with neither text nor FlockML nor attachment",
    page: include_str!("empty-message.md"),
};

/// A document whose root is `flockml` and holds nothing at all: a warning, because it is FlockML,
/// and what it is part of may well say something.
pub(crate) fn check_root(walk: &mut Walk<'_>, root: Root) {
    if root.has_content || root.element.name != "flockml" {
        return;
    }
    let finding = Diagnostic::new(&RULE, root.tag, "the message is empty")
        .severity(Severity::Warning)
        .help("write what it shall say");
    walk.push(finding);
}

/// A message at `span` that shows nothing.
pub(crate) fn found(span: Span) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        span,
        "the message has neither text nor FlockML nor attachment",
    )
    .help("give it a `text`, a `flockml` or an attachment")
}
