//! Canonical FlockML read as plain words, in one pass.

use std::fmt::{self, Write};
use std::ops::Range;

use memchr::{memchr, memmem};

use super::pieces::{Piece, Pieces, reference, unescaped};
use crate::escape::scan;

/// What is no plain text in canonical FlockML.
struct Marked;

impl scan::Special for Marked {
    const NAMED: &'static [u8] = b"<&";
}

/// What is no plain text in an attribute's value, or ends it.
struct Quoted;

impl scan::Special for Quoted {
    const NAMED: &'static [u8] = b"\"&";
}

/// Writes the words of `flockml` and hands over the id of everybody that it mentions.
pub(super) fn write<'m, W: Write + ?Sized>(
    flockml: &'m str,
    out: &mut W,
    mentioned: impl FnMut(&'m str),
) -> fmt::Result {
    let mut reader = Reader {
        flockml,
        words: Gathered::new(out),
        mentioned,
        href: None,
    };
    let mut marks = Marks::default();
    let mut at = 0;
    loop {
        let mark = marks.next(flockml.as_bytes(), at);
        at = reader.words.copy(flockml, at, mark)?;
        at = match flockml.as_bytes().get(at) {
            Some(b'<') => reader.tag(at)?,
            Some(b'&') => reader.words.push_reference(flockml, at)?,
            // A tab.
            Some(_) => reader.words.push(flockml, at, at + 1)?,
            None => return reader.words.flush(),
        };
    }
}

/// Where the tags and references begin: looking at a block once costs less than at each run's
/// own bytes.
#[derive(Default)]
struct Marks {
    /// Where the bytes begin that `bits` stands for.
    start: usize,
    end: usize,
    bits: u64,
}

impl Marks {
    /// The first at `from` or behind it, or the end; `from` never goes back.
    #[inline]
    fn next(&mut self, bytes: &[u8], from: usize) -> usize {
        if from < self.end {
            let bits = self.bits >> (from - self.start);
            if bits != 0 {
                return from + bits.trailing_zeros() as usize;
            }
        }
        self.next_block(bytes, from.max(self.end))
    }

    fn next_block(&mut self, bytes: &[u8], mut start: usize) -> usize {
        while start < bytes.len() {
            let rest = &bytes[start..];
            let length = rest.len().min(scan::BLOCK);
            self.bits = match rest.first_chunk() {
                Some(block) => scan::mask::<Marked>(block),
                None => scan::short_mask::<Marked>(rest),
            };
            (self.start, self.end) = (start, start + length);
            if self.bits != 0 {
                return start + self.bits.trailing_zeros() as usize;
            }
            start = self.end;
        }
        bytes.len()
    }
}

struct Reader<'m, 'o, W: ?Sized, F> {
    flockml: &'m str,
    words: Gathered<'o, W>,
    mentioned: F,
    /// Where the target of the link that is open begins, if its label does not say it.
    href: Option<usize>,
}

impl<'m, W: Write + ?Sized, F: FnMut(&'m str)> Reader<'m, '_, W, F> {
    /// Reads the tag at `start` and returns where it ends.
    #[inline]
    fn tag(&mut self, start: usize) -> Result<usize, fmt::Error> {
        let length = match &self.flockml.as_bytes()[start..] {
            [b'<', b'b' | b'i' | b'u', b'>', ..] => 3,
            [b'<', b'/', b'b' | b'i' | b'u', b'>', ..] => 4,
            [b'<', b'b', b'r', b'/', b'>', ..] => {
                self.words.push_byte(b'\n')?;
                5
            }
            [b'<', b'/', b'a', b'>', ..] => {
                self.target()?;
                4
            }
            rest => {
                let length = memchr(b'>', rest).map_or(rest.len(), |end| end + 1);
                self.open(start, start + length)?;
                length
            }
        };
        Ok(start + length)
    }

    /// What stands behind a label.
    fn target(&mut self) -> fmt::Result {
        let Some(mut at) = self.href.take() else {
            return Ok(());
        };
        self.words.push(" (", 0, 2)?;
        loop {
            at = self.words.copy_until::<Quoted>(self.flockml, at)?;
            at = match self.flockml.as_bytes().get(at) {
                Some(b'&') => self.words.push_reference(self.flockml, at)?,
                Some(b'"') | None => break,
                Some(_) => self.words.push(self.flockml, at, at + 1)?,
            };
        }
        self.words.push_byte(b')')
    }

