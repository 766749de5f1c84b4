//! Tokens of requests: found wherever they stand, and shown nowhere.

use std::borrow::Cow;
use std::cmp::Reverse;

use flockml::client::Token;
use form_urlencoded::byte_serialize;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::spot::spot;
use crate::secrets::may_be_secret;

/// What stands where a token would.
pub(super) const REDACTED: &str = "[redacted]";

/// A shorter token is hidden where it stands, but not in other texts, most of which would have it in
/// them by chance.
const TELLING: usize = 6;
/// A request with more tokens is not shown.
const MOST: usize = 8;

/// What the name of a header has in it that holds a token, beside the names of fields that do.
const HEADERS: [&str; 5] = ["token", "secret", "auth-key", "access-key", "session"];

/// The tokens of a request.
#[derive(Default)]
pub(super) struct Secrets {
    found: Vec<Found>,
    too_many: bool,
}

struct Found {
    text: String,
    /// The same, if it may be one of Flock's: it has no blanks in it.
    token: Option<Token>,
}

/// Whether a field or a header of this name holds a token.
pub(super) fn is_name(name: &str) -> bool {
    let letters = name.chars().filter(|it| it.is_ascii_alphanumeric());
    let name: String = letters.map(|it| it.to_ascii_lowercase()).take(64).collect();
    [
        "token",
        "secret",
        "password",
        "authorization",
        "cookie",
        "apikey",
    ]
    .iter()
    .any(|ending| name.ends_with(ending))
}

impl Secrets {
    /// Adds a token.
    pub(super) fn add(&mut self, token: &str) {
        let token = token.trim();
        if token.len() < TELLING || self.found.iter().any(|known| known.text == token) {
            return;
        }
        if self.found.len() >= MOST {
            self.too_many = true;
            return;
        }
        self.found.push(Found {
            text: token.to_owned(),
            token: Token::new(token).ok(),
        });
        // One may be a part of another.
        self.found.sort_by_key(|found| Reverse(found.text.len()));
    }

    /// Adds the tokens that can be told in `text`, whatever it is.
    pub(super) fn add_spotted(&mut self, text: &str) {
        spot(text).for_each(|token| self.add(token));
    }

    /// Whether there are so many that they are not looked for everywhere.
    pub(super) fn are_too_many(&self) -> bool {
        self.too_many
    }

    /// `text` without the tokens.
    pub(super) fn hide(&self, text: &str) -> String {
        let mut hidden = Cow::Borrowed(text);
        for found in &self.found {
            let next = match &found.token {
                Some(token) => token.redact(&hidden),
                None if hidden.contains(&found.text) => {
                    Cow::Owned(hidden.replace(&found.text, REDACTED))
                }
                None => continue,
            };
            if let Cow::Owned(next) = next {
                hidden = Cow::Owned(next);
            }
        }
        hidden.into_owned()
    }

