//! The cases that a command line means, and what came of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use flockml::template::{Case, Failure as Why, Update};

use crate::exit::Failure;
use crate::files::{self, Input, Kind};
use crate::{settings, templates};

/// A case that was run.
pub(crate) struct Ran {
    /// The case.
    pub(crate) case: Case,
    /// What became of its expected payload, if that was to be written.
    pub(crate) update: Option<Update>,
}

/// The cases of a run.
#[derive(Default)]
pub(crate) struct Tested {
    /// In the order of their names, folder by folder.
    pub(crate) cases: Vec<Ran>,
}

/// How the cases of a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    /// Expected payloads that were written anew.
    pub(crate) changed: usize,
    /// Expected payloads that were not there.
    pub(crate) created: usize,
}

impl Ran {
    /// Why the case failed, unless what it makes was accepted.
    pub(crate) fn failure(&self) -> Option<&Why> {
        match self.update {
            Some(Update::Changed | Update::Created) => None,
            _ => self.case.failure(),
        }
    }
}

impl Tested {
    /// How the cases ended.
    pub(crate) fn tally(&self) -> Tally {
        let count = |keep: &dyn Fn(&Ran) -> bool| self.cases.iter().filter(|ran| keep(ran)).count();
        let failed = count(&|ran| ran.failure().is_some());
        Tally {
            passed: self.cases.len() - failed,
            failed,
            changed: count(&|ran| ran.update == Some(Update::Changed)),
            created: count(&|ran| ran.update == Some(Update::Created)),
        }
    }
}

/// Where to look for cases when the user names `path`, be it nothing.
pub(crate) fn place(path: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(path) = path {
        return Ok(path.to_owned());
    }
    let here = PathBuf::from(".");
    let Some(root) = settings::templates()? else {
        return Ok(here);
    };
    let is_inside = match (here.canonicalize(), root.canonicalize()) {
        (Ok(here), Ok(root)) => here.starts_with(root),
        _ => false,
    };
    Ok(if is_inside { here } else { root })
}

/// The cases at `place`, a folder or a file, whose templates belong to `root`, if given.
pub(crate) fn gather(place: &Path, root: Option<&Path>) -> Result<Vec<Case>, Failure> {
    let within = place.is_dir().then_some(place);
    let mut cases = Vec::new();
    for (root, wanted) in wanted(place, root)? {
        let wider = match (within, wanted.file.as_deref()) {
            (Some(_), Some(file)) => templates::wider_roots(&root, file, within),
            _ => Vec::new(),
        };
        for case in templates::load(plain(&root))?.cases() {
            if wanted.has(&case) {
                cases.push(below(case, &root, &wider));
            }
        }
    }
    Ok(cases)
}

/// The folder without the `./` that findings would begin with.
fn plain(root: &Path) -> &Path {
    match root.strip_prefix(".") {
        Ok(below) if !below.as_os_str().is_empty() => below,
        _ => root,
    }
}

/// What is asked for below one root.
#[derive(Default)]
struct Wanted {
    /// `NAME.CASE` of samples and expected payloads.
    stems: BTreeSet<String>,
    /// The template whose cases are all meant.
    template: Option<String>,
    /// One of the files.
    file: Option<PathBuf>,
}

impl Wanted {
    fn has(&self, case: &Case) -> bool {
        match &self.template {
            Some(template) => case.template() == Some(template),
            None => self.stems.contains(case.name()),
        }
    }
}

fn wanted(place: &Path, given: Option<&Path>) -> Result<BTreeMap<PathBuf, Wanted>, Failure> {
    let (inputs, failures) = files::inputs(&[place.to_owned()]);
    if let Some(failure) = failures.into_iter().next() {
        return Err(failure);
    }
    let mut wanted: BTreeMap<PathBuf, Wanted> = BTreeMap::new();
    for input in inputs {
        let Input::File { path, kind, within } = input else {
            continue;
        };
        let is_named = within.is_none();
        let is_case = matches!(kind, Kind::Sample | Kind::Expected);
        if !is_case && !is_named {
            continue;
        }
        if !is_case && !kind.is_template() {
            return Err(Failure::new(format!(
                "`{}` is no case: name a folder, a template, a `.sample.json` or an `.expected.json`",
                files::display_name(&path)
            )));
        }
        let root = templates::root(given, &path);
        let name = templates::name_below(&root, &path)?;
        let wanted = wanted.entry(root).or_default();
        if is_case {
            wanted.stems.insert(stem(&name).to_owned());
        } else {
            wanted.template = Some(name);
        }
        wanted.file = Some(path);
    }
    Ok(wanted)
}

/// `NAME.CASE` of the file `name`.
fn stem(name: &str) -> &str {
    let sample = name.strip_suffix(".sample.json");
    sample
        .or_else(|| name.strip_suffix(".expected.json"))
        .unwrap_or(name)
}

/// `case`, or the same below the nearest of some wider roots that can render it.
fn below(case: Case, root: &Path, wider: &[PathBuf]) -> Case {
    let is_broken = |case: &Case| case.failure().is_some_and(|why| !why.findings.is_empty());
    if !is_broken(&case) {
        return case;
    }
    for wider in wider {
        let Ok(prefix) = root.strip_prefix(wider) else {
            continue;
        };
        let mut name: Vec<String> = prefix
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        name.push(case.name().to_owned());
        let name = name.join("/");
        let found = templates::load(plain(wider)).ok();
        let found = found.and_then(|templates| {
            templates
                .cases()
                .into_iter()
                .find(|case| case.name() == name)
        });
        if let Some(found) = found.filter(|found| !is_broken(found)) {
            return found;
        }
    }
    case
}
