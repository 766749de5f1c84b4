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
    match (operator, operands.as_slice()) {
        (Some((_, ours)), [_, _, ..]) => {
            let operands: Vec<String> = operands.iter().map(one).collect();
            operands.join(&format!(" {ours} "))
        }
        (None, [operand]) if first.text == "not" => format!("not {}", one(operand)),
        (None, [operand]) if first.text == "len" => format!("{} | length", one(operand)),
        (None, [list, at]) if first.text == "index" => format!("{}[{}]", one(list), one(at)),
        (None, [_, value]) if first.text == "printf" => one(value),
        _ => written(pieces),
    }
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
