use std::borrow::Cow;
use std::fmt;

use http::{HeaderMap, StatusCode, response};

use super::redact::{redact, redact_json};
use super::{Failure, FailureKind, Request};
use crate::secret::Secret;

/// What a server answered; `Debug` shows the status and how long the body is.
///
/// # Examples
///
/// ```
/// use flockml::client::Response;
///
/// let response = Response::new(http::Response::new(br#"{"uid":"1-2-m3"}"#.to_vec()));
/// assert_eq!(response.status(), 200);
/// ```
pub struct Response(http::Response<Vec<u8>>);

impl Response {
    /// The longest body that is read, in bytes, when a message is sent: 1 MiB. A longer answer is
    /// unreadable.
    pub const MAX_BODY: usize = 1024 * 1024;

    /// An answer whose body was read by the caller; [`Incoming`] bounds it on the way.
    #[must_use]
    pub fn new(response: http::Response<Vec<u8>>) -> Self {
        Self(response)
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// The body, as it came; where it repeats a secret of its request, that is `[redacted]`.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.0.body()
    }

    /// Takes out of the body what it repeats of `secrets`: a server's echo ends up in logs.
    pub(super) fn without(mut self, secrets: &[Secret]) -> Self {
        // First, since a part of an escape may look like the beginning of a secret.
        if let Some(redacted) = redact_json(self.0.body(), secrets) {
            *self.0.body_mut() = redacted;
        }
        let length = self.0.body().len();
        let may_repeat = |secret: &Secret| secret.reveal().len() <= length;
        if secrets.iter().any(may_repeat)
            && let Ok(text) = std::str::from_utf8(self.0.body())
            && let Cow::Owned(redacted) = redact(text, secrets)
        {
            *self.0.body_mut() = redacted.into_bytes();
        }
        self
    }
}

impl From<http::Response<Vec<u8>>> for Response {
    fn from(response: http::Response<Vec<u8>>) -> Self {
        Self::new(response)
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status().as_u16())
            .field("body", &format_args!("{} bytes", self.body().len()))
            .finish_non_exhaustive()
    }
}

/// An answer whose body is still coming in, and never becomes longer than
/// [`Request::max_answer`].
///
/// # Examples
///
/// ```
/// use flockml::client::{FailureKind, Incoming, Webhook, WebhookUrl};
/// use flockml::message::Message;
///
/// let hook = Webhook::new(WebhookUrl::new("https://api.flock.com/hooks/sendMessage/8cb4d06e")?);
/// let request = hook.request(&Message::text("db-1 is down"))?;
/// let (parts, ()) = http::Response::new(()).into_parts();
/// let mut incoming = Incoming::new(&request, parts);
/// incoming.push(b"{}")?;
/// assert_eq!(incoming.push(&vec![b' '; 1 << 20]).unwrap_err().kind(), FailureKind::TooLarge);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Incoming {
    parts: response::Parts,
    body: Vec<u8>,
    most: usize,
}

impl Incoming {
    /// Status and headers of the answer to `request` are there.
    #[must_use]
    pub fn new(request: &Request, parts: response::Parts) -> Self {
        Self {
            parts,
            body: Vec::new(),
            most: request.max_answer(),
        }
    }

    /// The next piece of the body.
    ///
    /// # Errors
    ///
    /// [`FailureKind::TooLarge`] when the body becomes longer than [`Request::max_answer`].
    pub fn push(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        if chunk.len() > self.most - self.body.len() {
            let cause = format!("more than {} MiB came", self.most >> 20);
            return Err(Failure::after_sending(FailureKind::TooLarge, cause));
        }
        self.body.extend_from_slice(chunk);
        Ok(())
    }

    /// The body is complete.
    #[must_use]
    pub fn finish(self) -> Response {
        Response(http::Response::from_parts(self.parts, self.body))
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("status", &self.parts.status.as_u16())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
