//! Files: which kind they are, and what they hold.

mod kind;
mod read;
mod walk;
mod write;

pub(crate) use kind::Kind;
pub(crate) use read::{
    BYTE_ORDER_MARK, Text, decode, read, read_stdin, siblings, text, unreadable,
};
pub(crate) use walk::{Input, MOST_ENTRIES, entries, folders, inputs};
pub(crate) use write::{put, replace};

use std::path::Path;

/// What stands for standard input on the command line.
pub(crate) const STDIN: &str = "-";

/// What findings call standard input.
pub(crate) const STDIN_NAME: &str = "<stdin>";

/// How findings name a file: as the user did, without a leading `./`.
pub(crate) fn display_name(path: &Path) -> String {
    let plain = path.strip_prefix(".").unwrap_or(path);
    let shown = if plain.as_os_str().is_empty() {
        path
    } else {
        plain
    };
    shown.display().to_string()
}
