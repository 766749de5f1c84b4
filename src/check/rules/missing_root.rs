#![doc = include_str!("missing-root.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "missing-root",
    severity: Severity::Error,
    fixable: true,
    summary: "the document is not wrapped in `<flockml>`",
    page: include_str!("missing-root.md"),
};
