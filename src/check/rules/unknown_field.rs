#![doc = include_str!("unknown-field.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-field",
    severity: Severity::Error,
    fixable: false,
    summary: "a field that Flock's payload does not have",
    page: include_str!("unknown-field.md"),
};

/// A field `name` that `noun` does not have.
pub(crate) fn found(span: Span, name: &str, noun: &str, help: String) -> Diagnostic {
    let name: String = name.chars().take(LONGEST).collect();
    Diagnostic::new(&RULE, span, format!("`{name}` is no field of {noun}")).help(help)
}

/// Enough of a name to recognise it.
const LONGEST: usize = 60;

/// A field that Flock sets on what it delivers.
pub(crate) fn flock_only(span: Span, name: &str, noun: &str) -> Diagnostic {
    Diagnostic::new(&RULE, span, format!("only Flock sets `{name}` of {noun}"))
        .severity(Severity::Warning)
        .help("leave it out of what you send")
}
