#[cfg(feature = "tracing")]
use std::borrow::Cow;
use std::fmt;

use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method, Uri};

use super::Response;
use super::redact::redact;
use crate::secret::Secret;
use crate::{Error, ErrorKind};

const AGENT: &str = concat!("flockml/", env!("CARGO_PKG_VERSION"));

/// What an accepted request is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    /// A method's: JSON.
    Json,
    /// A webhook's: JSON, text or nothing at all.
    Any,
}

/// A request that is ready to be sent, and knows which secrets it holds.
///
/// Neither `Debug` nor [`Request::redacted`] shows a token or the secret part of a webhook's address;
/// [`Request::http`] is the real thing, for transports.
///
/// # Examples
///
/// ```
/// use flockml::client::{Webhook, WebhookUrl};
/// use flockml::message::Message;
///
/// let hook = Webhook::new(WebhookUrl::new("https://api.flock.com/hooks/sendMessage/8cb4d06e")?);
/// let request = hook.request(&Message::text("db-1 is down"))?;
/// let shown = request.redacted().to_string();
/// assert!(shown.starts_with("POST https://api.flock.com/hooks/sendMessage/[redacted]\n"));
/// assert!(shown.ends_with("\n\n{\"text\":\"db-1 is down\"}"));
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Clone)]
pub struct Request {
    http: http::Request<Vec<u8>>,
    secrets: Vec<Secret>,
    reply: Reply,
    max_answer: usize,
}

impl Request {
    /// The longest body that is sent, in bytes: 16 MiB. Flock documents no limit of its own.
    pub const MAX_BODY: usize = 16 * 1024 * 1024;

    /// A `POST` of `body`.
    pub(crate) fn post(
        uri: Uri,
        content_type: &'static str,
        body: Vec<u8>,
        secrets: Vec<Secret>,
        reply: Reply,
    ) -> Result<Self, Error> {
        if body.len() > Self::MAX_BODY {
            let detail = format!(
                "the request has {} bytes, at most {} are sent",
                body.len(),
                Self::MAX_BODY
            );
            return Err(Error::new(ErrorKind::TooLarge, detail));
        }
        let mut http = http::Request::new(body);
        *http.method_mut() = Method::POST;
        *http.uri_mut() = uri;
        let headers = http.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        Ok(Self {
            http,
            secrets,
            reply,
            max_answer: Response::MAX_BODY,
        })
    }

    /// The same, where the answer may be a list of everybody in a large team.
    pub(crate) fn with_long_answer(mut self) -> Self {
        self.max_answer = 16 * 1024 * 1024;
        self
    }

    /// The longest body of an answer that is read, in bytes: 16 MiB for a call of a method, else
    /// [`Response::MAX_BODY`].
    #[must_use]
    pub fn max_answer(&self) -> usize {
        self.max_answer
    }

    /// The request with its secrets.
    #[must_use]
    pub fn http(&self) -> &http::Request<Vec<u8>> {
        &self.http
    }

    /// The request with its secrets, to send it.
    #[must_use]
    pub fn into_http(self) -> http::Request<Vec<u8>> {
        self.http
    }

    /// Method and address, headers and body, each secret replaced by `[redacted]`.
    #[must_use]
    pub fn redacted(&self) -> impl fmt::Display + '_ {
        Redacted(self)
    }

    /// The host that it goes to.
    #[must_use]
    pub fn host(&self) -> &str {
        self.http.uri().host().unwrap_or_default()
    }

    /// What it calls: the method's name, or `webhook` where the address is a secret.
    #[cfg(feature = "tracing")]
    pub(crate) fn name(&self) -> &str {
        let path = self.http.uri().path();
        let name = path.rsplit('/').next().unwrap_or_default();
        match redact(path, &self.secrets) {
            Cow::Borrowed(_) => name,
            Cow::Owned(_) => "webhook",
        }
    }

    pub(crate) fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    pub(crate) fn reply(&self) -> Reply {
        self.reply
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uri = self.http.uri().to_string();
        f.debug_struct("Request")
            .field("method", self.http.method())
            .field("uri", &redact(&uri, &self.secrets))
            .field("body", &format_args!("{} bytes", self.http.body().len()))
            .finish_non_exhaustive()
    }
}

struct Redacted<'r>(&'r Request);

impl fmt::Display for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Request { http, secrets, .. } = self.0;
        let uri = http.uri().to_string();
        writeln!(f, "{} {}", http.method(), redact(&uri, secrets))?;
        for (name, value) in http.headers() {
            let value = String::from_utf8_lossy(value.as_bytes());
            writeln!(f, "{name}: {}", redact(&value, secrets))?;
        }
        let body = String::from_utf8_lossy(http.body());
        write!(f, "\n{}", redact(&body, secrets))
    }
}
