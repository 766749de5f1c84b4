#![doc = include_str!("legacy-action.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "legacy-action",
    severity: Severity::Warning,
    fixable: true,
    summary: "an action type by a name it had before",
    page: include_str!("legacy-action.md"),
};

/// An action type by a name that it had before.
pub(crate) fn check(walk: &mut Walk<'_>, at: Span, value: &str, today: &str) {
    let finding = Diagnostic::new(&RULE, at, format!("`{value}` is an old name of `{today}`"))
        .help(format!("write `{today}`"))
        .fix(Fix::replace(at, today));
    walk.push(finding);
}
