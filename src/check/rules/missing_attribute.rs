#![doc = include_str!("missing-attribute.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "missing-attribute",
    severity: Severity::Error,
    fixable: false,
    summary: "an attribute that the element needs is not there",
    page: include_str!("missing-attribute.md"),
};
