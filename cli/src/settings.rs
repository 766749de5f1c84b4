//! What `flockml.toml` sets for the files of a run.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use flockml::template::Config;

use crate::exit::Failure;
use crate::files::{Input, Kind, STDIN, display_name};
use crate::finding::List;
use crate::templates;

/// The settings of each folder that has files in the run.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    by_folder: HashMap<PathBuf, Config>,
}

impl Settings {
    /// What holds for `files`.
    pub(crate) fn of(files: &[Input]) -> Result<Self, Failure> {
        let mut settings = Self::default();
        for file in files {
            let path = match file {
                Input::Stdin => Path::new(STDIN),
                Input::File { path, .. } => path,
            };
            let folder = folder_of(path);
            if !settings.by_folder.contains_key(folder) {
                let config = usable(folder)?.unwrap_or_default();
                settings.by_folder.insert(folder.to_owned(), config);
            }
            if let Input::File {
                kind: Kind::Settings,
                ..
            } = file
                && let Some(set) = settings.by_folder[folder].to_check()
            {
                there(&set, "check")?;
            }
        }
        Ok(settings)
    }

    /// What holds for the file at `path`.
    pub(crate) fn of_file(path: &Path) -> Result<Self, Failure> {
        let folder = folder_of(path);
        let config = usable(folder)?.unwrap_or_default();
        let by_folder = HashMap::from([(folder.to_owned(), config)]);
        Ok(Self { by_folder })
    }

    /// What of `list`, found in the file at `path` that is no template, is to be told.
    pub(crate) fn apply(&self, path: &Path, mut list: List) -> List {
        if let Some(config) = self.by_folder.get(folder_of(path)) {
            let found = list.found.into_iter();
            list.found = found
                .filter_map(|mut found| {
                    found.diagnostic = config.apply(found.diagnostic)?;
                    Some(found)
                })
                .collect();
        }
        list
    }
}

/// What to check when the user names `paths`, be it nothing.
pub(crate) fn to_check(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    if !paths.is_empty() {
        return Ok(paths.to_owned());
    }
    let set = find(Path::new("."))?.and_then(|config| config.to_check());
    let Some(set) = set else {
        return Ok(vec![PathBuf::from(".")]);
    };
    there(&set, "check")?;
    Ok(set)
}

/// The folder of templates when the user names none.
pub(crate) fn templates() -> Result<Option<PathBuf>, Failure> {
    Ok(usable(Path::new("."))?.map(|config| config.templates()))
}

/// What is set for `path`, whose folder of templates is there.
pub(crate) fn usable(path: &Path) -> Result<Option<Config>, Failure> {
    let config = find(path)?;
    if let Some(config) = &config {
        there(&[config.templates()], "templates")?;
    }
    Ok(config)
}

/// Fails if one of `paths`, which `flockml.toml` names, is missing: nobody typed it just now.
fn there(paths: &[PathBuf], key: &str) -> Result<(), Failure> {
    match paths.iter().find(|path| !path.exists()) {
        None => Ok(()),
        Some(missing) => Err(Failure::new(format!(
            "cannot read `{}`, which `folders.{key}` in `flockml.toml` names: no such file or folder",
            display_name(missing)
        ))),
    }
}

/// The nearest `flockml.toml` upward from `path`.
pub(crate) fn find(path: &Path) -> Result<Option<Config>, Failure> {
    Config::find(path).map_err(|error| templates::failure(&error))
}

/// The targets of the nearest `flockml.toml` upward from `path`, whatever else is wrong with it.
pub(crate) fn targets(path: &Path) -> Result<Option<Config>, Failure> {
    Config::find_targets(path).map_err(|error| templates::failure(&error))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
