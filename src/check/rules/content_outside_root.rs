#![doc = include_str!("content-outside-root.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "content-outside-root",
    severity: Severity::Error,
    fixable: false,
    summary: "text or a second root beside the first",
    page: include_str!("content-outside-root.md"),
};
