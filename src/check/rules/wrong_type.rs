#![doc = include_str!("wrong-type.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "wrong-type",
    severity: Severity::Error,
    fixable: false,
    summary: "a field whose value has another type than the payload's",
    page: include_str!("wrong-type.md"),
};
