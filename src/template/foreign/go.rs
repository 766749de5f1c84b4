//! Go writes operators before their operands: `eq .Status "firing"`.

use crate::template::expression::TokenKind;

use super::words::{Piece, written};

const COMPARISONS: &[(&str, &str)] = &[
    ("eq", "=="),
    ("ne", "!="),
    ("lt", "<"),
    ("le", "<="),
    ("gt", ">"),
    ("ge", ">="),
    ("and", "and"),
    ("or", "or"),
];

/// How deep parentheses are followed.
const DEEPEST: usize = 8;

/// The condition with its operators between their operands.
pub(super) fn infix(pieces: &[Piece]) -> String {
    put(pieces, 0)
}

fn put(pieces: &[Piece], depth: usize) -> String {
    if let [open, inner @ .., close] = pieces
        && open.is("(")
        && close.is(")")
        && operands(pieces).len() == 1
        && depth < DEEPEST
    {
        return format!("({})", put(inner, depth + 1));
    }
    if let Some(at) = piped(pieces) {
        let call = put(&pieces[..at], depth + 1);
        let filters = written(&pieces[at..]);
        return match call.contains(" ~ ") {
            true => format!("({call}) {filters}"),
            false => format!("{call} {filters}"),
        };
    }
    let Some((first, rest)) = pieces.split_first().filter(|_| depth < DEEPEST) else {
        return written(pieces);
    };
    let operator = COMPARISONS.iter().find(|(go, _)| first.text == *go);
    let operands = operands(rest);
    let one = |operand: &&[Piece]| match operand {
        [open, inner @ .., close] if open.is("(") && close.is(")") => {
            format!("({})", put(inner, depth + 1))
        }
        _ => written(operand),
    };
    match (first.text.as_str(), operator, operands.as_slice()) {
        (_, Some((_, ours)), [_, _, ..]) => {
            let operands: Vec<String> = operands.iter().map(one).collect();
            operands.join(&format!(" {ours} "))
        }
        ("not", _, [operand]) => format!("not {}", one(operand)),
        ("len", _, [operand]) => format!("{} | length", one(operand)),
        ("index", _, [list, keys @ ..]) if !keys.is_empty() => {
            let keys = keys.iter().map(|key| format!("[{}]", one(key)));
            one(list) + &keys.collect::<String>()
        }
        ("printf", _, [[format], values @ ..]) if format.kind == TokenKind::Text => {
            let values: Vec<String> = values.iter().map(one).collect();
            formatted(&format.text, &values).unwrap_or_else(|| written(pieces))
        }
        _ => written(pieces),
    }
}

/// Where the `|` stands behind a call of one of Go's functions.
fn piped(pieces: &[Piece]) -> Option<usize> {
    let at = pieces.iter().position(|piece| piece.is("|"))?;
    let is_outside = operands(pieces)
        .iter()
        .any(|operand| operand.first().is_some_and(|first| first.is("|")));
    let first = pieces.first()?.text.as_str();
    (is_outside && matches!(first, "index" | "printf")).then_some(at)
}

/// What `printf` makes of `values`, as text and values in a row.
fn formatted(format: &str, values: &[String]) -> Option<String> {
    let quote = format.chars().next()?;
    let mut values = values.iter();
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = format.strip_prefix(quote)?.strip_suffix(quote)?;
    while let Some(at) = rest.find('%') {
        text += &rest[..at];
        let spec = &rest[at + 1..];
        let end = spec.find(|c: char| !(c.is_ascii_digit() || "+-#. ".contains(c)))?;
        let verb = spec[end..].chars().next()?;
        rest = &spec[end + verb.len_utf8()..];
        if verb == '%' {
            text.push('%');
            continue;
        }
        if !text.is_empty() {
            parts.push(format!("{quote}{text}{quote}"));
            text.clear();
        }
        let value = values.next()?;
        let precision = spec[..end].split_once('.').map(|(_, digits)| digits);
        parts.push(match precision {
            Some(digits) if verb == 'f' => format!("{value} | round(precision={digits})"),
            _ => value.clone(),
        });
    }
    text += rest;
    if !text.is_empty() {
        parts.push(format!("{quote}{text}{quote}"));
    }
    Some(parts.join(" ~ "))
}

/// The operands that stand one after the other.
fn operands(pieces: &[Piece]) -> Vec<&[Piece]> {
    let mut operands = Vec::new();
    let mut start = 0;
    let mut depth = 0usize;
    for (at, piece) in pieces.iter().enumerate() {
        let is_mark = piece.kind == TokenKind::Mark;
        let joins =
            at > 0 && (depth > 0 || piece.is(".") || piece.is("[") || pieces[at - 1].is("."));
        if at > start && !joins {
            operands.push(&pieces[start..at]);
            start = at;
        }
        match piece.text.as_str() {
            "(" | "[" if is_mark => depth += 1,
            ")" | "]" if is_mark => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if start < pieces.len() {
        operands.push(&pieces[start..]);
    }
    operands
}
