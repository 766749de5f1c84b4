//! What was found, in which file.

use flockml::check::{Diagnostic, Origin, Report, Severity};
use flockml::source::Source;
use flockml::template::Related;

/// One thing that is wrong.
#[derive(Debug)]
pub(crate) struct Found {
    /// What and where.
    pub(crate) diagnostic: Diagnostic,
    /// The case of the sample that brought it to light.
    pub(crate) sample: Option<String>,
    /// What the template rendered to at the place, when its own text does not show it.
    pub(crate) excerpt: Option<String>,
    /// Places in other files that explain it, each as `file:line:column: what stands there`.
    pub(crate) related: Vec<Related>,
}

impl Found {
    /// Whether `--fix` can fix it.
    pub(crate) fn is_fixable(&self) -> bool {
        self.diagnostic.fix.is_some() && self.diagnostic.origin == Origin::Source
    }
}

impl From<Diagnostic> for Found {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostic,
            sample: None,
            excerpt: None,
            related: Vec::new(),
        }
    }
}

/// What is wrong with one text.
#[derive(Debug, Default)]
pub(crate) struct List {
    /// In the order of their places.
    pub(crate) found: Vec<Found>,
    /// How many more there are.
    pub(crate) omitted: usize,
}

impl List {
    /// How many findings are errors.
    pub(crate) fn errors(&self) -> usize {
        let errors = self.found.iter();
        errors.filter(|found| found.diagnostic.is_error()).count()
    }
}

impl From<Report> for List {
    fn from(report: Report) -> Self {
        Self {
            omitted: report.omitted(),
            found: report.into_iter().map(Found::from).collect(),
        }
    }
}

impl From<Diagnostic> for List {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            found: vec![diagnostic.into()],
            omitted: 0,
        }
    }
}

/// The findings of one file.
#[derive(Debug)]
pub(crate) struct FileFindings {
    /// The file, named as the user named it.
    pub(crate) source: Source,
    /// What is wrong with it.
    pub(crate) list: List,
}

impl FileFindings {
    /// What is wrong with `source`.
    pub(crate) fn new(source: Source, list: impl Into<List>) -> Self {
        let list = list.into();
        // Only the text of a file with findings is shown again.
        let source = if list.found.is_empty() {
            Source::new(source.name(), "")
        } else {
            source
        };
        Self { source, list }
    }
}

/// The findings of a run.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// Every file that was checked, also those without findings.
    pub(crate) files: Vec<FileFindings>,
    /// Whether warnings are as bad as errors.
    pub(crate) denies_warnings: bool,
}

/// How much was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Summary {
    /// Files checked.
    pub(crate) files: usize,
    /// Findings that are errors.
    pub(crate) errors: usize,
    /// Findings that are warnings.
    pub(crate) warnings: usize,
    /// Findings that `--fix` fixes.
    pub(crate) fixable: usize,
    /// Findings that were counted but not kept.
    pub(crate) omitted: usize,
}

impl Findings {
    /// Whether nothing was found.
    pub(crate) fn is_empty(&self) -> bool {
        self.files.iter().all(|file| file.list.found.is_empty())
    }

    /// Whether any finding makes the run fail.
    pub(crate) fn fails(&self) -> bool {
        self.found().any(|found| self.is_failure(found))
    }

    /// Whether `found` makes the run fail.
    pub(crate) fn is_failure(&self, found: &Found) -> bool {
        self.denies_warnings || found.diagnostic.is_error()
    }

    /// How much was found.
    pub(crate) fn summary(&self) -> Summary {
        let count = |keep: fn(&Found) -> bool| self.found().filter(|found| keep(found)).count();
        Summary {
            files: self.files.len(),
            errors: count(|found| found.diagnostic.severity == Severity::Error),
            warnings: count(|found| found.diagnostic.severity != Severity::Error),
            fixable: count(Found::is_fixable),
            omitted: self.files.iter().map(|file| file.list.omitted).sum(),
        }
    }

    fn found(&self) -> impl Iterator<Item = &Found> {
        self.files.iter().flat_map(|file| &file.list.found)
    }
}
