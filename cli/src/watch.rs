//! Waiting for files to change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::exit::Failure;
use crate::files::{self, Kind, STDIN, display_name};
use crate::{settings, templates};

/// Editors write a file in several steps: it is looked at when nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(60);
/// Where something happens all the time, it is looked at after so long.
const LONGEST: Duration = Duration::from_secs(1);
/// What changes how files are judged.
const CONFIG: &str = "flockml.toml";

/// Watches over the folders of a command line.
pub(crate) struct Watch {
    watcher: RecommendedWatcher,
    changes: Receiver<notify::Result<Event>>,
    folders: BTreeSet<PathBuf>,
    quiet: Duration,
    longest: Duration,
}

impl Watch {
    /// Watches over nothing yet.
    pub(crate) fn new() -> Result<Self, Failure> {
        let (sender, changes) = channel();
        let watcher = notify::recommended_watcher(sender).map_err(|error| failure(&error))?;
        Ok(Self {
            watcher,
            changes,
            folders: BTreeSet::new(),
            quiet: QUIET,
            longest: LONGEST,
        })
    }

    /// Looks at files when nothing has happened for `quiet`, and after `longest` whatever happens.
    pub(crate) fn patience(mut self, quiet: Duration, longest: Duration) -> Self {
        (self.quiet, self.longest) = (quiet, longest);
        self
    }

    /// Watches over `folder` and, lest its end and its return be missed, what it stands in.
    pub(crate) fn follow_folder(&mut self, folder: &Path) -> Result<(), Failure> {
        self.follow_all(around(folder))
    }

    /// Whether there are folders in `folder` that it does not watch over.
    pub(crate) fn is_behind_folder(&self, folder: &Path) -> bool {
        around(folder) != self.folders
    }

    /// Watches over the folders of `paths`, those included that are new since the last time.
    pub(crate) fn follow(&mut self, paths: &[PathBuf], root: Option<&Path>) -> Result<(), Failure> {
        self.follow_all(folders(paths, root))
    }

    fn follow_all(&mut self, folders: BTreeSet<PathBuf>) -> Result<(), Failure> {
        self.folders = folders;
        let mut watched = 0;
        let mut fault = None;
        for folder in &self.folders {
            match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => watched += 1,
                // It may be gone since it was listed.
                Err(error) if folder.is_dir() => fault = Some(error),
                Err(_) => {}
            }
        }
        match fault {
            Some(error) => Err(failure(&error)),
            None if watched == 0 => Err(Failure::new("there is no folder to watch")),
            None => Ok(()),
        }
    }

    /// Whether there are folders that it does not watch over.
    pub(crate) fn is_behind(&self, paths: &[PathBuf], root: Option<&Path>) -> bool {
        folders(paths, root) != self.folders
    }

    /// Waits until files that matter have changed, and says which.
    pub(crate) fn changed(&self) -> Result<BTreeSet<PathBuf>, Failure> {
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            let event = self.changes.recv().map_err(|_| over())?;
            add(event, &mut changed)?;
        }
        let since = Instant::now();
        while since.elapsed() < self.longest {
            match self.changes.recv_timeout(self.quiet) {
                Ok(event) => add(event, &mut changed)?,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return Err(over()),
            }
        }
        Ok(changed)
    }
}

/// The files of an event that are of interest.
fn add(event: notify::Result<Event>, changed: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    let event = event.map_err(|error| failure(&error))?;
    let is_read = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    };
    if !is_read {
        changed.extend(event.paths.into_iter().filter(|path| matters(path)));
    }
    Ok(())
}

/// Whether it is a file that is checked, or may be a folder of such.
fn matters(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_hidden = name.starts_with('.');
    !is_hidden && (name == CONFIG || Kind::of(path).is_some() || path.extension().is_none())
}

/// The folders of `paths`, of the templates that those belong to, and of what is set for them.
fn folders(paths: &[PathBuf], root: Option<&Path>) -> BTreeSet<PathBuf> {
    let mut folders: BTreeSet<PathBuf> = root.into_iter().flat_map(files::folders).collect();
    for path in paths.iter().filter(|path| path.as_os_str() != STDIN) {
        folders.extend(files::folders(&templates::root(root, path)));
        if path.is_dir() {
            folders.extend(files::folders(path));
        }
        if let Ok(Some(config)) = settings::find(path) {
            folders.insert(config.folder().to_owned());
        }
    }
    folders
}

/// What templates in `folder` depend on, within the bounds of what is loaded: its folders, those of
/// its root and of the settings, and the nearest one above it that is there.
fn around(folder: &Path) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::new();
    if folder.is_dir() {
        for folder in [folder, &templates::root(None, folder)] {
            let entries = files::entries(folder).take(files::MOST_ENTRIES);
            let entries = entries.filter(|entry| entry.file_type().is_dir());
            folders.extend(entries.map(walkdir::DirEntry::into_path));
        }
        if let Ok(Some(config)) = settings::find(folder) {
            folders.insert(config.folder().to_owned());
        }
    }
    let above = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let above = above.ancestors().skip(1).find(|above| above.is_dir());
    folders.extend(above.map(Path::to_owned));
    folders
}

/// The names of what changed, for people.
pub(crate) fn names(changed: &BTreeSet<PathBuf>) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let mut names = changed
        .iter()
        .map(|path| display_name(path.strip_prefix(&here).unwrap_or(path)));
    let first = names.next().unwrap_or_default();
    match names.count() {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

fn failure(error: &notify::Error) -> Failure {
    Failure::new(format!("cannot watch files: {error}"))
}

fn over() -> Failure {
    Failure::new("cannot watch files any longer")
}
