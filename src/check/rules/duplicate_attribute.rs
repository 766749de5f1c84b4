#![doc = include_str!("duplicate-attribute.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-attribute",
    severity: Severity::Error,
    fixable: false,
    summary: "an attribute stands twice in one tag",
    page: include_str!("duplicate-attribute.md"),
};
