//! Marks, set into an output where people read it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::slice::Iter;

use crate::element;
use crate::message::{Literal, PayloadKind, Shown, texts};
use crate::syntax::{Document, Resolved, Token, TokenKind, resolve, unescape};

use super::super::map::{Map, Spot};
use super::mark;

/// HTML elements whose characters are no text.
const NO_TEXT: &[&str] = &["script", "style", "title", "textarea", "template", "xmp"];

/// An output with marks in it.
pub(super) struct Woven {
    pub(super) output: String,
    /// What the marks stand for, by their numbers.
    pub(super) spots: Vec<Spot>,
}

/// Marks the texts of a `.flockml` file's output.
pub(super) fn flockml(output: &str, map: &Map<'_>) -> Woven {
    let mut weaver = Weaver::new(output, map);
    weaver.document(&Document::parse(output));
    weaver.finish()
}

/// The same for the output of a JSON template.
pub(super) fn json(output: &str, kind: PayloadKind, map: &Map<'_>) -> Woven {
    let mut weaver = Weaver::new(output, map);
    for (shown, literal) in texts(output, kind) {
        match shown {
            Shown::Words => weaver.words(&literal),
            Shown::Markup => weaver.markup(&literal),
            Shown::Html => weaver.html(&literal),
        }
    }
    weaver.finish()
}

struct Weaver<'a> {
    rest: &'a str,
    map: &'a Map<'a>,
    /// How much of the output has been taken over.
    at: usize,
    out: String,
    spots: Vec<Spot>,
    numbers: HashMap<Spot, usize>,
    /// Which segment wrote what stands before, in the same run of text.
    last: Option<Option<usize>>,
    /// Whether a line ended before: white space is dropped there.
    gap: bool,
    /// The segment that was asked for last, and where it ends.
    known: (usize, usize, usize),
}

impl<'a> Weaver<'a> {
    fn new(output: &'a str, map: &'a Map<'a>) -> Self {
        Self {
            rest: output,
            map,
            at: 0,
            out: String::with_capacity(output.len() * 2),
            spots: Vec::new(),
            numbers: HashMap::new(),
            last: None,
            gap: false,
            known: (0, 0, 0),
        }
    }

    fn finish(mut self) -> Woven {
        self.out.push_str(self.rest);
        Woven {
            output: self.out,
            spots: self.spots,
        }
    }

    /// What is written next has a mark of its own.
    fn cut(&mut self) {
        self.last = None;
    }

    /// The character `c` of a text, written from `start` to `end`.
    fn atom(&mut self, c: char, start: usize, end: usize) {
        if matches!(c, '\n' | '\r') {
            self.gap = true;
        } else if !c.is_ascii_whitespace() && std::mem::take(&mut self.gap) {
            self.cut();
        }
        let segment = self.segment(start);
        let writer = if self.segment(end.saturating_sub(1).max(start)) == segment {
            segment
        } else {
            // Two pieces made it together.
            None
        };
        if self.last != Some(writer) {
            self.last = Some(writer);
            self.mark(start, writer);
        }
    }

    fn segment(&mut self, at: usize) -> Option<usize> {
        let (start, end, segment) = self.known;
        if (start..end).contains(&at) {
            return Some(segment);
        }
        let (segment, end) = self.map.segment(at)?;
        self.known = (at, end, segment);
        Some(segment)
    }

    fn mark(&mut self, at: usize, segment: Option<usize>) {
        let Some(length) = at.checked_sub(self.at) else {
            // It has been passed: only texts that are in order are marked.
            return;
        };
        let Some((before, rest)) = self.rest.split_at_checked(length) else {
            return;
        };
        self.out.push_str(before);
        self.rest = rest;
        self.at = at;
        let spot = segment.and_then(|segment| self.map.spot(segment, at));
        let number = spot.map(|spot| {
            *self.numbers.entry(spot).or_insert_with(|| {
                self.spots.push(spot);
                self.spots.len() - 1
            })
        });
        mark::push(&mut self.out, number);
    }

    /// Plain text.
    fn words(&mut self, literal: &Literal) {
        self.cut();
        self.characters(&literal.text, 0, literal);
    }

