//! Pages of the documentation.

use std::fs;
use std::path::{Path, PathBuf};

/// Where the pages stand.
pub(crate) fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().unwrap()
}

/// Holds that `page` is what `fresh` makes of it, or makes it so on request; `test` is the file of tests.
pub(crate) fn hold(page: &str, test: &str, fresh: impl FnOnce(&str) -> String) {
    let path = root().join(page);
    let fresh = fresh(&fs::read_to_string(&path).unwrap());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap();
    for (line, (written, fresh)) in written.lines().zip(fresh.lines()).enumerate() {
        assert_eq!(
            written,
            fresh,
            "{page}:{} is out of date: run `UPDATE_DOCS=1 cargo test -p flockml-cli --test {test}`",
            line + 1
        );
    }
    assert_eq!(written.lines().count(), fresh.lines().count());
}
