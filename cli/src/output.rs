//! Standard output and standard error, which may be closed, full or a pipe that nobody reads.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::args::Color;
use crate::exit::Failure;

/// Whether whoever read standard output has left.
static UNREAD: AtomicBool = AtomicBool::new(false);

/// Whether nobody reads what is written to standard output any longer.
pub(crate) fn is_unread() -> bool {
    UNREAD.load(Ordering::Relaxed)
}

/// Writes `text` to standard output, all of it or with an explanation.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        // `flockml … | head` has read what it wants.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            UNREAD.store(true, Ordering::Relaxed);
            Ok(())
        }
        Err(error) => Err(Failure::new(format!(
            "cannot write to standard output: {error}"
        ))),
        Ok(()) => Ok(()),
    }
}

/// Like [`print()`], with a line break at the end if there is none.
pub(crate) fn print_line(text: &str) -> Result<(), Failure> {
    if text.ends_with('\n') {
        print(text)
    } else {
        print(&format!("{text}\n"))
    }
}

/// Writes a line to standard error; where that is closed there is nobody to tell.
pub(crate) fn complain(line: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(line.trim_end_matches('\n').as_bytes());
    let _ = stderr.write_all(b"\n");
}

/// Whether what goes to `stream` is coloured.
pub(crate) fn is_coloured(color: Color, stream: &impl IsTerminal) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
            stream.is_terminal() && !no_color && !dumb
        }
    }
}
