//! The cases of a folder in a test.

use std::fmt::Write;
use std::path::Path;

use super::super::{Templates, root_of};
use super::{Case, Update};

/// With this variable set, what is rendered becomes what is expected.
const UPDATE: &str = "FLOCKML_UPDATE";

/// Asserts that every sample in `folder` makes the payload that is expected of it.
///
/// It is `flockml test` for `cargo test`: the same cases, judged by the same `flockml.toml`, in the
/// same words. With `FLOCKML_UPDATE=1` in the environment the expected payloads are written
/// anew instead.
///
/// # Panics
///
/// With a text that shows each difference, if a case fails, if the folder cannot be loaded, or
/// if there are no cases at all.
///
/// # Examples
///
/// ```
/// # #[allow(clippy::needless_doctest_main)] fn main() {
/// flockml::template::assert_cases("templates");
/// # }
/// ```
#[track_caller]
pub fn assert_cases(folder: impl AsRef<Path>) {
    let update = std::env::var_os(UPDATE).is_some_and(|value| !value.is_empty() && value != "0");
    if let Err(said) = judge(folder.as_ref(), update) {
        panic!("{said}");
    }
}

fn judge(folder: &Path, update: bool) -> Result<(), String> {
    let root = root_of(folder);
    let templates = Templates::load(&root).map_err(|error| error.to_string())?;
    let mut cases = templates.cases();
    let prefix = prefix(&root, folder);
    cases.retain(|case| case.name().starts_with(&prefix));
    if cases.is_empty() {
        return Err(format!(
            "`{}` holds no samples, so there is nothing to test",
            folder.display()
        ));
    }
    let mut said = String::new();
    let mut failed = 0;
    for case in &cases {
        if let Some(failure) = failure(case, update) {
            failed += 1;
            let _ = writeln!(said, "{failure}\n");
        }
    }
    if failed == 0 {
        return Ok(());
    }
    let _ = write!(
        said,
        "{failed} of {} cases failed; with `{UPDATE}=1` this test accepts what is rendered, as \
         `flockml test --update` does",
        cases.len()
    );
    Err(said)
}

/// What the names of cases in `folder` begin with; `root` may be a folder above it.
fn prefix(root: &Path, folder: &Path) -> String {
    let (Ok(root), Ok(folder)) = (root.canonicalize(), folder.canonicalize()) else {
        return String::new();
    };
    let below = folder.strip_prefix(root).unwrap_or(Path::new(""));
    let parts = below.iter().map(|part| part.to_string_lossy() + "/");
    parts.collect()
}

/// Why `case` failed, unless it is accepted.
fn failure(case: &Case, update: bool) -> Option<String> {
    let failure = case.failure()?;
    if !update {
        return Some(failure.to_string());
    }
    match case.update() {
        Ok(Update::Impossible) => Some(failure.to_string()),
        Ok(_) => None,
        Err(error) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            Some(format!("{error}: {}", cause.unwrap_or_default()))
        }
    }
}
