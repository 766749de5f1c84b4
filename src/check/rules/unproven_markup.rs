#![doc = include_str!("unproven-markup.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unproven-markup",
    severity: Severity::Warning,
    fixable: false,
    summary: "a value put in as markup without proof that it is",
    page: include_str!("unproven-markup.md"),
};
