//! Template folders, each loaded once, and what is wrong with them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Path, PathBuf};

use flockml::check;
use flockml::template::{Finding, Templates, root_of};
use flockml::{Error, ErrorKind};

use crate::exit::Failure;
use crate::files::{self, Kind, Text, display_name};
use crate::finding::{FileFindings, Found, List};

/// The folders that the templates of a run belong to.
pub(crate) struct Folders<'a> {
    root: Option<&'a Path>,
    /// What cannot be loaded is not tried again for the next file.
    loaded: HashMap<PathBuf, Result<Folder, Failure>>,
}

impl<'a> Folders<'a> {
    /// Templates belong to `root`, if given, else each to the root that its place says.
    pub(crate) fn new(root: Option<&'a Path>) -> Self {
        Self {
            root,
            loaded: HashMap::new(),
        }
    }

    /// What is wrong with the template at `path`, found in the folder `within`, that holds `text`.
    ///
    /// A template whose place names no root may have been written for any folder between its own
    /// and the one that the user asked to check: the nearest under which most is right counts.
    pub(crate) fn findings(
        &mut self,
        path: &Path,
        within: Option<&Path>,
        kind: Kind,
        text: &Text,
    ) -> Result<List, Failure> {
        let document = text.source.text();
        let root = root(self.root, path);
        let wider = wider_roots(&root, path, within.filter(|_| self.root.is_none()));
        let mut list = self.findings_below(root, path)?;
        for root in wider {
            if list.errors() == 0 {
                break;
            }
            match self.findings_below(root, path) {
                Ok(other) if other.errors() < list.errors() => list = other,
                _ => {}
            }
        }
        if kind == Kind::FlockMl && list.found.len() >= check::MAX_DIAGNOSTICS {
            // The template engine keeps as many findings as a report does, but not their count.
            list.omitted = list.omitted.max(check::check(document).omitted());
        }
        Ok(list)
    }

    /// What the templates of the sample at `path`, found in the folder `within`, make of it.
    pub(crate) fn findings_of_sample(
        &mut self,
        path: &Path,
        within: Option<&Path>,
    ) -> Result<List, Failure> {
        let root = root(self.root, path);
        let mut wider = wider_roots(&root, path, within.filter(|_| self.root.is_none()));
        // Only a template that needs a wider folder is a reason to load it.
        wider.retain(|root| self.loaded.get(root).is_some_and(Result::is_ok));
        for root in std::iter::once(root).chain(wider) {
            let name = name_below(&root, path)?;
            let folder = self.folder(root, path)?;
            if let Some(list) = folder.findings.remove(&folder.shown(&name)) {
                return Ok(list);
            }
        }
        Ok(List::default())
    }

    fn folder(&mut self, root: PathBuf, path: &Path) -> Result<&mut Folder, Failure> {
        let folder = match self.loaded.entry(root) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let folder = Folder::load(entry.key());
                entry.insert(folder)
            }
        };
        folder.as_mut().map_err(|failure| {
            Failure::new(format!("cannot check `{}`: {failure}", display_name(path)))
        })
    }

    fn findings_below(&mut self, root: PathBuf, path: &Path) -> Result<List, Failure> {
        let name = name_below(&root, path)?;
        let folder = self.folder(root, path)?;
        if !folder.templates.contains(&name) {
            return Err(Failure::new(format!(
                "`{}` is in a folder that its template root leaves out: name another with `--root`",
                display_name(path)
            )));
        }
        let list = folder.findings.remove(&folder.shown(&name));
        Ok(list.unwrap_or_default())
    }
}

/// The folders above `path`'s own, up to `within`, unless `root` is known to be another.
pub(crate) fn wider_roots(root: &Path, path: &Path, within: Option<&Path>) -> Vec<PathBuf> {
    let (Some(own), Some(within)) = (path.parent(), within) else {
        return Vec::new();
    };
    if root != own {
        return Vec::new();
    }
    own.ancestors()
        .skip(1)
        .take_while(|folder| folder.starts_with(within))
        .map(Path::to_owned)
        .collect()
}

/// One root, loaded.
struct Folder {
    root: PathBuf,
    templates: Templates,
    /// By file, as the template engine calls it.
    findings: HashMap<String, List>,
}

impl Folder {
    fn load(root: &Path) -> Result<Self, Failure> {
        let templates = load(root)?;
        Ok(Self {
            root: root.to_owned(),
            findings: by_file(&templates.check()),
            templates,
        })
    }

