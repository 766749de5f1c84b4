use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::Request;

use super::query::Query;
use super::recent::Recent;
use super::{Event, TokenFault};
use crate::message::Received;
use crate::secret::Secret;
use crate::{Error, ErrorKind};

/// What Flock puts into the URL that it calls for an outgoing webhook; it prints as `[redacted]`.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookToken(Secret);

impl WebhookToken {
    /// Takes the token's text, without the blanks around it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for a text that is empty, has blanks in it or is longer than
    /// 4,096 bytes.
    pub fn new(token: impl Into<String>) -> Result<Self, Error> {
        Secret::parse("webhook token", token).map(Self)
    }
}

impl fmt::Debug for WebhookToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WebhookToken").field(&self.0).finish()
    }
}

/// A message that an outgoing webhook was told of.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Posted {
    /// The message.
    pub message: Received,
    /// Whether it was there before: Flock tells again what was not answered with a status of 200.
    pub is_repeat: bool,
}

/// Hears each message of a channel, as Flock tells an outgoing webhook.
///
/// The only proof of who calls is the webhook's token in the URL: call by HTTPS, and keep the URL
/// out of your server's logs. Answer with [`Reply::accepted`](super::Reply::accepted) at once;
/// what the answer says is not documented to be read. See Flock's page on
/// [outgoing webhooks](https://docs.flock.com/display/flockos/Create+An+Outgoing+Webhook).
///
/// # Examples
///
/// ```
/// use flockml::event::{OutgoingHook, WebhookToken};
///
/// let hook = OutgoingHook::new(WebhookToken::new("5c1d9f0e-7a43-4d0b-9a51-2f2c6f1b8e77")?);
/// let request = http::Request::post("/flock/said?token=5c1d9f0e-7a43-4d0b-9a51-2f2c6f1b8e77")
///     .body(r#"{"from": "u:ada", "to": "g:ops", "uid": "1519889545238-gg8-m203", "text": "hi"}"#)?;
///
/// let posted = hook.receive(&request)?;
/// assert_eq!(posted.message.shown_text(), "hi");
/// assert!(!posted.is_repeat);
/// assert!(hook.receive(&request)?.is_repeat);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct OutgoingHook {
    token: WebhookToken,
    recent: Mutex<Recent>,
}

impl OutgoingHook {
    /// How many messages are remembered, to recognise repeats: less than 1 MiB of them.
    pub const REMEMBERED: usize = 1024;

    /// Hears what comes with `token`.
    #[must_use]
    pub fn new(token: WebhookToken) -> Self {
        Self {
            token,
            recent: Mutex::new(Recent::new(Self::REMEMBERED)),
        }
    }

    /// How many messages are remembered, about 100 bytes each and never more than 1 KiB. Default:
    /// [`OutgoingHook::REMEMBERED`].
    #[must_use]
    pub fn remembering(mut self, messages: usize) -> Self {
        self.recent = Mutex::new(Recent::new(messages));
        self
    }

    /// The message in a request that Flock sent.
    ///
    /// The token is the parameter `token`, else the header `X-Flock-Validation-Token`, which old
    /// webhooks have. A message is a repeat if one with its `uid` was there before, or, where it
    /// has none, one with its `id` from the same sender to the same channel; one without either
    /// never is. A message counts as there once this returns it: see [`OutgoingHook::forget`].
    ///
    /// The body has to be read before: bound that to [`Event::MAX_BYTES`] in your server.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unverified`] with a [`TokenFault`] for a call without the webhook's token,
    /// [`ErrorKind::TooLarge`] for more than [`Event::MAX_BYTES`], [`ErrorKind::InvalidEvent`] for
    /// what is no message.
    pub fn receive<B: AsRef<[u8]>>(&self, request: &Request<B>) -> Result<Posted, Error> {
        self.check(request)?;
        let body = request.body().as_ref();
        if body.len() > Event::MAX_BYTES {
            let detail = "the message is larger than 1 MiB";
            return Err(Error::new(ErrorKind::TooLarge, detail));
        }
        let message: Received = serde_json::from_slice(body).map_err(|error| {
            Error::new(ErrorKind::InvalidEvent, "it is no message").with_source(error)
        })?;
        let is_repeat = name(&message).is_some_and(|name| self.recent().is_repeat(name));
        Ok(Posted { message, is_repeat })
    }

    /// Forgets that `message` was there, so that it is no repeat when Flock tells it again: for
    /// when it could not be worked on, and was answered with [`Reply::error`](super::Reply::error).
    pub fn forget(&self, message: &Received) {
        if let Some(name) = name(message) {
            self.recent().forget(&name);
        }
    }

    fn check<B>(&self, request: &Request<B>) -> Result<(), Error> {
        let query = Query::new(request.uri().query().unwrap_or_default())?;
        let in_header = || {
            let value = request.headers().get("x-flock-validation-token")?;
            Some(value.to_str().unwrap_or_default().into())
        };
        let Some(given) = query.all("token").next().or_else(in_header) else {
            return Err(Error::unverified(TokenFault::Missing));
        };
        match WebhookToken::new(given) {
            Ok(given) if given == self.token => Ok(()),
            _ => Err(Error::unverified(TokenFault::Webhook)),
        }
    }

    /// What is remembered is whole whatever its last user ran into.
    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What tells a message from others.
fn name(message: &Received) -> Option<String> {
    let uid = message.uid.as_ref().map(|uid| format!("uid {uid}"));
    uid.or_else(|| {
        // Each client counts for itself.
        let id = message.id.as_ref()?;
        Some(format!("id {} {} {id}", message.from, message.to))
    })
}
