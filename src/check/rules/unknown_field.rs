#![doc = include_str!("unknown-field.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-field",
    severity: Severity::Error,
    fixable: false,
    summary: "a field that Flock's payload does not have",
    page: include_str!("unknown-field.md"),
};
