//! Changes of files, seen when they happen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::exit::Failure;
use crate::files::display_name;
use crate::output;
use crate::watch::Watch;

use super::Preview;
use super::checking::Checking;

/// An editor's steps in saving a file are not further apart.
const QUIET: Duration = Duration::from_millis(25);
/// Where something happens all the time, it is looked at after so long.
const LONGEST: Duration = Duration::from_millis(120);

/// Follows the folder, in a thread of its own.
pub(super) fn start(preview: Arc<Preview>, checking: Checking) {
    thread::spawn(move || {
        if let Err(failure) = follow(&preview, &checking) {
            output::complain(&format!(
                "warning: {failure}: changes are not seen until this program is started again"
            ));
        }
    });
}

fn follow(preview: &Preview, checking: &Checking) -> Result<(), Failure> {
    let dir = preview.gallery.dir();
    let mut watch = Watch::new()?.patience(QUIET, LONGEST);
    let mut changed = BTreeSet::new();
    let mut is_first = true;
    loop {
        watch.follow_folder(dir)?;
        // Before the first look at it a folder was loaded that nobody watched over.
        reload(preview, checking, &changed, is_first);
        is_first = false;
        if !watch.is_behind_folder(dir) {
            changed = watch.changed()?;
        }
    }
}

fn reload(preview: &Preview, checking: &Checking, changed: &BTreeSet<PathBuf>, is_first: bool) {
    let changed: BTreeSet<PathBuf> = changed
        .iter()
        .map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()))
        .collect();
    if !is_first {
        let now = preview.gallery.reload(&changed);
        let files: Vec<String> = changed.iter().map(|path| shown(path)).collect();
        let data = json!({ "revision": now.revision, "files": files });
        preview.events.tell("changed", &data);
    }
    checking.ask();
}

/// The path as findings have it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    display_name(path.strip_prefix(&here).unwrap_or(path))
}
