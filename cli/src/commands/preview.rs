//! `flockml preview`

use std::path::{Path, PathBuf};

use crate::args::Preview;
use crate::exit::{Exit, Failure};
use crate::files::display_name;
use crate::{cases, preview};

/// Shows templates in a browser, or only takes what programs send.
pub(crate) fn run(args: &Preview) -> Result<Exit, Failure> {
    if args.inbox_only {
        return preview::inbox::run(args);
    }
    let dir = dir(args.dir.as_deref())?;
    match &args.out {
        Some(path) => preview::out::write(&dir, path),
        None => preview::run(dir, args),
    }
}

/// The folder to show.
fn dir(given: Option<&Path>) -> Result<PathBuf, Failure> {
    let dir = cases::place(given)?;
    if dir.is_dir() {
        return Ok(dir);
    }
    let name = display_name(&dir);
    let what = match dir.exists() {
        true => format!("`{name}` is a file, and the preview shows a folder"),
        false => format!("cannot preview `{name}`: no such folder"),
    };
    let own = dir.parent().filter(|_| dir.is_file());
    let near = own.into_iter().chain([Path::new("templates")]);
    let mut near = near.filter(|near| near.is_dir());
    Err(Failure::new(match near.next() {
        Some(near) => format!("{what}; did you mean `{}`?", display_name(near)),
        None => what,
    }))
}
