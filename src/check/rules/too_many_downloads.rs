#![doc = include_str!("too-many-downloads.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "too-many-downloads",
    severity: Severity::Warning,
    fixable: false,
    summary: "more downloads than the one that Flock documents",
    page: include_str!("too-many-downloads.md"),
};
