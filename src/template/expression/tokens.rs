//! The pieces of a tag, cut as Tera cuts them.

use std::borrow::Cow;

use crate::source::Span;

use super::super::scan;

/// A piece of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'t> {
    pub(crate) kind: TokenKind,
    /// As it is written; a string without its quotes.
    pub(crate) text: &'t str,
    /// Where `text` stands.
    pub(crate) span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Text,
    Number,
    Mark,
}

/// Marks of more than one character; where one begins like another, the longer comes first.
const LONG_MARKS: &[&str] = &["...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?["];

/// Cuts the part of `text` at `inner`, unless it is too long; a string that never ends takes all
/// that is left.
pub(crate) fn tokens(text: &str, inner: Span) -> Vec<Token<'_>> {
    let bytes = &text.as_bytes()[..inner.end()];
    if inner.len() > super::LONGEST {
        return Vec::new();
    }
    let mut tokens = Vec::with_capacity(inner.len() / 4 + 2);
    let mut at = inner.start();
    while let Some(&byte) = bytes.get(at) {
        let end = match byte {
            _ if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'"' | b'\'' | b'`' => {
                let end = scan::skip_string(bytes, at);
                let close = end.map_or(bytes.len(), |end| end - 1);
                tokens.push(token(text, TokenKind::Text, at + 1, close));
                at = end.unwrap_or(bytes.len());
                continue;
            }
            _ => end(text, bytes, at),
        };
        let kind = match byte {
            b'0'..=b'9' => TokenKind::Number,
            _ if is_word(byte) => TokenKind::Word,
            _ => TokenKind::Mark,
        };
        tokens.push(token(text, kind, at, end));
        at = end;
    }
    tokens
}

fn token(text: &str, kind: TokenKind, start: usize, end: usize) -> Token<'_> {
    let span = Span::new(start, end);
    Token {
        kind,
        text: &text[span.range()],
        span,
    }
}

/// Where the piece ends that begins at `at` and is no string.
fn end(text: &str, bytes: &[u8], at: usize) -> usize {
    let count = |is: fn(u8) -> bool, from: usize| {
        bytes[from..].iter().take_while(|byte| is(**byte)).count()
    };
    match bytes[at] {
        b'0'..=b'9' => {
            let whole = at + count(|byte| byte.is_ascii_digit(), at);
            match bytes.get(whole) {
                Some(b'.') => whole + 1 + count(|byte| byte.is_ascii_digit(), whole + 1),
                _ => whole,
            }
        }
        byte if is_word(byte) => at + count(is_word, at),
        _ => {
            // All of them go on with such a byte.
            let may_be_long = bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation);
            let mut long = LONG_MARKS.iter();
            let long = long.find(|mark| may_be_long && bytes[at..].starts_with(mark.as_bytes()));
            match long {
                Some(mark) => at + mark.len(),
                None => text.ceil_char_boundary(at + 1),
            }
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

/// What a string stands for.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                Some(other) => text.push(other),
                None => {}
            },
            _ => text.push(c),
        }
    }
    Cow::Owned(text)
}
