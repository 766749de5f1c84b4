#![doc = include_str!("control-character.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "control-character",
    severity: Severity::Error,
    fixable: true,
    summary: "a character that XML cannot carry",
    page: include_str!("control-character.md"),
};
