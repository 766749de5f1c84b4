#![doc = include_str!("template-syntax.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "template-syntax",
    severity: Severity::Error,
    fixable: false,
    summary: "a template that Tera cannot read",
    page: include_str!("template-syntax.md"),
};
