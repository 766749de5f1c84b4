//! Tables: rows of text, padded to columns.

use pulldown_cmark::Alignment;
use unicode_width::UnicodeWidthStr;

/// Cells wider than this widen no other cell of their column.
const MAX_COLUMN: usize = 40;
const SEPARATOR: &str = " | ";
/// Eight no-break spaces.
const BLANKS: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// A table whose cells are being written, and then laid out.
#[derive(Debug, Default)]
pub(super) struct Table {
    open: bool,
    alignments: Vec<Alignment>,
    /// Where the cells begin in the output.
    start: usize,
    source_len: usize,
    /// Display width of the current cell.
    width: usize,
    cells: Vec<Cell>,
    /// The cells as they were written, kept for the next table's.
    content: String,
    /// How many cells there are up to the end of each row.
    rows: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    end: usize,
    width: usize,
}

impl Table {
    pub(super) fn begin(&mut self, alignments: Vec<Alignment>, start: usize, source_len: usize) {
        self.open = true;
        self.alignments = alignments;
        self.start = start;
        self.source_len = source_len;
        self.width = 0;
        self.cells.clear();
        self.rows.clear();
    }

    #[inline]
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Adds the width of `text` to the current cell.
    pub(super) fn widen(&mut self, text: &str) {
        self.width += if text.is_ascii() {
            text.len()
        } else {
            text.width()
        };
    }

    pub(super) fn end_cell(&mut self, end: usize) {
        let width = std::mem::take(&mut self.width);
        self.cells.push(Cell { end, width });
    }

    pub(super) fn end_row(&mut self) {
        self.rows.push(self.cells.len());
    }

    /// Replaces the cells at the end of `out` by padded lines that begin with `prefix`.
    pub(super) fn finish(&mut self, out: &mut String, prefix: &str) {
        self.open = false;
        let widths = self.widths();
        self.content.clear();
        self.content.push_str(&out[self.start..]);
        out.truncate(self.start);
        let (mut first, mut start) = (0, self.start);
        for (row, &last) in self.rows.iter().enumerate() {
            if row > 0 {
                out.push_str("<br/>");
                out.push_str(prefix);
            }
            for (column, cell) in self.cells[first..last].iter().enumerate() {
                if column > 0 {
                    out.push_str(SEPARATOR);
                }
                let text = &self.content[start - self.start..cell.end - self.start];
                let room = widths
                    .get(column)
                    .map_or(0, |width| width.saturating_sub(cell.width));
                let (before, after) = match self.alignments.get(column) {
                    Some(Alignment::Right) => (room, 0),
                    Some(Alignment::Center) => (room / 2, room - room / 2),
                    _ => (0, room),
                };
                pad(out, before);
                if row == 0 && !text.is_empty() {
                    out.push_str("<b>");
                    out.push_str(text);
                    out.push_str("</b>");
                } else {
                    out.push_str(text);
                }
                if first + column + 1 < last {
                    pad(out, after);
                }
                start = cell.end;
            }
            first = last;
        }
    }

    /// Width of each column; none where padding would be far larger than the table's source.
    fn widths(&self) -> Vec<usize> {
        let mut widths = vec![0; self.alignments.len()];
        let mut first = 0;
        for &last in &self.rows {
            for (width, cell) in widths.iter_mut().zip(&self.cells[first..last]) {
                *width = cell.width.min(MAX_COLUMN).max(*width);
            }
            first = last;
        }
        let padded = widths.iter().sum::<usize>().saturating_mul(self.rows.len());
        if padded > 4_096 + 8 * self.source_len {
            widths.clear();
        }
        widths
    }
}

/// Appends `width` no-break spaces.
fn pad(out: &mut String, width: usize) {
    let mut bytes = width * '\u{a0}'.len_utf8();
    while bytes > BLANKS.len() {
        out.push_str(BLANKS);
        bytes -= BLANKS.len();
    }
    out.push_str(&BLANKS[..bytes]);
}
