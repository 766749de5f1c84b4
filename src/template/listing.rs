//! Which files a folder has, for who shows them to people.

use serde_json::Value;

use crate::source::Source;

use super::files::Kind;
use super::load::File;
use super::sample::Sample;
use super::{Finding, Templates, check};

/// A template of a folder, or a part of others.
///
/// # Examples
///
/// ```
/// use flockml::template::Templates;
///
/// let templates = Templates::load("templates")?;
/// let incident = templates.find_file("incident.flockml").expect("it is there");
/// let cases: Vec<_> = incident.samples().map(|sample| sample.case()).collect();
/// assert_eq!(cases, ["firing", "resolved"]);
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct TemplateFile<'t> {
    file: &'t File,
}

/// A sample of a template.
///
/// # Examples
///
/// ```
/// use flockml::template::Templates;
///
/// let templates = Templates::load("templates")?;
/// for sample in templates.files().flat_map(|file| file.samples()) {
///     assert!(sample.data().is_ok_and(|data| data.is_object()));
/// }
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct SampleFile<'t> {
    sample: &'t Sample,
}

impl Templates {
    /// Every template and every part of others, in order of their names.
    pub fn files(&self) -> impl Iterator<Item = TemplateFile<'_>> {
        self.files.iter().map(|file| TemplateFile { file })
    }

    /// The template or part of others that is called `name`, with its suffix.
    #[must_use]
    pub fn find_file(&self, name: &str) -> Option<TemplateFile<'_>> {
        let found = self
            .files
            .binary_search_by(|file| file.name.as_str().cmp(name));
        let file = &self.files[found.ok()?];
        Some(TemplateFile { file })
    }
}

impl<'t> TemplateFile<'t> {
    /// Its path below the folder, with `/`.
    #[must_use]
    pub fn name(&self) -> &'t str {
        &self.file.name
    }

    /// Whether it is only a part of others, and never rendered by itself.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.file.partial
    }

    /// What its name says that it is: `flockml`, `message`, `attachment` or `button`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.file.kind {
            Kind::Flockml => "flockml",
            Kind::Message => "message",
            Kind::Attachment => "attachment",
            Kind::Button => "button",
        }
    }

    /// Its text, named as findings name it: below the folder as it was given to
    /// [`load`](Templates::load).
    #[must_use]
    pub fn source(&self) -> &'t Source {
        &self.file.source
    }

    /// Its samples, in order of their names.
    pub fn samples(&self) -> impl Iterator<Item = SampleFile<'t>> + use<'t> {
        self.file.samples.iter().map(|sample| SampleFile { sample })
    }
}

impl<'t> SampleFile<'t> {
    /// What the author calls the case.
    #[must_use]
    pub fn case(&self) -> &'t str {
        &self.sample.case
    }

    /// Its path below the folder, with `/`.
    #[must_use]
    pub fn name(&self) -> &'t str {
        self.sample.name()
    }

    /// How findings name it; it is not read for that.
    #[must_use]
    pub fn shown(&self) -> String {
        self.sample.shown()
    }

    /// Its text. It is read when it is first asked for; what cannot be read is empty.
    #[must_use]
    pub fn source(&self) -> &'t Source {
        self.sample.source()
    }

    /// Its data, an object.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, at its place.
    pub fn data(&self) -> Result<Value, Box<Finding>> {
        let found = |fault| Box::new(Finding::new(self.sample.source(), fault));
        check::data(self.sample).map_err(found)
    }
}
