#![doc = include_str!("hole-in-tag.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "hole-in-tag",
    severity: Severity::Error,
    fixable: false,
    summary: "a value put where only a name or an attribute may stand",
    page: include_str!("hole-in-tag.md"),
};
