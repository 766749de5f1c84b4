use serde_json::{Map, Value};

use super::Event;
use crate::message::Received;
use crate::{Error, ErrorKind};

/// The fields of an event, each under the names that it was seen to have.
///
/// No error tells what a field holds: it may be a token.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub(super) fn parse(json: &[u8]) -> Result<Self, Error> {
        if json.len() > Event::MAX_BYTES {
            let detail = "the event is larger than 1 MiB";
            return Err(Error::new(ErrorKind::TooLarge, detail));
        }
        match serde_json::from_slice(json) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            Ok(_) => Err(Error::new(ErrorKind::InvalidEvent, "it is no JSON object")),
            Err(error) => {
                Err(Error::new(ErrorKind::InvalidEvent, "it is no JSON").with_source(error))
            }
        }
    }

    /// Sets a field, unless it is there.
    pub(super) fn set_default(&mut self, name: &str, value: String) {
        self.0.entry(name).or_insert(Value::String(value));
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    fn get(&self, names: &[&str]) -> impl Iterator<Item = &Value> {
        names.iter().filter_map(|name| self.0.get(*name))
    }

    /// The first of these fields that says anything.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        self.get(names).find_map(as_text)
    }

    /// The same, where the event means nothing without it.
    pub(super) fn required(&self, names: &[&str]) -> Result<String, Error> {
        self.text(names).ok_or_else(|| missing(names))
    }

    /// The texts of the first of these fields that has any: a list, an object with a `messageUid`,
    /// or a single one.
    pub(super) fn message_uids(&self, names: &[&str]) -> Vec<String> {
        let texts = |value: &Value| -> Vec<String> {
            match value {
                Value::Array(values) => values.iter().filter_map(as_text).collect(),
                Value::Object(object) => object
                    .get("messageUid")
                    .and_then(as_text)
                    .into_iter()
                    .collect(),
                single => as_text(single).into_iter().collect(),
            }
        };
        let mut lists = self.get(names).map(texts);
        lists.find(|texts| !texts.is_empty()).unwrap_or_default()
    }

    /// The message in this field.
    pub(super) fn message(&mut self, name: &str) -> Result<Received, Error> {
        let value = self.0.remove(name).ok_or_else(|| missing(&[name]))?;
        serde_json::from_value(value).map_err(|error| {
            let detail = format!("its `{name}` is no message");
            Error::new(ErrorKind::InvalidEvent, detail).with_source(error)
        })
    }

    /// The messages in this field that can be read.
    pub(super) fn messages(&mut self, name: &str) -> Vec<Received> {
        let Some(Value::Array(values)) = self.0.remove(name) else {
            return Vec::new();
        };
        let read = |value| serde_json::from_value(value).ok();
        values.into_iter().filter_map(read).collect()
    }
}

fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn missing(names: &[&str]) -> Error {
    let name = names.first().copied().unwrap_or_default();
    Error::new(ErrorKind::InvalidEvent, format!("it has no `{name}`"))
}
