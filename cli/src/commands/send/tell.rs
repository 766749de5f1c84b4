//! The words for what became of a message: what is, and what to do now.

use std::time::Duration;

use flockml::client::ApiError;
use flockml::{Error, ErrorKind};

use crate::report::{harmless, seconds};
use crate::templates;

/// One message of those that a target gets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// From 1.
    pub(super) number: usize,
    /// How many there are.
    pub(super) of: usize,
}

impl Part {
    /// In front of what became of it; nothing if it is the only one.
    fn label(self) -> String {
        match self.of {
            1 => String::new(),
            of => format!("part {} of {of} ", self.number),
        }
    }

    /// What became of the others.
    fn rest(self) -> String {
        let before = match self.number - 1 {
            0 => String::new(),
            1 => "; the part before it is there".to_owned(),
            count => format!("; the {count} parts before it are there"),
        };
        let after = match self.of - self.number {
            0 => "",
            1 => "; the part after it was not sent",
            _ => "; the parts after it were not sent",
        };
        before + after
    }
}

/// Flock accepted it.
pub(super) fn sent(name: &str, part: Part, uid: Option<&str>) -> String {
    let uid = uid.map_or_else(String::new, |uid| format!(", uid {uid}"));
    harmless(&format!("{}sent to {name}{uid}", part.label()))
}

/// It was certainly not processed.
pub(super) fn not_sent(
    name: &str,
    part: Part,
    error: &Error,
    retry_after: Option<Duration>,
) -> String {
    let why = templates::failure(error);
    let what = format!(
        "error: {}not sent to {name}: {why}{}",
        part.label(),
        part.rest()
    );
    let help = match retry_after {
        _ if part.number > 1 => {
            "what is there already would be seen twice, if all was sent again".to_owned()
        }
        Some(pause) => format!("it is safe to send it again, after {}", seconds(pause)),
        None => advice(error).to_owned(),
    };
    format!("{}\nhelp: {}", harmless(&what), harmless(&help))
}

/// Nobody knows.
pub(super) fn unknown(name: &str, part: Part, error: &Error) -> String {
    let why = templates::failure(error);
    let what = format!(
        "error: {}perhaps sent to {name}, perhaps not: {why}{}",
        part.label(),
        part.rest()
    );
    format!(
        "{}\nhelp: look whether it is there before you send it again; `--retry-unknown` tries again \
         without looking, and may show it twice",
        harmless(&what)
    )
}

/// What to do about a message that was not sent.
fn advice(error: &Error) -> &'static str {
    let api = error.api();
    match error.kind() {
        ErrorKind::Unreachable => {
            "check the network, the proxy and `FLOCK_BASE_URL`; it is safe to send it again"
        }
        ErrorKind::Redirected => {
            "check the webhook's URL or `FLOCK_BASE_URL`: it has moved, and a secret follows no redirect"
        }
        ErrorKind::Transport => "check the scheme of `FLOCK_BASE_URL` or of the webhook's URL",
        ErrorKind::Refused if !matches!(api.map(ApiError::status), Some(408 | 503)) => {
            api.and_then(ApiError::help).unwrap_or(
                "check the webhook's URL or `FLOCK_BASE_URL`, and look at the request with `--dry-run`; \
                 the same would be refused again",
            )
        }
        _ => "it is safe to send it again, later",
    }
}
