#![doc = include_str!("empty-label.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "empty-label",
    severity: Severity::Warning,
    fixable: false,
    summary: "a link, action or button that shows nothing",
    page: include_str!("empty-label.md"),
};
