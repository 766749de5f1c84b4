#![doc = include_str!("unsafe-link.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unsafe-link",
    severity: Severity::Error,
    fixable: false,
    summary: "a link that runs code or opens local files",
    page: include_str!("unsafe-link.md"),
};
