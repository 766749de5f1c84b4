//! What an answer's body is, and the few fields of it that say what became of a request.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// What a body is, whatever its header calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Empty,
    Json,
    /// Begins like JSON and is none: cut off.
    Broken,
    /// HTML or XML.
    Page,
    Text,
    Binary,
}

impl Shape {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Json => "JSON without an `error`",
            Self::Broken => "JSON that cannot be read to the end",
            Self::Page => "a web page, as a proxy on the way shows it",
            Self::Text => "text",
            Self::Binary => "neither JSON nor text",
        }
    }
}

/// Looks into a body; only JSON has fields.
pub(super) fn read(bytes: &[u8]) -> (Shape, Fields) {
    let bytes = bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(bytes)
        .trim_ascii();
    let shape = match bytes.first() {
        None => Shape::Empty,
        Some(b'<') => Shape::Page,
        Some(first) => match serde_json::from_slice(bytes) {
            Ok(fields) => return (Shape::Json, fields),
            Err(_) if matches!(first, b'{' | b'[' | b'"') => Shape::Broken,
            Err(_) if std::str::from_utf8(bytes).is_ok() => Shape::Text,
            Err(_) => Shape::Binary,
        },
    };
    (shape, Fields::default())
}

/// The fields that are looked at; none of what is no object. The rest of an answer, which may be
/// long, is only read over. Of a field that is there twice, the last counts.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) error: Value,
    pub(super) description: Value,
    pub(super) parameter: Value,
    pub(super) disabled_by: Value,
    pub(super) uid: Value,
}

impl Fields {
    fn slot(&mut self, name: &str) -> Option<&mut Value> {
        match name {
            "error" => Some(&mut self.error),
            "description" => Some(&mut self.description),
            "parameter" => Some(&mut self.parameter),
            "disabledBy" => Some(&mut self.disabled_by),
            "uid" => Some(&mut self.uid),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

/// JSON that is no object has no fields, whatever it is.
macro_rules! no_fields {
    ($($visit:ident($value:ty),)*) => {$(
        fn $visit<E>(self, _: $value) -> Result<Fields, E> {
            Ok(Fields::default())
        }
    )*};
}

impl<'de> Visitor<'de> for Any {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some(name) = map.next_key::<std::borrow::Cow<'_, str>>()? {
            match fields.slot(&name) {
                Some(slot) => *slot = map.next_value()?,
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(fields)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Fields, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Fields::default())
    }

    fn visit_unit<E>(self) -> Result<Fields, E> {
        Ok(Fields::default())
    }

    no_fields! {
        visit_bool(bool),
        visit_i64(i64),
        visit_u64(u64),
        visit_f64(f64),
        visit_str(&str),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_what_it_is() {
        for (body, words) in [
            (&b" \r\n"[..], "empty"),
            (b"\xef\xbb\xbf{}", "JSON without an `error`"),
            (b"[{\"uid\":1}, null]", "JSON without an `error`"),
            (b"\"ok\"", "JSON without an `error`"),
            (b"-1.5e3", "JSON without an `error`"),
            (b"null", "JSON without an `error`"),
            (b"{\"uid\":", "JSON that cannot be read to the end"),
            (b"{} {}", "JSON that cannot be read to the end"),
            (b"\n<html>", "a web page, as a proxy on the way shows it"),
            (b"ok", "text"),
            (b"\xff", "neither JSON nor text"),
        ] {
            assert_eq!(read(body).0.words(), words, "{body:?}");
        }
    }

    #[test]
    fn fields_are_found_among_others() {
        let body = br#"{"a":[{"error":1}],"uid":7,"\u0065rror":"x","uid":"y","description":null}"#;
        let (_, fields) = read(body);
        assert_eq!((fields.error, fields.uid), ("x".into(), "y".into()));
        assert_eq!(fields.description, Value::Null);
    }

    #[test]
    fn depth_and_length_are_read_over() {
        let deep = [vec![b'['; 400_000], vec![b']'; 400_000]].concat();
        assert_eq!(read(&deep).0, Shape::Json);
    }
}
