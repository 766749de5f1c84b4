#![doc = include_str!("unsafe-link.md")]

use super::prelude::*;
use crate::element::Attribute;

pub(crate) static RULE: Rule = Rule {
    id: "unsafe-link",
    severity: Severity::Error,
    fixable: false,
    summary: "a link that runs code or opens local files",
    page: include_str!("unsafe-link.md"),
};

/// An address that runs code or opens a local file.
pub(crate) fn check(walk: &mut Walk<'_>, known: &Attribute, at: Span, scheme: &str) {
    let message = format!("`{}` has an unsafe scheme: `{scheme}:`", known.name);
    let finding =
        Diagnostic::new(&RULE, at, message).help("write an address that begins with `https://`");
    walk.push(finding);
}

/// An address with a scheme that Flock is not known to open.
pub(crate) fn unknown(
    walk: &mut Walk<'_>,
    known: &Attribute,
    at: Span,
    scheme: &str,
    allowed: &[&str],
) {
    let allowed: Vec<_> = allowed
        .iter()
        .map(|allowed| format!("`{allowed}`"))
        .collect();
    let message = format!(
        "`{}` has a scheme that Flock may not open: `{scheme}:`",
        known.name
    );
    let finding = Diagnostic::new(&RULE, at, message)
        .severity(Severity::Warning)
        .help(format!("write an address with {}", allowed.join(", ")));
    walk.push(finding);
}
