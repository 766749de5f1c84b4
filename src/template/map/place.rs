//! Findings in output, at the places in the templates that wrote them.

use tera::Context;

use crate::check::rules::invalid_json;
use crate::check::{self, Diagnostic, Label, Origin, Severity};
use crate::source::Span;
use crate::syntax::unescape;

use super::super::Templates;
use super::super::finding::{self, Finding, Related};
use super::super::load::File;
use super::super::policy;
use super::{By, Map, Place};

/// A hole or a call longer than this is not quoted.
const LONGEST_QUOTE: usize = 60;

impl Templates {
    /// The findings in `output`, which `file` rendered to with `context`, at the places in the
    /// templates that wrote them.
    pub(in crate::template) fn placed(
        &self,
        file: &File,
        context: &Context,
        output: &str,
        diagnostics: Vec<Diagnostic>,
    ) -> Vec<Finding> {
        if diagnostics.is_empty() {
            return Vec::new();
        }
        let map = self
            .marked
            .map(file, &self.files, context, self.config.limits(), output);
        let mut findings: Vec<Finding> = diagnostics
            .into_iter()
            .filter_map(|diagnostic| self.found(file, map.as_ref(), output, diagnostic))
            .collect();
        finding::sort(&mut findings);
        findings
    }

    /// `diagnostic` at its place, unless it is allowed there or its rule is off.
    fn found(
        &self,
        file: &File,
        map: Option<&Map<'_>>,
        output: &str,
        mut diagnostic: Diagnostic,
    ) -> Option<Finding> {
        let written = diagnostic.span;
        let place = map.and_then(|map| map.place(written));
        let at = place.map_or(file, |place| &self.files[place.file]);
        let labels = std::mem::take(&mut diagnostic.labels);
        let diagnostic = moved(diagnostic, place, at);
        let diagnostic = policy::rendered(diagnostic, &at.allows, &self.config)?;
        let excerpt = match place {
            Some(place) if place.by == By::Author => None,
            _ => excerpt(output, written),
        };
        let (diagnostic, related) = self.explained(diagnostic, place, map, labels);
        let finding = Finding::new(&at.source, diagnostic);
        Some(finding.with_excerpt(excerpt).with_related(related))
    }

    /// `diagnostic` with its second places, those in other files apart.
    fn explained(
        &self,
        mut diagnostic: Diagnostic,
        place: Option<Place>,
        map: Option<&Map<'_>>,
        labels: Vec<Label>,
    ) -> (Diagnostic, Vec<Related>) {
        let mut related = Vec::new();
        let (Some(place), Some(map)) = (place, map) else {
            return (diagnostic, related);
        };
        for label in labels {
            let Some(other) = map.place(label.span) else {
                continue;
            };
            if (other.file, other.span) == (place.file, place.span) {
                // What a loop writes again and again is one place.
                continue;
            }
            if other.file == place.file {
                diagnostic.labels.push(Label {
                    span: other.span,
                    ..label
                });
            } else {
                let source = &self.files[other.file].source;
                related.push(Related::new(source, other.span, label.message));
            }
        }
        if let Some(call) = place.call {
            let source = &self.files[call.file].source;
            let verb = if call.is_include {
                "included"
            } else {
                "called"
            };
            related.push(Related::new(source, call.span, format!("{verb} here")));
        }
        (diagnostic, related)
    }
}

/// `diagnostic`, pointing into a template instead of the output.
fn moved(mut diagnostic: Diagnostic, place: Option<Place>, file: &File) -> Diagnostic {
    // Edits are those of the output.
    diagnostic.fix = None;
    if diagnostic.is_error() && check::parse::is_neutralised(diagnostic.rule) {
        diagnostic.severity = Severity::Warning;
    }
    match place {
        Some(place) => {
            diagnostic.span = place.span;
            let hole = &file.source.text()[place.span.range()];
            let is_json = diagnostic.rule.id == invalid_json::RULE.id;
            if place.by == By::Data && is_json && hole.contains("safe") {
                // What the data happen to begin with says nothing of the mistake.
                diagnostic.message =
                    format!("what `{hole}` writes does not fit where it stands in the JSON");
                diagnostic.help =
                    Some("leave out `safe`: every value is escaped for its string".into());
            } else if place.by == By::Data && hole.len() <= LONGEST_QUOTE {
                diagnostic.message = format!("{}, from `{hole}`", diagnostic.message);
            }
        }
        None => {
            diagnostic.span = Span::at(0);
            diagnostic.origin = Origin::Rendered;
        }
    }
    diagnostic
}

/// The piece of output at `span`, as a reader would see it.
fn excerpt(output: &str, span: Span) -> Option<String> {
    const LONGEST: usize = 80;
    let piece = unescape(output.get(span.range())?);
    let mut short: String = piece.trim().chars().take(LONGEST).collect();
    if short.len() < piece.trim().len() {
        short.push('…');
    }
    (!short.is_empty()).then_some(short)
}
