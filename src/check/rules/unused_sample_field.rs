#![doc = include_str!("unused-sample-field.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unused-sample-field",
    severity: Severity::Warning,
    fixable: false,
    summary: "a field of the sample that the template never reads",
    page: include_str!("unused-sample-field.md"),
};
