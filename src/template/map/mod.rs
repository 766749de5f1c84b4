//! From a piece of output back to the place in a template that wrote it.
//!
//! When a rendering has findings, it is done once more by engines whose templates have marks set
//! into their text. A mark says which piece of which file writes what follows. The marks are
//! read and taken out; only if what is left is the plain output, byte for byte, are the places
//! used. Nothing is ever guessed, and a rendering without findings costs nothing.

mod mark;
mod place;
mod read;
mod trim;

use std::sync::OnceLock;

use tera::{Context, ErrorKind, Tera};

use crate::source::Span;

use super::limits::Limits;
use super::load::File;
use super::{engine, words};

pub(super) use mark::{Mark, is_mark};
use mark::{Piece, Sort};
use read::{Writer, Written};

/// The engines that render with marks; each is built when it is first asked for.
#[derive(Default)]
pub(crate) struct Engines {
    flockml: OnceLock<Marked>,
    json: OnceLock<Marked>,
}

/// An engine whose templates have marks in them.
struct Marked {
    tera: Tera,
    pieces: Vec<Piece>,
    /// Whether each file bears marks. Else, what lies between a call and what is written may be
    /// unknown.
    is_whole: bool,
}

impl Engines {
    /// Where the files wrote what stands in `output`, which `file` rendered to with `context`.
    pub(crate) fn map(
        &self,
        file: &File,
        files: &[File],
        context: &Context,
        limits: &Limits,
        output: &str,
    ) -> Option<Map<'_>> {
        if output.contains(mark::is_mark) {
            return None;
        }
        let marked = self.marked(file, files);
        let rendered = engine::render_marked(&marked.tera, &file.name, context, limits).ok()?;
        let mut written = read::read(&rendered, output, &marked.pieces, files)?;
        if !marked.is_whole {
            written.forget_calls();
        }
        Some(Map {
            pieces: &marked.pieces,
            written,
        })
    }

    /// What wrote last before the output of `file` was too large: its file and place.
    pub(crate) fn last_writer(
        &self,
        file: &File,
        files: &[File],
        context: &Context,
        limits: &Limits,
    ) -> Option<(usize, Span)> {
        let marked = self.marked(file, files);
        let begin = engine::render_begin(&marked.tera, &file.name, context, limits);
        let piece = marked.pieces.get(Mark::last(&begin)?)?;
        Some((piece.file, piece.span))
    }

    fn marked(&self, file: &File, files: &[File]) -> &Marked {
        let is_json = file.kind.is_json();
        let (engine, plain): (_, fn() -> Tera) = match is_json {
            true => (&self.json, engine::json),
            false => (&self.flockml, engine::flockml),
        };
        engine.get_or_init(|| Marked::new(plain(), files, is_json))
    }
}

impl Marked {
    fn new(mut tera: Tera, files: &[File], is_json: bool) -> Self {
        let mut pieces = Vec::new();
        let mut texts = Vec::new();
        for (index, file) in files.iter().enumerate() {
            if file.loaded && file.kind.is_json() == is_json {
                texts.push((index, mark::mark(file, index, &mut pieces)));
            }
        }
        trim::register(&mut tera);
        words::register(&mut tera);
        let is_whole = add(&mut tera, files, &texts);
        Self {
            tera,
            pieces,
            is_whole,
        }
    }
}

/// Gives `tera` the marked texts, or the plain one of a file that bears no marks, and returns
/// whether there is none such.
fn add(tera: &mut Tera, files: &[File], texts: &[(usize, String)]) -> bool {
    let named = |(index, text): &(usize, String)| (files[*index].name.clone(), text.clone());
    if tera.add_raw_templates(texts.iter().map(named)).is_ok() {
        return true;
    }
    let bears = |text: &str| match Tera::new().add_raw_template("", text) {
        Err(error) => !matches!(error.kind(), ErrorKind::SyntaxError(_)),
        Ok(()) => true,
    };
    // Should that fail as well, then no rendering succeeds, and no place is told.
    let _ = tera.add_raw_templates(texts.iter().map(|(index, text)| {
        let file = &files[*index];
        let text = if bears(text) {
            text
        } else {
            file.source.text()
        };
        (file.name.clone(), text.to_owned())
    }));
    false
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

/// An `include`, a call of a component or of `super`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) file: usize,
    pub(crate) span: Span,
    pub(crate) is_include: bool,
}

/// A place in one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Index of the file among all of the folder.
    pub(crate) file: usize,
    pub(crate) span: Span,
    pub(crate) by: By,
    /// What had it written, when that stands in another file.
    pub(crate) call: Option<Call>,
}

/// Where something was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Spot {
    /// Index of the file among all of the folder.
    pub(crate) file: usize,
    /// Where in its text.
    pub(crate) at: usize,
    /// The hole that wrote it, if it was one.
    pub(crate) hole: Option<Span>,
    /// What had it written, the innermost call in another file if there is one: its file, and where
    /// in its text.
    pub(crate) call: Option<(usize, usize)>,
}

