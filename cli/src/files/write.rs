//! Writing a file so that it is never half written.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::exit::Failure;
use crate::files::display_name;

/// Puts `text` in the place of what the file at `path` holds; its permissions stay.
pub(crate) fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    write(path, text)
        .map_err(|error| Failure::new(format!("cannot write `{}`: {error}", display_name(path))))
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    // A link stays a link: what it points to is replaced.
    let path = path.canonicalize()?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "it is read-only",
        ));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".flockml-")
        .tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    fs::set_permissions(file.path(), permissions)?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}
