//! A request as it arrived, and as it may be shown.

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use flockml::client::Code;
use flockml::client::method::Method;
use serde_json::Value;

use super::given::{self, Parameters, Written};
use super::refusal::Refusal;
use super::secrets::{REDACTED, Secrets};
use super::target::Target;

/// A request, without its tokens.
#[derive(Debug)]
pub(super) struct Shown {
    /// Its first line.
    pub(super) line: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

/// What came.
#[derive(Debug)]
pub(super) struct Arrived {
    /// With the tokens: to be judged, never to be shown.
    pub(super) parameters: Result<Parameters, Refusal>,
    /// Without the tokens, if they can be read.
    pub(super) message: Option<Value>,
    pub(super) shown: Shown,
    /// Whether the body that is shown is the JSON that came, so that places in it can be told.
    pub(super) is_json: bool,
}

impl Arrived {
    /// Reads a request to `target`, whose parameters are those of `method`.
    pub(super) fn read(parts: &Parts, bytes: &Bytes, target: &Target, method: &Method) -> Self {
        let body = String::from_utf8_lossy(bytes);
        let query = parts.uri.query().unwrap_or_default();
        let written = written(parts, &body);
        let parameters = match written {
            Written::Json if std::str::from_utf8(bytes).is_err() => {
                let said = "the body is not UTF-8";
                Err(Refusal::new(Code::InvalidRequestData, said))
            }
            _ => given::read(method, query, written, &body),
        };

        let mut secrets = Secrets::default();
        let path = target.path(parts.uri.path(), &mut secrets);
        let query = secrets.form(query);
        let headers = headers(parts, &mut secrets);
        let body = match written {
            Written::Json => secrets.json(&body),
            Written::Form => secrets.form(&body),
            Written::Not => body.into_owned(),
            Written::Else => format!("[{} bytes that are neither JSON nor a form]", bytes.len()),
        };
        let mut message = parameters.as_ref().ok().cloned().map(Value::Object);
        if let Some(message) = &mut message {
            secrets.hide_in(message);
        }
        let mut arrived = Self {
            parameters,
            message,
            is_json: written == Written::Json,
            shown: Shown {
                line: String::new(),
                headers,
                body: secrets.hide_in_text(&body),
            },
        };
        let query = secrets.hide(&query);
        let is_clean = |query: &str, written, body: &str| {
            let read = given::read(method, query, written, body).ok();
            read.is_none_or(|read| !secrets.hide_in(&mut Value::Object(read)))
        };
        if secrets.are_too_many() || !is_clean("", written, &arrived.shown.body) {
            arrived.rewrite();
        }
        let query = match is_clean(&query, Written::Not, "") {
            _ if query.is_empty() => String::new(),
            true => format!("?{query}"),
            false => format!("?{REDACTED}"),
        };
        let line = format!("{} {path}{query} {:?}", parts.method, parts.version);
        arrived.shown.line = secrets.hide(&line);
        for (name, value) in &mut arrived.shown.headers {
            *name = secrets.hide(name);
            *value = secrets.hide(value);
        }
        arrived
    }

    /// Shows the message in place of a body that spells a token in a way that is not understood.
    fn rewrite(&mut self) {
        self.is_json = false;
        self.shown.body = match &self.message {
            Some(message) => format!("{message:#}"),
            None => REDACTED.to_owned(),
        };
    }
}

fn written(parts: &Parts, body: &str) -> Written {
    match body.contains('\0') {
        true => Written::Else,
        false => Written::of(&parts.headers, body),
    }
}

fn headers(parts: &Parts, secrets: &mut Secrets) -> Vec<(String, String)> {
    let each = |(name, value): (&HeaderName, &HeaderValue)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        let shown = secrets.header(name.as_str(), &value);
        (
            name.to_string(),
            shown.unwrap_or_else(|| value.into_owned()),
        )
    };
    parts.headers.iter().map(each).collect()
}
