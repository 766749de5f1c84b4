#![doc = include_str!("unclosed-element.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unclosed-element",
    severity: Severity::Error,
    fixable: true,
    summary: "an element is never closed, or closed by another name",
    page: include_str!("unclosed-element.md"),
};
