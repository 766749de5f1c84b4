//! Marks that tell which piece of which template wrote what follows.
//!
//! A mark is a run of noncharacters: its sort, the number of a piece, an end. None of Tera's
//! filters that keep text changes them, and escaping leaves them alone.

use crate::source::Span;

use super::super::limits::Bounds;
use super::super::load::File;
use super::super::scan::{self, Tag, TagKind};
use super::super::words;

/// The noncharacters that marks are made of: U+FDD0 to U+FDDF are digits.
const FIRST: char = '\u{FDD0}';
const LAST_DIGIT: char = '\u{FDDF}';
const TEXT: char = '\u{FDE0}';
const OPEN: char = '\u{FDE1}';
const CLOSE: char = '\u{FDE2}';
const END: char = '\u{FDEF}';

/// Whether marks are made of `c`.
pub(in crate::template) fn is_mark(c: char) -> bool {
    (FIRST..=END).contains(&c)
}

/// A stretch of a template that writes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Index of the file among all of the folder.
    pub(super) file: usize,
    pub(super) span: Span,
    pub(super) sort: Sort,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    /// A value.
    Hole,
    /// A component, or `super()`.
    Call,
    Include,
}

impl Sort {
    /// What `tag` writes in its place.
    fn of(text: &str, tag: &Tag) -> Option<Self> {
        let inside = text[tag.inner.range()].trim_start();
        match tag.kind {
            TagKind::Comment => None,
            TagKind::Value if inside.starts_with('<') || inside.starts_with("super") => {
                Some(Self::Call)
            }
            TagKind::Value => Some(Self::Hole),
            TagKind::Statement if inside.starts_with("</") => None,
            TagKind::Statement if inside.starts_with('<') => Some(Self::Call),
            TagKind::Statement => {
                (scan::word(text, tag.inner) == "include").then_some(Self::Include)
            }
        }
    }
}

/// What begins behind a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::template) enum Mark {
    /// The template's own text.
    Text(usize),
    /// What a hole, an included file or a component writes.
    Open(usize),
    /// What stands behind that.
    Close(usize),
}

impl Mark {
    pub(in crate::template) fn push(self, out: &mut String) {
        let (sort, mut piece) = match self {
            Self::Text(piece) => (TEXT, piece),
            Self::Open(piece) => (OPEN, piece),
            Self::Close(piece) => (CLOSE, piece),
        };
        out.push(sort);
        while piece > 0 {
            let digit = u32::try_from(piece % 16).unwrap_or_default();
            out.extend(char::from_u32(u32::from(FIRST) + digit));
            piece /= 16;
        }
        out.push(END);
    }

    /// The piece of the last mark in `text` behind which something is written.
    pub(super) fn last(text: &str) -> Option<usize> {
        let (mark, _) = Self::read(&text[text.rfind([TEXT, OPEN])?..])?;
        match mark {
            Self::Text(piece) | Self::Open(piece) | Self::Close(piece) => Some(piece),
        }
    }

    /// The mark that `text` begins with and how many bytes it takes.
    pub(in crate::template) fn read(text: &str) -> Option<(Self, usize)> {
        let mut characters = text.char_indices();
        let (_, sort) = characters.next()?;
        let mut piece: usize = 0;
        let mut unit: usize = 1;
        for (at, c) in characters {
            if c == END {
                let mark = match sort {
                    TEXT => Self::Text(piece),
                    OPEN => Self::Open(piece),
                    CLOSE => Self::Close(piece),
                    _ => return None,
                };
                return Some((mark, at + END.len_utf8()));
            }
            if !(FIRST..=LAST_DIGIT).contains(&c) {
                return None;
            }
            let digit = usize::try_from(u32::from(c) - u32::from(FIRST)).ok()?;
            piece = piece.checked_add(digit.checked_mul(unit)?)?;
            unit = unit.checked_mul(16)?;
        }
        None
    }
}