    /// The same, of a text whose strings may be JSON's, which spell each letter as they like.
    pub(super) fn hide_in_text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find('"') {
            let end = start + string(&rest[start..]);
            let written = &rest[start..end];
            out.push_str(&rest[..start]);
            rest = &rest[end..];
            if written.contains('\\') {
                let said = decode(written);
                let hidden = self.hide(&said);
                if hidden != said {
                    out.push_str(&Value::from(hidden).to_string());
                    continue;
                }
            }
            out.push_str(written);
        }
        out.push_str(rest);
        self.hide(&out)
    }

    /// Takes the tokens out of a value; whether there were any.
    ///
    /// How deep it goes is bounded by the reader of JSON: 128 levels.
    pub(super) fn hide_in(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => {
                let hidden = self.hide(text);
                let is_changed = hidden != *text;
                *text = hidden;
                is_changed
            }
            Value::Array(values) => {
                values
                    .iter_mut()
                    .filter_map(|value| self.hide_in(value).then_some(()))
                    .count()
                    > 0
            }
            Value::Object(fields) => self.hide_in_fields(fields),
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    fn hide_in_fields(&self, fields: &mut Map<String, Value>) -> bool {
        let mut is_changed = false;
        for (name, mut value) in std::mem::take(fields) {
            let holds_token = match &value {
                Value::String(text) => !text.is_empty() && text != REDACTED,
                Value::Array(values) => !values.is_empty(),
                Value::Object(fields) => !fields.is_empty(),
                Value::Null | Value::Bool(_) | Value::Number(_) => false,
            };
            is_changed |= match holds_token && is_name(&name) {
                true => {
                    value = REDACTED.into();
                    true
                }
                false => self.hide_in(&mut value),
            };
            let hidden = self.hide(&name);
            is_changed |= hidden != name;
            fields.insert(hidden, value);
        }
        is_changed
    }

    /// A header's value, without tokens.
    pub(super) fn header(&mut self, name: &str, value: &str) -> Option<String> {
        let lower = name.to_ascii_lowercase();
        let holds_token = is_name(name) || HEADERS.iter().any(|part| lower.contains(part));
        if !holds_token {
            self.add_spotted(value);
            return None;
        }
        // `Bearer TOKEN`
        self.add(value.rsplit(' ').next().unwrap_or(value));
        Some(REDACTED.to_owned())
    }

    /// A path of which everything from `start` on is a token.
    pub(super) fn path(&mut self, path: &str, start: usize) -> String {
        let Some((before, token)) = path
            .split_at_checked(start)
            .filter(|(_, it)| !it.is_empty())
        else {
            return path.to_owned();
        };
        let token = token.trim_matches('/');
        self.add(token);
        self.add(&percent_decode_str(token).decode_utf8_lossy());
        format!("{before}{REDACTED}")
    }

    /// A form or a query, without the tokens that its fields hold.
    pub(super) fn form(&mut self, form: &str) -> String {
        let mut out = String::with_capacity(form.len());
        for (index, pair) in form.split('&').enumerate() {
            if index > 0 {
                out.push('&');
            }
            match form_urlencoded::parse(pair.as_bytes()).next() {
                Some((name, value)) if is_name(&name) && !value.is_empty() => {
                    self.add(&value);
                    out.extend(byte_serialize(name.as_bytes()));
                    out.push('=');
                    out.push_str(REDACTED);
                }
                Some((name, value)) => {
                    // Somebody has forgotten the name before it.
                    if value.is_empty() && may_be_secret(&name) {
                        self.add(&name);
                    }
                    self.add_spotted(&value);
                    out.push_str(pair);
                }
                None => {}
            }
        }
        out
    }

    /// JSON, be it valid or not, without the tokens that its fields hold.
    pub(super) fn json(&mut self, json: &str) -> String {
        let mut out = String::with_capacity(json.len());
        let mut rest = json;
        while let Some(start) = rest.find('"') {
            let end = start + string(&rest[start..]);
            out.push_str(&rest[..end]);
            let name = decode(&rest[start..end]);
            rest = &rest[end..];
            let Some(value) = value_of(rest).filter(|_| is_name(&name)) else {
                continue;
            };
            let (before, value) = (&rest[..value], &rest[value..]);
            let length = scalar(value);
            let token = decode(&value[..length]);
            if !token.is_empty() {
                self.add(&token);
                out.push_str(before);
                out.push('"');
                out.push_str(REDACTED);
                out.push('"');
                rest = &value[length..];
            }
        }
        out.push_str(rest);
        out
    }
}

/// The length of the string that `text` begins with; one without an end goes on to the end.
fn string(text: &str) -> usize {
    let mut is_escaped = true;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !is_escaped => return at + 1,
            b'\\' if !is_escaped => is_escaped = true,
            _ => is_escaped = false,
        }
    }
    text.len()
}

/// Where the value begins if what stands before `text` is a field's name.
fn value_of(text: &str) -> Option<usize> {
    let colon = text.trim_ascii_start().strip_prefix(':')?;
    Some(text.len() - colon.trim_ascii_start().len())
}

