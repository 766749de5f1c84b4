#![doc = include_str!("unbalanced-block.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unbalanced-block",
    severity: Severity::Error,
    fixable: false,
    summary: "a block that opens or closes elements it does not close or open",
    page: include_str!("unbalanced-block.md"),
};
