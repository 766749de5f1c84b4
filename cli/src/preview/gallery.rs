//! What there is to see: templates, samples and what is wrong with them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use flockml::template::hostile_names;
use serde_json::{Value, json};

use crate::exit::Failure;
use crate::files::display_name;
use crate::finding::{FileFindings, Findings};
use crate::report;

use super::editor::Editor;
use super::folders::{Folders, Template};

/// The folder as it was at one time; never changed, so that whoever has it is not waited for.
pub(super) struct Snapshot {
    /// Grows with every change, also over restarts of the program.
    pub(super) revision: u64,
    pub(super) folders: Arc<Folders>,
    /// Why the folder cannot be loaded or checked.
    pub(super) failure: Option<String>,
    /// Whether it cannot be loaded any longer: it is as it was before.
    pub(super) is_old: bool,
    /// Whether the findings are all that there are.
    pub(super) is_checked: bool,
    pub(super) findings: Vec<Value>,
    /// What the page is told.
    pub(super) json: String,
}

/// The folder as it is now.
pub(super) struct Gallery {
    dir: PathBuf,
    editor: Editor,
    now: RwLock<Arc<Snapshot>>,
}

/// How many findings are how bad.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

impl Gallery {
    /// Loads the templates below `dir`.
    pub(super) fn load(dir: PathBuf, editor: Editor) -> Self {
        let (folders, failure) = match Folders::load(&dir) {
            Ok(folders) => (folders, None),
            Err(failure) => (Folders::empty(), Some(failure.to_string())),
        };
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let snapshot = Snapshot {
            revision: since.map_or(0, |since| since.as_secs()) * 1_000,
            findings: merged(Vec::new(), faults(&folders, &editor)),
            folders: Arc::new(folders),
            is_old: failure.is_some(),
            failure,
            is_checked: false,
            json: String::new(),
        };
        Self {
            now: RwLock::new(Arc::new(snapshot.told(&dir))),
            dir,
            editor,
        }
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn editor(&self) -> &Editor {
        &self.editor
    }

    pub(super) fn now(&self) -> Arc<Snapshot> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, snapshot: Snapshot) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }

    /// Loads again what has changed; what cannot be loaded stays as it is. Only one thread may
    /// call this.
    pub(super) fn reload(&self, changed: &BTreeSet<PathBuf>) -> Arc<Snapshot> {
        let before = self.now();
        let (folders, failure) = match Folders::load(&self.dir) {
            Ok(folders) => (Arc::new(folders), None),
            Err(failure) => (Arc::clone(&before.folders), Some(failure.to_string())),
        };
        // Those that loading shows are seen again if they are still there, whichever file it was
        // that changed.
        let of_loading = faults(&before.folders, &self.editor);
        let of_loading: HashSet<Key> = of_loading.iter().map(key).collect();
        let kept = before.findings.iter().filter(|finding| {
            let file = finding["file"].as_str().unwrap_or_default();
            let is_kept = folders.has_file(file) && !is_among(file, changed);
            is_kept && !of_loading.contains(&key(finding))
        });
        let findings = merged(kept.cloned().collect(), faults(&folders, &self.editor));
        let snapshot = Snapshot {
            revision: before.revision + 1,
            folders,
            is_old: failure.is_some(),
            failure,
            is_checked: false,
            findings,
            json: String::new(),
        };
        self.set(snapshot.told(&self.dir));
        self.now()
    }

    /// Notes what the check of `of` found, or why it could not be made; not if something has
    /// changed since.
    pub(super) fn checked(&self, of: &Snapshot, found: Result<Findings, Failure>) -> Option<Count> {
        let (findings, failure) = match found {
            Ok(found) => (values(&found.files, &self.editor), None),
            Err(failure) => (of.findings.clone(), Some(failure.to_string())),
        };
        let mut count = Count::default();
        findings.iter().for_each(|finding| count.add(finding));
        let snapshot = Snapshot {
            revision: of.revision,
            folders: Arc::clone(&of.folders),
            failure,
            is_old: false,
            is_checked: true,
            findings,
            json: String::new(),
        };
        // Who asks for what there is now does not wait for what is written about a large folder.
        let snapshot = Arc::new(snapshot.told(&self.dir));
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        if now.revision != of.revision {
            return None;
        }
        *now = snapshot;
        Some(count)
    }
}

impl Count {
    fn add(&mut self, finding: &Value) {
        match finding["severity"] == "error" {
            true => self.errors += 1,
            false => self.warnings += 1,
        }
    }
}

