#![doc = include_str!("empty-message.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "empty-message",
    severity: Severity::Error,
    fixable: false,
    summary: "a message with neither text nor FlockML nor attachment",
    page: include_str!("empty-message.md"),
};
