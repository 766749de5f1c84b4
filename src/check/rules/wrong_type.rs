#![doc = include_str!("wrong-type.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "wrong-type",
    severity: Severity::Error,
    fixable: false,
    summary: "a field whose value has another type than the payload's",
    page: include_str!("wrong-type.md"),
};

/// `name`, as in "`width`" or "a button", is `found` instead of `wanted`.
pub(crate) fn found(span: Span, name: &str, found: &str, wanted: &str) -> Diagnostic {
    Diagnostic::new(&RULE, span, format!("{name} is {found}, not {wanted}")).help(
        match (found, wanted) {
            ("a string", "a whole number" | "`true` or `false`") => {
                format!("write {wanted}, without quotes")
            }
            (_, "a list of user ids") => "write `[\"u:…\"]`".to_owned(),
            (_, "a string") => "write it in double quotes".to_owned(),
            (_, "a list") => "write `[` before and `]` behind it".to_owned(),
            _ => format!("write {wanted}"),
        },
    )
}
