//! Every finding in a folder.

use std::sync::Arc;

use serde_json::Value;

use crate::check::rules::{invalid_json, missing_sample, rehearsal_failed, unescaped_hole};
use crate::check::{Diagnostic, Origin};
use crate::source::{Source, Span};
use crate::suggest;

use super::contract;
use super::data::Data;
use super::finding::{self, Finding};
use super::foreign::literal;
use super::load::File;
use super::rehearsal::Break;
use super::render::Outcome;
use super::sample::Sample;
use super::scan::TagKind;
use super::{Templates, files, parallel, policy, proof};

/// What was found in a file, and what breaks it.
#[derive(Default)]
struct Found {
    findings: Vec<Finding>,
    breaks: Vec<Break>,
}

impl Templates {
    /// Everything that is wrong with the templates of the folder and their samples.
    ///
    /// Each file is read by itself, so that one that is broken hides nothing in the others; then
    /// each template is rendered with each of its samples, and what comes out is checked; then
    /// with each value of the samples replaced by hostile ones, to see what would keep a message
    /// from being sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::Templates;
    ///
    /// let templates = Templates::load("templates")?;
    /// assert!(templates.check().is_empty());
    /// # Ok::<(), flockml::Error>(())
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        let found = parallel::map(&self.files, |file| self.check_file(file));
        let (mut findings, mut breaks) = (Vec::new(), Vec::new());
        for mut found in found {
            findings.append(&mut found.findings);
            breaks.append(&mut found.breaks);
        }
        contract::check(self, &mut findings);
        let failures = self.failures(breaks, &findings);
        findings.extend(failures);
        policy::settle(&mut findings, &self.config);
        finding::sort(&mut findings);
        findings
    }

    fn check_file(&self, file: &File) -> Found {
        let mut found = Found::default();
        let told = &self.proof(file).told;
        found.findings.extend(told.iter().map(|fault| {
            let finding = Finding::new(&file.source, fault.clone());
            if policy::is_binding(file, fault) {
                finding.binding()
            } else {
                finding
            }
        }));
        if file.partial {
            return found;
        }
        let is_plain = file.tags.iter().all(|tag| tag.kind == TagKind::Comment);
        if file.samples.is_empty() && !is_plain {
            let missing = self.missing_sample(file);
            if !file.allows.allows(missing.diagnostic()) {
                found.findings.push(missing);
            }
        }
        found.findings.extend(foreign_holes(file));
        for sample in &file.samples {
            self.check_sample(file, sample, &mut found);
        }
        found
    }

    fn check_sample(&self, file: &File, sample: &Sample, found: &mut Found) {
        let findings = &mut found.findings;
        let data = match data(sample) {
            Ok(data) => data,
            Err(fault) => {
                findings.push(Finding::new(sample.source(), fault));
                return;
            }
        };
        let is_unescaped = |fault: &Diagnostic| fault.rule.id == unescaped_hole::RULE.id;
        if !file.loaded || self.proof(file).told.iter().any(is_unescaped) {
            return;
        }
        let variables = match Data::new(file.kind, &data) {
            Ok(variables) => variables,
            Err(error) => {
                let fault = Diagnostic::new(&invalid_json::RULE, Span::at(0), error.to_string());
                findings.push(Finding::new(sample.source(), fault));
                return;
            }
        };
        let (now, is_refused) = match self.run(file, &variables) {
            Outcome::Done(rendered) => (rendered.findings, false),
            Outcome::Refused(found) => {
                let binding = found.into_iter().map(Finding::binding);
                (binding.collect(), true)
            }
        };
        let new = now.into_iter().filter(|found| !self.is_known(file, found));
        findings.extend(new.map(|found| found.with_sample(Some(&sample.case))));
        // What is not sent with good data cannot be worse with bad ones.
        let is_whole = !is_refused && !self.faults(file).iter().any(Finding::is_error);
        if is_whole && !self.config.is_off(rehearsal_failed::RULE.id) {
            let mut breaks = self.rehearse(file, &sample.case, &data, variables);
            found.breaks.append(&mut breaks);
        }
    }

    /// Whether the text of a template shows already what its output shows.
    pub(super) fn is_known(&self, file: &File, found: &Finding) -> bool {
        let rule = found.diagnostic().rule.id;
        let span = found.diagnostic().span;
        let is_unplaced = found.diagnostic().origin == Origin::Rendered;
        file.uses
            .iter()
            .map(|&index| &self.files[index])
            .any(|used| {
                self.proof(used).told.iter().any(|fault| {
                    proof::explains(fault, found.diagnostic())
                        || fault.rule.id == rule
                            && (fault.is_error()
                                || self.config.sets(rule)
                                || is_unplaced && !found.is_error()
                                || Arc::as_ptr(&used.source) == std::ptr::from_ref(found.source())
                                    && fault.span == span)
                })
            })
    }

    fn missing_sample(&self, file: &File) -> Finding {
        let stem = file.stem();
        let wanted = format!("{stem}.CASE.sample.json");
        let near = suggest::nearest(
            stem,
            self.orphans.iter().map(|name| {
                let name = files::sample_stem(name);
                name.rsplit_once('.').map_or(name, |(owner, _)| owner)
            }),
        );
        let help = match near {
            Some(near) => {
                format!("the samples of `{near}` belong to no template; did you mean those?")
            }
            None => format!("write one as `{wanted}`, so that the template can be tried"),
        };
        let fault = Diagnostic::new(
            &missing_sample::RULE,
            Span::at(0),
            format!("there is no sample of `{}`", file.name),
        );
        Finding::new(&file.source, fault.help(help))
    }
}

/// Holes of other languages that have the name of something in the samples.
fn foreign_holes(file: &File) -> Vec<Finding> {
    let holes = literal::holes(file.source.text(), &file.tags);
    if holes.is_empty() {
        return Vec::new();
    }
    let samples: Vec<Value> = file
        .samples
        .iter()
        .filter_map(|sample| data(sample).ok())
        .collect();
    let is_there = |name: &str| samples.iter().any(|data| data.get(name).is_some());
    holes
        .into_iter()
        .filter(|hole| hole.certain || is_there(hole.variable))
        .filter(|hole| !file.allows.allows(&hole.diagnostic))
        .map(|hole| Finding::new(&file.source, hole.diagnostic))
        .collect()
}

/// A sample's data.
pub(super) fn data(sample: &Sample) -> Result<Value, Diagnostic> {
    if let Some(fault) = sample.fault() {
        return Err(fault.clone());
    }
    let value: Value = serde_json::from_str(sample.source().text())
        .map_err(|error| unreadable(sample.source(), &error))?;
    match value {
        Value::Object(_) => Ok(value),
        _ => Err(Diagnostic::new(
            &invalid_json::RULE,
            Span::at(0),
            "a sample is an object, `{…}`",
        )),
    }
}

fn unreadable(source: &Source, error: &serde_json::Error) -> Diagnostic {
    let text = source.text();
    let line_start: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let at =
        text.floor_char_boundary((line_start + error.column().saturating_sub(1)).min(text.len()));
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or(&said).to_owned();
    Diagnostic::new(
        &invalid_json::RULE,
        super::wording::visible(text, Span::at(at)),
        said.replace("EOF", "the end"),
    )
}
