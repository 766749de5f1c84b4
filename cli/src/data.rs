//! A template's data: a JSON object, and single values set on the command line.

use std::path::Path;

use serde_json::{Map, Value, map::Entry};

use crate::exit::Failure;
use crate::files::{self, Kind, Text};
use crate::finding::FileFindings;
use crate::json;

/// A template's data.
pub(crate) type Data = Map<String, Value>;

/// The data in the file at `path`, if there is one; the inner error is what is wrong with them.
pub(crate) fn read(path: Option<&Path>) -> Result<Result<Data, Box<FileFindings>>, Failure> {
    let Some(path) = path else {
        return Ok(Ok(Data::new()));
    };
    if path.to_str().is_some_and(is_json) && !path.exists() {
        return Err(Failure::new(
            "`--data` takes a file, not JSON: give single values with `--set KEY=VALUE`, or pipe the JSON to `--data -`",
        ));
    }
    let Text { source, fault, .. } = files::text(path, Kind::Sample)?;
    let data = match fault {
        Some(fault) => Err(Box::new(fault)),
        None => json::object(&source),
    };
    Ok(data.map_err(|fault| Box::new(FileFindings::new(source, *fault))))
}

fn is_json(path: &str) -> bool {
    path.trim_start().starts_with('{')
}

/// Puts each `KEY=VALUE` into `data`.
pub(crate) fn set_all(data: &mut Data, assignments: &[String]) -> Result<(), Failure> {
    for assignment in assignments {
        set(data, assignment)?;
    }
    Ok(())
}

/// Puts `KEY=VALUE` into `data`; dots in the key lead into objects and lists.
pub(crate) fn set(data: &mut Data, assignment: &str) -> Result<(), Failure> {
    let Some((key, value)) = assignment.split_once('=') else {
        return Err(Failure::new(format!(
            "`--set {assignment}` has no `=`: write `--set KEY=VALUE`"
        )));
    };
    if key.split('.').any(str::is_empty) {
        return Err(Failure::new(format!(
            "`--set {assignment}` lacks a name before `=`: write `--set KEY=VALUE`"
        )));
    }
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
    put(data, key, value).map_err(|obstacle| {
        Failure::new(format!(
            "`--set {assignment}` cannot be done: `{obstacle}` is not an object"
        ))
    })
}

/// Puts `value` at the path `key`; fails with the part of the path that nothing can be put into.
fn put<'k>(data: &mut Data, key: &'k str, value: Value) -> Result<(), &'k str> {
    let mut parts = key.split('.');
    let first = parts.next().unwrap_or(key);
    let mut length = first.len();
    let mut place = match data.entry(first) {
        Entry::Occupied(entry) => entry.into_mut(),
        Entry::Vacant(entry) => entry.insert(Value::Null),
    };
    for part in parts {
        let parent = &key[..length];
        length += 1 + part.len();
        if place.is_null() {
            *place = Value::Object(Map::new());
        }
        place = match place {
            Value::Object(object) => object.entry(part).or_insert(Value::Null),
            Value::Array(list) => {
                let index: usize = part.parse().map_err(|_| parent)?;
                list.get_mut(index).ok_or(parent)?
            }
            _ => return Err(parent),
        };
    }
    *place = value;
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn after(assignments: &[&str]) -> Result<Value, String> {
        let mut data = Map::new();
        data.insert("list".into(), json!([{ "a": 1 }]));
        for assignment in assignments {
            set(&mut data, assignment).map_err(|failure| failure.to_string())?;
        }
        data.remove("list");
        Ok(Value::Object(data))
    }

    #[test]
    fn values_are_json_where_they_can_be() {
        assert_eq!(
            after(&["a=1", "b=one", "c=\"1\"", "d=", "e=[1]", "f=x=y", "g=007"]),
            Ok(json!({"a": 1, "b": "one", "c": "1", "d": "", "e": [1], "f": "x=y", "g": "007"}))
        );
    }

    #[test]
    fn dots_lead_inwards() {
        assert_eq!(
            after(&["a.b.c=1", "a.d=2", "list.0.a=3"]),
            Ok(json!({"a": {"b": {"c": 1}, "d": 2}}))
        );
    }

    #[test]
    fn what_cannot_be_set_is_told() {
        for wrong in [
            &["a"][..],
            &["=1"],
            &["a..b=1"],
            &["a=1", "a.b=2"],
            &["list.9=1"],
        ] {
            assert!(after(wrong).is_err(), "{wrong:?}");
        }
    }
}
