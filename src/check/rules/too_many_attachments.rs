#![doc = include_str!("too-many-attachments.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "too-many-attachments",
    severity: Severity::Warning,
    fixable: false,
    summary: "more attachments than the one that Flock documents",
    page: include_str!("too-many-attachments.md"),
};
