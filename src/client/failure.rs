use std::error::Error as StdError;
use std::fmt;

use super::answer::{Health, Problem};
use super::redact::Said;
use crate::secret::Secret;
use crate::{Error, ErrorKind};

/// Why there is no answer; whether the request may have been processed, its [`Failure`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// No connection: no such name, refused, no TLS.
    Connect,
    /// Not ready in time.
    Timeout,
    /// The connection was lost.
    Dropped,
    /// The answer is longer than [`Request::max_answer`](super::Request::max_answer).
    TooLarge,
    /// What came is no HTTP.
    Protocol,
    /// The transport cannot send such a request, and never will; it is not tried again.
    Unsupported,
}

/// A transport could not get an answer, and says whether the request may have been processed.
///
/// It prints its kind only: what the transport's library says may hold a secret, and becomes the
/// `source` of an [`Error`] without it.
///
/// # Examples
///
/// ```
/// use flockml::client::{Failure, FailureKind};
///
/// let cause = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
/// let failure = Failure::not_sent(FailureKind::Connect, cause);
/// assert!(!failure.may_be_processed());
/// ```
pub struct Failure {
    kind: FailureKind,
    may_be_processed: bool,
    cause: Box<dyn StdError + Send + Sync>,
}

impl Failure {
    /// The server cannot have seen the whole request: it is safe to send it again.
    pub fn not_sent(kind: FailureKind, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            kind,
            may_be_processed: false,
            cause: cause.into(),
        }
    }

    /// The server may have processed the request. In doubt, this.
    pub fn after_sending(
        kind: FailureKind,
        cause: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            may_be_processed: true,
            cause: cause.into(),
        }
    }

    /// Why there is no answer.
    #[must_use]
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// Whether the server may have processed the request.
    #[must_use]
    pub fn may_be_processed(&self) -> bool {
        self.may_be_processed
    }

    /// What follows for a request with `secrets` in it.
    pub(super) fn into_problem(self, secrets: &[Secret]) -> Problem {
        use FailureKind::{Connect, Dropped, Protocol, Timeout, TooLarge, Unsupported};
        let may_be_processed = self.may_be_processed;
        let is_passing = self.kind != Unsupported;
        let health = match self.kind {
            Connect | Dropped | Protocol | Timeout => Health::Down,
            TooLarge => Health::Up,
            Unsupported => Health::Untold,
        };
        Problem {
            error: self.into_error(secrets),
            may_be_processed,
            is_passing,
            health,
        }
    }

    /// The error of a request that failed so, its causes without `secrets`.
    fn into_error(self, secrets: &[Secret]) -> Error {
        let (kind, detail) = match (self.kind, self.may_be_processed) {
            (FailureKind::Connect, _) => (ErrorKind::Unreachable, "nothing was sent"),
            (FailureKind::Timeout, false) => (ErrorKind::TimedOut, "no connection in time"),
            (FailureKind::Timeout, true) => (ErrorKind::TimedOut, "no answer in time"),
            (FailureKind::Dropped, false) => (ErrorKind::Dropped, "before the request was sent"),
            (FailureKind::Dropped, true) => (ErrorKind::Dropped, "after the request was sent"),
            (FailureKind::TooLarge, _) => (ErrorKind::UnreadableAnswer, "it is too long"),
            (FailureKind::Protocol, _) => (ErrorKind::UnreadableAnswer, "it is no HTTP"),
            (FailureKind::Unsupported, _) => {
                (ErrorKind::Transport, "the transport does not do this")
            }
        };
        Error::new(kind, detail).with_source(Said::of(&*self.cause, secrets))
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("kind", &self.kind)
            .field("may_be_processed", &self.may_be_processed)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            FailureKind::Connect => "cannot connect",
            FailureKind::Timeout => "timed out",
            FailureKind::Dropped => "connection lost",
            FailureKind::TooLarge => "the answer is too long",
            FailureKind::Protocol => "the answer is no HTTP",
            FailureKind::Unsupported => "the transport cannot send such a request",
        })
    }
}

impl StdError for Failure {}
