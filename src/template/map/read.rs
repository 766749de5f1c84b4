//! Output with marks in it, read back.

use super::super::load::File;
use super::mark::{self, Mark, Piece, Sort};

/// A stretch of the output, up to where the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    /// Where it begins in the output.
    pub(super) start: usize,
    pub(super) writer: Writer,
    /// The innermost `include`, component or `super()` around it, as a piece.
    pub(super) call: Option<usize>,
}

/// What wrote a stretch of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writer {
    /// The text of a piece as it stands in the template, without so many of its first bytes.
    Text(usize, usize),
    /// The text of a piece, changed by a filter.
    Changed(usize),
    /// A hole.
    Hole(usize),
    /// A file without marks.
    Nobody,
}

/// The segments of `output`, if `marked` is the same with marks in it.
pub(super) fn read(
    marked: &str,
    output: &str,
    pieces: &[Piece],
    files: &[File],
) -> Option<Vec<Segment>> {
    let mut reader = Reader {
        output,
        pieces,
        files,
        at: 0,
        open: Vec::new(),
        text: None,
        segments: Vec::new(),
    };
    let mut rest = marked;
    while !rest.is_empty() {
        let end = rest.find(mark::is_mark).unwrap_or(rest.len());
        reader.run(&rest[..end])?;
        rest = &rest[end..];
        if !rest.is_empty() {
            let (mark, len) = Mark::read(rest)?;
            reader.mark(mark)?;
            rest = &rest[len..];
        }
    }
    (reader.at == output.len() && reader.open.is_empty()).then_some(reader.segments)
}

struct Reader<'a> {
    output: &'a str,
    pieces: &'a [Piece],
    files: &'a [File],
    /// How much of the output has been read.
    at: usize,
    /// The holes and calls that write, each with where it began to.
    open: Vec<(usize, usize)>,
    /// The text whose mark was last.
    text: Option<usize>,
    segments: Vec<Segment>,
}

impl Reader<'_> {
    fn mark(&mut self, mark: Mark) -> Option<()> {
        match mark {
            Mark::Text(piece) => {
                self.pieces.get(piece)?;
                self.text = Some(piece);
            }
            Mark::Open(piece) => {
                self.pieces.get(piece)?;
                self.open.push((piece, self.at));
                self.text = None;
            }
            Mark::Close(piece) => {
                let &(opened, start) = self.open.last()?;
                if opened != piece {
                    return None;
                }
                if start == self.at {
                    // A hole that writes nothing has its place too.
                    self.push(Writer::Hole(piece));
                }
                self.open.pop();
                self.text = None;
            }
        }
        Some(())
    }

    /// What stands between two marks.
    fn run(&mut self, run: &str) -> Option<()> {
        if run.is_empty() {
            return Some(());
        }
        if !self.output[self.at..].starts_with(run) {
            return None;
        }
        let Some(piece) = self.text else {
            self.push(self.around());
            self.at += run.len();
            return Some(());
        };
        let own =
            &self.files[self.pieces[piece].file].source.text()[self.pieces[piece].span.range()];
        if let Some(rest) = run.strip_prefix(own) {
            self.push(Writer::Text(piece, 0));
            self.at += own.len();
            if !rest.is_empty() {
                self.push(self.around());
            }
            self.at += rest.len();
            return Some(());
        }
        // It may have been trimmed, and its letters changed.
        let skips = [0, own.len() - own.trim_start().len()];
        let is_there = |skip: &usize| {
            let piece = own.as_bytes()[*skip..].get(..run.len());
            piece.is_some_and(|piece| piece.eq_ignore_ascii_case(run.as_bytes()))
        };
        self.push(match skips.into_iter().find(is_there) {
            Some(skip) => Writer::Text(piece, skip),
            None => Writer::Changed(piece),
        });
        self.at += run.len();
        Some(())
    }

    /// Who writes what has no text's mark.
    fn around(&self) -> Writer {
        self.open
            .last()
            .map_or(Writer::Nobody, |&(piece, _)| Writer::Hole(piece))
    }

    fn push(&mut self, writer: Writer) {
        let mut around = self.open.iter().rev().map(|&(piece, _)| piece);
        let is_call =
            |&piece: &usize| writer != Writer::Hole(piece) && self.pieces[piece].sort != Sort::Hole;
        let call = around.find(is_call);
        self.segments.push(Segment {
            start: self.at,
            writer,
            call,
        });
    }
}
