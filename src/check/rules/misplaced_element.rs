#![doc = include_str!("misplaced-element.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "misplaced-element",
    severity: Severity::Error,
    fixable: false,
    summary: "an element or text where it may not stand",
    page: include_str!("misplaced-element.md"),
};
