#![doc = include_str!("markup-in-plain-text.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "markup-in-plain-text",
    severity: Severity::Warning,
    fixable: false,
    summary: "tags in a field that shows plain text",
    page: include_str!("markup-in-plain-text.md"),
};
