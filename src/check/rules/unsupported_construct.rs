#![doc = include_str!("unsupported-construct.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unsupported-construct",
    severity: Severity::Error,
    fixable: false,
    summary: "a DOCTYPE, processing instruction, comment, CDATA or foreign encoding",
    page: include_str!("unsupported-construct.md"),
};
