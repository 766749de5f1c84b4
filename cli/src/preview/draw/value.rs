//! Reads JSON that may be anything.

use std::borrow::Cow;

use serde_json::Value;

/// The text in `value`'s field `name`: a string, or a number that was meant as one; none if it
/// is blank.
pub(super) fn text<'v>(value: &'v Value, name: &str) -> Option<Cow<'v, str>> {
    let text = match value.get(name)? {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        Value::Number(number) => Cow::Owned(number.to_string()),
        _ => return None,
    };
    (!is_blank(&text)).then_some(text)
}

/// Whether nothing but marks and blanks is in a text.
fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || matches!(c, '\u{FDD0}'..='\u{FDEF}'))
}

/// The items of the list in `value`'s field `name`.
pub(super) fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The whole number in `value`'s field `name`, in quotes or not.
pub(super) fn number(value: &Value, name: &str) -> Option<u64> {
    match value.get(name)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// The number of pixels in `value`'s field `name`; 0 leaves it to Flock.
pub(super) fn pixels(value: &Value, name: &str) -> Option<u32> {
    let pixels = number(value, name)?;
    (pixels > 0).then(|| u32::try_from(pixels).unwrap_or(u32::MAX))
}

/// The beginning of `text`: so much that a line still shows what it is.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 500;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}
