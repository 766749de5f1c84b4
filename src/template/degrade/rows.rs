//! Data as lines that anybody can read, and never too many.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use serde_json::Value;

use crate::markup::Markup;

/// More values than this are counted only.
const MOST_ROWS: usize = 40;
/// More items of a list than this are counted only.
const MOST_ITEMS: usize = 20;
/// What lies deeper than this is counted only.
const DEEPEST: usize = 6;
/// A value longer than this, in characters, is cut.
const LONGEST_VALUE: usize = 400;
/// The same for an item of a list.
const LONGEST_ITEM: usize = 80;
/// A path longer than this, in characters, is cut.
const LONGEST_LABEL: usize = 80;

/// Values with their paths.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<(String, Shown)>,
    /// How many values are not shown.
    omitted: usize,
}

#[derive(Debug)]
enum Shown {
    Text(String),
    Markup(Markup),
}

impl Rows {
    /// The values of `data`; one row says so if they cannot be had.
    pub(super) fn of(data: &(impl Serialize + ?Sized)) -> Self {
        let mut rows = Self::default();
        match catch_unwind(AssertUnwindSafe(|| serde_json::to_value(data))) {
            Ok(Ok(value)) => rows.value("", &value, 0),
            Ok(Err(error)) => rows.text("data", format!("cannot be shown: {error}")),
            Err(_) => rows.text("data", "cannot be shown"),
        }
        rows
    }

    /// The first row.
    pub(super) fn first(&self) -> Option<(&str, String)> {
        let (label, value) = self.rows.first()?;
        let text = match value {
            Shown::Text(text) => text.clone(),
            Shown::Markup(markup) => markup.to_text(),
        };
        Some((label, text))
    }

    pub(super) fn into_markup(self) -> Markup {
        let mut markup = Markup::new();
        for (label, value) in self.rows {
            let label = format!("{label}:");
            markup = match value {
                Shown::Text(text) => markup.row(label, text),
                Shown::Markup(value) => markup.row(label, value),
            };
        }
        match self.omitted {
            0 => markup,
            1 => markup.text("and 1 more value"),
            more => markup.text(format!("and {more} more values")),
        }
    }

    fn value(&mut self, path: &str, value: &Value, depth: usize) {
        if self.rows.len() >= MOST_ROWS || depth > DEEPEST {
            self.omitted += leaves(value);
            return;
        }
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                for (name, value) in fields {
                    self.value(&field(path, name), value, depth + 1);
                }
            }
            Value::Array(items) if items.iter().any(is_nested) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(&format!("{path}[{index}]"), item, depth + 1);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                let shown: Vec<String> = items
                    .iter()
                    .take(MOST_ITEMS)
                    .map(|item| cut(&words(item), LONGEST_ITEM))
                    .collect();
                let more = items.len() - shown.len();
                let mut text = shown.join(", ");
                if more > 0 {
                    text = format!("{} and {more} more", cut(&text, LONGEST_VALUE));
                }
                self.text(path, text);
            }
            Value::String(text) => match markup(text) {
                Some(markup) => self.push(path, Shown::Markup(markup)),
                None => self.text(path, words(value)),
            },
            _ => self.text(path, words(value)),
        }
    }

    fn text(&mut self, path: &str, text: impl AsRef<str>) {
        self.push(path, Shown::Text(cut(text.as_ref(), LONGEST_VALUE)));
    }

    fn push(&mut self, path: &str, value: Shown) {
        let label = if path.is_empty() { "data" } else { path };
        self.rows.push((cut(label, LONGEST_LABEL), value));
    }
}

fn field(path: &str, name: &str) -> String {
    // A path grows with each level, and is shown to so many characters only.
    let name = cut(name, LONGEST_LABEL);
    if path.is_empty() {
        name
    } else {
        format!("{path}.{name}")
    }
}

fn is_nested(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

/// How many values there are in `value`.
fn leaves(value: &Value) -> usize {
    let mut count = 0;
    let mut ahead = vec![value];
    while let Some(value) = ahead.pop() {
        match value {
            Value::Array(items) => ahead.extend(items),
            Value::Object(fields) => ahead.extend(fields.values()),
            _ => count += 1,
        }
    }
    count
}

/// A value that holds no other.
fn words(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::String(text) if text.is_empty() => "(empty)".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(_) => "(empty list)".to_owned(),
        Value::Object(_) => "(empty)".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// Markup that a program put into the data.
fn markup(text: &str) -> Option<Markup> {
    let is_markup = text.starts_with("<flockml>") && text.len() <= LONGEST_VALUE * 4;
    let markup = is_markup.then(|| Markup::parse(text).ok()).flatten()?;
    Some(markup.truncate(LONGEST_VALUE))
}

/// The begin of `text`, with how much is missing.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => {
            let more = text[end..].chars().count();
            format!("{}… ({more} more characters)", &text[..end])
        }
    }
}
