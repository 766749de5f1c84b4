#![doc = include_str!("invalid-value.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-value",
    severity: Severity::Error,
    fixable: false,
    summary: "a value that is not one of those allowed, or cannot be read",
    page: include_str!("invalid-value.md"),
};
