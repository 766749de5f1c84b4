//! One case and what came of it.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::message::Object;

use super::super::Finding;
use super::super::files;
use super::{diff, write};

/// A sample of a template and the payload that it has to make.
///
/// It displays as what is wrong with it, or as that it passed.
///
/// # Examples
///
/// ```
/// use flockml::template::Templates;
///
/// for case in Templates::load("templates")?.cases() {
///     println!("{case}");
/// }
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Case {
    name: String,
    template: Option<String>,
    sample: Option<String>,
    /// Its expected payload, as findings call the file.
    expected: String,
    /// The same, to read and write.
    path: PathBuf,
    root: PathBuf,
    payload: Option<String>,
    failure: Option<Failure>,
}

/// Why a case failed.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Failure {
    /// The file to look at.
    pub file: String,
    /// The line in it, from 1.
    pub line: usize,
    /// What is, lower case, without full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// How the payload differs: lines that begin with `-` are expected, those with `+` rendered.
    pub diff: Option<String>,
    /// Why nothing could be rendered.
    pub findings: Vec<Finding>,
}

/// What became of an expected payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Update {
    /// It says already what is rendered; its file was not touched.
    Unchanged,
    /// Its file was written anew.
    Changed,
    /// It had no file.
    Created,
    /// There is nothing to write: nothing could be rendered.
    Impossible,
}

impl Failure {
    pub(super) fn at(file: &str, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: 1,
            message: message.into(),
            ..Self::default()
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn findings(mut self, findings: Vec<Finding>) -> Self {
        self.line = findings.first().map_or(1, |found| found.position().line);
        self.findings = findings;
        self
    }
}

impl Case {
    pub(super) fn new(name: &str, root: &Path, expected: &str) -> Self {
        Self {
            name: name.to_owned(),
            template: None,
            sample: None,
            expected: files::shown(root, expected),
            path: root.join(expected),
            root: root.to_owned(),
            payload: None,
            failure: None,
        }
    }

    pub(super) fn of(mut self, template: &str, sample: &str) -> Self {
        self.template = Some(template.to_owned());
        self.sample = Some(sample.to_owned());
        self
    }

    pub(super) fn failed(mut self, failure: Failure) -> Self {
        self.failure = Some(failure);
        self
    }

    /// The case of what a sample rendered to; an expected payload has `most` bytes at most.
    pub(super) fn compared(mut self, object: &Object, most: u64) -> Self {
        let payload = object.to_json_pretty();
        self.failure = self.difference(&object.to_value(), &payload, most);
        self.payload = Some(payload);
        self
    }

    fn difference(&self, value: &Value, payload: &str, most: u64) -> Option<Failure> {
        let text = match self.read(most) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let sample = self.sample.as_deref().unwrap_or(&self.expected);
                let help = format!("`flockml test --update` writes `{}`", self.expected);
                let message = "there is no expected payload for this sample";
                return Some(Failure::at(sample, message).help(help));
            }
            Err(error) => {
                let message = format!("the expected payload cannot be read: {error}");
                return Some(Failure::at(&self.expected, message));
            }
        };
        let text = text.trim_start_matches('\u{feff}');
        let expected: Value = match serde_json::from_str(text) {
            Ok(expected) => expected,
            Err(error) => {
                let said = error.to_string();
                let said = said.split(" at line ").next().unwrap_or_default();
                let said = said.replace("EOF", "the end");
                let message = format!("the expected payload is no JSON: {said}");
                let mut failure = Failure::at(&self.expected, message)
                    .help("`flockml test --update` writes it anew");
                failure.line = error.line().max(1);
                return Some(failure);
            }
        };
        if expected == *value {
            return None;
        }
        let template = self.template.as_deref().unwrap_or_default();
        let message = format!("`{template}` makes another payload than this");
        let mut failure = Failure::at(&self.expected, message)
            .help("mend the template, or accept what it makes with `flockml test --update`");
        let (difference, line) = diff::diff(&expected, value, payload);
        let is_ours = diff::pretty(&expected, value).trim_end() == text.trim_end();
        failure.line = if is_ours { line } else { 1 };
        failure.diff = Some(difference);
        Some(failure)
    }

    fn read(&self, most: u64) -> io::Result<String> {
        let target = fs::canonicalize(&self.path)?;
        if !target.starts_with(fs::canonicalize(&self.root)?) {
            return Err(io::Error::other("it is a link out of the template folder"));
        }
        files::read_text(&target, most)
    }

    /// `NAME.CASE`, below the folder.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The template, if there is one: its path below the folder.
    #[must_use]
    pub fn template(&self) -> Option<&str> {
        self.template.as_deref()
    }

    /// The file of the expected payload, below the folder as it was given to
    /// [`load`](super::super::Templates::load); it need not exist.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What was rendered, as JSON over several lines.
    #[must_use]
    pub fn payload(&self) -> Option<&str> {
        self.payload.as_deref()
    }

    /// Why it failed; `None` if it passed.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// Makes what was rendered the expected payload; its file is never half written.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unwritable`] if the file cannot be written.
    pub fn update(&self) -> Result<Update, Error> {
        let Some(payload) = &self.payload else {
            return Ok(Update::Impossible);
        };
        if self.failure.is_none() {
            return Ok(Update::Unchanged);
        }
        let is_new = !self.path.exists();
        write::replace(&self.path, &self.root, &format!("{payload}\n")).map_err(|error| {
            Error::new(ErrorKind::Unwritable, format!("`{}`", self.expected)).with_source(error)
        })?;
        Ok(if is_new {
            Update::Created
        } else {
            Update::Changed
        })
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failure {
            None => write!(f, "{}: passed", self.name),
            Some(failure) => failure.fmt(f),
        }
    }
}

impl fmt::Display for Failure {
    /// Writes `file:line:1: message`, then the difference or the findings, then the help.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:1: {}", self.file, self.line, self.message)?;
        for line in self.diff.iter().flat_map(|diff| diff.lines()) {
            write!(f, "\n  {line}")?;
        }
        for found in &self.findings {
            write!(f, "\n  {found}")?;
            if let Some(help) = &found.diagnostic().help {
                write!(f, "\n    help: {help}")?;
            }
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}
