#![doc = include_str!("too-many-attachments.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "too-many-attachments",
    severity: Severity::Warning,
    fixable: false,
    summary: "more attachments than the one that Flock documents",
    page: include_str!("too-many-attachments.md"),
};

/// `places` are a message's attachments.
pub(crate) fn check(places: &[Span]) -> Option<Diagnostic> {
    let [first, second, ..] = places else {
        return None;
    };
    let message = format!(
        "{} attachments; Flock documents one a message",
        places.len()
    );
    Some(
        Diagnostic::new(&RULE, *second, message)
            .label(*first, "the first is here")
            .help("put their lines into one attachment, or send a message for each"),
    )
}
