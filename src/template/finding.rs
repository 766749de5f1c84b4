//! What is wrong with a file of a template folder.

use std::fmt;
use std::sync::Arc;

use crate::check::Diagnostic;
use crate::source::{Position, Source, Span};

use super::Config;

/// A place in another file that explains a finding.
///
/// It displays as `file:line:column: message`.
#[derive(Debug, Clone)]
pub struct Related {
    source: Arc<Source>,
    span: Span,
    message: String,
}

impl Related {
    pub(crate) fn new(source: &Arc<Source>, span: Span, message: impl Into<String>) -> Self {
        Self {
            source: Arc::clone(source),
            span,
            message: message.into(),
        }
    }

    /// The path of the file, below the folder as it was given to [`load`](super::Templates::load).
    #[must_use]
    pub fn file(&self) -> &str {
        self.source.name()
    }

    /// The file's text, which the span points into, without a byte order mark.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The place.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// Where it begins.
    #[must_use]
    pub fn position(&self) -> Position {
        self.source.position(self.span.start())
    }

    /// What stands there, lower case, without full stop.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Related {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file(), self.position(), self.message)
    }
}

/// A [`Diagnostic`] with the file that it is about.
///
/// It displays as `file:line:column: rule: message`, with places in other files in parentheses.
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
    related: Vec<Related>,
    is_binding: bool,
}

impl Finding {
    pub(crate) fn new(source: &Arc<Source>, diagnostic: Diagnostic) -> Self {
        Self {
            source: Arc::clone(source),
            diagnostic,
            sample: None,
            excerpt: None,
            related: Vec::new(),
            is_binding: false,
        }
    }

    /// Another one at the same file.
    pub(crate) fn with_diagnostic(&self, diagnostic: Diagnostic) -> Self {
        Self {
            diagnostic,
            ..self.clone()
        }
    }

    /// Whether both break one rule at one place.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.diagnostic, &other.diagnostic);
        ours.rule.id == theirs.rule.id && ours.span == theirs.span && self.file() == other.file()
    }

    pub(crate) fn with_sample(mut self, sample: Option<&str>) -> Self {
        self.sample = sample.map(str::to_owned);
        self
    }

    pub(crate) fn with_excerpt(mut self, excerpt: Option<String>) -> Self {
        self.excerpt = excerpt;
        self
    }

    pub(crate) fn with_related(mut self, related: Vec<Related>) -> Self {
        self.related = related;
        self
    }

    /// The same as a reason why nothing can be rendered, which no setting makes milder.
    pub(crate) fn binding(mut self) -> Self {
        self.is_binding = self.is_error();
        self
    }

    /// Whether it keeps something from being rendered, whatever is set.
    pub(crate) fn is_binding(&self) -> bool {
        self.is_binding
    }

    /// The same as it is set to be told, unless its rule is off.
    pub(crate) fn settle(mut self, config: &Config) -> Option<Self> {
        if !self.is_binding {
            self.diagnostic = config.apply(self.diagnostic)?;
        }
        Some(self)
    }

    /// The path of the file, below the folder as it was given to [`load`](super::Templates::load).
    #[must_use]
    pub fn file(&self) -> &str {
        self.source.name()
    }

    /// The file's text, which the diagnostic's spans point into, without a byte order mark.
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

    /// Places in other files that explain it, such as an opening tag in a parent or the call of
    /// a component; those in the same file are the diagnostic's labels.
    #[must_use]
    pub fn related(&self) -> &[Related] {
        &self.related
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
        )?;
        self.related
            .iter()
            .try_for_each(|related| write!(f, " ({related})"))
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
