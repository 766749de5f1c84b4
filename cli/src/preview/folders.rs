//! The templates below a folder, each in the folder that its includes start from.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use flockml::source::Source;
use flockml::template::{SampleFile, TemplateFile, Templates, root_of};
use serde_json::json;

use crate::exit::Failure;
use crate::files::{self, Kind};
use crate::finding::FileFindings;
use crate::templates;

/// All templates below a folder, loaded.
pub(super) struct Folders {
    roots: Vec<Root>,
    templates: Vec<Template>,
    /// By what findings call them.
    files: HashMap<String, Place>,
}

/// A folder that names in includes start from.
pub(super) struct Root {
    pub(super) path: PathBuf,
    pub(super) templates: Templates,
}

/// Where a file is: which of the roots, and its name there.
#[derive(Debug, Clone)]
struct Place {
    root: usize,
    name: String,
    is_sample: bool,
}

/// A template that can be rendered by itself.
pub(super) struct Template {
    /// Its path below the folder that is shown.
    pub(super) name: String,
    /// What findings call its file.
    pub(super) file: String,
    pub(super) kind: &'static str,
    pub(super) samples: Vec<Sample>,
    /// Why it cannot be rendered, whatever the data.
    pub(super) faults: Vec<FileFindings>,
    place: Place,
}

/// Data to try a template with.
pub(super) struct Sample {
    pub(super) case: String,
    /// What findings call its file.
    pub(super) file: String,
}

impl Folders {
    /// No templates at all.
    pub(super) fn empty() -> Self {
        Self {
            roots: Vec::new(),
            templates: Vec::new(),
            files: HashMap::new(),
        }
    }

    /// Loads all templates below `dir`.
    pub(super) fn load(dir: &Path) -> Result<Self, Failure> {
        let mut folders = Self::empty();
        for (folder, names) in names_by_folder(dir)? {
            for name in names {
                folders.add(dir, &folder.join(name))?;
            }
        }
        folders.templates.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(folders)
    }

    /// Adds the template or part of others at `path`: as its place says that it is rendered or,
    /// if that cannot be, in the nearest folder upward in which it can.
    fn add(&mut self, dir: &Path, path: &Path) -> Result<(), Failure> {
        let own = root_of(path);
        let mut chosen = self.look(&own, path)?;
        for wider in templates::wider_roots(&own, path, Some(dir)) {
            if chosen.as_ref().is_none_or(|(_, faults)| faults.is_empty()) {
                break;
            }
            match self.look(&wider, path) {
                Ok(Some((place, faults))) if faults.is_empty() => chosen = Some((place, faults)),
                _ => {}
            }
        }
        if let Some((place, faults)) = chosen {
            self.list(dir, path, place, faults);
        }
        Ok(())
    }

    /// The template at `path` in `root`, and what is wrong with it; none if the root leaves it out.
    fn look(
        &mut self,
        root: &Path,
        path: &Path,
    ) -> Result<Option<(Place, Vec<FileFindings>)>, Failure> {
        let name = templates::name_below(root, path)?;
        let index = self.root(root)?;
        let templates = &self.roots[index].templates;
        if !templates.contains(&name) {
            return Ok(None);
        }
        let faults = match templates.batch(&name, &json!({})) {
            Ok(_) => Vec::new(),
            Err(error) => templates::refused(&error).unwrap_or_default(),
        };
        let place = Place {
            root: index,
            name,
            is_sample: false,
        };
        Ok(Some((place, faults)))
    }

    /// Which of the roots `path` is; it is loaded if it is not yet.
    fn root(&mut self, path: &Path) -> Result<usize, Failure> {
        let path = plain(path);
        if let Some(index) = self.roots.iter().position(|root| root.path == path) {
            return Ok(index);
        }
        self.roots.push(Root {
            path: path.to_owned(),
            templates: templates::load(path)?,
        });
        Ok(self.roots.len() - 1)
    }

