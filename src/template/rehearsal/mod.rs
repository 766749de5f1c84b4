//! What becomes of a template when data are worse than its samples.
//!
//! Each value of a sample is replaced by hostile ones, one at a time, and the template rendered
//! again. What the engine's escaping and the neutralising of odd links, colours and numbers
//! withstand is no finding; what would keep the message from being sent is one.

mod hostile;
mod places;
mod replaced;
mod said;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;

use serde_json::Value as Json;

use crate::check::rules::{empty_message, rehearsal_failed, unknown_variable, unproven_markup};
use crate::check::{Diagnostic, Origin, Rule};

use super::Templates;
use super::contract::{self, Contract, Field};
use super::data::Data;
use super::finding::Finding;
use super::load::File;
use super::render::Outcome;
use super::scan::TagKind;

pub use replaced::hostile_names;

use hostile::{HOSTILE, Hostile};
use places::Place;
use said::Failure;

/// How often a sample is rendered at most.
const MOST_RENDERS: usize = 1_000;
/// How many bytes the renderings of a sample may have together, about.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// So many values that break a sample's template are enough to know.
const MOST_BREAKS: usize = 100;

/// A hostile value that breaks a template.
#[derive(Debug)]
pub(super) struct Break {
    /// The value that was replaced, as `hosts[0].name`.
    path: String,
    hostile: &'static Hostile,
    /// The case of the sample, and the template that was rendered.
    case: String,
    template: String,
    /// What went wrong, and where.
    finding: Finding,
}

impl Templates {
    /// What breaks `file` when the values of its sample `case` are replaced. It has to render
    /// with the values as they are.
    pub(super) fn rehearse(
        &self,
        file: &File,
        case: &str,
        data: &Json,
        variables: Data,
    ) -> Vec<Break> {
        let mut stage = Stage::new(self, file, case, variables);
        stage.replace_all(data);
        stage.breaks
    }

    /// What the tags that render `file` say. A variable that none of them names is read by none.
    fn tags<'f>(&'f self, file: &'f File) -> Vec<&'f str> {
        let used = file.uses.iter().map(|&index| &self.files[index]);
        used.flat_map(|used| {
            let tags = used.tags.iter().filter(|tag| tag.kind != TagKind::Comment);
            tags.map(|tag| &used.source.text()[tag.inner.range()])
        })
        .collect()
    }

    /// What broke, each place of a template and each cause said once, and nothing that is `known`
    /// from a sample as it is.
    pub(super) fn failures(&self, breaks: Vec<Break>, known: &[Finding]) -> Vec<Finding> {
        let mut failures: Vec<Failure> = Vec::new();
        let is_new = |found: &Break| !known.iter().any(|known| known.is_like(&found.finding));
        for found in breaks.into_iter().filter(is_new) {
            match failures.iter_mut().find(|failure| failure.covers(&found)) {
                Some(failure) => failure.add(found),
                None => failures.push(Failure::new(found)),
            }
        }
        failures
            .iter()
            .map(Failure::told)
            .filter(|finding| !self.is_allowed(finding, &rehearsal_failed::RULE))
            .collect()
    }

    /// Whether the author allows `rule` where `finding` stands.
    fn is_allowed(&self, finding: &Finding, rule: &'static Rule) -> bool {
        let at = Diagnostic::new(rule, finding.diagnostic().span, "");
        self.files
            .iter()
            .find(|file| std::ptr::eq::<_>(&raw const *file.source, finding.source()))
            .is_some_and(|file| file.allows.allows(&at))
    }
}

/// A template that is rendered with one value after the other.
struct Stage<'t> {
    templates: &'t Templates,
    file: &'t File,
    case: &'t str,
    variables: Data,
    /// What the template reads; rarely asked for.
    contract: OnceCell<Option<Contract>>,
    renders: usize,
    bytes: usize,
    breaks: Vec<Break>,
}

impl<'t> Stage<'t> {
    fn new(templates: &'t Templates, file: &'t File, case: &'t str, variables: Data) -> Self {
        Self {
            templates,
            file,
            case,
            variables,
            contract: OnceCell::new(),
            renders: 0,
            bytes: 0,
            breaks: Vec::new(),
        }
    }

    /// Replaces every value of `data` that the template may read.
    fn replace_all(&mut self, data: &Json) {
        let tags = self.templates.tags(self.file);
        for name in data.as_object().into_iter().flat_map(|data| data.keys()) {
            if tags.iter().any(|tag| tag.contains(name.as_str())) {
                self.replace_in(name);
            }
        }
    }

