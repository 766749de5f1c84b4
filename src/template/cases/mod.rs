//! The cases of templates: samples with the payload that each has to make.

mod assert;
mod case;
mod diff;
mod write;

use std::collections::BTreeMap;

use crate::check::rules::empty_message;
use crate::message::Object;
use crate::source::Span;
use crate::suggest;

use super::files::{self, expected_name, sample_stem};
use super::load::File;
use super::sample::Sample;
use super::{Finding, Templates, check, parallel};

pub use assert::assert_cases;
pub use case::{Case, Failure, Update};

impl Templates {
    /// Renders every sample of the folder and compares what comes out with the payload that
    /// `NAME.CASE.expected.json` holds for it.
    ///
    /// The cases are in the order of their names. A sample without expected payload is a case that
    /// fails, and so is an expected payload without sample. [`assert_cases`] does it all in a test.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::Templates;
    ///
    /// let templates = Templates::load("templates")?;
    /// let firing = templates.cases().into_iter().find(|case| case.name() == "incident.firing");
    /// assert!(firing.is_some_and(|case| case.failure().is_none()));
    /// # Ok::<(), flockml::Error>(())
    /// ```
    #[must_use]
    pub fn cases(&self) -> Vec<Case> {
        let mut of_samples: BTreeMap<&str, Vec<(&File, &Sample)>> = BTreeMap::new();
        for file in self.files.iter().filter(|file| !file.partial) {
            for sample in &file.samples {
                let owners = of_samples.entry(sample_stem(sample.name())).or_default();
                owners.push((file, sample));
            }
        }
        let sampled: Vec<_> = of_samples.iter().collect();
        let mut cases = parallel::map(&sampled, |(stem, owners)| self.case(stem, owners));
        cases.extend(self.orphans.iter().map(|name| self.lost_sample(name)));
        let lost = self.expected.iter().filter(|name| {
            let stem = files::expected_stem(name);
            let is_lost = |name: &String| sample_stem(name) == stem;
            !of_samples.contains_key(stem) && !self.orphans.iter().any(is_lost)
        });
        cases.extend(lost.map(|name| self.lost_expected(name)));
        cases.sort_by(|a, b| a.name().cmp(b.name()));
        cases
    }

    fn case(&self, stem: &str, owners: &[(&File, &Sample)]) -> Case {
        let case = Case::new(stem, &self.root, &expected_name(stem));
        let [(file, sample)] = owners else {
            let names: Vec<&str> = owners.iter().map(|(file, _)| file.name.as_str()).collect();
            let message = format!("`{}` share this sample", names.join("` and `"));
            let help = "rename one of them: a case has one payload";
            return case.failed(Failure::at(owners[0].1.source().name(), message).help(help));
        };
        let case = case.of(&file.name, sample.source().name());
        match self.payload(file, sample) {
            Ok(object) => case.compared(&object, self.config.limits().file_bytes),
            Err(findings) => {
                let message = format!(
                    "`{}` cannot be rendered with the sample `{}`",
                    file.name, sample.case
                );
                let at = findings
                    .first()
                    .map_or(sample.source().name(), Finding::file);
                case.failed(Failure::at(at, message).findings(findings))
            }
        }
    }

    fn payload(&self, file: &File, sample: &Sample) -> Result<Object, Vec<Finding>> {
        let data =
            check::data(sample).map_err(|fault| vec![Finding::new(sample.source(), fault)])?;
        match self.render(&file.name, &data) {
            Ok(rendered) if says_nothing(&rendered.object) => {
                let finding = Finding::new(&file.source, empty_message::found(Span::at(0)));
                Err(vec![finding.with_sample(Some(&sample.case))])
            }
            Ok(rendered) => Ok(rendered.object),
            Err(error) => {
                let findings = error.findings().iter().filter(|found| found.is_error());
                let named = findings.map(|found| found.clone().with_sample(Some(&sample.case)));
                Err(named.collect())
            }
        }
    }

    /// A sample that belongs to no template.
    fn lost_sample(&self, name: &str) -> Case {
        let stem = sample_stem(name);
        let owner = stem.rsplit_once('.').map_or(stem, |(owner, _)| owner);
        let near = suggest::nearest(owner, self.files.iter().map(File::stem));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "a sample of `NAME.flockml` is called `NAME.CASE{}`",
                files::SAMPLE
            ),
        };
        let message = format!("there is no template `{owner}`");
        let failure = Failure::at(&files::shown(&self.root, name), message).help(help);
        Case::new(stem, &self.root, &expected_name(stem)).failed(failure)
    }

    /// An expected payload that no sample belongs to.
    fn lost_expected(&self, name: &str) -> Case {
        let stem = files::expected_stem(name);
        let part = self.files.iter().find(|file| {
            let sampled = file.samples.iter().any(|it| sample_stem(it.name()) == stem);
            file.partial && sampled
        });
        let failure = match part {
            Some(part) => {
                let message = format!("`{}` is a part of others", part.name);
                Failure::at(&files::shown(&self.root, name), message)
                    .help("remove this file: only what is rendered by itself has a payload")
            }
            None => {
                let message = "no sample belongs to this expected payload";
                let wanted = format!("{stem}{}", files::SAMPLE);
                let help = format!("remove it, or write the sample `{wanted}`");
                Failure::at(&files::shown(&self.root, name), message).help(help)
            }
        };
        Case::new(stem, &self.root, name).failed(failure)
    }
}

/// Whether nobody would see anything of a payload; `flockml render` refuses to write it.
fn says_nothing(object: &Object) -> bool {
    object
        .to_value()
        .as_object()
        .is_some_and(|fields| fields.is_empty())
}