    /// How findings of the template engine call the file `name`.
    fn shown(&self, name: &str) -> String {
        if self.root == Path::new(".") {
            return name.to_owned();
        }
        self.root.join(name).display().to_string()
    }
}

/// The root that the user gave, if it is a folder.
pub(crate) fn given_root(root: Option<&Path>) -> Result<Option<&Path>, Failure> {
    match root {
        Some(root) if !root.exists() => Err(Failure::new(format!(
            "cannot read `{}`: no such folder",
            display_name(root)
        ))),
        Some(root) if !root.is_dir() => Err(Failure::new(format!(
            "`{}` is no folder: `--root` wants the one that templates are in",
            display_name(root)
        ))),
        root => Ok(root),
    }
}

/// The template's path, as given or below the root that is given, and what it holds.
pub(crate) fn file(given: &Path, root: Option<&Path>) -> Result<(PathBuf, Text), Failure> {
    let path = place(given, root);
    let bytes = files::read(&path)?;
    match Kind::of(&path) {
        Some(kind) if kind.is_template() => {
            let text = files::decode(display_name(&path), bytes, kind);
            Ok((path, text))
        }
        _ => Err(Failure::new(format!(
            "`{}` is no template: expected a name that ends in `.flockml`, `.message.json`, \
             `.attachment.json` or `.button.json`",
            display_name(&path)
        ))),
    }
}

/// The template's path, as given or below the root that is given.
pub(crate) fn place(given: &Path, root: Option<&Path>) -> PathBuf {
    match root.map(|root| root.join(given)) {
        Some(below) if !given.exists() && below.exists() => below,
        _ => given.to_owned(),
    }
}

/// The folder that names in the template at `path` are relative to.
pub(crate) fn root(given: Option<&Path>, path: &Path) -> PathBuf {
    given.map_or_else(|| root_of(path), Path::to_owned)
}

/// The templates in `root`.
pub(crate) fn load(root: &Path) -> Result<Templates, Failure> {
    Templates::load(root).map_err(|error| failure(&error))
}

/// What the template at `path` is called among those in `root`.
pub(crate) fn name_below(root: &Path, path: &Path) -> Result<String, Failure> {
    let unreadable = |path: &Path, error| crate::files::unreadable(&display_name(path), &error);
    let folder = root
        .canonicalize()
        .map_err(|error| unreadable(root, error))?;
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    // The file itself may be a link: it is called what it is called here.
    let parent = parent
        .canonicalize()
        .map_err(|error| unreadable(path, error))?;
    let file = parent.join(path.file_name().unwrap_or_default());
    let Ok(name) = file.strip_prefix(&folder) else {
        return Err(Failure::new(format!(
            "`{}` is not in the template root `{}`",
            display_name(path),
            display_name(root)
        )));
    };
    let parts = name.iter().map(|part| part.to_string_lossy());
    Ok(parts.collect::<Vec<_>>().join("/"))
}

/// An error of the template engine, as a sentence with its causes.
pub(crate) fn failure(error: &Error) -> Failure {
    let mut sentence = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        sentence.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    Failure::new(sentence)
}

/// The findings that an error of the template engine carries, if it is one about content.
pub(crate) fn refused(error: &Error) -> Option<Vec<FileFindings>> {
    (error.kind() == ErrorKind::InvalidContent).then(|| files(error.findings()))
}

/// Findings with their files.
pub(crate) fn files(findings: &[Finding]) -> Vec<FileFindings> {
    let mut files: Vec<FileFindings> = Vec::new();
    for finding in findings {
        let source = finding.source().clone();
        match files.last_mut() {
            Some(last) if last.source.name() == source.name() => {
                last.list.found.push(found(finding));
            }
            _ => {
                let list = List {
                    found: vec![found(finding)],
                    omitted: 0,
                };
                files.push(FileFindings::new(source, list));
            }
        }
    }
    files
}

fn by_file(findings: &[Finding]) -> HashMap<String, List> {
    let mut files: HashMap<String, List> = HashMap::new();
    for finding in findings {
        let list = files.entry(finding.file().to_owned()).or_default();
        if list.found.len() < check::MAX_DIAGNOSTICS {
            list.found.push(found(finding));
        } else {
            list.omitted += 1;
        }
    }
    files
}

fn found(finding: &Finding) -> Found {
    Found {
        diagnostic: finding.diagnostic().clone(),
        sample: finding.sample().map(str::to_owned),
        excerpt: finding.excerpt().map(str::to_owned),
        related: finding.related().to_vec(),
    }
}
