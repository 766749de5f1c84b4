#![doc = include_str!("relative-link.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "relative-link",
    severity: Severity::Error,
    fixable: false,
    summary: "a link without a scheme, or an empty one",
    page: include_str!("relative-link.md"),
};
