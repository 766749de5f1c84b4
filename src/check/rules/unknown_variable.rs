#![doc = include_str!("unknown-variable.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-variable",
    severity: Severity::Error,
    fixable: false,
    summary: "a variable that no sample has",
    page: include_str!("unknown-variable.md"),
};
