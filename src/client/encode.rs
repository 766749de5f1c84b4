//! Parameters as bodies.

use form_urlencoded::Serializer;
use serde_json::{Map, Value};

use crate::escape;

/// How a request's parameters are written; Flock reads both.
///
/// See Flock's page on [methods](https://docs.flock.com/display/flockos/Methods), which has forms;
/// its own libraries send JSON.
///
/// # Examples
///
/// ```
/// use flockml::client::Encoding;
///
/// assert_eq!(Encoding::default(), Encoding::Json);
/// assert_eq!(Encoding::Form.content_type(), "application/x-www-form-urlencoded");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Encoding {
    /// One JSON object.
    #[default]
    Json,
    /// A form, in which lists and objects are JSON in a string.
    Form,
}

impl Encoding {
    /// What `Content-Type` says.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
        }
    }

    /// The body of a request with this token.
    pub(crate) fn body(self, token: &str, parameters: &Map<String, Value>) -> Vec<u8> {
        match self {
            Self::Json => json(token, parameters),
            Self::Form => form(token, parameters),
        }
        .into_bytes()
    }
}

fn json(token: &str, parameters: &Map<String, Value>) -> String {
    let mut out = String::from("{\"token\":\"");
    escape::push_json(&mut out, token);
    out.push('"');
    for (name, value) in parameters {
        out.push_str(",\"");
        escape::push_json(&mut out, name);
        out.push_str("\":");
        out.push_str(&value.to_string());
    }
    out.push('}');
    out
}

/// A form cannot say `null`: such a parameter is left out.
fn form(token: &str, parameters: &Map<String, Value>) -> String {
    let mut form = Serializer::new(String::new());
    form.append_pair("token", token);
    for (name, value) in parameters {
        match value {
            Value::Null => {}
            Value::String(text) => drop(form.append_pair(name, text)),
            other => drop(form.append_pair(name, &other.to_string())),
        }
    }
    form.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body(encoding: Encoding, parameters: Value) -> String {
        let Value::Object(parameters) = parameters else {
            panic!("no object")
        };
        String::from_utf8(encoding.body("t\"1&", &parameters)).expect("UTF-8")
    }

    #[test]
    fn nested_values_are_json_in_both() {
        let parameters = json!({ "members": ["u:a", "u:b"] });
        assert_eq!(
            body(Encoding::Json, parameters.clone()),
            r#"{"token":"t\"1&","members":["u:a","u:b"]}"#
        );
        assert_eq!(
            body(Encoding::Form, parameters),
            "token=t%221%26&members=%5B%22u%3Aa%22%2C%22u%3Ab%22%5D"
        );
    }

    #[test]
    fn plain_values_are_themselves() {
        let parameters = |value: Value| json!({ "a b": value });
        for (value, form) in [
            (json!("x y\n"), "token=t%221%26&a+b=x+y%0A"),
            (json!(true), "token=t%221%26&a+b=true"),
            (json!(1.5), "token=t%221%26&a+b=1.5"),
            (json!(null), "token=t%221%26"),
        ] {
            assert_eq!(body(Encoding::Form, parameters(value)), form);
        }
        assert_eq!(body(Encoding::Json, json!({})), r#"{"token":"t\"1&"}"#);
    }
}