/// Which piece of which file wrote what of an output.
pub(crate) struct Map<'a> {
    pieces: &'a [Piece],
    written: Written,
}

impl Map<'_> {
    /// The place that wrote `span` of the output.
    pub(crate) fn place(&self, span: Span) -> Option<Place> {
        let first = self.first(span)?;
        let last = self.last(span, first);
        let (start, by) = self.begin(first, span.start())?;
        let file = self.piece(first)?.file;
        let own_end = self.end(first, span.end());
        let end = (first != last && self.piece(last).is_some_and(|piece| piece.file == file))
            .then(|| self.end(last, span.end()))
            .flatten()
            .filter(|end| *end > start);
        let mut calls = self.calls(first);
        Some(Place {
            file,
            span: Span::new(start, end.or(own_end)?.max(start)),
            by: if first == last { by } else { By::Both },
            call: calls.find(|call| call.file != file).map(|call| Call {
                file: call.file,
                span: call.span,
                is_include: call.sort == Sort::Include,
            }),
        })
    }

    /// The segment in which `span` begins.
    fn first(&self, span: Span) -> Option<usize> {
        let at = span.start();
        let behind = self
            .written
            .segments
            .partition_point(|other| other.start <= at);
        let last = behind.checked_sub(1)?;
        if !span.is_empty() {
            return Some(last);
        }
        // Nothing stands there: a hole that wrote nothing is meant.
        let here = (0..behind)
            .rev()
            .take_while(|&index| self.written.segments[index].start == at);
        let is_hole = |index: &usize| {
            let next = self.written.segments.get(index + 1);
            matches!(self.written.segments[*index].writer, Writer::Hole(_))
                && next.is_none_or(|next| next.start == at)
        };
        Some(here.filter(is_hole).last().unwrap_or(last))
    }

    /// The segment in which `span` ends.
    fn last(&self, span: Span, first: usize) -> usize {
        let end = span.end();
        let behind = self
            .written
            .segments
            .partition_point(|other| other.start < end);
        behind.saturating_sub(1).max(first)
    }

    /// The segment that wrote what stands at `at`, and where it ends.
    pub(crate) fn segment(&self, at: usize) -> Option<(usize, usize)> {
        let behind = self
            .written
            .segments
            .partition_point(|other| other.start <= at);
        let end = self
            .written
            .segments
            .get(behind)
            .map_or(usize::MAX, |next| next.start);
        Some((behind.checked_sub(1)?, end))
    }

    /// Where a segment wrote what stands at `at`.
    pub(crate) fn spot(&self, segment: usize, at: usize) -> Option<Spot> {
        let piece = self.piece(segment)?;
        let is_hole = matches!(self.written.segments[segment].writer, Writer::Hole(_));
        let call = self.calls(segment).find(|call| call.file != piece.file);
        let call = call.or_else(|| self.calls(segment).next());
        Some(Spot {
            file: piece.file,
            at: self.begin(segment, at)?.0,
            hole: (is_hole && piece.sort == Sort::Hole).then_some(piece.span),
            call: call.map(|call| (call.file, call.span.start())),
        })
    }

    /// The calls that had a segment written, each followed by what had that written.
    fn calls(&self, segment: usize) -> impl Iterator<Item = Piece> {
        let known = |call: Option<usize>| Some(self.written.calls[call?]);
        let first = known(self.written.segments[segment].call);
        std::iter::successors(first, move |caller| known(caller.outer))
            .map(|caller| self.pieces[caller.piece])
    }

    fn piece(&self, segment: usize) -> Option<Piece> {
        match self.written.segments[segment].writer {
            Writer::Text(piece, _) | Writer::Changed(piece) | Writer::Hole(piece) => {
                Some(self.pieces[piece])
            }
            Writer::Nobody => None,
        }
    }

    /// Where in its file the output at `at` was written.
    fn begin(&self, segment: usize, at: usize) -> Option<(usize, By)> {
        let piece = self.piece(segment)?.span;
        Some(match self.written.segments[segment].writer {
            Writer::Text(_, skip) => (
                (piece.start() + skip + at - self.written.segments[segment].start).min(piece.end()),
                By::Author,
            ),
            Writer::Changed(_) => (piece.start(), By::Both),
            Writer::Hole(_) | Writer::Nobody => (piece.start(), By::Data),
        })
    }

    fn end(&self, segment: usize, at: usize) -> Option<usize> {
        let piece = self.piece(segment)?.span;
        Some(match self.written.segments[segment].writer {
            Writer::Text(_, skip) => {
                let within = at.saturating_sub(self.written.segments[segment].start);
                (piece.start() + skip + within).min(piece.end())
            }
            _ => piece.end(),
        })
    }
}