    fn list(&mut self, dir: &Path, path: &Path, place: Place, faults: Vec<FileFindings>) {
        let Some(found) = self.template_file(&place) else {
            return;
        };
        let file = found.source().name().to_owned();
        let samples: Vec<_> = found
            .samples()
            .map(|it| (it.case().to_owned(), it.shown(), it.name().to_owned()))
            .collect();
        let (kind, is_part) = (found.kind(), found.is_part());
        for (_, shown, name) in &samples {
            let place = Place {
                name: name.clone(),
                is_sample: true,
                ..place.clone()
            };
            self.files.insert(shown.clone(), place);
        }
        self.files.insert(file.clone(), place.clone());
        if is_part {
            return;
        }
        self.templates.push(Template {
            name: below(dir, path),
            file,
            kind,
            samples: samples
                .into_iter()
                .map(|(case, file, _)| Sample { case, file })
                .collect(),
            faults,
            place,
        });
    }

    fn template_file(&self, place: &Place) -> Option<TemplateFile<'_>> {
        let templates = &self.roots[place.root].templates;
        templates.find_file(&place.name)
    }

    /// The templates that can be rendered by themselves, in order of their names.
    pub(super) fn templates(&self) -> &[Template] {
        &self.templates
    }

    /// The template `name`.
    pub(super) fn find(&self, name: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.name == name)
    }

    /// What renders `template`, and what that calls it.
    pub(super) fn engine<'f>(&'f self, template: &'f Template) -> (&'f Root, &'f str) {
        let place = &template.place;
        (&self.roots[place.root], &place.name)
    }

    /// The sample `case` of `template`.
    pub(super) fn sample(&self, template: &Template, case: &str) -> Option<SampleFile<'_>> {
        let mut samples = self.template_file(&template.place)?.samples();
        samples.find(|sample| sample.case() == case)
    }

    /// The text of a template, a part of others or a sample, by what findings or templates call it.
    pub(super) fn source(&self, file: &str) -> Option<Source> {
        let place = match self.files.get(file) {
            Some(place) => place,
            None => self.files.values().find(|place| place.name == file)?,
        };
        let templates = &self.roots[place.root].templates;
        if place.is_sample {
            let mut samples = templates.files().flat_map(|file| file.samples());
            let sample = samples.find(|sample| sample.name() == place.name)?;
            return Some(sample.source().clone());
        }
        Some(self.template_file(place)?.source().clone())
    }

    /// What findings call the files.
    pub(super) fn has_file(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }
}

/// The folder without the `./` that findings would begin with.
fn plain(root: &Path) -> &Path {
    match root.strip_prefix(".") {
        Ok(below) if !below.as_os_str().is_empty() => below,
        _ => root,
    }
}

/// `path` below `dir`, with `/`.
fn below(dir: &Path, path: &Path) -> String {
    let below = path.strip_prefix(dir).unwrap_or(path);
    let parts = below.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// The names of the templates in each folder below `dir`; links to folders are not followed.
fn names_by_folder(dir: &Path) -> Result<BTreeMap<PathBuf, Vec<PathBuf>>, Failure> {
    let shown = files::display_name(dir);
    if let Err(error) = fs::read_dir(dir) {
        return Err(files::unreadable(&shown, &error));
    }
    let mut folders: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for (seen, entry) in files::entries(dir).enumerate() {
        if seen == files::MOST_ENTRIES {
            return Err(Failure::new(format!(
                "`{shown}` has more than {} entries: name a folder that holds templates only",
                files::MOST_ENTRIES
            )));
        }
        let is_template = Kind::of(entry.path()).is_some_and(Kind::is_template);
        if entry.file_type().is_dir() || !is_template {
            continue;
        }
        if let (Some(folder), Some(name)) = (entry.path().parent(), entry.path().file_name()) {
            let names = folders.entry(folder.to_owned()).or_default();
            names.push(name.into());
        }
    }
    Ok(folders)
}
