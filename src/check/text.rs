//! Characters between tags.

use super::rules;
use super::walk::Walk;
use crate::element::Content;
use crate::source::Span;
use crate::syntax::{Marks, Token};

/// What the reader's current line shows so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Line {
    /// Whether anything stands on it.
    is_visible: bool,
    /// A line break of the source behind that.
    newline: Option<usize>,
}

impl Line {
    /// What is certain of a line that was written in one of two ways.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            is_visible: self.is_visible && other.is_visible,
            newline: self.newline.filter(|_| self.newline == other.newline),
        }
    }
}

/// A stretch of text.
#[inline]
pub(crate) fn characters(walk: &mut Walk<'_>, token: &Token) {
    let marks = token.marks;
    let is_suspect = marks.has(Marks::CONTROL) || marks.has(Marks::RARE);
    let is_visible = marks.has(Marks::VISIBLE)
        && !(is_suspect && rules::control_character::are_all(walk.at(token.span)));
    if is_visible {
        place(walk, token.span);
    }
    if marks.has(Marks::NEWLINE) && !walk.stack.is_quiet() {
        lines(walk, token.span);
    } else if is_visible {
        continue_line(walk);
    }
    if is_suspect {
        rules::control_character::check(walk, token.span);
    }
    if marks.has(Marks::BRACKET) {
        rules::unescaped_character::cdata_end(walk, token.span);
    }
    if marks.has(Marks::FOREIGN) && !walk.stack.is_quiet() {
        rules::foreign_markup::check(walk, token.span);
    }
}

/// Something that is not white space, by whatever name it was written.
pub(crate) fn visible(walk: &mut Walk<'_>, span: Span) {
    place(walk, span);
    continue_line(walk);
}

/// Judges the place of text that is not just white space.
#[inline(always)]
fn place(walk: &mut Walk<'_>, span: Span) {
    let Some(parent) = walk.stack.last_mut() else {
        let mark = if span.start() == 0 {
            bom_len(walk.text)
        } else {
            0
        };
        let words = trim(walk.text, Span::new(span.start() + mark, span.end()));
        if !words.is_empty() {
            walk.ways.says();
            super::root::outside(walk, words);
        }
        return;
    };
    let is_first = !parent.has_content;
    parent.visible = true;
    parent.has_content = true;
    let element = parent.element;
    match element.map(|element| element.content) {
        Some(Content::Empty) if is_first => {
            rules::void_content::check(walk, trim(walk.text, span));
        }
        Some(Content::Elements) => {
            rules::misplaced_element::text(walk, trim(walk.text, span));
        }
        // A tag behind words is to be found as well.
        Some(Content::Characters) => parent.has_content = !is_first,
        _ => {}
    }
}

/// How many bytes of `text` are a byte order mark, which is no text.
fn bom_len(text: &str) -> usize {
    text.len() - text.strip_prefix('\u{FEFF}').map_or(text.len(), str::len)
}

fn trim(text: &str, span: Span) -> Span {
    let raw = &text[span.range()];
    let start = span.start() + raw.len() - raw.trim_ascii_start().len();
    Span::new(start, start + raw.trim_ascii().len())
}

/// Text with line breaks in it.
fn lines(walk: &mut Walk<'_>, span: Span) {
    let raw = walk.at(span);
    let mut start = span.start();
    for line in raw.split_inclusive(['\n', '\r']) {
        let words = line.trim_end_matches(['\n', '\r']);
        if !words.trim_ascii().is_empty() {
            continue_line(walk);
        }
        if words.len() < line.len() && walk.line.is_visible && walk.line.newline.is_none() {
            walk.line.newline = Some(start + words.len());
        }
        start += line.len();
    }
}

/// Something visible: if a line break of the source stands before it, the reader will see both
/// on one line.
#[inline]
fn continue_line(walk: &mut Walk<'_>) {
    if let Some(newline) = walk.line.newline.take() {
        rules::newline_in_text::check(walk, newline);
    }
    walk.line.is_visible = true;
}
