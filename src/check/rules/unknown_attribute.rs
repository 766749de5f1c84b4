#![doc = include_str!("unknown-attribute.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-attribute",
    severity: Severity::Error,
    fixable: false,
    summary: "an attribute that the element does not have",
    page: include_str!("unknown-attribute.md"),
};
