#![doc = include_str!("newline-in-text.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "newline-in-text",
    severity: Severity::Warning,
    fixable: true,
    summary: "a line break in the source that the reader will probably not see",
    page: include_str!("newline-in-text.md"),
};
