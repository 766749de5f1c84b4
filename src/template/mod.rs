//! Folders of templates, for authors who write the words and know no Rust.
//!
//! A template is a file with [Tera](https://keats.github.io/tera/) tags in it; its name says
//! what it is:
//!
//! | file | what it is |
//! |---|---|
//! | `NAME.flockml` | FlockML, or one of the payload's XML forms: `<message>`, `<attachment>`, `<button>` |
//! | `NAME.message.json`, `NAME.attachment.json`, `NAME.button.json` | that object as JSON |
//! | `NAME.CASE.sample.json` | sample data of one case, to try the template with |
//! | `NAME.CASE.expected.json` | the payload that it has to make, which [`assert_cases`] holds it to |
//!
//! A `.flockml` file is a part of others, and never rendered by itself, when its name begins with
//! `_`, when another file includes or extends it, or when it defines components only.
//!
//! Every hole is escaped for the file that it stands in, so data cannot break a template; a
//! [`Markup`](crate::Markup) in the data goes into a `.flockml` file as it is. In JSON, the
//! filter `flockml` escapes for FlockML: `"flockml": "<flockml>{{ host | flockml }}</flockml>"`;
//! without it, of a `Markup` its words are shown.
//!
//! A `flockml.toml` in the folder, or above it, sets how bad it is to break a rule, and limits:
//! [`Config`].
//!
//! [`vocabulary`] is the table of all filters, tests and functions; `markdown` and `date` need the
//! features `markdown` and `dates` of this crate.
//!
//! Templates are as trusted as code, and still bounded: what would not end or grow too large is
//! a finding. [`Limits`] says by how much, `SECURITY.md` what is not bounded. An alert is
//! delivered whatever is wrong: [`Templates::render_or_degrade`].
//!
//! ```
//! use flockml::template::Templates;
//! use serde::Serialize;
//!
//! #[derive(Serialize)]
//! struct Approval { id: u32, title: &'static str, requester: Person, reason: &'static str }
//! #[derive(Serialize)]
//! struct Person { id: &'static str, name: &'static str }
//!
//! let templates = Templates::load("templates")?;
//! let ada = Person { id: "u:ada", name: "Ada" };
//! let data = Approval { id: 7, title: "Restore", requester: ada, reason: "<db-1> lost rows" };
//! let message = templates.render("approval.flockml", &data)?.object.into_message();
//! assert!(message.to_json().contains("&lt;db-1&gt; lost rows"));
//! # Ok::<(), flockml::Error>(())
//! ```

mod allow;
mod arguments;
mod batch;
mod carried;
mod cases;
mod check;
mod config;
pub mod contract;
mod data;
mod degrade;
mod engine;
mod expression;
mod files;
mod finding;
mod foreign;
mod limits;
mod listing;
mod load;
mod map;
mod names;
mod outline;
mod parallel;
mod policy;
mod proof;
mod rehearsal;
mod render;
mod sample;
mod scan;
mod schema;
mod trace;
mod variables;
pub mod vocabulary;
mod wording;
mod words;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::Serialize;
use tera::Tera;

use crate::error::{Error, ErrorKind};
use crate::suggest;

pub use batch::Batch;
pub use cases::{Case, Failure, Update, assert_cases};
pub use config::{Config, KEYS, Key, RULE, SecretPlace, TARGETS, Takes, Target, root_of};
pub use contract::Contract;
pub use degrade::{Degraded, Rendering};
pub use finding::{Finding, Related};
pub use limits::Limits;
pub use listing::{SampleFile, TemplateFile};
pub use rehearsal::hostile_names;
pub use render::Rendered;
pub use trace::{Call, Origin, Traced};

use data::Data;
use load::File;
use render::Outcome;
use words::Words;

/// A folder of templates, loaded once and rendered many times.
///
/// # Examples
///
/// ```
/// use flockml::template::Templates;
///
/// let templates = Templates::load("templates")?;
/// assert!(templates.names().any(|name| name == "incident.flockml"));
/// # Ok::<(), flockml::Error>(())
/// ```
pub struct Templates {
    flockml: Tera,
    json: Tera,
    /// What renders markup in attributes, if there can be such an engine.
    words: OnceLock<Option<Words>>,
    marked: map::Engines,
    /// Ordered by name.
    files: Vec<File>,
    /// Which of them have to do with each other.
    groups: Vec<proof::Group>,
    /// Samples that belong to no template.
    orphans: Vec<String>,
    /// The names of expected payloads.
    expected: Vec<String>,
    /// The folder, as the caller named it.
    root: PathBuf,
    /// What is set for the folder.
    config: Config,
}

