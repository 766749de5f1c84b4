//! Markup cut to a length, or into parts.

use std::ops::Range;

use memchr::memchr;
use unicode_segmentation::UnicodeSegmentation;

use super::Markup;
use super::pieces::{Piece, Pieces, Tag, is_interactive, reference, unescaped};

impl Markup {
    /// The beginning, of at most `max_chars` characters, ending in `…` where something was left
    /// out.
    ///
    /// Counts what a reader sees, in `char`s: tags and addresses are free, a line break is one,
    /// the `…` is one. Elements that are cut are closed. Graphemes, links, mentions and actions
    /// are kept whole or left out; only one that would not fit by itself has its words cut, and
    /// loses its tag. With `max_chars` 0 nothing is left.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::markup;
    ///
    /// let markup = markup::text("disk ").bold("almost full");
    /// assert_eq!(markup.truncate(12).as_str(), "disk <b>almost</b>…");
    /// assert_eq!(markup.truncate(16), markup);
    /// ```
    #[must_use]
    pub fn truncate(&self, max_chars: usize) -> Self {
        let mut shown = Shown::of(self);
        if shown.text.chars().count() <= max_chars {
            return self.clone();
        }
        let Some(room) = max_chars.checked_sub(1) else {
            return Self::new();
        };
        shown
            .whole
            .retain(|range| shown.text[range.clone()].chars().count() <= room);
        let mut chars = 0;
        let cut = shown
            .units()
            .take_while(|unit| {
                chars += unit.chars;
                chars <= room
            })
            .last()
            .map_or(0, |unit| unit.end);
        let mut beginning = self.beginning(cut);
        beginning.flockml.push('…');
        beginning
    }

    /// Parts of at most `max_chars` characters each, which together say the same.
    ///
    /// Counts as [`Markup::truncate`] does. A part ends behind a line break if it can, else
    /// behind a space, else between two graphemes; never inside a link, a mention or an action.
    /// Where a single one of those is longer than `max_chars`, it is a part by itself, and so is a
    /// grapheme. Elements that are cut are closed and opened again. Nothing is left out: the
    /// parts' plain texts put together are the whole's, and so are their mentions. There is no
    /// part without content; a `max_chars` of 0 counts as 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::markup;
    ///
    /// let parts = markup::bold("disk almost full").split(12);
    /// assert_eq!(parts[0].as_str(), "<b>disk almost </b>");
    /// assert_eq!(parts[1].as_str(), "<b>full</b>");
    /// ```
    #[must_use]
    pub fn split(&self, max_chars: usize) -> Vec<Self> {
        let cuts = Shown::of(self).cuts(max_chars.max(1));
        if cuts.is_empty() {
            let whole = (!self.is_empty()).then(|| self.clone());
            return whole.into_iter().collect();
        }
        self.parts(&cuts)
    }

    /// The first line that shows something, and what follows it.
    #[cfg(feature = "flowdock")]
    pub(crate) fn split_first_line(&self) -> (Self, Self) {
        let text = Shown::of(self).text;
        let start = text.len() - text.trim_start().len();
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let mut cuts = vec![start, end, end + 1];
        cuts.retain(|cut| (1..text.len()).contains(cut));
        cuts.dedup();
        let mut parts = self.parts(&cuts).into_iter().skip(usize::from(start > 0));
        let line = parts.next().unwrap_or_default();
        let has_break = end < text.len();
        (line, parts.nth(usize::from(has_break)).unwrap_or_default())
    }

    /// The parts between these places in the shown text, which ascend and are not at its ends.
    fn parts(&self, cuts: &[usize]) -> Vec<Self> {
        let mut cuts = cuts.iter().copied().peekable();
        let mut parts = Vec::with_capacity(cuts.len() + 1);
        let mut part = Part::default();
        let mut at = 0;
        for piece in self.pieces() {
            match piece {
                Piece::Open(tag) => part.open.push(tag),
                Piece::Close(_) => part.close(),
                Piece::Break => {
                    if cuts.next_if_eq(&at).is_some() {
                        parts.push(part.finish());
                    }
                    part.write("<br/>");
                    at += 1;
                }
                Piece::Text(mut text) => loop {
                    if cuts.next_if_eq(&at).is_some() {
                        parts.push(part.finish());
                    }
                    let (before, after) = split_escaped(text, cuts.peek().map(|cut| cut - at));
                    part.write(before);
                    at += shown_length(before);
                    if after.is_empty() {
                        break;
                    }
                    text = after;
                },
            }
        }
        parts.push(part.finish());
        parts
    }

    /// What is shown before `cut`; an interactive element that it cuts loses its tag.
    fn beginning(&self, cut: usize) -> Self {
        let mut part = Part::default();
        let mut at = 0;
        let mut pieces = self.pieces();
        while at < cut
            && let Some(piece) = pieces.next()
        {
            match piece {
                Piece::Open(tag) => {
                    if !tag.is_interactive() || at + label_length(pieces.clone()) <= cut {
                        part.open.push(tag);
                    }
                }
                Piece::Close(_) => part.close(),
                Piece::Break => {
                    part.write("<br/>");
                    at += 1;
                }
                Piece::Text(text) => {
                    let (before, _) = split_escaped(text, Some(cut - at));
                    part.write(before);
                    at += shown_length(before);
                }
            }
        }
        part.finish()
    }
}

