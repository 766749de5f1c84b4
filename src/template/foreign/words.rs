//! An author's expression, put as it would be written here.

use crate::source::Span;
use crate::template::expression::{TokenKind, tokens};

use super::calls::{called, with_arguments};
use super::tests::tested;

/// A piece of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: TokenKind,
    /// As it is written, quotes included.
    pub(super) text: String,
    pub(super) span: Span,
    /// Whether a blank stands before it.
    pub(super) gap: bool,
}

impl Piece {
    pub(super) fn new(kind: TokenKind, text: impl Into<String>, like: &Self) -> Self {
        Self {
            kind,
            text: text.into(),
            span: like.span,
            gap: like.gap,
        }
    }

    pub(super) fn is(&self, mark: &str) -> bool {
        self.kind == TokenKind::Mark && self.text == mark
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    pub(super) fn ends_operand(&self) -> bool {
        match self.kind {
            TokenKind::Word => !KEYWORDS.contains(&self.text.as_str()),
            TokenKind::Mark => matches!(self.text.as_str(), ")" | "]" | "}"),
            TokenKind::Text | TokenKind::Number => true,
        }
    }
}

pub(super) const KEYWORDS: &[&str] = &["if", "elif", "else", "in", "and", "or", "not", "is"];

/// Marks of other languages, as Tera would cut them.
const JOINED: &[(&str, &str, &str)] = &[
    ("&", "&", "&&"),
    ("|", "|", "||"),
    ("==", "=", "==="),
    ("!=", "=", "!=="),
    ("<", ">", "<>"),
    ("?", "?", "??"),
    ("?", ":", "?:"),
    ("-", ">", "->"),
    ("=", ">", "=>"),
    (":", "=", ":="),
    (":", ":", "::"),
];

/// The pieces of `text` at `inner`, with the marks of other languages whole.
pub(super) fn pieces(text: &str, inner: Span) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut end = inner.start();
    for token in tokens(text, inner) {
        let span = match token.kind {
            TokenKind::Text => Span::new(
                token.span.start() - 1,
                (token.span.end() + 1).min(inner.end()),
            ),
            _ => token.span,
        };
        let gap = span.start() > end;
        end = span.end();
        if let Some(last) = pieces.last_mut()
            && !gap
            && let Some((.., joined)) = JOINED
                .iter()
                .find(|(first, second, _)| last.is(first) && token.text == *second)
        {
            last.text = (*joined).to_owned();
            last.span = Span::new(last.span.start(), end);
            continue;
        }
        pieces.push(Piece {
            kind: token.kind,
            text: text[span.range()].to_owned(),
            span,
            gap,
        });
    }
    pieces
}

/// The expression in Tera's words; `item` is what the loop around it goes over, if any.
pub(super) fn translated(pieces: &[Piece], item: Option<&str>) -> Vec<Piece> {
    let pieces = named(pieces, item);
    let pieces = called(&tested(&pieces));
    chosen(with_arguments(&pieces))
}

