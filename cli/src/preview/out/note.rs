//! Findings on the page.

use serde::Deserialize;

use crate::preview::html::{Attribute, Element, Html};
use crate::report::plural;

/// A finding, as programs are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Note {
    pub(super) file: String,
    pub(super) rule: String,
    pub(super) severity: String,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) sample: Option<String>,
}

impl Note {
    pub(super) fn is_error(&self) -> bool {
        self.severity == "error"
    }

    fn class(&self) -> &'static str {
        match self.is_error() {
            true => "out-finding out-error",
            false => "out-finding out-warning",
        }
    }

    /// Writes it as an item of a list.
    pub(super) fn write(&self, html: &mut Html, place: &str) {
        html.element(Element::Li, &[Attribute::Class(self.class())], |html| {
            html.span("out-severity", &self.severity);
            html.text(" ");
            if !place.is_empty() {
                html.span("out-place", place);
                html.text(" ");
            }
            html.sentence(&self.message);
            html.text(" ");
            html.span("out-rule", &self.rule);
            if let Some(help) = &self.help {
                html.div("out-help", |html| html.sentence(help));
            }
        });
    }
}

/// How many errors and warnings there are.
pub(super) fn tally<'n>(notes: impl Iterator<Item = &'n Note> + Clone) -> String {
    let errors = notes.clone().filter(|note| note.is_error()).count();
    let warnings = notes.count() - errors;
    match (errors, warnings) {
        (0, 0) => "no findings".to_owned(),
        (0, _) => plural(warnings, "warning"),
        (_, 0) => plural(errors, "error"),
        _ => format!(
            "{}, {}",
            plural(errors, "error"),
            plural(warnings, "warning")
        ),
    }
}
