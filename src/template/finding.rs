//! What is wrong with a file of a template folder.

use std::fmt;
use std::sync::Arc;

use crate::check::Diagnostic;
use crate::source::{Position, Source};

/// A [`Diagnostic`] with the file that it is about.
///
/// It displays as `file:line:column: rule: message`.
///
/// # Examples
///
/// ```
/// use flockml::template::Templates;
///
/// let templates = Templates::load("templates")?;
/// for finding in templates.check() {
///     println!("{finding}");
/// }
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Finding {
    source: Arc<Source>,
    diagnostic: Diagnostic,
    sample: Option<String>,
    excerpt: Option<String>,
}

impl Finding {
    pub(crate) fn new(source: &Arc<Source>, diagnostic: Diagnostic) -> Self {
        Self {
            source: Arc::clone(source),
            diagnostic,
            sample: None,
            excerpt: None,
        }
    }

    pub(crate) fn with_sample(mut self, sample: Option<&str>) -> Self {
        self.sample = sample.map(str::to_owned);
        self
    }

    pub(crate) fn with_excerpt(mut self, excerpt: Option<String>) -> Self {
        self.excerpt = excerpt;
        self
    }

    /// The path of the file, below the folder as it was given to [`load`](super::Templates::load).
    #[must_use]
    pub fn file(&self) -> &str {
        self.source.name()
    }

    /// The file's text, which the diagnostic's spans point into.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What is wrong.
    #[must_use]
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.diagnostic
    }

    /// The case of the sample that brought it to light, when the template's text alone does not.
    #[must_use]
    pub fn sample(&self) -> Option<&str> {
        self.sample.as_deref()
    }

    /// The piece of the output that is wrong, when the template's text does not show it.
    #[must_use]
    pub fn excerpt(&self) -> Option<&str> {
        self.excerpt.as_deref()
    }

    /// Whether it is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.diagnostic.is_error()
    }

    /// Where it begins.
    #[must_use]
    pub fn position(&self) -> Position {
        self.source.position(self.diagnostic.span.start())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}: {}",
            self.file(),
            self.position(),
            self.diagnostic.rule.id,
            self.diagnostic.message
        )
    }
}

/// Puts findings in the order in which a reader goes through the files, each said once.
pub(crate) fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    // The same fault in several samples is one thing to mend.
    findings.dedup_by(|later, first| key(later) == key(first));
}

fn key(finding: &Finding) -> (&str, usize, usize, &str, &str) {
    let diagnostic = &finding.diagnostic;
    (
        finding.file(),
        diagnostic.span.start(),
        diagnostic.span.end(),
        diagnostic.rule.id,
        &diagnostic.message,
    )
}
