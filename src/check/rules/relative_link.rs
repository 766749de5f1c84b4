#![doc = include_str!("relative-link.md")]

use super::prelude::*;
use crate::address;
use crate::element::Attribute;

pub(crate) static RULE: Rule = Rule {
    id: "relative-link",
    severity: Severity::Error,
    fixable: false,
    summary: "a link without a scheme, or an empty one",
    page: include_str!("relative-link.md"),
};

/// An address without a scheme.
pub(crate) fn check(walk: &mut Walk<'_>, known: &Attribute, at: Span, value: &str) {
    let message = format!("`{}` has no scheme: `{}`", known.name, shorten(value));
    let shown = shorten(value);
    let help = if value.starts_with("//") {
        format!("write `https:{shown}`")
    } else if value.contains('@') && !value.contains('/') {
        format!("write `mailto:{shown}`")
    } else if address::looks_complete(value) && !value.contains("://") {
        format!("write `https://{shown}`")
    } else {
        "write the whole address, beginning with `https://`".to_owned()
    };
    walk.push(Diagnostic::new(&RULE, at, message).help(help));
}

/// An address that is empty.
pub(crate) fn empty(walk: &mut Walk<'_>, known: &Attribute, at: Span) {
    let finding = Diagnostic::new(&RULE, at, format!("`{}` is empty", known.name))
        .severity(Severity::Warning)
        .help("write an address that begins with `https://`");
    walk.push(finding);
}
