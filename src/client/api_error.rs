use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;
use serde_json::Value;

use super::Code;
use super::body::Fields;
use super::redact::{bounded, redact};
use crate::secret::Secret;

/// How many bytes are kept of a code, a parameter or a name, and of a description.
const NAME: usize = 128;
const DESCRIPTION: usize = 1024;

/// What a server answered instead of accepting a request.
///
/// Its texts are bounded, printable and without the request's secrets. It is reached by
/// [`Error::api`](crate::Error::api).
///
/// # Examples
///
/// ```
/// use flockml::client::{Code, Recorder, Webhook, WebhookUrl, Outcome};
/// use flockml::message::Message;
///
/// let flock = Recorder::new().answer(403, r#"{"error":"InvalidToken","description":"no such hook"}"#);
/// let url = WebhookUrl::new("https://api.flock.com/hooks/sendMessage/8cb4d06e")?;
/// let outcome = Webhook::new(url).send(&flock, &Message::text("hello"));
/// let api = outcome.error().and_then(|error| error.api()).unwrap();
/// assert_eq!((api.status(), api.code()), (403, Some(&Code::InvalidToken)));
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    status: StatusCode,
    code: Option<Code>,
    description: Option<String>,
    parameter: Option<String>,
    disabled_by: Option<String>,
    /// What the body is, when it names no error.
    body: &'static str,
}

impl ApiError {
    /// An answer that names no error: a proxy's page, or nothing at all; `body` says which.
    pub(super) fn bare(status: StatusCode, body: &'static str) -> Self {
        Self {
            status,
            code: None,
            description: None,
            parameter: None,
            disabled_by: None,
            body,
        }
    }

    /// What an error body says; nothing if it has no `error`.
    pub(super) fn read(status: StatusCode, body: &Fields, secrets: &[Secret]) -> Option<Self> {
        let text = |value: &Value, most: usize| {
            let text = match value {
                Value::Null | Value::Bool(false) => return None,
                Value::String(text) => redact(text, secrets).into_owned(),
                other => redact(&other.to_string(), secrets).into_owned(),
            };
            Some(bounded(&text, most)).filter(|text| !text.is_empty())
        };
        Some(Self {
            status,
            code: Some(Code::parse(text(&body.error, NAME)?)),
            description: text(&body.description, DESCRIPTION),
            parameter: text(&body.parameter, NAME),
            disabled_by: text(&body.disabled_by, NAME),
            body: "",
        })
    }

    /// The status of the answer; 200 is possible.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The wire's `error`; none if the answer has no error body.
    #[must_use]
    pub fn code(&self) -> Option<&Code> {
        self.code.as_ref()
    }

    /// Flock's own words, at most 1,024 bytes.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The parameter that is wrong.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        self.parameter.as_deref()
    }

    /// The wire's `disabledBy`: who disabled the app, `user` or `team`.
    #[must_use]
    pub fn disabled_by(&self) -> Option<&str> {
        self.disabled_by.as_deref()
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        self.code.as_ref()?.help()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => write!(f, "`{code}`")?,
            None => write!(f, "its body is {}", self.body)?,
        }
        if let Some(description) = &self.description {
            write!(f, ": {description}")?;
        }
        if let Some(parameter) = &self.parameter {
            write!(f, "; parameter `{parameter}`")?;
        }
        if let Some(by) = &self.disabled_by {
            write!(f, "; disabled by the {by}")?;
        }
        Ok(())
    }
}

impl StdError for ApiError {}
