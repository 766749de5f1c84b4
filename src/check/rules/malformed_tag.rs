#![doc = include_str!("malformed-tag.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "malformed-tag",
    severity: Severity::Error,
    fixable: false,
    summary: "a tag's name, attributes, quotes or `>` are not as XML wants them",
    page: include_str!("malformed-tag.md"),
};
