//! Tera's `trim` for text with marks in it: white space goes from between them, too.

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::mark;

/// Has `tera` trim as if there were no marks.
pub(super) fn register(tera: &mut Tera) {
    for (name, start, end) in [
        ("trim", true, true),
        ("trim_start", true, false),
        ("trim_end", false, true),
    ] {
        tera.register_filter(name, move |value: &Value, kwargs: Kwargs, _: &State<'_>| {
            trim(value, &kwargs, start, end)
        });
    }
}

fn trim(value: &Value, kwargs: &Kwargs, start: bool, end: bool) -> TeraResult<Value> {
    let text = value
        .as_str()
        .ok_or_else(|| tera::Error::message("`trim` takes a text"))?;
    let plain: String = text.chars().filter(|&c| !mark::is_mark(c)).collect();
    let pattern = kwargs.get::<&str>("pat")?;
    let mut kept = plain.as_str();
    if start {
        kept = pattern.map_or(kept.trim_start(), |pattern| {
            kept.trim_start_matches(pattern)
        });
    }
    let before = plain.len() - kept.len();
    if end {
        kept = pattern.map_or(kept.trim_end(), |pattern| kept.trim_end_matches(pattern));
    }
    let trimmed = within(text, before, before + kept.len());
    Ok(if value.is_safe() {
        Value::safe_string(&trimmed)
    } else {
        Value::normal_string(&trimmed)
    })
}

/// The marks of `text`, and of all else the bytes from `start` to `end`.
fn within(text: &str, start: usize, end: usize) -> String {
    let mut at = 0;
    text.chars()
        .filter(|&c| {
            if mark::is_mark(c) {
                return true;
            }
            let here = at;
            at += c.len_utf8();
            (start..end).contains(&here)
        })
        .collect()
}
