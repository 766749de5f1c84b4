#![doc = include_str!("missing-field.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "missing-field",
    severity: Severity::Error,
    fixable: false,
    summary: "a field that the payload needs is not there",
    page: include_str!("missing-field.md"),
};
