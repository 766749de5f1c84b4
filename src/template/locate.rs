//! From a piece of output back to the place in a template that wrote it.
//!
//! A place is named only when nothing else can be meant: the piece stands literally once in the
//! files that took part, or one tag alone can have written the tag around it. Where the data may
//! bring markup of their own, it has to be the only such piece of the output too.

use crate::source::Span;
use crate::syntax::{Document, TokenKind};

use super::load::File;
use super::mask::Mask;
use super::outline::CallKind;

/// A place in one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Index into the files that were given.
    pub(crate) file: usize,
    pub(crate) span: Span,
    pub(crate) by: By,
}

/// Who wrote what stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Author,
    /// The author, with values from the data in it.
    Both,
    /// The data: the place is a hole.
    Data,
}

/// The place in `files` that wrote `span` of `output`.
pub(crate) fn locate(output: &str, span: Span, files: &[&File]) -> Option<Place> {
    match tag_around(output, span) {
        // A value from the data may read like something that the author wrote elsewhere.
        Some(around) => {
            tag(output, span, around, files).or_else(|| literal(output, span, files, &CONTEXT[2..]))
        }
        None => literal(output, span, files, &CONTEXT),
    }
}

/// How much of the text before and behind a piece is to be the same.
const CONTEXT: [(usize, usize); 9] = [
    (0, 0),
    (4, 4),
    (12, 12),
    (40, 40),
    (4, 0),
    (12, 0),
    (40, 0),
    (0, 12),
    (0, 40),
];

/// The only place where the same text stands outside of Tera's tags, with as much of the text
/// around it as it takes to be the only one.
fn literal(output: &str, span: Span, files: &[&File], context: &[(usize, usize)]) -> Option<Place> {
    let takes_markup = takes_markup(files);
    context.iter().find_map(|&(before, behind)| {
        let start = output.floor_char_boundary(span.start().saturating_sub(before));
        let end = output.ceil_char_boundary((span.end() + behind).min(output.len()));
        let piece = output.get(start..end)?;
        let place = only(piece, files)?;
        if takes_markup && is_repeated(output, piece) {
            return None;
        }
        let start = place.span.start() + (span.start() - start);
        Some(Place {
            span: Span::new(start, start + span.len()),
            ..place
        })
    })
}

/// Whether a value from the data can write tags like those of the author.
fn takes_markup(files: &[&File]) -> bool {
    let mut calls = files.iter().flat_map(|file| &file.outline.calls);
    calls.any(|call| call.kind == CallKind::Filter && call.name.text == "safe")
}

fn is_repeated(output: &str, piece: &str) -> bool {
    memchr::memmem::find_iter(output.as_bytes(), piece.as_bytes())
        .nth(1)
        .is_some()
}

/// The tag in the output that `span` lies in.
fn tag_around(output: &str, span: Span) -> Option<Span> {
    let start = output.get(..=span.start())?.rfind('<')?;
    let end = start + output[start..].find('>')? + 1;
    (span.start() < end).then(|| Span::new(start, end))
}

fn only(wanted: &str, files: &[&File]) -> Option<Place> {
    if wanted.trim().is_empty() {
        return None;
    }
    let mut places = files.iter().enumerate().flat_map(|(file, of)| {
        let text = of.source.text();
        let found = text
            .match_indices(wanted)
            .map(move |(at, _)| Span::new(at, at + wanted.len()));
        found
            .filter(|found| !of.tags.iter().any(|tag| tag.span.overlaps(*found)))
            .map(move |span| Place {
                file,
                span,
                by: By::Author,
            })
    });
    let place = places.next()?;
    places.next().is_none().then_some(place)
}

/// The only tag that can have written the one `around` the span.
fn tag(output: &str, span: Span, around: Span, files: &[&File]) -> Option<Place> {
    let written = &output[around.range()];
    let start = around.start();
    let attribute = attribute_before(&output[start..span.start()]);
    let mut places = files.iter().enumerate().flat_map(|(file, of)| {
        let mask = Mask::new(of.source.text(), &of.tags);
        let found = tags_like(of, &mask, written, attribute);
        found
            .into_iter()
            .map(move |(tag, span, by)| (tag, Place { file, span, by }))
    });
    let (tag, place) = places.next()?;
    let is_certain = places.next().is_none()
        && !(takes_markup(files) && is_repeated(output, beginning(files[place.file], tag)));
    is_certain.then_some(place)
}

/// The tag at `span` up to its first hole.
fn beginning(file: &File, span: Span) -> &str {
    let mut holes = file.tags.iter().filter(|tag| tag.span.overlaps(span));
    let end = holes.next().map_or(span.end(), |hole| hole.span.start());
    &file.source.text()[span.start()..end]
}

/// The tags that can have written `written`, each with the value of `attribute` in it.
fn tags_like(
    file: &File,
    mask: &Mask,
    written: &str,
    attribute: Option<&str>,
) -> Vec<(Span, Span, By)> {
    let document = Document::parse(&mask.text);
    let mut found = Vec::new();
    for token in document.tokens() {
        let opens = matches!(token.kind, TokenKind::Start | TokenKind::Empty);
        if !opens || !can_write(file, token.span, written) {
            continue;
        }
        let value = document
            .attributes(token)
            .iter()
            .find(|other| Some(document.slice(other.name)) == attribute)
            .map(|other| other.value);
        let span = value.unwrap_or(token.span);
        let mut holes = file.tags.iter().filter(|tag| tag.span.overlaps(span));
        found.push(match (holes.next(), holes.next()) {
            (Some(hole), None) if value.is_some() => (token.span, hole.span, By::Data),
            (None, _) => (token.span, span, By::Author),
            _ => (token.span, span, By::Both),
        });
    }
    found
}

/// Whether `written` is the template's text at `span` with something in place of Tera's tags.
fn can_write(file: &File, span: Span, written: &str) -> bool {
    let text = file.source.text();
    let mut rest = written;
    let mut at = span.start();
    let mut is_first = true;
    for tag in file.tags.iter().filter(|tag| tag.span.overlaps(span)) {
        let piece = &text[at..tag.span.start().max(at)];
        let found = if is_first {
            rest.starts_with(piece).then_some(0)
        } else {
            rest.find(piece)
        };
        let Some(found) = found else { return false };
        rest = &rest[found + piece.len()..];
        at = tag.span.end();
        is_first = false;
    }
    let Some(last) = text.get(at..span.end()) else {
        return false;
    };
    if is_first {
        rest == last
    } else {
        rest.ends_with(last)
    }
}

/// The name in `<a … name="`.
fn attribute_before(tag: &str) -> Option<&str> {
    let before = tag.trim_end_matches(|c| c != '"' && c != '\'');
    let before = before
        .strip_suffix(['"', '\''])?
        .trim_end()
        .strip_suffix('=')?
        .trim_end();
    let start = before
        .rfind(|c: char| c.is_whitespace())
        .map_or(0, |at| at + 1);
    Some(&before[start..])
}
