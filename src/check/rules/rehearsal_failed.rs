#![doc = include_str!("rehearsal-failed.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "rehearsal-failed",
    severity: Severity::Error,
    fixable: false,
    summary: "hostile data that breaks the template",
    page: include_str!("rehearsal-failed.md"),
};
