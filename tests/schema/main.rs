//! The schemas that editors are given say what the check says.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod payloads;
#[cfg(feature = "template")]
mod templates;

use std::fs;
use std::path::{Path, PathBuf};

use flockml::message::{PayloadKind, json_schema};
use jsonschema::Validator;
use serde_json::{Map, Value};

fn validator(kind: PayloadKind) -> Validator {
    let schema = json_schema(kind);
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

fn refusals(validator: &Validator, value: &Value) -> Vec<String> {
    let say =
        |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    validator.iter_errors(value).map(say).collect()
}

fn json_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            json_files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            found.push(path);
        }
    }
}

fn without(fields: &Map<String, Value>, name: &str) -> Value {
    let kept = fields.iter().filter(|(other, _)| *other != name);
    Value::Object(
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}
