#![doc = include_str!("unknown-element.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-element",
    severity: Severity::Error,
    fixable: false,
    summary: "an element that FlockML does not have",
    page: include_str!("unknown-element.md"),
};
