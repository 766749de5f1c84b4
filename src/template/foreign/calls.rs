//! Methods, functions and arguments of other languages, as filters with named arguments.

use crate::template::expression::TokenKind;
use crate::template::vocabulary::{self, Argument, Kind};

use super::words::{KEYWORDS, Piece};

/// Methods as filters, and filters by our names.
pub(super) fn called(pieces: &[Piece]) -> Vec<Piece> {
    let mut called: Vec<Piece> = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let next = pieces.get(at + 1).filter(|next| next.is_word());
        let opens = pieces.get(at + 2).is_some_and(|open| open.is("("));
        let closes = pieces.get(at + 3).is_some_and(|close| close.is(")"));
        if let Some(behind) = function(pieces, at, &mut called) {
            at = behind;
            continue;
        }
        match next {
            Some(method) if piece.is(".") && opens => {
                if let Some(behind) = joined(pieces, at, &mut called) {
                    at = behind;
                    continue;
                }
                let name = filter(&method.text);
                if !(method.text == "items" && closes) {
                    called.push(Piece::new(
                        TokenKind::Mark,
                        if name.is_some() { "|" } else { "." },
                        piece,
                    ));
                    called.push(Piece::new(
                        TokenKind::Word,
                        name.unwrap_or(&method.text),
                        method,
                    ));
                }
                at += if closes && (name.is_some() || method.text == "items") {
                    4
                } else {
                    2
                };
            }
            Some(name) if piece.is("|") => {
                called.push(piece.clone());
                let ours = filter(&name.text).unwrap_or(&name.text);
                called.push(Piece::new(TokenKind::Word, ours, name));
                at += 2;
            }
            _ => {
                called.push(piece.clone());
                at += 1;
            }
        }
    }
    called
}

/// Writes `len(x)` at `at` as `x | length`; says where it goes on.
fn function(pieces: &[Piece], at: usize, called: &mut Vec<Piece>) -> Option<usize> {
    let [name, open, ..] = &pieces[at..] else {
        return None;
    };
    let is_path = called
        .last()
        .is_some_and(|before| before.is(".") || before.is("|") || before.text == "is");
    if !name.is_word() || !open.is("(") || is_path || KEYWORDS.contains(&name.text.as_str()) {
        return None;
    }
    let ours = filter(&name.text)?;
    let (end, behind) = arguments_end(pieces, at + 1);
    let argument = &pieces[at + 2..end];
    if argument.is_empty() || argument.iter().any(|piece| piece.is(",") || piece.is("=")) {
        return None;
    }
    called.extend_from_slice(argument);
    called.push(Piece::new(TokenKind::Mark, "|", name));
    called.push(Piece::new(TokenKind::Word, ours, name));
    Some(behind)
}

/// Writes `", ".join(xs)`, of which the `.` stands at `at`, as `xs | join(sep=", ")`.
fn joined(pieces: &[Piece], at: usize, called: &mut Vec<Piece>) -> Option<usize> {
    let separator = called
        .last()
        .filter(|last| last.kind == TokenKind::Text)?
        .clone();
    let method = pieces.get(at + 1).filter(|method| method.text == "join")?;
    let (end, behind) = arguments_end(pieces, at + 2);
    called.pop();
    called.extend_from_slice(pieces.get(at + 3..end)?);
    for (kind, text) in [
        (TokenKind::Mark, "|"),
        (TokenKind::Word, "join"),
        (TokenKind::Mark, "("),
        (TokenKind::Word, "sep"),
        (TokenKind::Mark, "="),
        (TokenKind::Text, separator.text.as_str()),
        (TokenKind::Mark, ")"),
    ] {
        called.push(Piece::new(kind, text, method));
    }
    Some(behind)
}

/// Our name of a filter, whichever it was called by.
fn filter(name: &str) -> Option<&'static str> {
    let known = vocabulary::find(Kind::Filter, name);
    let word = known.or_else(|| vocabulary::find_elsewhere(Kind::Filter, name))?;
    Some(word.name)
}

/// Arguments with their names, in parentheses.
pub(super) fn with_arguments(pieces: &[Piece]) -> Vec<Piece> {
    let mut written: Vec<Piece> = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        written.push(piece.clone());
        at += 1;
        let before = at.checked_sub(2).map(|before| &pieces[before]);
        let kind = match before {
            Some(bar) if bar.is("|") => Kind::Filter,
            Some(is) if is.text == "is" || is.text == "not" => Kind::Test,
            _ => Kind::Function,
        };
        let Some(word) = vocabulary::find(kind, &piece.text).filter(|_| piece.is_word()) else {
            continue;
        };
        let Some(open) = pieces.get(at).filter(|next| next.is("(") || next.is(":")) else {
            at += bare_arguments(&pieces[at..], word.arguments, kind, &mut written);
            continue;
        };
        let (end, behind) = arguments_end(pieces, at);
        written.push(Piece::new(TokenKind::Mark, "(", open));
        name_arguments(&pieces[at + 1..end], word.arguments, &mut written);
        written.push(Piece::new(TokenKind::Mark, ")", open));
        at = behind;
    }
    written
}

/// Go's arguments of a filter, without parentheses: `| join ", "`; says how many there are.
fn bare_arguments(
    pieces: &[Piece],
    names: &[Argument],
    kind: Kind,
    written: &mut Vec<Piece>,
) -> usize {
    let is_literal = |piece: &&Piece| matches!(piece.kind, TokenKind::Text | TokenKind::Number);
    let count = pieces.iter().take_while(is_literal).count();
    if kind != Kind::Filter || count == 0 {
        return 0;
    }
    for (number, value) in pieces[..count].iter().enumerate() {
        let name = names.get(number).map_or("…", |argument| argument.name);
        let before = if number == 0 { "(" } else { "," };
        written.push(Piece::new(TokenKind::Mark, before, value));
        written.push(Piece::new(TokenKind::Word, name, value));
        written.push(Piece::new(TokenKind::Mark, "=", value));
        written.push(value.clone());
    }
    written.push(Piece::new(TokenKind::Mark, ")", &pieces[0]));
    count
}

/// Where the arguments end that begin with the `(` or `:` at `open`, and where it goes on.
fn arguments_end(pieces: &[Piece], open: usize) -> (usize, usize) {
    let mut depth = 0usize;
    for (at, piece) in pieces.iter().enumerate().skip(open) {
        match piece.text.as_str() {
            "(" | "[" | "{" if piece.kind == TokenKind::Mark => depth += 1,
            ")" | "]" | "}" if piece.kind == TokenKind::Mark => {
                depth = depth.saturating_sub(1);
                if depth == 0 && pieces[open].is("(") {
                    return (at, at + 1);
                }
            }
            "|" if depth == 0 && at > open => return (at, at),
            _ => {}
        }
    }
    (pieces.len(), pieces.len())
}

fn name_arguments(pieces: &[Piece], names: &[Argument], written: &mut Vec<Piece>) {
    let mut depth = 0usize;
    let mut number = 0;
    let mut begins = true;
    for (at, piece) in pieces.iter().enumerate() {
        let is_named = pieces.get(at + 1).is_some_and(|next| next.is("="));
        if begins
            && !is_named
            && let Some(argument) = names.get(number)
        {
            written.push(Piece::new(TokenKind::Word, argument.name, piece));
            written.push(Piece::new(TokenKind::Mark, "=", piece));
        }
        begins = false;
        match piece.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                begins = true;
                number += 1;
            }
            _ => {}
        }
        written.push(piece.clone());
    }
}
