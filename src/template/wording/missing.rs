//! What a template reads and the data lack.

use crate::source::Span;
use crate::suggest;
use crate::template::foreign;

use super::Wording;

/// Something that is not in the data, where `known` names are.
pub(crate) fn absent(
    text: &str,
    at: Span,
    name: &str,
    known: &[String],
    message: String,
) -> Wording {
    let wording = Wording::new(message, at).missing();
    let whole = lookup(text, at).map_or(name, |whole| &text[whole.range()]);
    if let Some(help) = foreign::name(whole) {
        return wording.help(help);
    }
    match suggest::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => wording.help(format!("did you mean `{near}`?")),
        None => {
            let optional = optional(text, at).unwrap_or_else(|| name.to_owned());
            let help = format!(
                "add it to the data, or write `{optional} | default(value=\"\")` where it may be missing"
            );
            wording.help(help)
        }
    }
}

/// What is looked up around `at`, such as `a.b["c"]`, when `at` is a part of that.
pub(crate) fn lookup(text: &str, at: Span) -> Option<Span> {
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    let mut start = at.start();
    while let Some(&byte) = start.checked_sub(1).and_then(|before| bytes.get(before)) {
        start = match byte {
            b']' => text[..start].rfind('[')?,
            b'.' | b'?' => start - 1,
            _ if is_name(byte) => start - 1,
            _ => break,
        };
    }
    let mut end = at.start();
    while let Some(&byte) = bytes.get(end) {
        end = match byte {
            b'[' => end + text[end..].find(']')? + 1,
            b'.' => end + 1,
            b'?' if bytes.get(end + 1) == Some(&b'.') => end + 2,
            _ if is_name(byte) => end + 1,
            _ => break,
        };
    }
    let first = *bytes.get(start)?;
    (is_name(first) && start < end && at.end() <= end).then(|| Span::new(start, end))
}

/// What is looked up around `at`, written so that what stands at `at` may be missing.
fn optional(text: &str, at: Span) -> Option<String> {
    let whole = lookup(text, at)?;
    let mut end = at.end();
    if text[at.range()].contains('[') && text[end..].starts_with(']') {
        end += 1;
    }
    let known = &text[whole.start()..end];
    let behind = &text[end..whole.end()];
    Some(known.to_owned() + &behind.replace("?.", ".").replace('.', "?."))
}
