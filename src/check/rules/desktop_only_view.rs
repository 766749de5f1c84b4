#![doc = include_str!("desktop-only-view.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "desktop-only-view",
    severity: Severity::Warning,
    fixable: false,
    summary: "a widget or HTML view with nothing for phones",
    page: include_str!("desktop-only-view.md"),
};