/// Names without what other languages put before them, and operators by their words.
fn named(pieces: &[Piece], item: Option<&str>) -> Vec<Piece> {
    let mut named: Vec<Piece> = Vec::new();
    // Whether a blank stood before what was left out.
    let mut dropped_gap = false;
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let next = pieces
            .get(at + 1)
            .filter(|next| next.is_word() && !next.gap);
        let begins = piece.gap || !named.last().is_some_and(Piece::ends_operand);
        let is_path = piece.is(".") && next.is_some() && begins;
        let (text, taken) = match (piece.text.as_str(), next.map(|next| next.text.as_str())) {
            ("@", Some("index")) => ("loop.index0", 2),
            ("@", Some("first")) => ("loop.first", 2),
            ("@", Some("last")) => ("loop.last", 2),
            ("@", Some("root")) => ("", 3),
            (".", Some(_)) if is_path => (item.unwrap_or_default(), 1),
            ("$" | "@", Some(_)) => ("", 1),
            ("$", None) if pieces.get(at + 1).is_some_and(|next| next.is(".")) => ("", 2),
            ("." | "/", None) if begins && is_upward(pieces, at) => ("", 1),
            ("/", Some(_)) if begins => ("", 1),
            (".", None) if begins => (item.unwrap_or("item"), 1),
            ("this", _) if pieces.get(at + 1).is_some_and(|next| next.is(".")) => {
                (item.unwrap_or_default(), if item.is_some() { 1 } else { 2 })
            }
            ("this", _) if piece.is_word() => (item.unwrap_or("item"), 1),
            ("&&", _) => ("and", 1),
            ("||" | "?:", _) => ("or", 1),
            ("!", _) => ("not", 1),
            ("===", _) => ("==", 1),
            ("!==" | "<>", _) => ("!=", 1),
            ("->" | "=>", _) => (".", 1),
            ("nil" | "NULL" | "Null" | "undefined", _) if piece.is_word() => ("none", 1),
            ("TRUE", _) => ("true", 1),
            ("FALSE", _) => ("false", 1),
            (same, _) => (same, 1),
        };
        if !text.is_empty() {
            let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic());
            let kind = match piece.kind {
                TokenKind::Mark if is_word => TokenKind::Word,
                kind => kind,
            };
            let mut new = Piece::new(kind, text, piece);
            new.gap |= dropped_gap;
            named.push(new);
            if is_path {
                named.push(Piece::new(TokenKind::Mark, ".", &pieces[at + 1]));
            }
        }
        dropped_gap = text.is_empty() && (piece.gap || dropped_gap);
        at += taken;
    }
    named
}

/// Whether `../` or `./` stands at `at`.
fn is_upward(pieces: &[Piece], at: usize) -> bool {
    let ahead = pieces[at + 1..].iter().take_while(|next| !next.gap);
    let mut marks = ahead.map(|next| next.text.as_str());
    marks.any(|mark| mark == "/") || pieces[at].is("/")
}

/// `c ? a : b` as `a if c else b`, and `a ?? b` as `a | default(value=b)`.
fn chosen(pieces: Vec<Piece>) -> Vec<Piece> {
    let find = |mark: &str| pieces.iter().position(|piece| piece.is(mark));
    if let Some(at) = find("??") {
        let mark = &pieces[at];
        let mut written = pieces[..at].to_vec();
        for (kind, text) in [
            (TokenKind::Mark, "|"),
            (TokenKind::Word, "default"),
            (TokenKind::Mark, "("),
            (TokenKind::Word, "value"),
            (TokenKind::Mark, "="),
        ] {
            written.push(Piece::new(kind, text, mark));
        }
        written.extend_from_slice(&pieces[at + 1..]);
        written.push(Piece::new(TokenKind::Mark, ")", mark));
        return written;
    }
    let (Some(question), Some(colon)) = (find("?"), find(":")) else {
        return pieces;
    };
    if colon < question {
        return pieces;
    }
    let mut written = pieces[question + 1..colon].to_vec();
    written.push(Piece::new(TokenKind::Word, "if", &pieces[question]));
    written.extend_from_slice(&pieces[..question]);
    written.push(Piece::new(TokenKind::Word, "else", &pieces[colon]));
    written.extend_from_slice(&pieces[colon + 1..]);
    written
}

/// The pieces as one would write them.
pub(super) fn written(pieces: &[Piece]) -> String {
    let mut text = String::new();
    let mut depth = 0usize;
    let mut before: Option<&Piece> = None;
    for piece in pieces {
        if let Some(before) = before {
            let joins = matches!(before.text.as_str(), "(" | "[" | "." | "?." | "!")
                || matches!(piece.text.as_str(), ")" | "]" | "," | "." | "?." | ":")
                || (matches!(piece.text.as_str(), "(" | "[")
                    && before.ends_operand()
                    && !before.text.is_empty())
                || (depth > 0 && (piece.is("=") || before.is("=")))
                || (before.is("-") && !piece.gap);
            let is_mark = before.kind == TokenKind::Mark || piece.kind == TokenKind::Mark;
            if !(joins && is_mark) {
                text.push(' ');
            }
        }
        match piece.text.as_str() {
            "(" | "{" if piece.kind == TokenKind::Mark => depth += 1,
            ")" | "}" if piece.kind == TokenKind::Mark => depth = depth.saturating_sub(1),
            _ => {}
        }
        text.push_str(&piece.text);
        before = Some(piece);
    }
    text
}
