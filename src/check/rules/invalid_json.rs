#![doc = include_str!("invalid-json.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-json",
    severity: Severity::Error,
    fixable: false,
    summary: "a payload, JSON template or sample that is no JSON",
    page: include_str!("invalid-json.md"),
};
