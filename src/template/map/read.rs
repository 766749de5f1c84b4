//! Output with marks in it, read back.

use std::collections::HashMap;

use super::super::load::File;
use super::mark::{self, Mark, Piece, Sort};

/// A stretch of the output, up to where the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    /// Where it begins in the output.
    pub(super) start: usize,
    pub(super) writer: Writer,
    /// What had it written, as an index into the calls.
    pub(super) call: Option<usize>,
}

/// An `include`, a component or `super()` that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Caller {
    pub(super) piece: usize,
    /// What had that written; nothing where a hole wrote it, for that may have been made elsewhere:
    /// the body of a component, or what `set` has kept.
    pub(super) outer: Option<usize>,
}

/// What wrote an output.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) segments: Vec<Segment>,
    pub(super) calls: Vec<Caller>,
}

impl Written {
    /// As if nobody had anything written.
    pub(super) fn forget_calls(&mut self) {
        for segment in &mut self.segments {
            segment.call = None;
        }
    }
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

/// What wrote `output`, if `marked` is the same with marks in it.
pub(super) fn read(
    marked: &str,
    output: &str,
    pieces: &[Piece],
    files: &[File],
) -> Option<Written> {
    let mut reader = Reader {
        output,
        pieces,
        files,
        at: 0,
        open: Vec::new(),
        text: None,
        written: Written::default(),
        known: HashMap::new(),
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
    (reader.at == output.len() && reader.open.is_empty()).then_some(reader.written)
}

struct Reader<'a> {
    output: &'a str,
    pieces: &'a [Piece],
    files: &'a [File],
    /// How much of the output has been read.
    at: usize,
    /// The holes and calls that write.
    open: Vec<Open>,
    /// The text whose mark was last.
    text: Option<usize>,
    written: Written,
    /// The calls by what they are.
    known: HashMap<Caller, usize>,
}

/// A hole or a call that writes.
#[derive(Debug, Clone, Copy)]
struct Open {
    piece: usize,
    /// Where it began to.
    start: usize,
    /// What has that written which stands in it.
    call: Option<usize>,
}

impl Reader<'_> {
    fn mark(&mut self, mark: Mark) -> Option<()> {
        match mark {
            Mark::Text(piece) => {
                self.pieces.get(piece)?;
                self.text = Some(piece);
            }
            Mark::Open(piece) => {
                self.open(piece)?;
                self.text = None;
            }
            Mark::Close(piece) => {
                let opened = self.open.last()?;
                if opened.piece != piece {
                    return None;
                }
                if opened.start == self.at {
                    // A hole that writes nothing has its place too.
                    self.push(Writer::Hole(piece));
                }
                self.open.pop();
                self.text = None;
            }
        }
        Some(())
    }

    fn open(&mut self, piece: usize) -> Option<()> {
        let call = match self.pieces.get(piece)?.sort {
            Sort::Call | Sort::Include => {
                let outer = self.open.last().and_then(|open| open.call);
                let caller = Caller { piece, outer };
                let calls = &mut self.written.calls;
                Some(*self.known.entry(caller).or_insert_with(|| {
                    calls.push(caller);
                    calls.len() - 1
                }))
            }
            Sort::Hole | Sort::Text => None,
        };
        let start = self.at;
        self.open.push(Open { piece, start, call });
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
            .map_or(Writer::Nobody, |open| Writer::Hole(open.piece))
    }

    fn push(&mut self, writer: Writer) {
        let mut around = self.open.iter().rev();
        if matches!(writer, Writer::Hole(_)) {
            // What writes is not within itself.
            around.next();
        }
        let call = around.next().and_then(|open| open.call);
        self.written.segments.push(Segment {
            start: self.at,
            writer,
            call,
        });
    }
}