impl Templates {
    /// Loads the templates and samples in `folder` and the folders in it.
    ///
    /// What is wrong with a file is a finding of [`check`](Self::check) and does not keep the
    /// others from being loaded. Names in `include` and `extends` are paths below `folder`;
    /// [`root_of`] finds the folder that a single template belongs to. The nearest `flockml.toml`
    /// upward, if there is one, holds for the folder, as it does for the program `flockml`.
    ///
    /// Samples are read when they are first needed, which rendering never does.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unreadable`] if the folder cannot be read, [`ErrorKind::TooLarge`] if it
    /// has more entries than its [`Limits`] allow, [`ErrorKind::InvalidConfig`] if the `flockml.toml` is wrong.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, Error> {
        let folder = folder.as_ref();
        Self::load_with(folder, Config::find(folder)?.unwrap_or_default())
    }

    /// The same with these settings, wherever they come from; no `flockml.toml` is looked for.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub fn load_with(folder: impl AsRef<Path>, config: Config) -> Result<Self, Error> {
        load::load(folder.as_ref(), config)
    }

    /// The templates that can be rendered by themselves, in order: paths below the folder, with
    /// `/`.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files
            .iter()
            .filter(|file| !file.partial)
            .map(|file| file.name.as_str())
    }

    /// Whether there is a file `name`, be it a template or only a part of others.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.files
            .binary_search_by(|file| file.name.as_str().cmp(name))
            .is_ok()
    }

    /// Renders the template `name` with `data`, and checks what comes out.
    ///
    /// `name` is a path below the folder, such as `incident.flockml`, or `incident` if only one
    /// file is called that. `data` is an object: a struct, a map or a `serde_json::Value`. It may
    /// hold anything, and is escaped.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownTemplate`]; [`ErrorKind::InvalidData`] if `data` is no object;
    /// [`ErrorKind::InvalidContent`] if the template has errors or lacks a variable, with what
    /// is wrong in [`Error::findings`]. What a value holds is no reason to fail: a link that
    /// cannot be followed loses its tag, and that is a warning in [`Rendered::findings`].
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::Templates;
    /// use serde_json::json;
    ///
    /// let templates = Templates::load("templates")?;
    /// let error = templates.render("approval.flockml", &json!({ "title": "Deploy" })).unwrap_err();
    /// println!("{}", error.findings()[0]);
    /// # Ok::<(), flockml::Error>(())
    /// ```
    pub fn render(&self, name: &str, data: &(impl Serialize + ?Sized)) -> Result<Rendered, Error> {
        let file = self.file(name)?;
        let faults = self.bearable(file)?;
        let data = Data::new(file.kind, data)?;
        self.complete(file, &faults, self.run(file, &data))
    }

    /// One template for many messages that have `shared` data in common, which are converted
    /// only once.
    ///
    /// `name` and `shared` are as in [`render`](Self::render), except that nothing needs to be in
    /// the data that comes with each message.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownTemplate`]; [`ErrorKind::InvalidData`] if `shared` is no object;
    /// [`ErrorKind::InvalidContent`] if the template has errors.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::Templates;
    /// use serde_json::json;
    ///
    /// let templates = Templates::load("templates")?;
    /// let shared = json!({ "title": "Restore", "reason": "db-1 lost rows" });
    /// let mut batch = templates.batch("approval.flockml", &shared)?;
    /// let recipients = [("u:ada", "Ada"), ("u:bob", "Bob")];
    /// let own = recipients.map(|(id, name)| json!({ "id": 7, "requester": { "id": id, "name": name } }));
    /// for rendered in batch.render_each(&own) {
    ///     println!("{}", rendered?.object.into_message().to_json());
    /// }
    /// # Ok::<(), flockml::Error>(())
    /// ```
    pub fn batch(
        &self,
        name: &str,
        shared: &(impl Serialize + ?Sized),
    ) -> Result<Batch<'_>, Error> {
        let file = self.file(name)?;
        let faults = self.bearable(file)?;
        let shared = Data::new(file.kind, shared)?;
        Ok(Batch::new(self, file, faults, shared))
    }

    /// What is wrong with the text of `file`, if it can be rendered nevertheless.
    fn bearable(&self, file: &File) -> Result<Vec<Finding>, Error> {
        let faults = self.faults(file);
        if !file.loaded || faults.iter().any(Finding::is_error) {
            return Err(refused(faults));
        }
        Ok(faults)
    }

    /// What rendering `file`, whose text has `faults`, came to.
    fn complete(
        &self,
        file: &File,
        faults: &[Finding],
        outcome: Outcome,
    ) -> Result<Rendered, Error> {
        match outcome {
            Outcome::Done(mut rendered) => {
                rendered
                    .findings
                    .retain(|found| !self.is_known(file, found));
                rendered.findings.extend_from_slice(faults);
                finding::sort(&mut rendered.findings);
                Ok(rendered)
            }
            Outcome::Refused(findings) => Err(refused(findings)),
        }
    }

    fn file(&self, name: &str) -> Result<&File, Error> {
        if let Ok(index) = self
            .files
            .binary_search_by(|file| file.name.as_str().cmp(name))
        {
            return Ok(&self.files[index]);
        }
        let mut same = self.files.iter().filter(|file| file.stem() == name);
        let near = match (same.next(), same.next()) {
            (Some(only), None) => return Ok(only),
            (Some(first), Some(_)) => Some(first.name.as_str()),
            (None, _) => suggest::nearest(name, self.names()),
        };
        Err(Error::new(
            ErrorKind::UnknownTemplate,
            match near {
                Some(near) => format!("`{name}`; did you mean `{near}`?"),
                None => format!("`{name}`"),
            },
        ))
    }

    /// What the text of `file` and of the files that it uses shows to be wrong; all of it, whatever
    /// is set, when nothing can be rendered.
    fn faults(&self, file: &File) -> Vec<Finding> {
        let used = file.uses.iter().map(|&index| &self.files[index]);
        used.flat_map(|used| {
            let proof = self.proof(used);
            let faults = if file.loaded {
                &proof.told
            } else {
                &proof.faults
            };
            let faults = faults.iter().cloned();
            faults.map(|fault| Finding::new(&used.source, fault))
        })
        .collect()
    }
}

fn refused(mut findings: Vec<Finding>) -> Error {
    finding::sort(&mut findings);
    let errors: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.is_error())
        .collect();
    let detail = match errors[..] {
        [] => String::new(),
        [one] => one.to_string(),
        [first, ..] => format!("{first} (and {} more)", errors.len() - 1),
    };
    Error::new(ErrorKind::InvalidContent, detail).with_findings(findings)
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.files.iter().map(|file| &file.name))
            .finish()
    }
}