impl Snapshot {
    /// The same with what the page is told of it.
    fn told(mut self, dir: &Path) -> Self {
        let mut counts: HashMap<&str, Count> = HashMap::new();
        for finding in &self.findings {
            let file = finding["file"].as_str().unwrap_or_default();
            counts.entry(file).or_default().add(finding);
        }
        let templates = self.folders.templates().iter();
        let templates: Vec<Value> = templates
            .map(|template| listed(template, &counts))
            .collect();
        let json = json!({
            "root": display_name(dir),
            "revision": self.revision,
            "templates": templates,
            "hostile": hostile_names().collect::<Vec<_>>(),
            "findings": &self.findings,
            "checked": self.is_checked,
            "failure": &self.failure,
            "version": env!("CARGO_PKG_VERSION"),
        });
        self.json = json.to_string();
        self
    }
}

fn listed(template: &Template, counts: &HashMap<&str, Count>) -> Value {
    let samples = template.samples.iter();
    let samples: Vec<Value> = samples
        .map(|sample| json!({ "case": sample.case, "file": sample.file }))
        .collect();
    let own = template.samples.iter().map(|sample| sample.file.as_str());
    // What stands in the way in another file is this template's business too.
    let in_parts = template.faults.iter().map(|file| file.source.name());
    let files: BTreeSet<&str> = own.chain(in_parts).chain([&*template.file]).collect();
    let counts = files.into_iter().filter_map(|file| counts.get(file));
    let (errors, warnings) = counts.fold((0, 0), |(errors, warnings), count| {
        (errors + count.errors, warnings + count.warnings)
    });
    json!({
        "name": template.name,
        "kind": template.kind,
        "file": template.file,
        "samples": samples,
        "errors": errors,
        "warnings": warnings,
    })
}

/// What loading alone shows to be wrong.
fn faults(folders: &Folders, editor: &Editor) -> Vec<Value> {
    let templates = folders.templates().iter();
    templates
        .flat_map(|template| values(&template.faults, editor))
        .collect()
}

/// Both, each finding once.
fn merged(findings: Vec<Value>, more: Vec<Value>) -> Vec<Value> {
    let mut seen: HashSet<Key> = findings.iter().map(key).collect();
    let more = more.into_iter().filter(|finding| seen.insert(key(finding)));
    let more: Vec<Value> = more.collect();
    findings.into_iter().chain(more).collect()
}

/// What is the same of findings that are.
type Key = (String, String, u64, u64);

fn key(finding: &Value) -> Key {
    let text = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let number = |key: &str| finding[key].as_u64().unwrap_or_default();
    (text("file"), text("rule"), number("line"), number("column"))
}

/// Findings as the page shows them: those of `check --format json`, and how to open the place.
pub(super) fn values(files: &[FileFindings], editor: &Editor) -> Vec<Value> {
    let opened = |mut finding: Value| {
        let file = finding["file"].as_str().unwrap_or_default();
        let place = |key: &str| finding[key].as_u64().unwrap_or(1);
        let open = editor.at(Path::new(file), place("line"), place("column"));
        finding["open"] = open;
        finding
    };
    let findings = files.iter().flat_map(report::values);
    findings.map(opened).collect()
}

/// Whether `file`, as findings call it, is one of `paths`.
fn is_among(file: &str, paths: &BTreeSet<PathBuf>) -> bool {
    let Ok(file) = std::path::absolute(file) else {
        return true;
    };
    paths.contains(&file)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn places(snapshot: &Snapshot) -> Vec<String> {
        let findings = snapshot.findings.iter();
        findings.map(|finding| key(finding).0).collect()
    }

    #[test]
    fn what_is_mended_in_another_file_is_not_told_any_longer() {
        let folder = tempfile::tempdir().unwrap();
        let part = folder.path().join("_part.flockml");
        let whole = "<flockml>{% include \"_part.flockml\" %}</flockml>";
        fs::write(folder.path().join("whole.flockml"), whole).unwrap();
        let editor = Editor::new("none").unwrap();
        let gallery = Gallery::load(folder.path().to_owned(), editor);
        let found = places(&gallery.now());
        assert!(
            found.len() == 1 && found[0].ends_with("whole.flockml"),
            "{found:?}"
        );
        fs::write(&part, "hello").unwrap();
        let now = gallery.reload(&BTreeSet::from([part]));
        assert_eq!(places(&now), [""; 0]);
    }
}
