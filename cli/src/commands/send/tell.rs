//! The words for what became of a message: what is, and what to do now.

use std::time::Duration;

use flockml::client::ApiError;
use flockml::{Error, ErrorKind};

use crate::report::{harmless, seconds};
use crate::templates;

const LOOK: &str = "look whether it is there before you send it again; `--retry-unknown` tries again \
                    without looking, and may show it twice";

/// One message of those that a target gets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// From 1.
    pub(super) number: usize,
    /// How many there are.
    pub(super) of: usize,
    pub(super) server: &'static Server,
}

/// What sentences call a server's address.
#[derive(Debug)]
pub(super) struct Server {
    /// The variable that names another server.
    variable: &'static str,
    /// All that it may come from.
    url: &'static str,
}

pub(super) const FLOCK: Server = Server {
    variable: "`FLOCK_BASE_URL`",
    url: "the webhook's URL or `FLOCK_BASE_URL`",
};

pub(super) const FLOWDOCK: Server = Server {
    variable: "`FLOWDOCK_BASE_URL`",
    url: "`FLOWDOCK_BASE_URL`",
};

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
        None => advice(error, part.server),
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
    format!("{}\nhelp: {LOOK}", harmless(&what))
}

/// An earlier run has left it so.
pub(super) fn still_unknown(name: &str, part: Part) -> String {
    let what = format!(
        "error: {}perhaps sent to {name} by an earlier run, perhaps not: it is not sent again{}",
        part.label(),
        part.rest()
    );
    format!("{}\nhelp: {LOOK}", harmless(&what))
}

/// How to go on from what the result file says.
pub(super) fn resume(name: &str, has_open: bool, has_unknown: bool) -> String {
    let command = format!("the same command with `--resume {name}` in place of `--result`");
    let again = "what may have been sent, which may show it twice";
    harmless(&match (has_open, has_unknown) {
        (true, false) => format!("help: {command} sends what was not sent, and nothing twice"),
        (true, true) => format!(
            "help: {command} sends what was not sent, and nothing twice; with `--retry-unknown` besides, \
             also {again}"
        ),
        (false, _) => format!(
            "help: the same command with `--resume {name} --retry-unknown` in place of `--result` sends {again}"
        ),
    })
}

/// What to do about a message that was not sent, when the server has not said how long to wait.
fn advice(error: &Error, server: &Server) -> String {
    let Server { variable, url } = server;
    let api = error.api();
    match error.kind() {
        ErrorKind::Unreachable => {
            format!("check the network, the proxy and {variable}; it is safe to send it again")
        }
        ErrorKind::Redirected => {
            format!("check {url}: it has moved, and a secret follows no redirect")
        }
        ErrorKind::Transport => format!("check the scheme of {url}"),
        ErrorKind::Refused if !matches!(api.map(ApiError::status), Some(408 | 503)) => {
            match api.and_then(ApiError::help) {
                Some(help) => help.to_owned(),
                None => format!(
                    "check {url}, and look at the request with `--dry-run`; the same would be refused again"
                ),
            }
        }
        ErrorKind::Gone => {
            "delete the token wherever it is stored, and set up no more posts with it".to_owned()
        }
        _ => "it is safe to send it again, later".to_owned(),
    }
}
