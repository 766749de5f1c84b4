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
    /// What it is for, as it is shown.
    pub(super) name: String,
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
        secrets.add_spotted(&body);
        let places = Places {
            path: target.path(parts.uri.path(), &mut secrets),
            query: secrets.form(query),
            headers: headers(parts, &mut secrets),
            body: match written {
                Written::Json => secrets.json(&body),
                Written::Form => secrets.form(&body),
                Written::Not => body.into_owned(),
                Written::Else => format!("[{} bytes of another form]", bytes.len()),
            },
        };
        let message = parameters.as_ref().ok().cloned().map(Value::Object);
        let message = message.filter(|_| !secrets.are_too_many());
        let message = message.map(|mut message| {
            secrets.hide_in(&mut message);
            message
        });
        let is_clean = |query: &str, written, body: &str| {
            let read = given::read(method, query, written, body).ok();
            read.is_none_or(|read| !secrets.hide_in(&mut Value::Object(read)))
        };
        let body = Some(secrets.hide_in_text(&places.body))
            .filter(|body| !secrets.are_too_many() && is_clean("", written, body));
        let query = Some(secrets.hide(&places.query))
            .filter(|query| !secrets.are_too_many() && is_clean(query, Written::Not, ""));
        Self {
            parameters,
            is_json: written == Written::Json && body.is_some(),
            name: secrets.hide(&target.name()),
            shown: Shown {
                line: secrets.hide(&places.line(parts, query)),
                headers: hidden(places.headers, &secrets),
                body: body.unwrap_or_else(|| instead(message.as_ref())),
            },
            message,
        }
    }
}

/// A request without the tokens that stand where tokens do.
struct Places {
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Places {
    fn line(&self, parts: &Parts, query: Option<String>) -> String {
        let query = match query.as_deref().unwrap_or(REDACTED) {
            "" => String::new(),
            query => format!("?{query}"),
        };
        format!("{} {}{query} {:?}", parts.method, self.path, parts.version)
    }
}

fn hidden(headers: Vec<(String, String)>, secrets: &Secrets) -> Vec<(String, String)> {
    let hide = |(name, value): (String, String)| (secrets.hide(&name), secrets.hide(&value));
    headers.into_iter().map(hide).collect()
}

/// What is shown in place of a body that spells a token in a way that is not understood.
fn instead(message: Option<&Value>) -> String {
    message.map_or_else(|| REDACTED.to_owned(), |message| format!("{message:#}"))
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
