//! The question before anything real is done.

use std::io::{self, BufRead, IsTerminal};

use crate::exit::Failure;
use crate::output;

/// The longest answer that is read.
const ANSWER: u64 = 64;

/// Asks `question`, which may have several lines and nothing that a terminal obeys; `verb` is what
/// `--yes` does.
pub(crate) fn ask(question: &str, verb: &str) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::new(format!(
            "there is no terminal to ask on: say `--yes` to {verb}, or `--dry-run` to look first"
        )));
    }
    output::complain(question);
    Ok(is_yes(io::stdin().lock()))
}

fn is_yes(answers: impl BufRead) -> bool {
    let mut answer = String::new();
    let read = answers.take(ANSWER).read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_yes_is_yes() {
        for yes in ["y\n", "Yes\r\n", " y"] {
            assert!(is_yes(yes.as_bytes()), "{yes:?}");
        }
        for no in ["", "\n", "n\n", "yep\n", "\u{0}y\n"] {
            assert!(!is_yes(no.as_bytes()), "{no:?}");
        }
        assert!(!is_yes(&b"\xff\n"[..]));
        assert!(!is_yes("y".repeat(500).as_bytes()));
    }
}
