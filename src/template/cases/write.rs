//! Writing a file so that it is never half written.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Tests write from many threads of one process.
static DRAFTS: AtomicU32 = AtomicU32::new(0);

/// Puts `text` in the place of what the file at `path`, in the folder `root`, holds.
pub(super) fn replace(path: &Path, root: &Path, text: &str) -> io::Result<()> {
    // A link stays a link: what it points to is replaced.
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_path_buf(),
        Err(error) => return Err(error),
    };
    let folder = target.parent().unwrap_or(root);
    if !fs::canonicalize(folder)?.starts_with(fs::canonicalize(root)?) {
        return Err(io::Error::other("it is a link out of the template folder"));
    }
    let permissions = fs::metadata(&target).map(|data| data.permissions()).ok();
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "it is read-only",
        ));
    }
    let draft = draft(folder);
    let written = write(&draft, permissions, text).and_then(|()| fs::rename(&draft, &target));
    if written.is_err() {
        // What went wrong is told; a draft that stays is hidden.
        let _ = fs::remove_file(&draft);
    }
    written
}

fn draft(folder: &Path) -> PathBuf {
    let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
    folder.join(format!(".flockml-{}-{number}.draft", std::process::id()))
}

fn write(draft: &Path, permissions: Option<fs::Permissions>, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(draft)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}
