//! `flockml preview --out`: everything in one file, to be sent around or kept.

mod book;
mod note;
mod page;
mod shot;
mod source;

use std::path::Path;

use super::folders::Folders;
use crate::exit::{Exit, Failure};
use crate::files::{self, display_name};
use crate::output;

/// Writes the templates below `dir` and what they make of their samples to the file at `path`.
///
/// Findings are in the file; that there are some is no failure: judging is what `flockml check`
/// is for.
pub(crate) fn write(dir: &Path, path: &Path) -> Result<Exit, Failure> {
    let folders = Folders::load(dir)?;
    if folders.templates().is_empty() {
        let name = display_name(dir);
        return Err(Failure::new(format!("there is no template in `{name}`")));
    }
    let book = book::gather(dir, &folders)?;
    files::put(path, &book.page())?;
    let name = display_name(path);
    output::complain(&format!("wrote `{name}`: {}", book.summary()));
    Ok(Exit::Fine)
}
