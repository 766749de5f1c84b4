#![doc = include_str!("missing-sample.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "missing-sample",
    severity: Severity::Warning,
    fixable: false,
    summary: "a template without sample data",
    page: include_str!("missing-sample.md"),
};
