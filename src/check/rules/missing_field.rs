#![doc = include_str!("missing-field.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "missing-field",
    severity: Severity::Error,
    fixable: false,
    summary: "a field that the payload needs is not there",
    page: include_str!("missing-field.md"),
};

/// `noun` cannot do without `name`, which is not there or is `empty`.
pub(crate) fn found(span: Span, name: &str, noun: &str, empty: bool) -> Diagnostic {
    let message = if empty {
        format!("`{name}` of {noun} is empty")
    } else {
        format!("{noun} lacks `{name}`")
    };
    Diagnostic::new(&RULE, span, message).help(help(name))
}

/// `noun` works without `name`, but not as it is meant to.
pub(crate) fn advised(span: Span, name: &str, noun: &str) -> Diagnostic {
    let why = match name {
        "action" => "pressing the button does nothing",
        _ => "Flock documents it as required",
    };
    Diagnostic::new(&RULE, span, format!("{noun} lacks `{name}`: {why}"))
        .severity(Severity::Warning)
        .help(help(name))
}

fn help(name: &str) -> String {
    let example = match name {
        "src" | "url" | "profileImage" => "\"https://…\"",
        "type" => "\"openBrowser\"",
        "desktopType" => "\"modal\"",
        "original" => "{ \"src\": \"https://…\" }",
        "action" => "{ \"type\": … }",
        _ => "\"…\"",
    };
    format!("write `\"{name}\": {example}`")
}
