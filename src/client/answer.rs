//! What an answer means.

use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::body::{self, Shape};
use super::redact::{bounded, redact};
use super::request::Reply;
use super::{ApiError, Code, Response};
use crate::secret::Secret;
use crate::{Error, ErrorKind};

/// The longest identifier of a message that is kept, in bytes.
const UID: usize = 1024;

/// Why a request was not accepted, and what follows from it.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) error: Error,
    /// The server may have done what was asked.
    pub(super) may_be_processed: bool,
    /// Another attempt may end better.
    pub(super) is_passing: bool,
    pub(super) health: Health,
}

/// What a problem says of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    Up,
    Down,
    Untold,
}

/// Judges an answer to a request with `secrets` in it.
pub(super) fn judge(
    response: Response,
    reply: Reply,
    secrets: &[Secret],
) -> Result<Response, Problem> {
    let status = response.status();
    let (shape, fields) = body::read(response.body());
    match ApiError::read(status, &fields, secrets) {
        Some(api) => Err(refused(status, api)),
        None if status.is_success() => accepted(response, shape, reply, secrets),
        None => Err(refused(status, ApiError::bare(status, shape.words()))),
    }
}

/// An answer of 2xx without an error: Flock's, or that of something on the way to it.
fn accepted(
    response: Response,
    shape: Shape,
    reply: Reply,
    secrets: &[Secret],
) -> Result<Response, Problem> {
    if let (Shape::Json, _) | (Shape::Empty | Shape::Text, Reply::Any) = (shape, reply) {
        return Ok(response);
    }
    let kind = content_type(&response, secrets).map(|kind| format!(" (`{kind}`)"));
    let kind = kind.unwrap_or_default();
    let words = format!("it is {}{kind}; Flock answers with JSON", shape.words());
    Err(Problem {
        error: Error::new(ErrorKind::UnreadableAnswer, words),
        may_be_processed: true,
        is_passing: true,
        health: Health::Up,
    })
}

/// An answer that says no. With a status of 2xx, the status that Flock documents for the code counts.
fn refused(status: StatusCode, api: ApiError) -> Problem {
    let documented = api.code().and_then(Code::status);
    let meant = match documented.filter(|_| status.is_success()) {
        Some(documented) => documented,
        None if status.is_success() => 400,
        None => status.as_u16(),
    };
    let (kind, words) = match meant {
        429 => (ErrorKind::RateLimited, "the server answered"),
        300..400 => (ErrorKind::Redirected, "the server answered"),
        500..600 if meant != 503 => (ErrorKind::ServerFailed, "it answered"),
        _ => (ErrorKind::Refused, "the server answered"),
    };
    let but = match kind {
        _ if status.is_success() => ", and an error with it",
        ErrorKind::Redirected => ", which is never followed",
        _ => "",
    };
    let is_busy = matches!(meant, 408 | 429 | 503);
    let may_be_processed = !is_busy && !(300..500).contains(&meant);
    Problem {
        error: Error::new(kind, format!("{words} {}{but}", named(status))).with_source(api),
        may_be_processed,
        is_passing: is_busy || may_be_processed,
        health: if meant < 500 {
            Health::Up
        } else {
            Health::Down
        },
    }
}

fn named(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_str().to_owned(),
    }
}

/// The kind of a body, without what may follow it.
fn content_type(response: &Response, secrets: &[Secret]) -> Option<String> {
    let value = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let kind = value.split(';').next().unwrap_or_default().trim();
    Some(bounded(&redact(kind, secrets), 64)).filter(|kind| !kind.is_empty())
}

/// The identifier in an accepted answer.
pub(super) fn uid(response: &Response) -> Option<String> {
    let uid = match body::read(response.body()).1.uid {
        Value::String(uid) => uid,
        Value::Number(uid) => uid.to_string(),
        _ => return None,
    };
    Some(uid).filter(|uid| !uid.is_empty() && uid.len() <= UID)
}
