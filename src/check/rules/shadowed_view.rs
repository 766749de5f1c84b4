#![doc = include_str!("shadowed-view.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "shadowed-view",
    severity: Severity::Warning,
    fixable: false,
    summary: "a view that a stronger one hides",
    page: include_str!("shadowed-view.md"),
};