    /// Replaces the values in the variable `name`.
    fn replace_in(&mut self, name: &str) {
        let Some(own) = self.variables.context.get(name).cloned() else {
            return;
        };
        for place in places::of(name, &own) {
            let Some(value) = place.value(&own) else {
                continue;
            };
            let is_record = value.as_map().is_some() && self.is_record(&place);
            for hostile in HOSTILE {
                if self.is_over() {
                    return;
                }
                if is_record && hostile.takes_entries() {
                    continue;
                }
                if let Some(new) = hostile.instead_of(value) {
                    let whole = place.replaced(&own, new);
                    self.variables.insert(name.to_owned(), whole);
                    self.perform(&place, hostile);
                }
            }
        }
        self.variables.insert(name.to_owned(), own);
    }

    /// Whether it is enough.
    fn is_over(&self) -> bool {
        self.renders >= MOST_RENDERS || self.bytes >= MOST_BYTES || self.breaks.len() >= MOST_BREAKS
    }

    fn perform(&mut self, place: &Place, hostile: &'static Hostile) {
        let (survives, bytes) = self.templates.survives(self.file, &self.variables);
        self.renders += 1;
        self.bytes += bytes;
        if survives {
            return;
        }
        let Outcome::Refused(findings) = self.templates.run(self.file, &self.variables) else {
            return;
        };
        for finding in findings.into_iter().filter(Finding::is_error) {
            // Nothing is lost with a message that says nothing.
            let is_empty = finding.diagnostic().rule.id == empty_message::RULE.id;
            if !is_empty
                && !self.is_meant(&finding)
                && !self.is_other_business(place, hostile, &finding)
            {
                self.breaks.push(Break {
                    path: place.path.clone(),
                    hostile,
                    case: self.case.to_owned(),
                    template: self.file.name.clone(),
                    finding,
                });
            }
        }
    }

    /// Whether it is not for the value in `place` that something is missing.
    ///
    /// Another value leads to another branch of the template, which may read what this sample
    /// lacks; and the fields of an object are as fixed as the variables.
    fn is_other_business(&self, place: &Place, hostile: &Hostile, finding: &Finding) -> bool {
        if finding.diagnostic().rule.id != unknown_variable::RULE.id {
            return false;
        }
        let is_named = || said::looked_up(finding).any(|name| name == place.name());
        hostile.takes_entries()
            || !is_named() && !self.comes_from(place, finding) && !self.is_set(finding)
    }

    /// Whether the value in `place` is an object with fields as fixed as the variables, rather than
    /// a map of entries: an item of a list, or one whose fields the template names.
    fn is_record(&self, place: &Place) -> bool {
        let path = place.path.replace("[0]", "[]");
        let is_field = |field: &Field| {
            let rest = field.path.strip_prefix(&path);
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        path.ends_with(']') || self.fields().any(is_field)
    }

    /// What the template reads.
    fn fields(&self) -> impl Iterator<Item = &Field> {
        let contract = self
            .contract
            .get_or_init(|| self.templates.contract(&self.file.name).ok());
        contract.iter().flat_map(|contract| &contract.fields)
    }

    /// Whether what is missing is a variable that the template itself sets, on another branch.
    fn is_set(&self, finding: &Finding) -> bool {
        let Some(name) = said::looked_up(finding).next() else {
            return false;
        };
        let used = self.file.uses.iter();
        used.map(|&index| &self.templates.files[index])
            .any(|used| used.outline.sets.iter().any(|set| set.name.text == name))
    }

    /// Whether what is read where `finding` stands is a part of the value in `place`, by another
    /// name, such as that of a variable.
    fn comes_from(&self, place: &Place, finding: &Finding) -> bool {
        let path = place.path.replace("[0]", "[]");
        let is_part = |field: &Field| {
            let rest = field.path.strip_prefix(&path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        let here = said::looked_up_at(finding);
        let is_here =
            |at: &contract::Place| at.file == finding.file() && here.contains(&at.position);
        self.fields()
            .filter(|field| is_part(field))
            .any(|field| field.places.iter().any(is_here))
    }

    /// Whether the author answers for the markup that the data bring.
    fn is_meant(&self, finding: &Finding) -> bool {
        let rule = &unproven_markup::RULE;
        if finding.diagnostic().origin == Origin::Source {
            return self.templates.is_allowed(finding, rule);
        }
        let used = self.file.uses.iter();
        used.map(|&index| &self.templates.files[index])
            .any(|used| used.allows.mentions(rule))
    }
}
