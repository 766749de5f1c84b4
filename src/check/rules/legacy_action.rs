#![doc = include_str!("legacy-action.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "legacy-action",
    severity: Severity::Warning,
    fixable: true,
    summary: "an action type by a name it had before",
    page: include_str!("legacy-action.md"),
};
