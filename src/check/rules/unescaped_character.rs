#![doc = include_str!("unescaped-character.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unescaped-character",
    severity: Severity::Error,
    fixable: true,
    summary: "a bare `&` or `<` in text or a value",
    page: include_str!("unescaped-character.md"),
};
