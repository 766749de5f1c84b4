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

/// A document whose root is `flockml` and holds nothing at all.
pub(crate) fn check_root(walk: &mut Walk<'_>, root: Root) {
    if root.has_content || root.element.name != "flockml" {
        return;
    }
    // Empty markup is valid by itself; only a message made of it says nothing.
    let finding = Diagnostic::new(&RULE, root.tag, "the document is empty")
        .severity(Severity::Warning)
        .help("write what it shall say");
    walk.push(finding);
}
