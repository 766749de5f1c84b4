//! An operation that failed.

use std::error::Error as StdError;
use std::fmt;

use crate::check::Report;
#[cfg(feature = "client")]
use crate::client::ApiError;
#[cfg(feature = "event")]
use crate::event::TokenFault;
#[cfg(feature = "template")]
use crate::template::Finding;

type Cause = Box<dyn StdError + Send + Sync>;

/// An operation failed; what is wrong with an author's content is a [`Report`] instead.
///
/// # Examples
///
/// ```
/// use flockml::{ErrorKind, markup::UserId};
///
/// let error = UserId::new("ada").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidValue);
/// ```
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    detail: String,
    report: Option<Report>,
    #[cfg(feature = "template")]
    findings: Vec<Finding>,
    #[cfg(feature = "event")]
    token_fault: Option<TokenFault>,
    source: Option<Cause>,
}

/// What failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value that the wire does not allow, such as an identifier without `u:`.
    InvalidValue,
    /// Content with errors in it; [`Error::report`] has the findings.
    InvalidContent,
    /// A file or folder that cannot be read.
    Unreadable,
    /// An input over a limit.
    TooLarge,
    /// A template of a name that is not there.
    UnknownTemplate,
    /// Data that a template cannot be given, such as a list instead of an object.
    InvalidData,
    /// A file that cannot be written.
    Unwritable,
    /// A `flockml.toml` that says what nobody can act on.
    InvalidConfig,
    /// The server cannot be reached; nothing was sent.
    Unreachable,
    /// No answer came in time.
    TimedOut,
    /// The connection was lost before an answer was there.
    Dropped,
    /// The transport cannot send such a request, such as HTTPS without TLS.
    Transport,
    /// The server answered that it does not accept the request; [`Error::api`] has its words.
    Refused,
    /// The server, or the client's own rate limit, asks for a pause.
    RateLimited,
    /// The server answered that it failed, and may have done its work or not.
    ServerFailed,
    /// The server points to another address, which is never followed: it would get the secret.
    Redirected,
    /// An answer that is no HTTP, no JSON where that is due, or too large.
    UnreadableAnswer,
    /// The client pauses after failures in a row; nothing was sent.
    CircuitOpen,
    /// One of many messages that was not begun, so that no address gets them in another order.
    HeldBack,
    /// What the message goes to was removed, and its token is to be forgotten.
    Gone,
    /// A call that is not shown to be Flock's; [`Error::token_fault`] says why.
    Unverified,
    /// An event that cannot be read.
    InvalidEvent,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            detail: detail.into(),
            report: None,
            #[cfg(feature = "template")]
            findings: Vec::new(),
            #[cfg(feature = "event")]
            token_fault: None,
            source: None,
        }))
    }

    pub(crate) fn with_source(mut self, source: impl Into<Cause>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds a few words to what is said.
    #[cfg(feature = "client")]
    pub(crate) fn with_note(mut self, note: &str) -> Self {
        self.0.detail.push_str(note);
        self
    }

    pub(crate) fn with_report(mut self, report: Report) -> Self {
        self.0.report = Some(report);
        self
    }

    /// Adds what is wrong with a template, and a report of it without the files.
    #[cfg(feature = "template")]
    pub(crate) fn with_findings(mut self, findings: Vec<Finding>) -> Self {
        let mut report = Report::new();
        report.extend(findings.iter().map(|finding| finding.diagnostic().clone()));
        self.0.report = Some(report);
        self.0.findings = findings;
        self
    }

    /// A call whose token is not trusted.
    #[cfg(feature = "event")]
    pub(crate) fn unverified(fault: TokenFault) -> Self {
        Self::unverified_with(fault, "")
    }

    /// The same, with what of the token may be told: it is Flock's.
    #[cfg(feature = "event")]
    pub(crate) fn unverified_with(fault: TokenFault, more: &str) -> Self {
        let mut error = Self::new(ErrorKind::Unverified, format!("{fault}{more}"));
        error.0.token_fault = Some(fault);
        error
    }

    /// What failed, to match on.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The findings, when the kind is [`ErrorKind::InvalidContent`].
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        self.0.report.as_ref()
    }

    /// What the server answered, when it did not accept a request.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn api(&self) -> Option<&ApiError> {
        self.0.source.as_ref()?.downcast_ref()
    }

    /// Why a token is not trusted, when the kind is [`ErrorKind::Unverified`].
    #[cfg(feature = "event")]
    #[must_use]
    pub fn token_fault(&self) -> Option<TokenFault> {
        self.0.token_fault
    }

    /// The findings with their files, when a template cannot be rendered; else none.
    #[cfg(feature = "template")]
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.0.kind {
            ErrorKind::InvalidValue => "invalid value",
            ErrorKind::InvalidContent => "the content has errors",
            ErrorKind::Unreadable => "cannot read",
            ErrorKind::TooLarge => "too large",
            ErrorKind::UnknownTemplate => "no such template",
            ErrorKind::InvalidData => "unusable data",
            ErrorKind::Unwritable => "cannot write",
            ErrorKind::InvalidConfig => "unusable settings",
            ErrorKind::Unreachable => "cannot connect",
            ErrorKind::TimedOut => "timed out",
            ErrorKind::Dropped => "connection lost",
            ErrorKind::Transport => "cannot be sent this way",
            ErrorKind::Refused => "refused",
            ErrorKind::RateLimited => "too many requests",
            ErrorKind::ServerFailed => "the server failed",
            ErrorKind::Redirected => "redirected",
            ErrorKind::UnreadableAnswer => "unreadable answer",
            ErrorKind::CircuitOpen => "paused after failures",
            ErrorKind::HeldBack => "held back",
            ErrorKind::Gone => "gone for good",
            ErrorKind::Unverified => "not verified",
            ErrorKind::InvalidEvent => "unreadable event",
        };
        write!(f, "{what}: {}", self.0.detail)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_ref()
            .map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: &[ErrorKind] = &[
        ErrorKind::InvalidValue,
        ErrorKind::InvalidContent,
        ErrorKind::Unreadable,
        ErrorKind::TooLarge,
        ErrorKind::UnknownTemplate,
        ErrorKind::InvalidData,
        ErrorKind::Unwritable,
        ErrorKind::InvalidConfig,
        ErrorKind::Unreachable,
        ErrorKind::TimedOut,
        ErrorKind::Dropped,
        ErrorKind::Transport,
        ErrorKind::Refused,
        ErrorKind::RateLimited,
        ErrorKind::ServerFailed,
        ErrorKind::Redirected,
        ErrorKind::UnreadableAnswer,
        ErrorKind::CircuitOpen,
        ErrorKind::HeldBack,
        ErrorKind::Gone,
        ErrorKind::Unverified,
        ErrorKind::InvalidEvent,
    ];

    #[test]
    fn every_kind_has_its_own_words_and_keeps_its_source() {
        let mut said = Vec::new();
        for &kind in KINDS {
            // A kind that is added has to be added above.
            match kind {
                ErrorKind::InvalidValue
                | ErrorKind::InvalidContent
                | ErrorKind::Unreadable
                | ErrorKind::TooLarge
                | ErrorKind::UnknownTemplate
                | ErrorKind::InvalidData
                | ErrorKind::Unwritable
                | ErrorKind::InvalidConfig
                | ErrorKind::Unreachable
                | ErrorKind::TimedOut
                | ErrorKind::Dropped
                | ErrorKind::Transport
                | ErrorKind::Refused
                | ErrorKind::RateLimited
                | ErrorKind::ServerFailed
                | ErrorKind::Redirected
                | ErrorKind::UnreadableAnswer
                | ErrorKind::CircuitOpen
                | ErrorKind::HeldBack
                | ErrorKind::Gone
                | ErrorKind::Unverified
                | ErrorKind::InvalidEvent => {}
            }
            let cause = std::io::Error::other("the cause");
            let error = Error::new(kind, "the detail").with_source(cause);
            assert_eq!(error.kind(), kind);
            let message = error.to_string();
            assert!(message.ends_with(": the detail"), "{message}");
            assert!(!message.contains("the cause"), "{message}");
            assert_eq!(error.source().unwrap().to_string(), "the cause");
            assert!(!said.contains(&message), "{message} is said twice");
            said.push(message);
        }
    }
}
