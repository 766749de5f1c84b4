//! Changes of files, seen when they happen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::exit::Failure;
use crate::files::display_name;
use crate::watch::Watch;
use crate::{output, templates};

use super::Preview;
use super::checking::Checking;

/// An editor's steps in saving a file are not further apart.
const QUIET: Duration = Duration::from_millis(25);
/// Where something happens all the time, it is looked at after so long.
const LONGEST: Duration = Duration::from_millis(120);

/// Of more changed files than these the rest is not named.
const MOST_TOLD: usize = 100;

/// Watches over `dir`: what changes from here on is seen.
pub(super) fn watch(dir: &Path) -> Result<Watch, Failure> {
    let mut watch = Watch::new()?.patience(QUIET, LONGEST);
    watch.follow_folder(dir)?;
    Ok(watch)
}

/// Follows the folder that was loaded after it began to be watched over, in a thread of its own.
pub(super) fn start(preview: Arc<Preview>, checking: Checking, watch: Result<Watch, Failure>) {
    thread::spawn(move || {
        checking.ask();
        let followed = watch.and_then(|watch| follow(&preview, &checking, watch));
        if let Err(failure) = followed {
            output::complain(&format!(
                "warning: {failure}: changes are not seen until this program is started again"
            ));
        }
    });
}

fn follow(preview: &Preview, checking: &Checking, mut watch: Watch) -> Result<(), Failure> {
    let dir = preview.gallery.dir();
    loop {
        let mut changed = BTreeSet::new();
        // What was made meanwhile may have been missed.
        if !watch.is_behind_folder(dir) {
            changed = concerning(dir, watch.changed()?);
            if changed.is_empty() {
                continue;
            }
        }
        watch.follow_folder(dir)?;
        reload(preview, &changed);
        checking.ask();
    }
}

/// What of `changed` is about `dir`: what else stands in the folder around it is not.
fn concerning(dir: &Path, changed: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let (dir, root) = (absolute(dir), absolute(&templates::root(None, dir)));
    let concerns = |path: &PathBuf| {
        let is_inside = path.starts_with(&dir) || path.starts_with(&root);
        is_inside || dir.starts_with(path) || path.ends_with("flockml.toml")
    };
    let changed = changed.iter().map(|path| absolute(path));
    changed.filter(concerns).collect()
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn reload(preview: &Preview, changed: &BTreeSet<PathBuf>) {
    let now = preview.gallery.reload(changed);
    let files = changed.iter().take(MOST_TOLD).map(|path| shown(path));
    let files: Vec<String> = files.collect();
    let data = json!({ "revision": now.revision, "files": files });
    preview.events.tell("changed", &data);
}

/// The path as findings have it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    display_name(path.strip_prefix(&here).unwrap_or(path))
}
