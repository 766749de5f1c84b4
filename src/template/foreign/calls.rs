//! Methods, functions and arguments of other languages, as filters with named arguments.

use crate::template::expression::TokenKind;
use crate::template::vocabulary::{self, Argument, Kind, Takes, Word};

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
            at += bare_arguments(&pieces[at..], word, kind, &mut written);
            continue;
        };
        let (end, behind) = arguments_end(pieces, at);
        let named = name_arguments(&pieces[at + 1..end], word);
        if kind == Kind::Function || !named.is_empty() {
            written.push(Piece::new(TokenKind::Mark, "(", open));
            written.extend(named);
            written.push(Piece::new(TokenKind::Mark, ")", open));
        }
        at = behind;
    }
    written
}

/// Go's arguments of a filter, without parentheses: `| join ", "`; says how many there are.
fn bare_arguments(pieces: &[Piece], word: &Word, kind: Kind, written: &mut Vec<Piece>) -> usize {
    let is_literal = |piece: &&Piece| matches!(piece.kind, TokenKind::Text | TokenKind::Number);
    let count = pieces.iter().take_while(is_literal).count();
    if kind != Kind::Filter || count == 0 {
        return 0;
    }
    written.push(Piece::new(TokenKind::Mark, "(", &pieces[0]));
    let names = names(word, count);
    for (number, value) in pieces[..count].iter().enumerate() {
        if number > 0 {
            written.push(Piece::new(TokenKind::Mark, ",", value));
        }
        let name = names.get(number).map_or("…", |argument| argument.name);
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

/// The arguments of a call with their names, without those that there is nothing for here.
fn name_arguments(pieces: &[Piece], word: &Word) -> Vec<Piece> {
    let arguments = separated(pieces);
    let is_named = |argument: &[Piece]| argument.get(1).is_some_and(|next| next.is("="));
    let is_bool = |argument: &[Piece]| matches!(argument, [one] if matches!(one.text.to_lowercase().as_str(), "true" | "false"));
    let count = arguments.iter().filter(|given| !is_named(given)).count();
    let names = names(word, count);
    let mut next = names.iter().peekable();
    let mut written: Vec<Piece> = Vec::new();
    for argument in arguments {
        let Some(first) = argument.first() else {
            continue;
        };
        let name = match next.peek() {
            _ if is_named(argument) => None,
            // Whether words may be cut, or the case counts.
            Some(name) if name.takes == Takes::Text && is_bool(argument) => continue,
            None if is_bool(argument) || !names.is_empty() => continue,
            // What Jinja2 takes for a text that is no number.
            None if matches!(word.name, "int" | "float") => continue,
            _ => next.next(),
        };
        if !written.is_empty() {
            written.push(Piece::new(TokenKind::Mark, ",", first));
        }
        if let Some(name) = name {
            written.push(Piece::new(TokenKind::Word, name.name, first));
            written.push(Piece::new(TokenKind::Mark, "=", first));
        }
        written.extend_from_slice(argument);
    }
    written
}

/// What `count` arguments without names are elsewhere, in that order.
fn names(word: &Word, count: usize) -> Vec<Argument> {
    let order: &[&str] = match (word.kind, word.name, count) {
        (Kind::Function, "range", 2..) => &["start", "end", "step_by"],
        (Kind::Filter, "pluralize", 1) => &["plural"],
        (Kind::Filter, "int", 1) => &[],
        _ => return word.arguments.to_vec(),
    };
    let find = |name: &&str| {
        word.arguments
            .iter()
            .find(|argument| argument.name == *name)
    };
    order.iter().filter_map(find).copied().collect()
}

/// What stands between the commas.
fn separated(pieces: &[Piece]) -> Vec<&[Piece]> {
    let mut depth = 0usize;
    let parts = pieces.split(|piece| {
        match piece.text.as_str() {
            "(" | "[" | "{" if piece.kind == TokenKind::Mark => depth += 1,
            ")" | "]" | "}" if piece.kind == TokenKind::Mark => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && piece.is(",")
    });
    parts.collect()
}
