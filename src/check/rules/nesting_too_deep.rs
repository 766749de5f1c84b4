#![doc = include_str!("nesting-too-deep.md")]

use super::prelude::*;
use crate::element::MAX_DEPTH;

pub(crate) static RULE: Rule = Rule {
    id: "nesting-too-deep",
    severity: Severity::Error,
    fixable: false,
    summary: "elements are nested over 64 levels deep",
    page: include_str!("nesting-too-deep.md"),
};

/// The element that `tag` has just opened.
#[inline]
pub(crate) fn check(walk: &mut Walk<'_>, tag: Span) {
    if walk.stack.len() <= MAX_DEPTH || walk.is_too_deep {
        return;
    }
    walk.is_too_deep = true;
    let message = format!("elements are nested over {MAX_DEPTH} levels deep");
    let finding =
        Diagnostic::new(&RULE, tag, message).help("close elements before you open others");
    walk.push(finding);
}
