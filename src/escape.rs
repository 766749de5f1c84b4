//! The only escaping code: FlockML text, FlockML attribute, JSON string.

use std::borrow::Cow;

/// Escapes `text` for a place between FlockML tags; a line break becomes `<br/>`.
pub fn text(text: &str) -> Cow<'_, str> {
    todo!("{text}")
}

/// Appends what [`text`] returns.
pub fn push_text(out: &mut String, text: &str) {
    todo!("{out}{text}")
}

/// Escapes `value` for a place between double or single quotes in a FlockML tag.
pub fn attribute(value: &str) -> Cow<'_, str> {
    todo!("{value}")
}

/// Appends what [`attribute`] returns.
pub fn push_attribute(out: &mut String, value: &str) {
    todo!("{out}{value}")
}

/// Escapes `value` for a place between the quotes of a JSON string.
pub fn json(value: &str) -> Cow<'_, str> {
    todo!("{value}")
}

/// Appends what [`json`] returns.
pub fn push_json(out: &mut String, value: &str) {
    todo!("{out}{value}")
}
