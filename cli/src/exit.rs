//! How a run ends.

use std::fmt;
use std::process::ExitCode;

use crate::output;

/// The exit codes, the same in every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Nothing is wrong.
    Fine = 0,
    /// The content is wrong.
    Findings = 1,
    /// The command line is wrong, or a file cannot be read.
    Usage = 2,
    /// What was to be sent is certainly not delivered.
    NotDelivered = 3,
    /// Nobody knows whether it is delivered.
    Unknown = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command could not do its work, as one sentence.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// A failure told as `sentence`.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// Prints the sentence and says which code it means.
    pub(crate) fn tell(&self) -> Exit {
        output::complain(&format!("error: {self}"));
        Exit::Usage
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
