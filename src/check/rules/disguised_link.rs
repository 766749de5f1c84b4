#![doc = include_str!("disguised-link.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "disguised-link",
    severity: Severity::Warning,
    fixable: false,
    summary: "a link whose words name another host than it opens",
    page: include_str!("disguised-link.md"),
};
