//! What is wrong with a piece of FlockML, all of it at once.

mod report;
pub mod rules;

pub use report::{Diagnostic, Edit, Fix, Label, MAX_DIAGNOSTICS, Origin, Report, Severity};
pub use rules::{RULES, Rule};

use crate::source::Span;

/// What stands in a text that is not FlockML's: the tags of a template, masked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Holes<'a> {
    /// Where a value will be put; sorted, without overlap.
    pub(crate) values: &'a [Span],
    /// Where statements or comments stand; sorted, without overlap.
    pub(crate) statements: &'a [Span],
}

/// Checks a whole FlockML document, or one of the payload's XML forms.
pub fn check(text: &str) -> Report {
    check_with(text, Holes::default(), true)
}

/// Checks `text`, in which a template's tags are masked; `whole` documents have a root.
pub(crate) fn check_with(text: &str, holes: Holes<'_>, whole: bool) -> Report {
    todo!("{text}{holes:?}{whole}")
}

/// Applies the fixes of a report to the text it is about.
#[must_use]
pub fn fix(text: &str, report: &Report) -> String {
    todo!("{text}{report:?}")
}
