#![doc = include_str!("render-error.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "render-error",
    severity: Severity::Error,
    fixable: false,
    summary: "a template that Tera cannot render",
    page: include_str!("render-error.md"),
};
