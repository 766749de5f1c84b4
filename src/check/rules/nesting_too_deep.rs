#![doc = include_str!("nesting-too-deep.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "nesting-too-deep",
    severity: Severity::Error,
    fixable: false,
    summary: "elements are nested over 64 levels deep",
    page: include_str!("nesting-too-deep.md"),
};
