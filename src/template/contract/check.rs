//! Templates against their samples, and against data of Rust callers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::check::rules::{render_error, unknown_variable, unused_sample_field};
use crate::error::{Error, ErrorKind};
use crate::source::{Source, Span};

use super::super::data::Data;
use super::super::finding::{self, Finding};
use super::super::load::File;
use super::super::render::Outcome;
use super::super::{Templates, check as samples};
use super::Contract;
use super::missing::{self, Case};
use super::reader::{self, Reads};
use super::shown;
use super::tree::Library;
use super::unused::{self, Tree};
use super::value::Place;

/// Adds what the contracts of all templates show to what rendering their samples has shown.
pub(in super::super) fn check(templates: &Templates, findings: &mut Vec<Finding>) {
    let files = &templates.files;
    let library = Library::new(files, 0..files.len());
    let mut told = Told::default();
    let mut readers: BTreeMap<&str, Vec<(&File, usize)>> = BTreeMap::new();
    let mut all = Vec::new();
    for (index, file) in files.iter().enumerate() {
        if file.partial {
            continue;
        }
        let reads = file.loaded.then(|| reader::read(&library, index));
        for sample in &file.samples {
            let name = sample.source().name();
            readers.entry(name).or_default().push((file, all.len()));
        }
        if let Some(reads) = &reads {
            told.template(&library, file, reads);
        }
        all.push(reads);
    }
    told.take_over(findings);
    unread(&readers, &all, findings);
}

/// What contracts show to be missing.
#[derive(Default)]
struct Told {
    missing: Vec<Missing>,
}

struct Missing {
    finding: Finding,
    /// Where rendering stumbles over it.
    places: Vec<(*const Source, Span)>,
}

impl Told {
    fn template(&mut self, library: &Library<'_>, file: &File, reads: &Reads) {
        let data: Vec<(&str, Value)> = file
            .samples
            .iter()
            .filter_map(|sample| Some((&*sample.case, samples::data(sample).ok()?)))
            .collect();
        let cases: Vec<Case<'_>> = data
            .iter()
            .map(|(name, data)| Case {
                name: Some(name),
                data,
            })
            .collect();
        self.add(library, reads, &cases);
        for (place, finding) in shown::findings(library, reads, &cases) {
            self.tell(library, &[place], finding);
        }
    }

    fn add(&mut self, library: &Library<'_>, reads: &Reads, cases: &[Case<'_>]) {
        for miss in missing::misses(reads, cases) {
            let places = [miss.read.origin, miss.read.used];
            self.tell(library, &places, miss.finding(library, cases));
        }
        for stray in &reads.strays {
            let finding = missing::stray(library, stray);
            self.tell(library, &[stray.place], finding);
        }
    }

    /// Adds what stands at the first of `places`, unless the file allows it.
    fn tell(&mut self, library: &Library<'_>, places: &[Place], finding: Finding) {
        let files = library.files;
        let is_allowed = |place: &Place| files[place.file].allows.allows(finding.diagnostic());
        if places.first().is_some_and(is_allowed) {
            return;
        }
        let source = |file: usize| Arc::as_ptr(&files[file].source);
        self.missing.push(Missing {
            places: places
                .iter()
                .map(|place| (source(place.file), place.span))
                .collect(),
            finding,
        });
    }

    /// What says the same as `finding`, which rendering stumbled over.
    fn find(&mut self, finding: &Finding) -> Option<&mut Missing> {
        let diagnostic = finding.diagnostic();
        let is_there = |(source, span): &(*const Source, Span)| {
            std::ptr::eq(*source, finding.source()) && span.overlaps(diagnostic.span)
        };
        let mut missing = self.missing.iter_mut();
        missing.find(|missing| {
            diagnostic.rule.id == unknown_variable::RULE.id
                && missing.finding.diagnostic().rule.id == unknown_variable::RULE.id
                && missing.places.iter().any(is_there)
        })
    }

    /// Adds everything to `findings`, instead of what says the same there.
    fn take_over(mut self, findings: &mut Vec<Finding>) {
        findings.retain(|finding| {
            let Some(missing) = self.find(finding) else {
                return true;
            };
            if finding.is_binding() {
                missing.finding = missing.finding.clone().binding();
            }
            false
        });
        findings.extend(self.missing.into_iter().map(|missing| missing.finding));
    }
}

/// Adds the keys of samples that no template reads that they belong to.
fn unread(
    samples: &BTreeMap<&str, Vec<(&File, usize)>>,
    all: &[Option<Reads>],
    findings: &mut Vec<Finding>,
) {
    let rule = &unused_sample_field::RULE;
    let mut seen = BTreeSet::new();
    for (name, owners) in samples {
        let reads: Option<Vec<&Reads>> = owners.iter().map(|(_, at)| all[*at].as_ref()).collect();
        let is_allowed = owners.iter().any(|(file, _)| file.allows.mentions(rule));
        let (Some(reads), false, Some((file, _))) = (reads, is_allowed, owners.first()) else {
            continue;
        };
        let sample = file
            .samples
            .iter()
            .find(|sample| sample.source().name() == *name);
        let Some(sample) = sample.filter(|sample| samples::data(sample).is_ok()) else {
            continue;
        };
        let templates: Vec<&str> = owners.iter().map(|(file, _)| &*file.name).collect();
        for unread in unused::unread(sample.source(), &Tree::new(reads)) {
            // Every sample has it, and one of them is enough to say so.
            if seen.insert((templates.clone(), unread.path.clone())) {
                let fault = unread.diagnostic(&templates);
                findings.push(Finding::new(sample.source(), fault).with_sample(Some(&sample.case)));
            }
        }
    }
}

