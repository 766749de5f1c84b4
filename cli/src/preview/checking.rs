//! The whole check, which takes longer than a page may wait.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::checker::Checker;
use crate::exit::Failure;
use crate::files;
use crate::finding::Findings;
use crate::settings::Settings;

use super::Preview;

/// A page asks for its picture within this time, and a check would take the processors from it.
const PAUSE: Duration = Duration::from_millis(150);
/// Where something happens all the time, it is checked after so long.
const LONGEST: Duration = Duration::from_secs(2);

/// Asks for a check.
#[derive(Debug, Clone)]
pub(super) struct Checking(Sender<()>);

impl Checking {
    /// Checks whenever it is asked, in a thread of its own.
    pub(super) fn start(preview: Arc<Preview>) -> Self {
        let (sender, asked) = channel();
        thread::spawn(move || check_again_and_again(&preview, &asked));
        Self(sender)
    }

    /// Asks for a check of what is there now.
    pub(super) fn ask(&self) {
        // The thread that listens ends with the program.
        let _ = self.0.send(());
    }
}

fn check_again_and_again(preview: &Preview, asked: &Receiver<()>) {
    while asked.recv().is_ok() {
        let since = Instant::now();
        // Many questions have one answer; and what is looked at comes first.
        while since.elapsed() < LONGEST && asked.recv_timeout(PAUSE).is_ok() {}
        let now = preview.gallery.now();
        if now.is_old || now.is_checked {
            continue;
        }
        let found = check(preview.gallery.dir());
        // What has changed meanwhile is asked for by who saw it.
        if let Some(count) = preview.gallery.checked(&now, found) {
            let (errors, warnings) = (count.errors, count.warnings);
            let data = json!({ "revision": now.revision, "errors": errors, "warnings": warnings });
            preview.events.tell("checked", &data);
        }
    }
}

/// What `flockml check DIR` says.
pub(super) fn check(dir: &Path) -> Result<Findings, Failure> {
    let (inputs, _) = files::inputs(&[dir.to_owned()]);
    let settings = Settings::of(&inputs)?;
    let (findings, _) = Checker::new(inputs, None, settings).check();
    Ok(findings)
}
