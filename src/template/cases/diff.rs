//! How two payloads differ, line by line.

use std::fmt::Write;

use serde_json::{Map, Value};
use similar::{DiffOp, TextDiff};

/// Lines that are the same are shown around those that are not.
const CONTEXT: usize = 2;
/// A longer line is cut to what differs in it.
const LONGEST: usize = 100;
/// So many characters of a cut line are kept on both sides of what differs.
const AROUND: usize = 30;

/// The differences, and the first line of the expected payload that differs.
///
/// `rendered` is `payload`; the expected payload is laid out in the same order.
pub(super) fn diff(expected: &Value, rendered: &Value, payload: &str) -> (String, usize) {
    let expected = pretty(expected, rendered);
    let diff = TextDiff::from_lines(expected.as_str(), payload);
    let mut out = String::new();
    let mut first = None;
    for group in diff.grouped_ops(CONTEXT) {
        if !out.is_empty() {
            out.push_str("  …\n");
        }
        for op in group {
            let old = &diff.old_slices()[op.old_range()];
            let new = &diff.new_slices()[op.new_range()];
            match op {
                DiffOp::Equal { .. } => lines(&mut out, ' ', old),
                _ => {
                    first.get_or_insert(op.old_range().start + 1);
                    changed(&mut out, old, new);
                }
            }
        }
    }
    (out, first.unwrap_or(1))
}

/// `expected` over several lines, its names in the order that they have in `rendered`.
pub(super) fn pretty(expected: &Value, rendered: &Value) -> String {
    serde_json::to_string_pretty(&ordered(expected, rendered))
        .expect("what was read as JSON can be written as JSON")
}

fn ordered(expected: &Value, like: &Value) -> Value {
    match (expected, like) {
        (Value::Object(expected), Value::Object(like)) => {
            let both = like.iter().filter_map(|(name, like)| {
                let expected = expected.get(name)?;
                Some((name.clone(), ordered(expected, like)))
            });
            let rest = expected
                .iter()
                .filter(|(name, _)| !like.contains_key(*name));
            let rest = rest.map(|(name, value)| (name.clone(), value.clone()));
            Value::Object(both.chain(rest).collect::<Map<String, Value>>())
        }
        (Value::Array(expected), Value::Array(like)) => {
            let likes = like.iter().chain(std::iter::repeat(&Value::Null));
            let list = expected.iter().zip(likes);
            Value::Array(
                list.map(|(expected, like)| ordered(expected, like))
                    .collect(),
            )
        }
        _ => expected.clone(),
    }
}

fn lines(out: &mut String, sign: char, lines: &[&str]) {
    for line in lines {
        let line = line.trim_end_matches('\n');
        let _ = writeln!(out, "{sign} {}", cut(line, 0, line.chars().count()));
    }
}

/// Lines that went and lines that came; where a line only changed, what changed in it is shown.
fn changed(out: &mut String, old: &[&str], new: &[&str]) {
    if old.len() != new.len() {
        lines(out, '-', old);
        lines(out, '+', new);
        return;
    }
    let pairs = || {
        let pairs = old.iter().zip(new);
        pairs.map(|(old, new)| (old.trim_end_matches('\n'), new.trim_end_matches('\n')))
    };
    for (sign, is_new) in [('-', false), ('+', true)] {
        for (old, new) in pairs() {
            let before = common(old.chars(), new.chars());
            let behind = common(old.chars().rev(), new.chars().rev());
            let line = if is_new { new } else { old };
            let _ = writeln!(out, "{sign} {}", cut(line, before, behind));
        }
    }
}

/// How many characters the two begin with in common.
fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// A line without most of the characters that it has in common with another at its begin and
/// its end.
fn cut(line: &str, before: usize, behind: usize) -> String {
    let line: Vec<char> = line.chars().map(harmless).collect();
    let length = line.len();
    if length <= LONGEST {
        return line.into_iter().collect();
    }
    let name = name_length(&line);
    let start = before.min(length).saturating_sub(AROUND);
    let start = if start <= name + 1 { 0 } else { start };
    let end =
        (length - behind.min(length) + AROUND).clamp(start + LONGEST / 2, start + 2 * LONGEST);
    let end = end.min(length);
    let mut shown = String::new();
    if start > 0 {
        shown.extend(&line[..name]);
        shown.push('…');
    }
    shown.extend(&line[start..end]);
    if end < length {
        shown.push('…');
    }
    shown
}

/// How many characters the indentation and the name of a line have, `    "flockml": "`.
fn name_length(line: &[char]) -> usize {
    let ends = line.windows(4).take(LONGEST / 2);
    let found = ends
        .into_iter()
        .position(|part| part == ['"', ':', ' ', '"']);
    found.map_or(0, |at| at + 4)
}

/// What a terminal does not act on.
fn harmless(character: char) -> char {
    match character {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        control if control.is_control() => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(expected: &Value, rendered: &Value) -> (String, usize) {
        let payload = serde_json::to_string_pretty(rendered).unwrap();
        diff(expected, rendered, &payload)
    }

    #[test]
    fn only_what_differs_is_shown_and_the_order_of_names_is_no_difference() {
        let expected = json!({"b": [1, 2], "a": "x", "z": 0, "y": {"q": 1, "p": 2}});
        let rendered = json!({"a": "y", "b": [1, 2], "y": {"p": 2, "q": 1}, "z": 0});
        let (shown, line) = of(&expected, &rendered);
        assert_eq!(
            shown,
            "  {\n-   \"a\": \"x\",\n+   \"a\": \"y\",\n    \"b\": [\n      1,\n"
        );
        assert_eq!(line, 2);
    }

    #[test]
    fn a_long_line_is_cut_to_its_difference() {
        let long = |word: &str| format!("{} {word} {}", "before ".repeat(40), "behind ".repeat(40));
        let (shown, _) = of(&json!({"text": long("ä")}), &json!({"text": long("db-1")}));
        assert_eq!(
            shown,
            "  {\n\
             -   \"text\": \"… before before before before  ä behind behind behind behind b…\n\
             +   \"text\": \"… before before before before  db-1 behind behind behind behind b…\n\
             \x20 }\n"
        );
    }

    #[test]
    fn any_two_lines_can_be_compared() {
        let long = "x".repeat(500);
        for (old, new) in [
            ("", long.as_str()),
            (&long, ""),
            (&long, "y"),
            (&long, &long[1..]),
        ] {
            let (shown, line) = of(&json!([old]), &json!([new]));
            assert!(shown.len() < 600, "{shown}");
            assert_eq!(line, 2);
        }
    }
}