impl Templates {
    /// What the template `name` reads of its data.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownTemplate`]; [`ErrorKind::InvalidContent`] if the template cannot be
    /// read, with the reasons in [`Error::findings`].
    pub fn contract(&self, name: &str) -> Result<Contract, Error> {
        let (file, library) = self.library(name)?;
        let reads = reader::read(&library, self.index(file));
        Ok(Contract::new(&file.name, &reads, &library))
    }

    /// What `data` lack for the templates `names` to be rendered with them, whatever branch is
    /// taken.
    ///
    /// This is [`assert_satisfied_by`](Self::assert_satisfied_by) for those who want to tell it
    /// themselves.
    ///
    /// What is missing in a branch that `data` do not reach is told, too. Lists have to have an
    /// item, and objects to be there, for something to be said of what is in them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownTemplate`]; [`ErrorKind::InvalidContent`] if a template cannot be
    /// read; [`ErrorKind::InvalidData`] if `data` is no object.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::Templates;
    /// use serde_json::json;
    ///
    /// let templates = Templates::load("templates")?;
    /// let lacking = templates.lacking(&["approval"], &json!({ "title": "Restore" }))?;
    /// assert!(lacking.iter().any(|finding| finding.diagnostic().message.contains("`reason`")));
    /// # Ok::<(), flockml::Error>(())
    /// ```
    pub fn lacking(
        &self,
        names: &[&str],
        data: &(impl Serialize + ?Sized),
    ) -> Result<Vec<Finding>, Error> {
        let value = serde_json::to_value(data)
            .map_err(|error| Error::new(ErrorKind::InvalidData, error.to_string()))?;
        let mut told = Told::default();
        let mut rendered = Vec::new();
        for name in names {
            let (file, library) = self.library(name)?;
            let reads = reader::read(&library, self.index(file));
            let case = Case {
                name: None,
                data: &value,
            };
            told.add(&library, &reads, &[case]);
            let variables = Data::new(file.kind, data)?;
            if let Outcome::Refused(found) = self.run(file, &variables) {
                let is_about_data = |found: &Finding| {
                    let rule = found.diagnostic().rule.id;
                    rule == unknown_variable::RULE.id || rule == render_error::RULE.id
                };
                rendered.extend(found.into_iter().filter(is_about_data));
            }
        }
        told.take_over(&mut rendered);
        finding::sort(&mut rendered);
        Ok(rendered)
    }

    /// Makes sure that `data` have all that the templates `names` read, whatever branch is taken.
    ///
    /// Made for tests: a struct that loses a field, or a template that asks for a new one, fails
    /// the test and not the alert.
    ///
    /// # Panics
    ///
    /// If they have not, with template, line, column and field of everything that is missing; if
    /// a template is not there or cannot be read.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::Templates;
    /// use serde::Serialize;
    ///
    /// #[derive(Serialize)]
    /// struct Approval { id: u32, title: String, requester: Person, reason: String, approvers: Vec<Person> }
    /// #[derive(Serialize)]
    /// struct Person { id: String, name: String }
    ///
    /// # fn main() -> Result<(), flockml::Error> {
    /// # let ada = || Person { id: "u:ada".into(), name: "Ada".into() };
    /// # let approval = Approval {
    /// #     id: 7, title: "Restore".into(), requester: ada(), reason: "lost rows".into(), approvers: vec![ada()],
    /// # };
    /// let templates = Templates::load("templates")?;
    /// templates.assert_satisfied_by(&["approval"], &approval);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn assert_satisfied_by(&self, names: &[&str], data: &(impl Serialize + ?Sized)) {
        let lacking = match self.lacking(names, data) {
            Ok(lacking) => lacking,
            Err(error) => panic!("{error}"),
        };
        let lines: Vec<String> = lacking
            .iter()
            .map(|finding| match &finding.diagnostic().help {
                Some(help) => format!("  {finding}; {help}"),
                None => format!("  {finding}"),
            })
            .collect();
        assert!(
            lines.is_empty(),
            "the data do not satisfy the templates:\n{}",
            lines.join("\n")
        );
    }

    /// The file `name`, and what it uses.
    fn library(&self, name: &str) -> Result<(&File, Library<'_>), Error> {
        let file = self.file(name)?;
        if !file.loaded {
            return Err(super::super::refused(self.faults(file)));
        }
        Ok((file, Library::new(&self.files, file.uses.iter().copied())))
    }

    fn index(&self, file: &File) -> usize {
        let found = self
            .files
            .iter()
            .position(|other| std::ptr::eq(other, file));
        found.unwrap_or_default()
    }
}
