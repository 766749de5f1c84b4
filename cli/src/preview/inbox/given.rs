//! What a request gives a method: JSON, a form, or the query of its address.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use flockml::client::Code;
use flockml::client::method::{Holds, Method};
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// Parameters by their names.
pub(super) type Parameters = Map<String, Value>;

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// One JSON object.
    Json,
    /// A form.
    Form,
    /// Nothing.
    Not,
    /// In a way that Flock does not read.
    Else,
}

impl Written {
    /// How `body` is written: many programs post JSON and say that it is a form.
    pub(super) fn of(headers: &HeaderMap, body: &str) -> Self {
        let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        match body.trim_start_matches('\u{feff}').trim_ascii_start() {
            "" => Self::Not,
            body if body.starts_with('{') || kind.contains("json") => Self::Json,
            _ if kind.starts_with("multipart/") || body.starts_with('<') => Self::Else,
            _ => Self::Form,
        }
    }
}

/// The parameters of a request: those of its body win over those of its query.
pub(super) fn read(
    method: &Method,
    query: &str,
    written: Written,
    body: &str,
) -> Result<Parameters, Refusal> {
    let mut parameters = form(query);
    match written {
        Written::Json => parameters.extend(json(body)?),
        Written::Form => parameters.extend(form(body)),
        Written::Not => {}
        Written::Else => {
            let said = "the body is neither JSON nor a form";
            return Err(Refusal::new(Code::InvalidRequestData, said));
        }
    }
    nested(method, &mut parameters);
    Ok(parameters)
}

fn form(text: &str) -> Parameters {
    let pairs = form_urlencoded::parse(text.as_bytes());
    pairs
        .map(|(name, value)| (name.into_owned(), Value::from(value)))
        .collect()
}

fn json(text: &str) -> Result<Parameters, Refusal> {
    let invalid = |said: String| Refusal::new(Code::InvalidRequestData, said);
    match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(Value::Object(parameters)) => Ok(parameters),
        Ok(_) => Err(invalid("the body is JSON, but no object".to_owned())),
        Err(error) => Err(invalid(format!("the body is no JSON: {error}"))),
    }
}

/// In forms and queries, lists and objects are JSON in a string.
fn nested(method: &Method, parameters: &mut Parameters) {
    for parameter in method.parameters {
        let is_nested = matches!(
            parameter.holds,
            Holds::Users | Holds::Texts | Holds::Object | Holds::Attachments
        );
        if let Some(value) = parameters.get_mut(parameter.name)
            && is_nested
            && let Some(read) = value.as_str().and_then(read_nested)
        {
            *value = read;
        }
    }
}

fn read_nested(text: &str) -> Option<Value> {
    let is_json = text.trim_ascii_start().starts_with(['[', '{']);
    serde_json::from_str(text).ok().filter(|_| is_json)
}

/// Whether `value` is there; nothing and an empty text count as absent.
pub(super) fn is_there(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn given(query: &str, kind: &str, body: &str) -> Result<Value, Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, kind.parse().unwrap());
        let method = Method::find("chat.sendMessage").unwrap();
        let written = Written::of(&headers, body);
        read(method, query, written, body).map(Value::Object)
    }

    const FORM: &str = "application/x-www-form-urlencoded";

    #[test]
    fn json_forms_and_queries_are_read_alike() {
        let parameters =
            json!({"to": "g:1", "text": "a b", "mentions": ["u:a"], "sendAs": {"name": "n"}});
        let form = "to=g:1&text=a+b&mentions=%5B%22u:a%22%5D&sendAs=%7B%22name%22:%22n%22%7D";
        let json = parameters.to_string();
        for read in [
            given("", FORM, form),
            given(form, FORM, ""),
            given("to=g:1", FORM, &form[7..]),
            given("to=g:2", "application/json", &json),
            // As `curl --data` has it.
            given("", FORM, &json),
            given("", "text/plain", &format!("\u{feff}{json}")),
        ] {
            assert_eq!(read.unwrap(), parameters);
        }
    }

    #[test]
    fn what_is_no_list_stays_a_text() {
        let read = given("", FORM, "attachments=%5Bx&mentions=u:a,u:b&text=%5B%5D").unwrap();
        assert_eq!(
            read,
            json!({"attachments": "[x", "mentions": "u:a,u:b", "text": "[]"})
        );
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let deep = format!("{}{}", r#"{"a":"#.repeat(100_000), "}".repeat(100_000));
        for (kind, body) in [
            ("application/json", "text=a"),
            ("application/json", "[1]"),
            (FORM, "{\"text\":"),
            (FORM, &deep),
            ("multipart/form-data; boundary=x", "--x\r\n"),
            ("text/xml", "<message/>"),
        ] {
            let refusal = given("", kind, body).unwrap_err();
            assert_eq!(refusal.code, Code::InvalidRequestData, "{body:.40}");
        }
    }
}
