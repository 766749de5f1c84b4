#![doc = include_str!("too-many-downloads.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "too-many-downloads",
    severity: Severity::Warning,
    fixable: false,
    summary: "more downloads than the one that Flock documents",
    page: include_str!("too-many-downloads.md"),
};

/// `places` are an attachment's downloads.
pub(crate) fn check(places: &[Span]) -> Option<Diagnostic> {
    let [first, second, ..] = places else {
        return None;
    };
    let message = format!(
        "{} downloads; Flock documents one an attachment",
        places.len()
    );
    Some(
        Diagnostic::new(&RULE, *second, message)
            .label(*first, "the first is here")
            .help("offer one archive, or links in the FlockML"),
    )
}
