#![doc = include_str!("void-content.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "void-content",
    severity: Severity::Error,
    fixable: false,
    summary: "content inside an element that has none",
    page: include_str!("void-content.md"),
};