    /// A tag that is neither bold, italic, underlined nor a line break.
    fn open(&mut self, start: usize, end: usize) -> fmt::Result {
        let (source, content) = (&self.flockml[start..end], &self.flockml[end..]);
        if source.starts_with("<a ") {
            let href = value(source, "<a href=\"", "href");
            let href = href.filter(|href| !is_label(content, &source[href.clone()]));
            self.href = href.map(|href| start + href.start);
        } else if source.starts_with("<user") {
            if let Some(id) = value(source, "<user userId=\"", "userId") {
                (self.mentioned)(&source[id]);
            }
            let has_sign = match content.as_bytes().first() {
                Some(b'<' | b'&') => label(content).next() == Some('@'),
                first => first == Some(&b'@'),
            };
            if !has_sign {
                self.words.push_byte(b'@')?;
            }
        }
        Ok(())
    }
}

/// Where the value of an attribute stands in a tag that usually begins with `usual`.
fn value(tag: &str, usual: &str, name: &str) -> Option<Range<usize>> {
    let start = if tag.starts_with(usual) {
        usual.len()
    } else {
        let found = memmem::find_iter(tag.as_bytes(), name)
            .find(|&at| tag[..at].ends_with(' ') && tag[at + name.len()..].starts_with("=\""));
        found? + name.len() + 2
    };
    let length = memchr(b'"', &tag.as_bytes()[start..])?;
    Some(start..start + length)
}

/// Words on their way out: many short runs are copied by the word, and go out in one piece.
struct Gathered<'o, W: ?Sized> {
    out: &'o mut W,
    bytes: [u8; GATHERED],
    length: usize,
}

const GATHERED: usize = 1024;

impl<'o, W: Write + ?Sized> Gathered<'o, W> {
    fn new(out: &'o mut W) -> Self {
        Self {
            out,
            bytes: [0; GATHERED],
            length: 0,
        }
    }

    /// Copies `text[start..end]` and returns `end`.
    #[inline]
    fn copy(&mut self, text: &str, start: usize, end: usize) -> Result<usize, fmt::Error> {
        let mut at = start;
        loop {
            if self.length + scan::WORD > GATHERED {
                let split = self.split();
                self.flush_to(split)?;
            }
            let left = end - at;
            let Some(word) = text.as_bytes()[at..].first_chunk::<{ scan::WORD }>() else {
                return self.push(text, at, end);
            };
            // What is copied beyond the end is overwritten by what comes next.
            self.bytes[self.length..self.length + scan::WORD].copy_from_slice(word);
            if left <= scan::WORD {
                self.length += left;
                return Ok(end);
            }
            self.length += scan::WORD;
            at += scan::WORD;
        }
    }

    /// Copies `text` from `at` up to the next special byte and returns where that is.
    #[inline]
    fn copy_until<S: scan::Special>(
        &mut self,
        text: &str,
        mut at: usize,
    ) -> Result<usize, fmt::Error> {
        let bytes = text.as_bytes();
        loop {
            if self.length + scan::WORD > GATHERED {
                // Whole characters only.
                let split = self.split();
                self.flush_to(split)?;
            }
            let Some(word) = bytes[at..].first_chunk::<{ scan::WORD }>() else {
                let end = scan::find::<S>(bytes, at).unwrap_or(bytes.len());
                return self.push(text, at, end);
            };
            self.bytes[self.length..self.length + scan::WORD].copy_from_slice(word);
            let bits = scan::bits::<S>(*word);
            if bits != 0 {
                let run = bits.trailing_zeros() as usize;
                self.length += run;
                return Ok(at + run);
            }
            self.length += scan::WORD;
            at += scan::WORD;
        }
    }

    /// Copies `text[start..end]`, which is short, and returns `end`.
    #[inline]
    fn push(&mut self, text: &str, start: usize, end: usize) -> Result<usize, fmt::Error> {
        if self.length + (end - start) > GATHERED {
            let split = self.split();
            self.flush_to(split)?;
        }
        let run = &text.as_bytes()[start..end];
        self.bytes[self.length..self.length + run.len()].copy_from_slice(run);
        self.length += run.len();
        Ok(end)
    }

    /// Writes what the `&` at `at` begins and returns where that ends.
    #[inline]
    fn push_reference(&mut self, text: &str, at: usize) -> Result<usize, fmt::Error> {
        let (character, length) = reference(&text.as_bytes()[at..]);
        self.push_byte(character)?;
        Ok(at + length)
    }

    #[inline]
    fn push_byte(&mut self, byte: u8) -> fmt::Result {
        if self.length == GATHERED {
            let split = self.split();
            self.flush_to(split)?;
        }
        self.bytes[self.length] = byte;
        self.length += 1;
        Ok(())
    }

    /// Where the last character begins that may not be complete.
    fn split(&self) -> usize {
        let bytes = &self.bytes[..self.length];
        let is_start = |&byte: &u8| !(0x80..0xC0).contains(&byte);
        match bytes.iter().rposition(is_start) {
            Some(at) if bytes[at] >= 0x80 => at,
            _ => self.length,
        }
    }

