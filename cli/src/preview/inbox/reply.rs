//! What is answered, and what `--fault` makes of it.

use std::sync::Arc;
use std::time::Duration;

use axum::http::header::{CONNECTION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::sync::watch;

use super::fault::Fault;
use super::refusal::Refusal;
use crate::preview::serve::End;

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";
const PAGE: &str = "<!DOCTYPE html><html><head><title>Sign in</title></head>\
    <body><p>Sign in to use this network.</p></body></html>";

/// What is answered.
#[derive(Debug)]
pub(super) struct Reply {
    /// None where the connection ends without an answer.
    pub(super) status: Option<u16>,
    pub(super) body: String,
    pub(super) retry_after: Option<u32>,
    pub(super) pause: Duration,
    content_type: &'static str,
    /// How it ends then.
    pub(super) end: End,
}

impl Reply {
    /// What Flock answers when it does what it was asked.
    pub(super) fn done(value: &Value) -> Self {
        Self::json(200, value.to_string())
    }

    /// An answer in JSON.
    pub(super) fn json(status: u16, body: String) -> Self {
        Self {
            status: Some(status),
            body,
            retry_after: None,
            pause: Duration::ZERO,
            content_type: JSON,
            end: End::Close,
        }
    }

    /// The same after `fault`.
    pub(super) fn after(self, fault: Fault) -> Self {
        match fault {
            Fault::Drop => self.none(End::Close),
            Fault::Reset => self.none(End::Reset),
            Fault::Slow(pause) => Self { pause, ..self },
            Fault::Empty => Self::json(200, String::new()),
            Fault::Html => Self {
                content_type: HTML,
                ..Self::json(200, PAGE.to_owned())
            },
            Fault::Status(status) => Self::json(status, String::new()),
            Fault::Code(code, retry_after) => Self {
                retry_after,
                ..Refusal::new(code.clone(), "as `--fault` asks for").into()
            },
        }
    }

    fn none(self, end: End) -> Self {
        Self {
            status: None,
            body: String::new(),
            end,
            ..self
        }
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        Self::json(refusal.status(), refusal.body())
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let status = self
            .status
            .and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// Held until a request's answer is on its way.
#[derive(Debug, Clone)]
pub(super) struct Unanswered {
    _held: Arc<Held>,
}

#[derive(Debug)]
struct Held(watch::Sender<usize>);

impl Unanswered {
    pub(super) fn new(count: &watch::Sender<usize>) -> Self {
        count.send_modify(|count| *count += 1);
        Self {
            _held: Arc::new(Held(count.clone())),
        }
    }

    /// Lets go once the server has written the answer's head, and the body with it.
    pub(super) fn until_sent(self, response: &mut Response) {
        response.extensions_mut().insert(self);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// Says that there will be no other request on this connection.
pub(super) fn last(response: &mut Response) {
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(CONNECTION, close);
}
