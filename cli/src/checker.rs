//! Checks files of every kind, and fixes them.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use flockml::check::{self, Diagnostic, Report};
use flockml::message;

use crate::exit::Failure;
use crate::files::{self, Input, Kind, STDIN, STDIN_NAME, Text};
use crate::finding::{FileFindings, Findings, Found, List};
use crate::json;
use crate::settings::Settings;
use crate::templates::Folders;

/// A longer file is no template that the engine would load: it is read as a plain document.
const LONGEST_TEMPLATE: usize = 4 << 20;

/// How often a fixed file is looked at again: fixing brings things to light, and a report keeps
/// only so many findings.
const ROUNDS: usize = 64;

/// The files of a run.
pub(crate) struct Checker {
    files: Vec<Input>,
    root: Option<PathBuf>,
    settings: Settings,
    /// Standard input can be read only once; `None` when it is not among the files.
    stdin: Option<Vec<u8>>,
    failures: Vec<Failure>,
}

/// How much was fixed.
#[derive(Debug, Default)]
pub(crate) struct Fixed {
    /// Findings that are gone.
    pub(crate) findings: usize,
    /// Files that were written.
    pub(crate) files: usize,
}

impl Checker {
    /// Will check `files`, whose templates belong to the folder `root`, if given.
    pub(crate) fn new(files: Vec<Input>, root: Option<PathBuf>, settings: Settings) -> Self {
        let mut failures = Vec::new();
        let mut stdin = None;
        if files.iter().any(|file| matches!(file, Input::Stdin)) {
            match files::read_stdin() {
                Ok(bytes) => stdin = Some(bytes),
                Err(failure) => failures.push(failure),
            }
        }
        Self {
            files,
            root,
            settings,
            stdin,
            failures,
        }
    }

    /// What standard input holds, fixed or not, if it is among the files and is text.
    pub(crate) fn stdin(&self) -> Option<&str> {
        std::str::from_utf8(self.stdin.as_deref()?).ok()
    }

    /// The findings of all files, and what could not be read or written.
    pub(crate) fn check(&mut self) -> (Findings, Vec<Failure>) {
        let mut failures = std::mem::take(&mut self.failures);
        let mut findings = Findings::default();
        self.look(&mut failures, |_, text, list| {
            let file = FileFindings::new(text.source, list);
            findings.files.push(file);
        });
        (findings, failures)
    }

    /// Fixes what can be fixed, until nothing more comes to light.
    pub(crate) fn fix(&mut self) -> Fixed {
        let mut fixed = Fixed::default();
        let mut written = BTreeSet::new();
        let mut stuck = HashSet::new();
        let mut left_before = 0_usize;
        for _ in 0..ROUNDS {
            let mut left = 0;
            let mut changes = Vec::new();
            // What cannot be read is told once, by `check`.
            self.look(&mut Vec::new(), |path, text, list| {
                let (fixable, text) = fix(&text, list);
                left += fixable;
                let text = text.filter(|_| !stuck.contains(path));
                changes.extend(text.map(|text| (path.to_owned(), text)));
            });
            fixed.findings += left_before.saturating_sub(left);
            left_before = left;
            if changes.is_empty() {
                break;
            }
            for (path, text) in changes {
                match self.write(&path, text) {
                    Ok(()) => drop(written.insert(path)),
                    Err(failure) => {
                        self.failures.push(failure);
                        stuck.insert(path);
                    }
                }
            }
        }
        fixed.files = written.len();
        fixed
    }

    fn write(&mut self, path: &Path, text: String) -> Result<(), Failure> {
        if path.as_os_str() == STDIN {
            self.stdin = Some(text.into_bytes());
            return Ok(());
        }
        files::replace(path, &text)
    }

    /// Hands the path, text and report of each file to `each`.
    fn look(&self, failures: &mut Vec<Failure>, mut each: impl FnMut(&Path, Text, List)) {
        let mut folders = Folders::new(self.root.as_deref());
        for file in &self.files {
            let (path, looked) = match file {
                Input::Stdin => match &self.stdin {
                    Some(bytes) => (Path::new(STDIN), self.look_at_stdin(bytes.clone())),
                    None => continue,
                },
                Input::File { path, kind, within } => {
                    let looked = self.look_at(path, *kind, within.as_deref(), &mut folders);
                    (path.as_path(), looked)
                }
            };
            match looked {
                Ok((text, list)) => each(path, text, list),
                Err(failure) => failures.push(failure),
            }
        }
    }

    fn look_at_stdin(&self, bytes: Vec<u8>) -> Result<(Text, List), Failure> {
        let text = files::decode(STDIN_NAME.to_owned(), bytes, Kind::FlockMl);
        let list = match &text.fault {
            Some(fault) => fault.clone().into(),
            None => self.document(Path::new(STDIN), &text),
        };
        Ok((text, list))
    }

    fn look_at(
        &self,
        path: &Path,
        kind: Kind,
        within: Option<&Path>,
        folders: &mut Folders<'_>,
    ) -> Result<(Text, List), Failure> {
        let text = files::decode(files::display_name(path), files::read(path)?, kind);
        if let Some(fault) = &text.fault {
            let list = fault.clone().into();
            return Ok((text, list));
        }
        let list = match kind {
            Kind::FlockMl if text.source.text().len() > LONGEST_TEMPLATE => {
                self.document(path, &text)
            }
            Kind::FlockMl | Kind::JsonTemplate => folders.findings(path, within, kind, &text)?,
            Kind::Payload => {
                let report = message::check_json(text.source.text());
                self.settings.apply(path, report.into())
            }
            Kind::Sample => match json::object(&text.source) {
                Ok(_) => folders.findings_of_sample(path, within)?,
                Err(fault) => self.settings.apply(path, List::from(*fault)),
            },
            Kind::Expected => self
                .settings
                .apply(path, unparsed(json::value(&text.source))),
            // They are read before any file.
            Kind::Settings => List::default(),
        };
        Ok((text, list))
    }

    /// What is wrong with a document that is no template.
    fn document(&self, path: &Path, text: &Text) -> List {
        let report = check::check(text.source.text());
        self.settings.apply(path, report.into())
    }
}

fn unparsed<T>(parsed: Result<T, Box<Diagnostic>>) -> List {
    parsed.map_or_else(|fault| List::from(*fault), |_| List::default())
}

/// How many findings of `list` can be fixed, those it did not keep included, and the text of
/// the file once those it kept are.
fn fix(text: &Text, list: List) -> (usize, Option<String>) {
    let omitted = list.omitted;
    let mut fixable = Report::new();
    fixable.extend(
        list.found
            .into_iter()
            .filter(Found::is_fixable)
            .map(|found| found.diagnostic),
    );
    let fixed = check::fix(text.source.text(), &fixable);
    let changed = fixed != text.source.text();
    (
        fixable.diagnostics().len() + omitted,
        changed.then(|| text.marked(&fixed)),
    )
}
