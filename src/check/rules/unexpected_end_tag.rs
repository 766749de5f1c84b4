#![doc = include_str!("unexpected-end-tag.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unexpected-end-tag",
    severity: Severity::Error,
    fixable: true,
    summary: "a closing tag closes nothing",
    page: include_str!("unexpected-end-tag.md"),
};
