//! `flockml completions`

use crate::args::{self, Completions};
use crate::exit::{Exit, Failure};
use crate::output;

/// Prints the completion script of a shell.
pub(crate) fn run(args: &Completions) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::command(), "flockml", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}
