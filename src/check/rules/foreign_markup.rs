#![doc = include_str!("foreign-markup.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "foreign-markup",
    severity: Severity::Warning,
    fixable: false,
    summary: "markup of another chat",
    page: include_str!("foreign-markup.md"),
};
