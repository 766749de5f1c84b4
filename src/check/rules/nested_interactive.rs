#![doc = include_str!("nested-interactive.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "nested-interactive",
    severity: Severity::Warning,
    fixable: false,
    summary: "a link, mention or action inside another",
    page: include_str!("nested-interactive.md"),
};
