//! The few lines of a text that a finding is about, cut to what fits on a screen.

use std::collections::BTreeMap;
use std::ops::Range;

use flockml::check::Diagnostic;
use flockml::source::{Position, Span};

use crate::report::harmless;
use crate::report::places::Places;

/// How much of a line is kept on each side of what is marked in it.
const AROUND: usize = 60;
/// The longest mark drawn; a longer one ends in `…`.
const LONGEST_MARK: usize = 100;
/// How far away a second place may be to be drawn, in lines; further ones are told.
const FARTHEST: usize = 2_000;

/// Lines of a text with what is marked in them.
pub(super) struct Excerpt {
    /// The lines; those between that nothing is marked in are empty.
    pub(super) text: String,
    /// The number of the first line.
    pub(super) line: usize,
    /// The finding's place in `text`.
    pub(super) primary: Range<usize>,
    /// The second places in `text`.
    pub(super) labels: Vec<(Range<usize>, String)>,
    /// The second places too far away.
    pub(super) notes: Vec<String>,
}

/// A place to mark, cut to one line.
struct Mark<'a> {
    position: Position,
    span: Range<usize>,
    /// None for the finding itself.
    label: Option<&'a str>,
}

impl Excerpt {
    /// The lines of `text` that `diagnostic` is about.
    pub(super) fn new(text: &str, places: &Places, diagnostic: &Diagnostic) -> Self {
        let mark = |span: Span, label| Mark {
            position: places.position(span.start()),
            span: one_line(text, span),
            label,
        };
        let primary = mark(diagnostic.span, None);
        let here = primary.position.line;
        let (near, far): (Vec<_>, Vec<_>) = diagnostic
            .labels
            .iter()
            .map(|label| mark(label.span, Some(label.message.as_str())))
            .partition(|mark| mark.position.line.abs_diff(here) <= FARTHEST);
        let notes = far.into_iter().map(|mark| farther(&mark));
        let mut excerpt = Self {
            text: String::new(),
            line: here,
            primary: 0..0,
            labels: Vec::new(),
            notes: notes.collect(),
        };
        let mut lines: BTreeMap<usize, Vec<Mark<'_>>> = BTreeMap::new();
        for mark in near.into_iter().chain([primary]) {
            lines.entry(mark.position.line).or_default().push(mark);
        }
        excerpt.line = lines.keys().next().copied().unwrap_or(here);
        let mut before: Option<(usize, usize)> = None;
        for (number, marks) in lines {
            if let Some((line, end)) = before {
                excerpt.text.push_str(&between(text, end, number - line));
            }
            before = Some((
                number,
                marks.iter().map(|mark| mark.span.end).max().unwrap_or(0),
            ));
            excerpt.push_line(text, marks);
        }
        excerpt
    }

    /// Appends the part of a line around its marks.
    fn push_line(&mut self, text: &str, marks: Vec<Mark<'_>>) {
        let start = marks.iter().map(|mark| mark.span.start).min().unwrap_or(0);
        let end = marks.iter().map(|mark| mark.span.end).max().unwrap_or(0);
        // Marks far apart on one long line: the finding's own place is the one to see.
        let seen = if end - start > 4 * LONGEST_MARK {
            let own = marks.iter().find(|mark| mark.label.is_none());
            own.map_or(start..start, |mark| mark.span.clone())
        } else {
            start..end
        };
        let kept = window(text, &seen);
        if text[..kept.start]
            .chars()
            .next_back()
            .is_some_and(|before| before != '\n')
        {
            self.text.push('…');
        }
        let base = self.text.len();
        self.text.push_str(&text[kept.clone()]);
        if !text[kept.end..].is_empty() && !text[kept.end..].starts_with(['\n', '\r']) {
            self.text.push('…');
        }
        for mark in marks {
            let inside = mark.span.start >= kept.start && mark.span.end <= kept.end;
            match mark.label {
                Some(label) if inside => {
                    let place = shift(&mark.span, &kept, base);
                    self.labels.push((place, harmless(label)));
                }
                Some(_) => self.notes.push(farther(&mark)),
                None => self.primary = shift(&mark.span, &kept, base),
            }
        }
    }
}

/// A second place that is not drawn.
fn farther(mark: &Mark<'_>) -> String {
    let label = harmless(mark.label.unwrap_or_default());
    format!("line {}: {label}", mark.position.line)
}

/// The line breaks, and what little stands between them, from a place at `from` to the line
/// `lines` further down.
fn between(text: &str, from: usize, lines: usize) -> String {
    const SHOWN: usize = 3;
    const SEARCHED: usize = 1_000;
    let searched = &text[from..text.floor_char_boundary(from + SEARCHED)];
    let inner: Vec<&str> = searched.split('\n').skip(1).take(lines).collect();
    if lines > SHOWN || inner.len() < lines {
        return "\n".repeat(lines);
    }
    let mut out = String::from("\n");
    for line in &inner[..lines - 1] {
        let kept = window(line, &(0..0));
        out.push_str(&line[kept.clone()]);
        out.push_str(if kept.end < line.trim_end().len() {
            "…\n"
        } else {
            "\n"
        });
    }
    out
}

fn shift(span: &Range<usize>, kept: &Range<usize>, base: usize) -> Range<usize> {
    span.start - kept.start + base..span.end - kept.start + base
}

/// The part of `span` on its first line, at most [`LONGEST_MARK`] bytes of it.
fn one_line(text: &str, span: Span) -> Range<usize> {
    let start = text.floor_char_boundary(span.start());
    let most = text.floor_char_boundary(span.end().min(start + LONGEST_MARK));
    let marked = &text[start..most.max(start)];
    let length = marked.find(['\n', '\r']).unwrap_or(marked.len());
    start..start + length
}

/// `seen` and some characters around it, all on one line.
fn window(text: &str, seen: &Range<usize>) -> Range<usize> {
    let before: usize = text[..seen.start]
        .chars()
        .rev()
        .take(AROUND)
        .take_while(|&character| character != '\n')
        .map(char::len_utf8)
        .sum();
    let after: usize = text[seen.end..]
        .chars()
        .take(AROUND)
        .take_while(|&character| character != '\n' && character != '\r')
        .map(char::len_utf8)
        .sum();
    seen.start - before..seen.end + after
}