    /// The characters of `text`, which stands at `start` in the literal.
    fn characters(&mut self, text: &str, start: usize, literal: &Literal) {
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let (from, to) = (start + at, start + at + c.len_utf8());
            self.atom(c, literal.offset(from), literal.end(to));
            at += c.len_utf8();
            at += self.alike(&text[at..], to, literal);
        }
    }

    /// How much of `text`, which stands at `start` in the literal, is as the character before:
    /// of the same segment, and none that ends a line.
    fn alike(&self, text: &str, start: usize, literal: &Literal) -> usize {
        let (from, end, segment) = self.known;
        let at = literal.offset(start);
        if self.gap || self.last != Some(Some(segment)) || !(from..end).contains(&at) {
            return 0;
        }
        let even = literal.even_until(start).saturating_sub(start);
        let most = text.floor_char_boundary(even.min(end - at).min(text.len()));
        memchr::memchr2(b'\n', b'\r', &text.as_bytes()[..most]).unwrap_or(most)
    }

    /// FlockML with its root.
    fn markup(&mut self, literal: &Literal) {
        let document = Document::parse(&literal.text);
        let mut depth = 0_usize;
        for token in document.tokens() {
            match token.kind {
                TokenKind::Start => depth += 1,
                TokenKind::End => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > 0 {
                self.token(&document, token, literal);
            }
        }
    }

    /// A token of FlockML.
    fn token(&mut self, document: &Document<'_>, token: &Token, literal: &Literal) {
        let start = token.span.start();
        match token.kind {
            TokenKind::Text => self.characters(document.slice(token.span), start, literal),
            TokenKind::Reference => self.reference(document.slice(token.name), token, literal),
            TokenKind::CData => {
                let raw = document.slice(token.span);
                for (at, c) in inside_of_cdata(raw).char_indices() {
                    if matches!(c, '\n' | '\r') {
                        self.cut();
                        continue;
                    }
                    let from = start + CDATA.len() + at;
                    let to = from + c.len_utf8();
                    self.atom(c, literal.offset(from), literal.end(to));
                }
            }
            TokenKind::Comment => {}
            _ => self.cut(),
        }
    }

    /// One character, unless it breaks the line.
    fn reference(&mut self, name: &str, token: &Token, literal: &Literal) {
        match resolve(name) {
            Resolved::Character('\n' | '\r') => self.cut(),
            _ => self.atom(
                REFERENCE,
                literal.offset(token.span.start()),
                literal.end(token.span.end()),
            ),
        }
    }

    /// HTML: what stands between its tags.
    fn html(&mut self, literal: &Literal) {
        self.cut();
        // White space goes in front of it as well.
        self.gap = true;
        let document = Document::parse(&literal.text);
        let mut hidden: Option<&str> = None;
        for token in document.tokens() {
            let name = document.slice(token.name);
            match (token.kind, hidden) {
                (TokenKind::Start, None) => {
                    hidden = NO_TEXT
                        .iter()
                        .copied()
                        .find(|known| known.eq_ignore_ascii_case(name));
                    self.cut();
                }
                (TokenKind::End, Some(open)) if open.eq_ignore_ascii_case(name) => {
                    hidden = None;
                    self.cut();
                }
                (TokenKind::Text, None) => {
                    self.characters(document.slice(token.span), token.span.start(), literal);
                }
                (TokenKind::Reference, None) => self.atom(
                    REFERENCE,
                    literal.offset(token.span.start()),
                    literal.end(token.span.end()),
                ),
                _ => self.cut(),
            }
        }
    }

    /// A document with any root.
    fn document(&mut self, document: &Document<'_>) {
        let whole = whole(document.text());
        let mut tokens = document.tokens().iter();
        while let Some(token) = tokens.next() {
            if !matches!(token.kind, TokenKind::Start | TokenKind::Empty) {
                continue;
            }
            let name = document.slice(token.name);
            let is_open = token.kind == TokenKind::Start;
            match name {
                "flockml" if is_open => {
                    self.cut();
                    for token in inside(&mut tokens) {
                        self.token(document, token, &whole);
                    }
                }
                "html" if is_open => {
                    let mut literal = Literal::empty(token.span.end());
                    for token in inside(&mut tokens) {
                        push_characters(&mut literal, document, token);
                    }
                    self.html(&literal);
                }
                _ => self.attributes(document, token, name),
            }
        }
    }

    /// The attributes that are shown.
    fn attributes(&mut self, document: &Document<'_>, token: &Token, element: &str) {
        let Some(element) = element::find(element) else {
            return;
        };
        for attribute in document.attributes(token) {
            let known = element.attribute(document.slice(attribute.name));
            let value = document.slice(attribute.value);
            if known.is_some_and(|known| known.shown) && !value.trim().is_empty() {
                self.value(value, attribute.value.start());
            }
        }
    }

    /// The value of an attribute, which stands at `start`.
    fn value(&mut self, value: &str, start: usize) {
        self.cut();
        let mut literal = Literal::empty(start);
        literal.push(value, start, start + value.len());
        for token in Document::parse(value).tokens() {
            let (from, to) = (token.span.start(), token.span.end());
            match token.kind {
                TokenKind::Text => self.characters(&value[token.span.range()], from, &literal),
                _ => self.atom(REFERENCE, start + from, start + to),
            }
        }
    }
}

/// What a reference counts as: no blank of the source.
const REFERENCE: char = '&';
const CDATA: &str = "<![CDATA[";

fn inside_of_cdata(raw: &str) -> &str {
    let inside = raw.strip_prefix(CDATA).unwrap_or_default();
    inside.strip_suffix("]]>").unwrap_or_default()
}

/// A text that stands for itself.
fn whole(text: &str) -> Literal {
    let mut literal = Literal::empty(0);
    literal.push(text, 0, text.len());
    literal
}

/// The tokens of the element that has just begun.
fn inside<'d>(tokens: &mut Iter<'d, Token>) -> impl Iterator<Item = &'d Token> {
    let mut depth = 1_usize;
    tokens.take_while(move |token| {
        match token.kind {
            TokenKind::Start => depth += 1,
            TokenKind::End => depth -= 1,
            _ => {}
        }
        depth > 0
    })
}

/// Adds what a token in an element of characters stands for.
fn push_characters(literal: &mut Literal, document: &Document<'_>, token: &Token) {
    let (start, raw) = (token.span.start(), document.slice(token.span));
    match token.kind {
        TokenKind::Text => literal.push(raw, start, token.span.end()),
        TokenKind::Reference => {
            let decoded: Cow<'_, str> = unescape(raw);
            literal.push(&decoded, start, token.span.end());
        }
        TokenKind::CData => {
            let (inside, start) = (inside_of_cdata(raw), start + CDATA.len());
            literal.push(inside, start, start + inside.len());
        }
        _ => {}
    }
}
