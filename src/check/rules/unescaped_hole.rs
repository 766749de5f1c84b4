#![doc = include_str!("unescaped-hole.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unescaped-hole",
    severity: Severity::Error,
    fixable: true,
    summary: "a value put into FlockML inside JSON without escaping",
    page: include_str!("unescaped-hole.md"),
};
