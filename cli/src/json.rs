//! Data files: JSON objects.

use flockml::check::{Diagnostic, rules};
use flockml::message;
use flockml::source::{Source, Span};
use serde_json::{Map, Value};

const RULE: &str = "invalid-json";
const WRITE: &str = "write an object: `{ \"name\": value }`";

/// The object that `source` holds, or the finding that says why it holds none.
pub(crate) fn object(source: &Source) -> Result<Map<String, Value>, Box<Diagnostic>> {
    match value(source)? {
        Value::Object(object) => Ok(object),
        other => {
            let start = source.text().len() - source.text().trim_start().len();
            let first = source.text()[start..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
            Err(Box::new(
                invalid(
                    Span::new(start, start + first),
                    format!("the data are {}, not an object", kind(&other)),
                )
                .help(WRITE),
            ))
        }
    }
}

/// The value that `source` holds.
pub(crate) fn value(source: &Source) -> Result<Value, Box<Diagnostic>> {
    let text = source.text();
    if text.trim().is_empty() {
        let empty = invalid(Span::at(0), "the file is empty".to_owned()).help(WRITE);
        return Err(Box::new(empty));
    }
    serde_json::from_str(text).map_err(|error| {
        // The reader of payloads says it better, where it agrees.
        let known = message::check_json(text).into_diagnostics();
        if let Some(known) = known.into_iter().find(|known| known.rule.id == RULE) {
            return Box::new(known);
        }
        let offset = offset(text, error.line(), error.column());
        let message = error.to_string();
        let message = message
            .rsplit_once(" at line ")
            .map_or(message.as_str(), |(what, _)| what);
        Box::new(invalid(Span::at(offset), format!("no JSON: {message}")))
    })
}

fn invalid(span: Span, message: String) -> Diagnostic {
    let rule = rules::find(RULE).expect("`invalid-json` is a rule");
    Diagnostic::new(rule, span, message)
}

/// Where the parser stopped; it counts lines and bytes from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    text.floor_char_boundary((start + column.saturating_sub(1)).min(text.len()))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
