//! The marks in a traced text: which origin what follows has.
//!
//! A noncharacter that the data hold stands behind a sign of its own, so that it is no mark.

use std::borrow::Cow;

use super::super::map::{Mark, is_mark};

/// What stands in front of a character of the text that is none of a mark.
const LITERAL: char = '\u{FDE5}';

/// What begins behind a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// What that origin wrote, or nobody that is known.
    Origin(Option<usize>),
    /// This character, which is no mark.
    Literal(char),
}

/// Appends the mark of an origin.
pub(super) fn push(out: &mut String, origin: Option<usize>) {
    match origin {
        Some(origin) => Mark::Text(origin).push(out),
        None => Mark::Close(0).push(out),
    }
}

/// The sign that `text` begins with and how many bytes it takes.
pub(super) fn read(text: &str) -> Option<(Sign, usize)> {
    if let Some(rest) = text.strip_prefix(LITERAL) {
        let literal = rest.chars().next()?;
        return Some((
            Sign::Literal(literal),
            LITERAL.len_utf8() + literal.len_utf8(),
        ));
    }
    match Mark::read(text)? {
        (Mark::Text(origin), length) => Some((Sign::Origin(Some(origin)), length)),
        (Mark::Close(0), length) => Some((Sign::Origin(None), length)),
        _ => None,
    }
}

/// `text`, which has no marks, as a traced text that says the same.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_mark(c) {
            out.push(LITERAL);
        }
        out.push(c);
    }
    out
}

/// What a traced text says.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(is_mark) {
        return text.into();
    }
    Pieces::new(text).map(|(piece, _)| piece).collect()
}

/// A traced text, cut at its marks, each piece with its origin.
#[derive(Debug, Clone)]
pub(super) struct Pieces<'t> {
    rest: &'t str,
    origin: Option<usize>,
}

impl<'t> Pieces<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            rest: text,
            origin: None,
        }
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (piece, rest) = self.rest.split_at(length);
        self.rest = rest;
        piece
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = (&'t str, Option<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let first = self.rest.chars().next()?;
            if !is_mark(first) {
                let length = self.rest.find(is_mark).unwrap_or(self.rest.len());
                return Some((self.take(length), self.origin));
            }
            match read(self.rest) {
                Some((Sign::Origin(origin), length)) => {
                    self.take(length);
                    self.origin = origin;
                }
                Some((Sign::Literal(_), length)) => {
                    return Some((&self.take(length)[LITERAL.len_utf8()..], self.origin));
                }
                // A text that is not traced may have anything in it.
                None => return Some((self.take(first.len_utf8()), self.origin)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_reads_back() {
        let mut text = String::new();
        push(&mut text, Some(300));
        text.push_str("host ");
        push(&mut text, None);
        text.push_str(&literal("a\u{fdd0}\u{fde5}b"));
        assert_eq!(plain(&text), "host a\u{fdd0}\u{fde5}b");
        let pieces: Vec<_> = Pieces::new(&text).collect();
        let expected = [
            ("host ", Some(300)),
            ("a", None),
            ("\u{fdd0}", None),
            ("\u{fde5}", None),
            ("b", None),
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn what_only_looks_like_a_mark_stays() {
        for text in ["\u{fde0}", "a\u{fdd0}b", "\u{fdef}", "\u{fde5}"] {
            assert_eq!(plain(text), text);
        }
    }
}
