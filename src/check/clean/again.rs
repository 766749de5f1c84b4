//! Documents that are much alike, such as one template writes for many recipients.
//!
//! The first is read as any other, and it is noted where its pieces end and how far the reader
//! was there. Of those that follow, what is the same as in the first is copied from what that
//! was written as; only what differs is read.

use super::{DEEPEST, Line, Reader, inside};
use crate::Markup;

/// How many bytes have to be the same for a place to be taken for the same.
const ALIKE: usize = 16;
/// How many pieces may be left out between two places that are the same.
const FURTHER: usize = 24;

/// Reads documents that are much alike.
#[derive(Debug, Default)]
pub(crate) struct Again {
    /// What stands inside the root of the first, and what it was written as.
    source: String,
    out: String,
    places: Vec<Place>,
    /// Where in the source the places are.
    offsets: Vec<usize>,
    /// What the first document goes on with at each place.
    keys: Vec<u64>,
    /// Which of all keys may be among them.
    known: Vec<u64>,
}

/// Between two pieces of the first document.
#[derive(Debug, Clone, Copy)]
struct Place {
    source: usize,
    out: usize,
    state: State,
}

/// All that the reader remembers of what came before, but while a link, say, is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    line: Line,
    is_visible: bool,
    open: [u8; DEEPEST],
    depth: usize,
    tail: Tail,
}

/// What the next line of text would be joined to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tail {
    Nothing,
    Space,
    Words,
}

impl Again {
    /// The same as [`clean_text`](super::clean_text).
    pub(crate) fn clean_text(&mut self, document: &str) -> Option<Markup> {
        let text = inside(document)?;
        let mut reader = Reader::new(text);
        if self.places.is_empty() {
            let places = noted(&mut reader)?;
            let markup = reader.finish()?;
            markup.as_str().clone_into(&mut self.out);
            text.clone_into(&mut self.source);
            self.note(places, text);
            return Some(markup);
        }
        let copied = self.read(&mut reader)?;
        if copied < text.len() / 2 {
            // The first was an odd one.
            self.places.clear();
        }
        reader.finish()
    }

    fn note(&mut self, places: Vec<Place>, text: &str) {
        self.offsets = places.iter().map(|place| place.source).collect();
        let keys = self.offsets.iter().map(|&offset| key(&text[offset..]));
        self.keys = keys.collect();
        self.known = vec![0; places.len().next_power_of_two()];
        for key in &self.keys {
            let (word, bit) = slot(*key, self.known.len());
            self.known[word] |= bit;
        }
        self.places = places;
    }

    /// Reads what differs and copies the rest; returns how much that was.
    fn read(&self, reader: &mut Reader<'_>) -> Option<usize> {
        let mut copied = 0;
        let mut next = 0;
        while !reader.rest.is_empty() {
            // Where text differs, it is not the same again before the next tag.
            let may_be_same = reader.out.is_empty() || reader.rest.starts_with('<');
            if may_be_same && let Some(from) = self.same(reader, next) {
                next = from;
                let to = self.behind(from, reader.rest);
                if to > from {
                    copied += self.copy(from, to, reader);
                    next = to;
                    continue;
                }
            }
            reader.piece()?;
        }
        Some(copied)
    }

    /// The place behind `next` at which the first document goes on as this one does.
    fn same(&self, reader: &Reader<'_>, next: usize) -> Option<usize> {
        if reader.gap || reader.interactive.is_some() {
            return None;
        }
        let rest = reader.rest.as_bytes();
        let begin = &rest[..rest.len().min(ALIKE)];
        let key = key(reader.rest);
        let (word, bit) = slot(key, self.known.len());
        if self.known[word] & bit == 0 {
            return None;
        }
        let end = self.places.len().min(next + FURTHER);
        (next..end).find(|&index| {
            let place = &self.places[index];
            self.keys[index] == key
                && self.source.as_bytes()[place.source..].starts_with(begin)
                && State::of(reader) == Some(place.state)
        })
    }

    /// The last place up to which `rest` is what follows the place `from`.
    fn behind(&self, from: usize, rest: &str) -> usize {
        let start = self.offsets[from];
        let source = &self.source.as_bytes()[start..];
        let rest = rest.as_bytes();
        let common = common(source, rest);
        let is_all = common == source.len() && common == rest.len();
        // What comes next has to be the same too: it is what ends a stretch of text.
        let ends = |offset: &usize| {
            let end = offset - start;
            end < common || end == common && is_all
        };
        from + self.offsets[from..].partition_point(ends) - 1
    }

    fn copy(&self, from: usize, to: usize, reader: &mut Reader<'_>) -> usize {
        let (from, to) = (&self.places[from], &self.places[to]);
        reader.out.push_str(&self.out[from.out..to.out]);
        reader.take(to.source - from.source);
        to.state.restore(reader);
        to.source - from.source
    }
}