/// The length of the value that `text` begins with, if that is one by itself.
fn scalar(text: &str) -> usize {
    match text.bytes().next() {
        Some(b'"') => string(text),
        Some(b'{' | b'[' | b'n') | None => 0,
        Some(_) => {
            let is_end = |it: char| ",]}".contains(it) || it.is_ascii_whitespace();
            text.find(is_end).unwrap_or(text.len())
        }
    }
}

/// What a string of JSON stands for; what cannot be read, as it is.
fn decode(text: &str) -> String {
    serde_json::from_str(text).unwrap_or_else(|_| text.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TOKEN: &str = "8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e";

    #[test]
    fn fields_of_json_lose_their_tokens_whatever_else_is_wrong() {
        for (json, shown) in [
            (
                r#"{"token":"T","text":"a"}"#,
                r#"{"token":"[redacted]","text":"a"}"#,
            ),
            (
                r#"{"tok\u0065n" : "T"}"#,
                r#"{"tok\u0065n" : "[redacted]"}"#,
            ),
            (
                r#"{"a":{"userToken":"T","b":"T"}}"#,
                r#"{"a":{"userToken":"[redacted]","b":"T"}}"#,
            ),
            (
                r#"{"token":"T","token":"\"T"}"#,
                r#"{"token":"[redacted]","token":"[redacted]"}"#,
            ),
            (r#"{"token":"T"#, r#"{"token":"[redacted]""#),
            (r#"{"token":"T\"#, r#"{"token":"[redacted]""#),
            (r#"{"token":123}"#, r#"{"token":"[redacted]"}"#),
            (r#"{"token":""}"#, r#"{"token":""}"#),
            (
                r#"{"token":null,"x":["token"]}"#,
                r#"{"token":null,"x":["token"]}"#,
            ),
            (
                r#"{"text":"the \"token\": T"}"#,
                r#"{"text":"the \"token\": T"}"#,
            ),
            (
                r#""token": T, "token""#,
                r#""token": "[redacted]", "token""#,
            ),
        ] {
            assert_eq!(Secrets::default().json(json), shown);
        }
    }

    #[test]
    fn forms_and_queries_lose_their_tokens() {
        let mut secrets = Secrets::default();
        let shown = secrets.form("a=1&token=8cb4d06e%2D90a9&tok%65n=x&&to=g:1&token");
        assert_eq!(shown, "a=1&token=[redacted]&token=[redacted]&&to=g:1&token");
        assert_eq!(secrets.hide("see 8cb4d06e-90a9"), "see [redacted]");
    }

    #[test]
    fn a_token_is_hidden_wherever_it_comes_back() {
        let mut secrets = Secrets::default();
        assert_eq!(
            secrets.path(&format!("/hooks/{TOKEN}"), 7),
            "/hooks/[redacted]"
        );
        secrets.header("Authorization", "Bearer other-token");
        let mut value =
            json!({"text": format!("{TOKEN}!"), TOKEN: ["other-token", 1], "userToken": "t"});
        assert!(secrets.hide_in(&mut value));
        let hidden = json!({"text": "[redacted]!", "[redacted]": ["[redacted]", 1], "userToken": "[redacted]"});
        assert_eq!(value, hidden);
        assert!(!secrets.hide_in(&mut value));
    }

    #[test]
    fn short_tokens_are_hidden_where_they_stand_only() {
        let mut secrets = Secrets::default();
        assert_eq!(
            secrets.form("token=abc&text=abc"),
            "token=[redacted]&text=abc"
        );
        assert_eq!(secrets.hide("abc"), "abc");
    }

    #[test]
    fn names_of_tokens_are_known() {
        for name in [
            "token",
            "TOKEN",
            "userToken",
            "X-Flock-Event-Token",
            "Authorization",
            "Cookie",
            "x-api-key",
        ] {
            assert!(is_name(name), "{name}");
        }
        for name in ["to", "text", "tokens", "Host", "", "key"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn many_tokens_are_noticed() {
        let mut secrets = Secrets::default();
        (0..9).for_each(|number| secrets.add(&format!("token-{number}")));
        assert!(secrets.are_too_many());
    }
}