/// Writes the text of `file` with marks in it, and adds its pieces to `pieces`.
pub(super) fn mark(file: &File, index: usize, pieces: &mut Vec<Piece>) -> String {
    let text = file.source.text();
    let mut writer = Writer {
        file,
        bounds: words::bounds(file),
        index,
        pieces,
        out: String::with_capacity(text.len() + file.tags.len() * 32),
        calls: Vec::new(),
        depth: 0,
        is_raw: false,
    };
    let mut trims = false;
    let mut at = 0;
    for (number, tag) in file.tags.iter().enumerate() {
        let written = between(text, at, trims, &file.tags[number..]);
        writer.text(Span::new(at, tag.span.start()), written);
        trims = trims_behind(text, tag, trims && at == tag.span.start());
        writer.tag(tag);
        at = tag.span.end();
    }
    let written = between(text, at, trims, &[]);
    writer.text(Span::new(at, text.len()), written);
    writer.out
}

struct Writer<'a> {
    file: &'a File,
    bounds: Bounds,
    index: usize,
    pieces: &'a mut Vec<Piece>,
    out: String,
    /// The pieces of components with a body that are open.
    calls: Vec<usize>,
    /// How many blocks and components are open.
    depth: usize,
    /// Whether the tag before is `endraw`.
    is_raw: bool,
}

impl Writer<'_> {
    fn piece(&mut self, span: Span, sort: Sort) -> usize {
        self.pieces.push(Piece {
            file: self.index,
            span,
            sort,
        });
        self.pieces.len() - 1
    }

    /// The text at `span`, of which Tera writes `written`.
    fn text(&mut self, span: Span, written: Span) {
        let text = self.file.source.text();
        let is_outside = self.file.outline.parent.is_some() && self.depth == 0;
        if is_outside && text[span.range()].trim().is_empty() {
            // Tera wants nothing but white space between the blocks of a child.
            self.out.push_str(&text[span.range()]);
        } else if !written.is_empty() || (self.is_raw && !span.is_empty()) {
            let piece = self.piece(written, Sort::Text);
            Mark::Text(piece).push(&mut self.out);
            self.out.push_str(&text[written.range()]);
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let text = self.file.source.text();
        let piece = Sort::of(text, tag).map(|sort| self.piece(tag.span, sort));
        if let Some(piece) = piece {
            Mark::Open(piece).push(&mut self.out);
        }
        self.out.push_str(&self.bounds.text(text, tag.span));
        // The tag behind `endraw` trims raw text, were there nothing between them.
        self.is_raw = tag.kind == TagKind::Statement && scan::word(text, tag.inner) == "endraw";
        if let Some(piece) = self.closed(tag, piece) {
            Mark::Close(piece).push(&mut self.out);
        }
    }

    /// The piece that ends behind `tag`; `piece` is the one that began before it.
    fn closed(&mut self, tag: &Tag, piece: Option<usize>) -> Option<usize> {
        let text = self.file.source.text();
        if tag.kind != TagKind::Statement {
            return piece;
        }
        match scan::word(text, tag.inner) {
            "block" | "component" => self.depth += 1,
            "endblock" | "endcomponent" => self.depth = self.depth.saturating_sub(1),
            "include" => return piece,
            _ => {}
        }
        match piece {
            Some(call) => self.calls.push(call),
            None if text[tag.inner.range()].trim_start().starts_with("</") => {
                return self.calls.pop();
            }
            None => {}
        }
        None
    }
}

/// What Tera writes of the text from `at` to the first of the `tags` ahead.
fn between(text: &str, at: usize, trims: bool, tags: &[Tag]) -> Span {
    let end = tags.first().map_or(text.len(), |tag| tag.span.start());
    let mut piece = &text[at..end];
    if trims {
        piece = piece.trim_start();
    }
    let start = end - piece.len();
    // Text that is raw ends where the tag behind `endraw` ends it, too.
    let behind_raw = match tags {
        [end, next, ..] if end.span.end() == next.span.start() => {
            scan::word(text, end.inner) == "endraw" && trims_before(text, next)
        }
        _ => false,
    };
    if behind_raw || tags.first().is_some_and(|tag| trims_before(text, tag)) {
        piece = piece.trim_end();
    }
    Span::new(start, start + piece.len())
}

fn trims_before(text: &str, tag: &Tag) -> bool {
    text[tag.span.start()..tag.inner.start()].ends_with('-')
}

/// Whether Tera takes the white space behind `tag` away; `still` if it would have before it.
fn trims_behind(text: &str, tag: &Tag, still: bool) -> bool {
    let here = text[tag.inner.end()..tag.span.end()].starts_with('-');
    let is_raw = tag.kind == TagKind::Statement && scan::word(text, tag.inner) == "raw";
    here || (still && (is_raw || tag.kind == TagKind::Comment))
}
