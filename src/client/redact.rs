//! Texts without the secrets in them.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use serde_json::Value;

use crate::escape;
use crate::secret::{REDACTED, Secret};

/// How many causes of a failure are kept, and how many bytes of each.
const CAUSES: usize = 8;
const CAUSE: usize = 512;

/// `text` with every secret, in each of the ways that a request can spell it, replaced.
pub(super) fn redact<'t>(text: &'t str, secrets: &[Secret]) -> Cow<'t, str> {
    let mut out = Cow::Borrowed(text);
    for secret in secrets.iter().map(Secret::reveal) {
        if is_plain(secret) && !out.contains('%') {
            replace(&mut out, secret);
        } else {
            let all = spellings(secret);
            all.iter().for_each(|spelling| replace(&mut out, spelling));
        }
    }
    out
}

fn replace(text: &mut Cow<'_, str>, secret: &str) {
    if text.contains(secret) {
        *text = Cow::Owned(text.replace(secret, REDACTED));
    }
}

/// The strings of an answer in JSON without the secrets in them, if there are any: JSON may spell each
/// letter as `\u0041`, and an address's slash as `\/`.
pub(super) fn redact_json(body: &[u8], secrets: &[Secret]) -> Option<Vec<u8>> {
    let spells = |escape: &[u8]| memchr::memmem::find(body, escape).is_some();
    if !spells(br"\u") && !spells(br"\/") {
        return None;
    }
    let mut value = serde_json::from_slice(body).ok()?;
    let mut is_changed = false;
    redact_value(&mut value, secrets, &mut is_changed);
    is_changed.then(|| value.to_string().into_bytes())
}