/// Parts of at most `max_chars` characters of a text that is no markup, which is cut as
/// [`Markup::split`] does.
pub(crate) fn split_text(text: &str, max_chars: usize) -> Vec<&str> {
    let shown = Shown {
        text: text.to_owned(),
        whole: Vec::new(),
    };
    let mut parts = Vec::new();
    let mut start = 0;
    for end in shown.cuts(max_chars.max(1)).into_iter().chain([text.len()]) {
        parts.push(&text[start..end]);
        start = end;
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// What a reader sees of a markup.
struct Shown {
    text: String,
    /// Where there are links, mentions and actions, in order.
    whole: Vec<Range<usize>>,
}

/// A stretch of the shown text that is not cut.
struct Unit {
    end: usize,
    chars: usize,
    ends_line: bool,
    ends_word: bool,
}

impl Shown {
    fn of(markup: &Markup) -> Self {
        let mut text = String::with_capacity(markup.flockml.len());
        let mut whole = Vec::new();
        let mut start = 0;
        for piece in markup.pieces() {
            match piece {
                Piece::Text(escaped) => text.extend(unescaped(escaped)),
                Piece::Break => text.push('\n'),
                Piece::Open(tag) if tag.is_interactive() => start = text.len(),
                Piece::Close(name) if is_interactive(name) => whole.push(start..text.len()),
                Piece::Open(_) | Piece::Close(_) => {}
            }
        }
        Self { text, whole }
    }

    fn units(&self) -> impl Iterator<Item = Unit> {
        let mut graphemes = self.text.grapheme_indices(true);
        let mut whole = self.whole.iter().peekable();
        std::iter::from_fn(move || {
            let mut chars = 0;
            loop {
                let (start, grapheme) = graphemes.next()?;
                let end = start + grapheme.len();
                chars += grapheme.chars().count();
                while whole.next_if(|range| range.end <= end).is_some() {}
                if whole.peek().is_none_or(|range| range.start >= end) {
                    let ends_line = grapheme.ends_with('\n');
                    let ends_word = grapheme.ends_with(char::is_whitespace);
                    return Some(Unit {
                        end,
                        chars,
                        ends_line,
                        ends_word,
                    });
                }
            }
        })
    }

    /// Where to cut for parts of at most `max` characters.
    fn cuts(&self, max: usize) -> Vec<usize> {
        let mut cuts = Vec::new();
        // Where the part that is being filled could end, and its length there.
        let mut line = None;
        let mut word = None;
        let mut last = (0, 0);
        let mut counted = 0;
        let mut part_start = 0;
        for unit in self.units() {
            while counted > part_start && counted + unit.chars - part_start > max {
                let (cut, chars) = line.or(word).unwrap_or(last);
                cuts.push(cut);
                part_start = chars;
                line = None;
                word = word.filter(|&(_, at)| at > part_start);
            }
            counted += unit.chars;
            last = (unit.end, counted);
            if unit.ends_line {
                line = Some(last);
            }
            if unit.ends_word {
                word = Some(last);
            }
        }
        cuts
    }
}

/// A part that is being written.
#[derive(Default)]
struct Part<'m> {
    out: String,
    open: Vec<Tag<'m>>,
    /// How many of `open` have their start tags in `out`: they wait for something to show, so
    /// that no part ends or begins with an empty element.
    written: usize,
}

impl<'m> Part<'m> {
    fn write(&mut self, escaped: &'m str) {
        if escaped.is_empty() {
            return;
        }
        self.write_start_tags();
        self.out.push_str(escaped);
    }

    fn write_start_tags(&mut self) {
        for tag in &self.open[self.written..] {
            self.out.push_str(tag.source);
        }
        self.written = self.open.len();
    }

    fn close(&mut self) {
        if self.open.last().is_some_and(Tag::is_interactive) {
            self.write_start_tags();
        }
        if let Some(tag) = self.open.pop()
            && self.written > self.open.len()
        {
            self.written -= 1;
            push_end_tag(&mut self.out, tag);
        }
    }

    fn finish(&mut self) -> Markup {
        for tag in self.open[..self.written].iter().rev() {
            push_end_tag(&mut self.out, *tag);
        }
        self.written = 0;
        Markup::from_canonical(std::mem::take(&mut self.out))
    }
}

fn push_end_tag(out: &mut String, tag: Tag<'_>) {
    out.push_str("</");
    out.push_str(tag.name);
    out.push('>');
}

fn shown_length(escaped: &str) -> usize {
    unescaped(escaped).map(str::len).sum()
}

/// The shown length of the interactive element that has just begun.
fn label_length(pieces: Pieces<'_>) -> usize {
    pieces
        .take_while(|piece| !matches!(piece, Piece::Close(name) if is_interactive(name)))
        .map(|piece| match piece {
            Piece::Text(text) => shown_length(text),
            Piece::Break => 1,
            Piece::Open(_) | Piece::Close(_) => 0,
        })
        .sum()
}

/// Splits behind `shown` bytes of what `escaped` stands for, or at its end.
fn split_escaped(escaped: &str, shown: Option<usize>) -> (&str, &str) {
    let Some(mut left) = shown else {
        return (escaped, "");
    };
    let bytes = escaped.as_bytes();
    let mut end = 0;
    // What stands behind the cut is not looked at, as it may be long and cut often.
    while left > 0 && end < bytes.len() {
        let near = &bytes[end..bytes.len().min(end + left)];
        match memchr(b'&', near).unwrap_or(near.len()) {
            0 => {
                end += reference(&bytes[end..]).1;
                left -= 1;
            }
            run => {
                end += run;
                left -= run;
            }
        }
    }
    escaped.split_at(end)
}
