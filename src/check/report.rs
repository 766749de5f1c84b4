//! What is wrong with an author's content.

use std::cmp::Reverse;

use crate::source::Span;

use super::rules::Rule;

/// The most findings that one report keeps; further ones are only counted.
pub const MAX_DIAGNOSTICS: usize = 1_000;

/// Whether a finding makes the content undeliverable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Worth a look; the message goes out.
    Warning,
    /// The message would be refused or show something else than was meant.
    Error,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Where a finding's span points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Origin {
    /// Into the file that the author wrote.
    #[default]
    Source,
    /// Into what a template rendered to; no place in a template file is known.
    Rendered,
}

/// A second place that explains a finding, such as the opening tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What stands there, lower case, without full stop.
    pub message: String,
}

/// A replacement of a stretch of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub replacement: String,
}

/// Edits that mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The edits, in the order of their places, without overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// Replaces what stands at `span`.
    pub fn replace(span: Span, replacement: impl Into<String>) -> Self {
        Self {
            edits: vec![Edit {
                span,
                replacement: replacement.into(),
            }],
        }
    }

    /// Inserts at `offset`.
    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(Span::at(offset), text)
    }
}

/// One thing that is wrong: what it is, where, and what to write instead.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The rule that it breaks.
    pub rule: &'static Rule,
    /// The rule's severity, or a milder one for this case.
    pub severity: Severity,
    /// What is, lower case, without full stop, names in backticks.
    pub message: String,
    /// Where.
    pub span: Span,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// Edits that mend it.
    pub fix: Option<Fix>,
    /// What the span points into.
    pub origin: Origin,
}

impl Diagnostic {
    /// A finding of `rule` at `span`.
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: plain(message.into()),
            span,
            labels: Vec::new(),
            help: None,
            fix: None,
            origin: Origin::Source,
        }
    }

    /// Another severity than the rule's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(plain(help.into()));
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            message: plain(message.into()),
        });
        self
    }

    /// Edits that mend it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// What the span points into.
    #[must_use]
    pub fn origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// Whether it is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// What is quoted of an author's text may hold anything; a message is one line that a terminal
/// does not act on.
fn plain(message: String) -> String {
    if message.chars().any(char::is_control) {
        message
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect()
    } else {
        message
    }
}

/// Everything that is wrong with one text, in the order of its places.
#[derive(Debug, Clone, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    omitted: usize,
    /// How many of the findings kept are errors.
    errors: usize,
}

impl Report {
    /// A report without findings.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding, or counts it once there are [`MAX_DIAGNOSTICS`]; an error takes the place
    /// of a warning.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() >= MAX_DIAGNOSTICS {
            self.omitted += 1;
            if !diagnostic.is_error() || self.errors >= MAX_DIAGNOSTICS {
                return;
            }
            let warning = self.diagnostics.iter().rposition(|kept| !kept.is_error());
            warning.map(|index| self.diagnostics.remove(index));
        }
        self.errors += usize::from(diagnostic.is_error());
        self.diagnostics.push(diagnostic);
    }

    /// The findings, in the order of their places.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many findings were counted but not kept.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted
    }

    /// Adds what another report of a part of the text found but did not keep.
    pub(crate) fn omit(&mut self, count: usize) {
        self.omitted += count;
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// The findings by themselves.
    #[must_use]
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Drops the fixes of findings of some rules.
    pub(crate) fn drop_fixes(&mut self, rules: &[&'static Rule]) {
        for diagnostic in &mut self.diagnostics {
            if rules.iter().any(|rule| rule.id == diagnostic.rule.id) {
                diagnostic.fix = None;
            }
        }
    }

    /// Puts the findings in the order of their places, the wider of two at one place first.
    pub(crate) fn sort(&mut self) {
        self.diagnostics
            .sort_by_key(|diagnostic| (diagnostic.span.start(), Reverse(diagnostic.span.end())));
    }
}

impl Extend<Diagnostic> for Report {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }
}

impl IntoIterator for Report {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.diagnostics.into_iter()
    }
}