/// How deep it goes is bounded by the reader of JSON: 128 levels.
fn redact_value(value: &mut Value, secrets: &[Secret], is_changed: &mut bool) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(redacted) = redact(text, secrets) {
                *text = redacted;
                *is_changed = true;
            }
        }
        Value::Array(values) => {
            let mut each = |value| redact_value(value, secrets, is_changed);
            values.iter_mut().for_each(&mut each);
        }
        Value::Object(fields) => {
            for (name, mut value) in std::mem::take(fields) {
                redact_value(&mut value, secrets, is_changed);
                let redacted = redact(&name, secrets);
                *is_changed |= matches!(redacted, Cow::Owned(_));
                fields.insert(redacted.into_owned(), value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a secret has one spelling, but for an address that escapes what it need not, as the UUIDs
/// that Flock gives.
fn is_plain(secret: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    secret.bytes().all(plain)
}

/// Everything that is no mark of its own in an address.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// As it is, as a JSON string, in a form, in an address, and the same of what an address that is
/// escaped already stands for; longest first, since one may be in another.
fn spellings(secret: &str) -> Vec<String> {
    let decoded = percent_decode_str(secret).decode_utf8_lossy();
    let mut all = Vec::new();
    for text in [secret, &*decoded] {
        let escaped = utf8_percent_encode(text, ESCAPED).to_string();
        all.push(lower_hex(&escaped));
        let all_escaped = utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        all.extend([lower_hex(&all_escaped), all_escaped]);
        all.extend([text.to_owned(), escape::json(text).into_owned(), escaped]);
        all.push(form_urlencoded::byte_serialize(text.as_bytes()).collect());
    }
    all.sort_by(|a, b| (b.len(), b).cmp(&(a.len(), a)));
    all.dedup();
    all
}

/// `%2F` as `%2f`, the rest as it is.
fn lower_hex(escaped: &str) -> String {
    let mut digits = 0;
    let lower = |c: char| match c {
        '%' => {
            digits = 2;
            c
        }
        _ if digits > 0 => {
            digits -= 1;
            c.to_ascii_lowercase()
        }
        _ => c,
    };
    escaped.chars().map(lower).collect()
}

/// What another library said, kept as words: its own error might show a secret.
#[derive(Debug)]
pub(super) struct Said {
    words: String,
    because: Option<Box<Said>>,
}

impl Said {
    /// The words of `error` and of its causes.
    pub(super) fn of(error: &(dyn StdError + 'static), secrets: &[Secret]) -> Self {
        let mut chain = Vec::new();
        let mut next = Some(error);
        while let Some(error) = next.filter(|_| chain.len() < CAUSES) {
            chain.push(bounded(&redact(&error.to_string(), secrets), CAUSE));
            next = error.source();
        }
        let mut said = None;
        while let Some(words) = chain.pop() {
            let because = said.map(Box::new);
            said = Some(Self { words, because });
        }
        said.unwrap_or_else(|| Self {
            words: String::new(),
            because: None,
        })
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl StdError for Said {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let because = self.because.as_deref()?;
        Some(because)
    }
}

/// At most `most` bytes of `text`, in which nothing moves the cursor or hides.
pub(super) fn bounded(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most));
    for c in text.chars() {
        let start = out.len();
        if is_unprintable(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
        if out.len() > most {
            out.truncate(start);
            out.push('…');
            break;
        }
    }
    out
}

/// Control characters, and those that turn or hide the text around them.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(texts: &[&str]) -> Vec<Secret> {
        let parse = |text: &&str| Secret::parse("token", *text).unwrap();
        texts.iter().map(parse).collect()
    }

    #[test]
    fn every_spelling_is_replaced() {
        let text = r#"a"b/ü a\"b/ü a%22b%2F%C3%BC a%22b%2f%c3%bc rest"#;
        let said = redact(text, &secrets(&["a\"b/ü"]));
        assert_eq!(said, "[redacted] [redacted] [redacted] [redacted] rest");
    }

    #[test]
    fn what_an_escaped_address_stands_for_is_replaced() {
        let text = r#"a%22b%2fü a"b/ü a\"b/ü a%22b%2F%C3%BC a%22b%2f%c3%bc rest"#;
        let said = redact(text, &secrets(&["a%22b%2fü"]));
        assert_eq!(said, format!("{} rest", ["[redacted]"; 5].join(" ")));
    }

    #[test]
    fn a_plain_secret_has_one_spelling_without_escapes() {
        let secret = "8cb4d06e-90A9.4a6f_z";
        assert!(is_plain(secret));
        let mut all = spellings(secret);
        all.retain(|spelling| !spelling.contains('%'));
        assert_eq!(all, [secret]);
    }

    #[test]
    fn a_uuid_with_escaped_dashes_is_replaced() {
        let said = redact(
            "8cb4%2d90a9 8cb4%2D90a9 8cb4-90a9 8cb4%",
            &secrets(&["8cb4-90a9"]),
        );
        assert_eq!(said, "[redacted] [redacted] [redacted] 8cb4%");
    }

    #[test]
    fn the_escapes_of_json_hide_nothing() {
        let secrets = secrets(&["8cb4-90a9", "in/s3cret"]);
        let body = br#"{"a":["8cb4\u002d90a9",1],"\u0038cb4-90a9":{"b":"in\/s3cret"}}"#;
        let said = redact_json(body, &secrets).unwrap();
        let said: Value = serde_json::from_slice(&said).unwrap();
        let shown = serde_json::json!({"a": ["[redacted]", 1], "[redacted]": {"b": "[redacted]"}});
        assert_eq!(said, shown);
        for clean in [
            &br#"{"a":"\u00e9"}"#[..],
            br#"{"a":"8cb4"}"#,
            br"\u no JSON",
            b"",
        ] {
            assert_eq!(redact_json(clean, &secrets), None);
        }
    }

    #[test]
    fn what_has_no_secret_is_not_copied() {
        assert!(matches!(
            redact("nothing", &secrets(&["s3"])),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn causes_lose_their_secrets_and_their_length() {
        let cause =
            std::io::Error::other(format!("GET /hooks/s3cret\u{1b}[31m {}", "x".repeat(9999)));
        let said = Said::of(&cause, &secrets(&["s3cret"]));
        assert!(
            said.to_string()
                .starts_with("GET /hooks/[redacted]\\u{1b}[31m xxx")
        );
        assert!(said.to_string().len() < 600);
    }
}
