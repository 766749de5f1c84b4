//! What a template reads and the data lack.

use crate::source::Span;
use crate::suggest;
use crate::template::{foreign, scan};

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
    if is_of_loop(whole) {
        return wording.help("it is there only between `{% for … %}` and `{% endfor %}`");
    }
    if let Some(help) = foreign::name(whole) {
        return wording.help(help);
    }
    match suggest::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => wording.help(format!("did you mean `{near}`?")),
        None if is_key_of_get(text, at) => wording.help(format!(
            "add it to the data, or write `get(key=\"{name}\", default=\"\")` where it may be missing"
        )),
        None => {
            let optional = optional(text, at).unwrap_or_else(|| name.to_owned());
            let default = lookup(text, at).and_then(|whole| default_behind(text, whole.end()));
            let default = default.unwrap_or("default(value=\"\")");
            let help = format!(
                "add it to the data, or write `{optional} | {default}` where it may be missing"
            );
            wording.help(help)
        }
    }
}

/// Whether `path` is what Tera knows of the loop around, where there is none.
fn is_of_loop(path: &str) -> bool {
    const FIELDS: [&str; 5] = ["index", "index0", "first", "last", "length"];
    path == "loop"
        || path
            .strip_prefix("loop.")
            .is_some_and(|field| FIELDS.contains(&field))
}

const QUOTES: [char; 3] = ['"', '\'', '`'];

/// Whether the text at `at` is the key of the filter `get`.
fn is_key_of_get(text: &str, at: Span) -> bool {
    let mut before = text[..at.start()]
        .strip_suffix(QUOTES)
        .unwrap_or(&text[..at.start()]);
    for part in ["=", "key", "(", "get", "|"] {
        match before.trim_end().strip_suffix(part) {
            Some(rest) => before = rest,
            None => return false,
        }
    }
    true
}

/// Where `key` stands in quotes, behind `at` and in the same tag.
pub(super) fn key_behind(text: &str, at: Span, key: &str) -> Option<Span> {
    let rest = &text[at.start()..];
    let rest = &rest[..rest.find('}').unwrap_or(rest.len())];
    let quoted = QUOTES
        .iter()
        .filter_map(|quote| rest.find(&format!("{quote}{key}{quote}")));
    let start = at.start() + quoted.min()?;
    Some(Span::new(start, start + key.len() + 2))
}

/// What is looked up around `at`, such as `a.b["c"]`, when `at` is a part of that.
pub(crate) fn lookup(text: &str, at: Span) -> Option<Span> {
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    let mut start = at.start();
    // The text between brackets, with or without its quotes.
    let before = &text[..start];
    let before = before.strip_suffix(QUOTES).unwrap_or(before);
    let is_text = before.len() < start || text[at.range()].starts_with(QUOTES);
    if is_text && before.ends_with('[') {
        start = before.len() - 1;
    }
    let opened = start;
    while let Some(&byte) = start.checked_sub(1).and_then(|before| bytes.get(before)) {
        start = match byte {
            b']' => text[..start].rfind('[')?,
            b'.' | b'?' => start - 1,
            _ if is_name(byte) => start - 1,
            _ => break,
        };
    }
    let mut end = opened;
    while let Some(&byte) = bytes.get(end) {
        end = match byte {
            b'[' => end + text[end..].find(']')? + 1,
            b'.' => end + 1,
            b'?' if bytes.get(end + 1) == Some(&b'.') => end + 2,
            b'?' if bytes.get(end + 1) == Some(&b'[') => end + 1,
            _ if is_name(byte) => end + 1,
            _ => break,
        };
    }
    let first = *bytes.get(start)?;
    (is_name(first) && start < end && at.end() <= end).then(|| Span::new(start, end))
}

/// The whole of what is taken out of parentheses, such as `(xs | sort)[0]`, when `at` begins
/// between these and ends behind them.
fn computed(text: &str, at: Span) -> Option<Span> {
    let (inside, step) = text[at.range()].split_once(')')?;
    if inside.contains('(') || !step.trim_start().starts_with(['[', '.', '?']) {
        return None;
    }
    let before = &text[..at.start()];
    let tag = before.rfind('{')?;
    let mut depth = 1_usize;
    let (open, _) = before[tag..].char_indices().rev().find(|(_, c)| {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let behind = &text[at.end()..];
    let end = match step.contains('[') && !step.contains(']') {
        true => behind[..behind.find('}')?].find(']')? + 1,
        false => 0,
    };
    Some(Span::new(tag + open, at.end() + end))
}

/// That what is taken out of parentheses is not there, if that is what `at` is about.
pub(super) fn uncomputed(text: &str, at: Span) -> Option<Wording> {
    let whole = computed(text, at)?;
    let code = &text[whole.range()];
    let wording = Wording::new(format!("there is no `{code}`"), whole).missing();
    Some(wording.help(format!(
        "write `{code} | default(value=\"\")` where it may be missing"
    )))
}

/// What is looked up around `at`, written so that what stands at `at` may be missing.
fn optional(text: &str, at: Span) -> Option<String> {
    let whole = lookup(text, at)?;
    let code = &text[whole.range()];
    let mut known = at.end() - whole.start();
    known += match code.as_bytes().get(known..)? {
        [b']', ..] => 1,
        [b'"' | b'\'' | b'`', b']', ..] => 2,
        _ => 0,
    };
    // With a default of its own, a step before the last is missing.
    if known == code.len() && default_behind(text, whole.end()).is_some() {
        known = steps(code)?.get(2).copied().unwrap_or(known);
    }
    let mut written = code[..known].to_owned();
    let steps = steps(code)?;
    for (at, start) in steps.iter().enumerate() {
        if *start < known {
            continue;
        }
        let end = steps.get(at + 1).copied().unwrap_or(code.len());
        let step = &code[*start..end];
        written += match step.starts_with('?') {
            true => "",
            false => "?",
        };
        written += step;
    }
    Some(written)
}

/// Where the name and the steps of `a.b?["c"]` begin.
fn steps(code: &str) -> Option<Vec<usize>> {
    let mut steps = vec![0];
    let mut at = 0;
    while let Some(byte) = code.as_bytes().get(at) {
        if matches!(byte, b'?' | b'.' | b'[') {
            steps.push(at);
            at += usize::from(*byte == b'?');
        }
        at = match code.as_bytes().get(at)? {
            b'[' => closing(code, at)?,
            _ => at + 1,
        };
    }
    Some(steps)
}

/// The author's own `default(…)` right behind `end`.
fn default_behind(text: &str, end: usize) -> Option<&str> {
    let filter = text[end..].trim_start().strip_prefix('|')?.trim_start();
    filter.strip_prefix("default(")?;
    let call = &filter[..closing(filter, "default".len())?];
    (!call.contains('`')).then_some(call)
}

/// Behind the bracket that closes the one at `open`.
fn closing(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut at = open;
    loop {
        let next = at + 1;
        at = match bytes.get(at)? {
            b'"' | b'\'' | b'`' => scan::skip_string(bytes, at)?,
            b'(' | b'[' => {
                depth += 1;
                next
            }
            b')' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(next);
                }
                next
            }
            _ => next,
        };
    }
}