/// Reads everything, and notes the places between the pieces.
fn noted(reader: &mut Reader<'_>) -> Option<Vec<Place>> {
    let length = reader.rest.len();
    let mut places = Vec::new();
    loop {
        if let Some(state) = State::of(reader) {
            places.push(Place {
                source: length - reader.rest.len(),
                out: reader.out.len(),
                state,
            });
        }
        if reader.rest.is_empty() {
            return Some(places);
        }
        reader.piece()?;
    }
}

impl State {
    /// `None` inside of what can be pressed, and where a line has to be joined first.
    fn of(reader: &Reader<'_>) -> Option<Self> {
        if reader.gap || reader.interactive.is_some() {
            return None;
        }
        let out = &reader.out;
        let tail = match () {
            () if out.is_empty() || out.ends_with("<br/>") => Tail::Nothing,
            () if out.ends_with(' ') => Tail::Space,
            () => Tail::Words,
        };
        let mut open = [0; DEEPEST];
        open[..reader.depth].copy_from_slice(&reader.open[..reader.depth]);
        Some(Self {
            line: reader.line,
            is_visible: reader.is_visible,
            open,
            depth: reader.depth,
            tail,
        })
    }

    fn restore(self, reader: &mut Reader<'_>) {
        reader.line = self.line;
        reader.is_visible = self.is_visible;
        reader.open = self.open;
        reader.depth = self.depth;
    }
}

/// The first bytes of `text`, as a number.
fn key(text: &str) -> u64 {
    let mut first = [0; size_of::<u64>()];
    match text.as_bytes().first_chunk() {
        Some(chunk) => first = *chunk,
        None => first[..text.len()].copy_from_slice(text.as_bytes()),
    }
    u64::from_ne_bytes(first)
}

/// The bit of `key` in a set of so many words, a power of two.
fn slot(key: u64, words: usize) -> (usize, u64) {
    let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    let word = (hash >> 6) as usize & (words - 1);
    (word, 1 << (hash & 63))
}

/// How many bytes both begin with.
fn common(a: &[u8], b: &[u8]) -> usize {
    const STEP: usize = 16;
    let chunks = a.chunks_exact(STEP).zip(b.chunks_exact(STEP));
    let start = chunks.take_while(|(a, b)| a == b).count() * STEP;
    let rest = a[start..].iter().zip(&b[start..]);
    start + rest.take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::clean_text;
    use super::super::tests::PIECES;
    use super::*;

    fn same_twice(first: &str, second: &str) -> Result<(), TestCaseError> {
        let mut again = Again::default();
        for document in [first, second, first] {
            let expected = clean_text(document).map(|markup| markup.as_str().to_owned());
            let got = again.clean_text(document);
            prop_assert_eq!(got.map(|markup| markup.as_str().to_owned()), expected);
        }
        Ok(())
    }

    /// A document of pieces that do little harm to it.
    fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
        const CLEAN: &[&str] = &[
            "<b>bold words</b>",
            "<b>",
            "</b>",
            "<br/>",
            "\n",
            " \n  ",
            " ",
            "words that are long enough",
            "more words, of another kind",
            "x",
            "&amp;",
            "&#10;",
            "<a href=\"https://example.com/?a=1&amp;b=2\">Dashboard</a>",
            "<a href=\"https://example.com/other\">Dashboard</a>",
            "<user userId=\"u:ada\">Ada</user>",
        ];
        prop::collection::vec(prop::sample::select(CLEAN), 0..24)
    }

    fn document(pieces: &[&str]) -> String {
        format!("\n<flockml>{}</flockml>\n", pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn it_is_as_if_there_were_no_first(
            first in prop::collection::vec(prop::sample::select(PIECES), 0..12),
            second in prop::collection::vec(prop::sample::select(PIECES), 0..12),
        ) {
            same_twice(&document(&first), &document(&second))?;
        }

        #[test]
        fn it_is_so_for_documents_that_are_alike(
            first in pieces(),
            with in pieces(),
            at in any::<prop::sample::Index>(),
            length in 0..4_usize,
        ) {
            let mut second = first.clone();
            let start = at.index(first.len() + 1);
            second.splice(start..(start + length).min(first.len()), with.into_iter().take(3));
            same_twice(&document(&first), &document(&second))?;
        }
    }

    #[test]
    fn what_is_the_same_is_not_read_again() {
        let document = |name: &str| {
            let rows = "<b>Label</b> value<br/>".repeat(20);
            format!("<flockml>Hello <i>{name}</i>,<br/>{rows}</flockml>")
        };
        let mut again = Again::default();
        again.clean_text(&document("Ada"));
        let second = document("Bob &amp; sons");
        let text = inside(&second).expect("a root");
        let copied = again.read(&mut Reader::new(text)).expect("clean");
        assert!(copied > text.len() - 60, "{copied} of {}", text.len());
    }
}
