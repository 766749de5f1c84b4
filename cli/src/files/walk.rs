//! Which files a command line means.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::exit::Failure;
use crate::files::kind::SUFFIXES;
use crate::files::{Kind, STDIN, display_name};

/// Folders that hold what others made.
const NOT_OURS: &[&str] = &["target", "node_modules"];

/// A file to work on.
#[derive(Debug)]
pub(crate) enum Input {
    /// FlockML on standard input.
    Stdin,
    /// A file.
    File {
        /// As the user wrote it.
        path: PathBuf,
        /// What it is.
        kind: Kind,
        /// The folder that the user named, if not the file itself.
        within: Option<PathBuf>,
    },
}

/// The files that `paths` name, each once: folders with all that is in them, in the order of
/// their names; and what could not be found or read.
pub(crate) fn inputs(paths: &[PathBuf]) -> (Vec<Input>, Vec<Failure>) {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() == STDIN {
            found.stdin();
        } else if path.is_dir() {
            found.folder(path);
        } else {
            found.file(path);
        }
    }
    (found.inputs, found.failures)
}

/// `folder` and the folders in it that files are looked for in.
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).follow_links(true).into_iter();
    walk.filter_entry(|entry| entry.file_type().is_dir() && is_ours(entry))
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// More than this is no folder of templates.
pub(crate) const MOST_ENTRIES: usize = 10_000;
const MOST_DEPTH: usize = 16;

/// What is in `folder`, in the order of its names, as far as templates may be; links to folders are
/// not followed. Only so many of them are looked at as the caller takes.
pub(crate) fn entries(folder: &Path) -> impl Iterator<Item = DirEntry> {
    let walk = WalkDir::new(folder)
        .max_depth(MOST_DEPTH)
        .sort_by_file_name();
    walk.into_iter().filter_entry(is_ours).flatten()
}

#[derive(Default)]
struct Found {
    inputs: Vec<Input>,
    failures: Vec<Failure>,
    seen: HashSet<PathBuf>,
}

impl Found {
    fn stdin(&mut self) {
        if self.seen.insert(PathBuf::from(STDIN)) {
            self.inputs.push(Input::Stdin);
        }
    }

    fn file(&mut self, path: &Path) {
        match Kind::of_named(path) {
            Some(kind) if path.exists() || kind != Kind::Settings => self.add(path, kind, None),
            _ if path.exists() => self.failures.push(Failure::new(format!(
                "cannot tell what `{}` is: expected a name that ends in {SUFFIXES}",
                display_name(path)
            ))),
            _ => {
                let missing = super::read::not_found(&display_name(path));
                self.failures.push(missing);
            }
        }
    }

    fn folder(&mut self, path: &Path) {
        let mut is_empty = true;
        let walk = WalkDir::new(path)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(is_ours);
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    if let Some(kind) = Kind::of(entry.path()) {
                        is_empty = false;
                        self.add(entry.path(), kind, Some(path));
                    }
                }
                Ok(_) => {}
                Err(error) => self.walk_error(&error),
            }
        }
        if is_empty && self.failures.is_empty() {
            crate::output::complain(&format!(
                "note: `{}` holds no files that end in {SUFFIXES}",
                path.display()
            ));
        }
    }

    /// A link that leads back up has been walked already; what cannot be read is told.
    fn walk_error(&mut self, error: &walkdir::Error) {
        if error.loop_ancestor().is_some() {
            return;
        }
        let name = error.path().map(display_name).unwrap_or_default();
        let dangling = error
            .path()
            .is_some_and(|path| path.is_symlink() && !path.exists() && Kind::of(path).is_none());
        if dangling {
            return;
        }
        self.failures.push(match error.io_error() {
            Some(error) => super::read::unreadable(&name, error),
            None => Failure::new(format!("cannot read `{name}`: {error}")),
        });
    }

    fn add(&mut self, path: &Path, kind: Kind, within: Option<&Path>) {
        let same = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.seen.insert(same) {
            self.inputs.push(Input::File {
                path: path.to_owned(),
                kind,
                within: within.map(Path::to_owned),
            });
        }
    }
}

fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0
        || !(name.starts_with('.')
            || entry.file_type().is_dir() && NOT_OURS.contains(&name.as_ref()))
}
