//! A file's text, and places in it.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

/// A stretch of a text, as byte offsets.
///
/// Spans that the library hands out lie on character boundaries of the text they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    ///
    /// Offsets past `u32::MAX` saturate: of a text over 4 GiB, places tell nothing.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self {
            start: saturate(start),
            end: saturate(end.max(start)),
        }
    }

    /// The empty span at `offset`.
    #[must_use]
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The empty span where it starts.
    #[must_use]
    pub(crate) fn at_start(self) -> Self {
        Self {
            end: self.start,
            ..self
        }
    }

    /// Offset of the first byte.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Offset behind the last byte.
    #[must_use]
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether it covers no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// As a range, to slice with.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The same stretch, `by` bytes further on.
    #[must_use]
    pub fn shift(self, by: usize) -> Self {
        Self::new(self.start() + by, self.end() + by)
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// The byte order mark, which editors do not show.
const BOM: char = '\u{FEFF}';

fn saturate(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// A line and a column, both from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A text with a name, that knows its lines.
///
/// # Examples
///
/// ```
/// use flockml::source::Source;
///
/// let source = Source::new("a.flockml", "<flockml>\n<b>hi</b></flockml>");
/// assert_eq!(source.position(13).to_string(), "2:4");
/// ```
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: String,
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    /// A text named `name`, which is what findings show; it need not be a path.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
            lines: OnceLock::new(),
        }
    }

    /// What findings call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let lines = self.line_starts();
        let line = lines.partition_point(|&start| start as usize <= offset);
        let start = lines[line - 1] as usize;
        Position {
            line,
            column: self.text[start..offset]
                .trim_start_matches(BOM)
                .chars()
                .count()
                + 1,
        }
    }

    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            std::iter::once(0)
                .chain(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| saturate(at + 1)))
                .collect()
        })
    }
}
