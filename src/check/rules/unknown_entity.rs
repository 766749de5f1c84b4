#![doc = include_str!("unknown-entity.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-entity",
    severity: Severity::Error,
    fixable: true,
    summary: "an entity that XML does not know, or a reference to an illegal character",
    page: include_str!("unknown-entity.md"),
};
