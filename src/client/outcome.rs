use std::time::Duration;

use super::{Response, answer};
use crate::Error;

/// What became of a message.
///
/// # Examples
///
/// ```
/// use flockml::client::Outcome;
///
/// fn report(outcome: &Outcome) -> u8 {
///     match outcome {
///         Outcome::Sent { .. } => 0,
///         Outcome::NotSent { .. } => 3,
///         Outcome::Unknown { .. } => 4,
///     }
/// }
/// assert_eq!(report(&Outcome::Sent { uid: None }), 0);
/// ```
#[derive(Debug)]
#[must_use = "a message that was not sent is lost unless somebody looks"]
pub enum Outcome {
    /// Flock accepted it.
    Sent {
        /// Flock's identifier of the message, if it said one: at most 1,024 bytes, opaque.
        uid: Option<String>,
    },
    /// It was certainly not processed: sending it again does not show it twice.
    NotSent {
        /// Why.
        error: Error,
        /// How long to wait before trying again, when that is known.
        retry_after: Option<Duration>,
    },
    /// It may have been processed: sending it again may show it twice.
    Unknown {
        /// Why nobody knows.
        error: Error,
    },
}

impl Outcome {
    /// Whether Flock accepted it.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        matches!(self, Self::Sent { .. })
    }

    /// Why it was not sent, or why nobody knows.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Sent { .. } => None,
            Self::NotSent { error, .. } | Self::Unknown { error } => Some(error),
        }
    }
}

/// What became of a request, its answer not yet looked into; of a message, it becomes an [`Outcome`].
///
/// # Examples
///
/// ```
/// use flockml::client::{Conclusion, Outcome, Response};
///
/// let answer = Response::new(http::Response::new(br#"{"uid":"1-2-m3"}"#.to_vec()));
/// let outcome = Outcome::from(Conclusion::Accepted(answer));
/// assert!(matches!(outcome, Outcome::Sent { uid: Some(uid) } if uid == "1-2-m3"));
/// ```
#[derive(Debug)]
#[must_use = "a request that was not accepted is lost unless somebody looks"]
pub enum Conclusion {
    /// The server accepted it: a status of 2xx, and no error in the body.
    Accepted(Response),
    /// It was certainly not processed.
    NotSent {
        /// Why.
        error: Error,
        /// How long to wait before trying again, when that is known.
        retry_after: Option<Duration>,
    },
    /// It may have been processed.
    Unknown {
        /// Why nobody knows.
        error: Error,
    },
}

impl From<Conclusion> for Outcome {
    fn from(conclusion: Conclusion) -> Self {
        match conclusion {
            Conclusion::Accepted(response) => Self::Sent {
                uid: answer::uid(&response),
            },
            Conclusion::NotSent { error, retry_after } => Self::NotSent { error, retry_after },
            Conclusion::Unknown { error } => Self::Unknown { error },
        }
    }
}

impl From<Error> for Conclusion {
    /// A request that could not be made was not sent.
    fn from(error: Error) -> Self {
        Self::NotSent {
            error,
            retry_after: None,
        }
    }
}

impl From<Error> for Outcome {
    /// A message that no request could be made of was not sent.
    fn from(error: Error) -> Self {
        Conclusion::from(error).into()
    }
}