    fn flush_to(&mut self, end: usize) -> fmt::Result {
        let words = std::str::from_utf8(&self.bytes[..end]).map_err(|_| fmt::Error)?;
        self.out.write_str(words)?;
        self.bytes.copy_within(end..self.length, 0);
        self.length -= end;
        Ok(())
    }

    fn flush(&mut self) -> fmt::Result {
        self.flush_to(self.length)
    }
}

/// The characters up to the end of the interactive element that has just begun.
fn label(content: &str) -> impl Iterator<Item = char> + Clone {
    Pieces::new(content)
        .take_while(|piece| !matches!(piece, Piece::Close("a" | "user" | "action")))
        .flat_map(|piece| match piece {
            Piece::Text(text) => unescaped(text),
            Piece::Break => unescaped("\n"),
            Piece::Open(_) | Piece::Close(_) => unescaped(""),
        })
        .flat_map(str::chars)
}

/// Whether the label at the beginning of `content` says the same as the link's target.
fn is_label(content: &str, href: &str) -> bool {
    // Most labels differ from the first letter on.
    if let (Some(label), Some(target)) = (content.bytes().next(), href.bytes().next())
        && label != target
        && !matches!(label, b'<' | b'&')
        && !matches!(target, b'&' | b'm' | b'M' | b't' | b'T')
    {
        return false;
    }
    let target = |href| unescaped(href).flat_map(str::chars);
    label(content).eq(target(href))
        || ["mailto:", "tel:"].iter().any(|scheme| {
            let prefix = href.get(..scheme.len());
            prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(scheme))
                && label(content).eq(target(&href[scheme.len()..]))
        })
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// The same, piece by piece.
    fn slowly(flockml: &str) -> (String, Vec<&str>) {
        let (mut out, mut mentions) = (String::new(), Vec::new());
        let mut href = None;
        let mut pieces = Pieces::new(flockml);
        while let Some(piece) = pieces.next() {
            let label = || {
                pieces
                    .clone()
                    .take_while(|piece| !matches!(piece, Piece::Close("a" | "user" | "action")))
                    .map(|piece| match piece {
                        Piece::Text(text) => unescaped(text).collect(),
                        Piece::Break => "\n".to_owned(),
                        Piece::Open(_) | Piece::Close(_) => String::new(),
                    })
                    .collect::<String>()
            };
            match piece {
                Piece::Text(text) => out.extend(unescaped(text)),
                Piece::Break => out.push('\n'),
                Piece::Open(tag) if tag.name == "a" => {
                    let target: String = unescaped(tag.attribute("href").unwrap_or("")).collect();
                    let label = label();
                    let is_label = ["", "mailto:", "tel:"].iter().any(|scheme| {
                        target.to_lowercase().starts_with(scheme) && target[scheme.len()..] == label
                    });
                    href = (!is_label).then_some(target);
                }
                Piece::Open(tag) if tag.name == "user" => {
                    mentions.extend(tag.attribute("userId"));
                    out.push_str(if label().starts_with('@') { "" } else { "@" });
                }
                Piece::Close("a") => {
                    let href = href.take().map(|href| format!(" ({href})"));
                    out.push_str(&href.unwrap_or_default());
                }
                Piece::Open(_) | Piece::Close(_) => {}
            }
        }
        (out, mentions)
    }

    const PIECES: &[&str] = &[
        "<b>",
        "</b>",
        "<i>",
        "</em>",
        "<strong>",
        "<br/>",
        "</u>",
        "a b ",
        "h",
        "@",
        "ä\t",
        "&amp;",
        "&lt;",
        "&quot;",
        "&#10;",
        "<a href=\"https://e.x\">https://e.x</a>",
        "<a href=\"https://e.x/?a=1&amp;b=2\">",
        "<a href=\"https://e.x\"><b>https</b>://e.x</a>",
        "<a href=\"mailto:a@b.c\">a@b.c</a>",
        "<a href=\"TEL:1\">2</a>",
        "</a>",
        "<user userId=\"u:a\">",
        "<user group=\"all\">@all</user>",
        "<user userId=\"u:b\"></user>",
        "<user userId=\"u:c\"><b>@</b>c</user>",
        "</user>",
        "<action type=\"openBrowser\" url=\"https://e.x\">",
        "</action>",
    ];

    proptest! {
        #[test]
        fn one_pass_reads_what_piece_by_piece_reads(
            pieces in vec(prop::sample::select(PIECES), 0..12),
            times in 1..60_usize,
        ) {
            let flockml = pieces.concat().repeat(times);
            let (mut out, mut mentions) = (String::new(), Vec::new());
            write(&flockml, &mut out, |id| mentions.push(id)).expect("a string takes everything");
            prop_assert_eq!((out, mentions), slowly(&flockml));
        }
    }
}
