//! Canonical FlockML read as plain words, in one pass.

use std::fmt::{self, Write};
use std::ops::Range;

use memchr::{memchr, memmem};

use super::pieces::{Piece, Pieces, reference, unescaped};
use crate::escape::gather::{self, Gather, PADDED, padded};
use crate::escape::{self, scan};

/// What the words are written as.
pub(super) trait Form: scan::Special {
    /// Appends a byte of words that has, or might have, another spelling here.
    fn put<W: Write + ?Sized>(words: &mut Gather<'_, W>, byte: u8);
}

/// Words as they are.
pub(super) struct Plain;

impl scan::Special for Plain {
    const NAMED: &'static [u8] = b"<&";
}

impl Form for Plain {
    #[inline]
    fn put<W: Write + ?Sized>(words: &mut Gather<'_, W>, byte: u8) {
        words.put(&[byte], 1);
    }
}

/// What stands between the quotes of a JSON string.
pub(super) struct Json;

impl scan::Special for Json {
    const NAMED: &'static [u8] = b"<&\"\\";
}

impl Form for Json {
    #[inline]
    fn put<W: Write + ?Sized>(words: &mut Gather<'_, W>, byte: u8) {
        let (bytes, length) = escape::json_byte(byte);
        words.put(&bytes, length);
    }
}

/// What ends an attribute's value, or is no plain text there in one of the forms.
struct Quoted;

impl scan::Special for Quoted {
    const NAMED: &'static [u8] = b"\"&\\";
    const CONTROLS: bool = false;
}

/// What ends an attribute's value.
struct Quote;

impl scan::Special for Quote {
    const NAMED: &'static [u8] = b"\"";
    const CONTROLS: bool = false;
}

/// What ends a tag.
struct TagEnd;

impl scan::Special for TagEnd {
    const NAMED: &'static [u8] = b">";
    const CONTROLS: bool = false;
}

/// Writes the words of `flockml` and hands over the id of everybody that it mentions.
pub(super) fn write<'m, F: Form, W: Write + ?Sized>(
    flockml: &'m str,
    out: &mut W,
    mentioned: impl FnMut(&'m str),
) -> fmt::Result {
    let mut bytes = gather::EMPTY;
    let mut words = Gather::new(out, &mut bytes);
    let mut reader = Reader {
        flockml,
        mentioned,
        href: None,
    };
    let mut at = 0;
    while at < flockml.len() {
        let rest = &flockml.as_bytes()[at..];
        words.make_room()?;
        let last;
        let block = match rest.first_chunk() {
            Some(block) => block,
            None => {
                last = padded(rest);
                &last
            }
        };
        at = reader.block::<F, W>(&mut words, block, at, rest.len().min(scan::BLOCK))?;
    }
    words.finish()
}

const END_BOLD: u32 = u32::from_le_bytes(*b"</b>");
const BREAK: u32 = u32::from_le_bytes(*b"<br/");
const BOLD: u32 = u32::from_le_bytes(*b"<b>\0");
const LESS: u32 = u32::from_le_bytes(*b"&lt;");
const GREATER: u32 = u32::from_le_bytes(*b"&gt;");
/// Canonical text has this of `&amp;` alone.
const AMPERSAND: u32 = u32::from_le_bytes(*b"&amp");
const END_LINK: u32 = u32::from_le_bytes(*b"</a>");
const LINK: u32 = u32::from_le_bytes(*b"<a h");
const USER: u32 = u32::from_le_bytes(*b"<use");
const END_USER: u32 = u32::from_le_bytes(*b"</us");
const END_ACTION: u32 = u32::from_le_bytes(*b"</ac");

/// The first four bytes, which tell most marks from each other.
#[inline]
fn head(mark: &[u8]) -> u32 {
    mark.first_chunk()
        .map_or(0, |head| u32::from_le_bytes(*head))
}

/// What is read; the words are no part of it, so that they may stay in registers.
struct Reader<'m, M> {
    flockml: &'m str,
    mentioned: M,
    /// Where the target of the link that is open stands, if its label does not say it.
    href: Option<Range<usize>>,
}

impl<'m, M: FnMut(&'m str)> Reader<'m, M> {
    /// Reads the block at `start`, of which `length` bytes count, and returns where it stopped.
    #[inline(always)]
    fn block<F: Form, W: Write + ?Sized>(
        &mut self,
        words: &mut Gather<'_, W>,
        block: &[u8; PADDED],
        start: usize,
        length: usize,
    ) -> Result<usize, fmt::Error> {
        let mut marks = block.first_chunk().map_or(0, scan::mask::<F>);
        marks &= u64::MAX >> (scan::BLOCK - length);
        let mut read = 0;
        while marks != 0 {
            let found = marks.trailing_zeros() as usize;
            words.copy(block, read, found);
            read = found
                + match head(&block[found..]) {
                    END_BOLD => 4,
                    BREAK => {
                        F::put(words, b'\n');
                        let is_bold = head(&block[found + 5..]) & 0xFF_FFFF == BOLD;
                        if is_bold { 8 } else { 5 }
                    }
                    LESS => sign(words, b'<', 4),
                    GREATER => sign(words, b'>', 4),
                    AMPERSAND => sign(words, b'&', 5),
                    END_LINK => {
                        self.target::<F, W>(words)?;
                        4
                    }
                    LINK => self.link(start + found),
                    USER => {
                        let (length, has_sign) = self.mention(start + found);
                        if !has_sign {
                            words.put(b"@", 1);
                        }
                        length
                    }
                    END_USER => "</user>".len(),
                    END_ACTION => "</action>".len(),
                    _ => {
                        let (byte, length) = self.rarer(&block[found..], start + found);
                        if let Some(byte) = byte {
                            F::put(words, byte);
                        }
                        length
                    }
                };
            if read >= length {
                return Ok(start + read);
            }
            marks &= u64::MAX << read;
        }
        words.copy(block, read, length);
        Ok(start + length)
    }

    /// Reads a mark that is less frequent, at the beginning of `rest`, and returns what it stands for,
    /// if anything, and how long it is.
    #[inline(never)]
    fn rarer(&mut self, rest: &[u8], at: usize) -> (Option<u8>, usize) {
        match rest {
            [b'<', b'b' | b'i' | b'u', b'>', ..] => (None, 3),
            [b'<', b'/', b'i' | b'u', b'>', ..] => (None, 4),
            [b'<', b'a', b' ', ..] => (None, self.link(at)),
            [b'<', ..] => (None, self.length(at)),
            [b'&', ..] => {
                let (byte, length) = reference(rest);
                (Some(byte), length)
            }
            _ => (Some(rest[0]), 1),
        }
    }

    /// What stands behind a label.
    #[inline]
    fn target<F: Form, W: Write + ?Sized>(&mut self, words: &mut Gather<'_, W>) -> fmt::Result {
        let Some(Range { start: mut at, end }) = self.href.take() else {
            return Ok(());
        };
        words.put(b" (", 2);
        while at < end {
            words.make_room()?;
            let rest = &self.flockml.as_bytes()[at..];
            let word = rest.first_chunk().copied().unwrap_or_else(|| padded(rest));
            let marks = scan::bits::<Quoted>(word) | 1 << (end - at).min(scan::WORD);
            let run = marks.trailing_zeros() as usize;
            words.put(&word, run);
            at += run;
            if run < scan::WORD && at < end {
                let (byte, length) = match rest[run] {
                    b'&' => reference(&rest[run..]),
                    byte => (byte, 1),
                };
                F::put(words, byte);
                at += length;
            }
        }
        words.put(b")", 1);
        words.make_room()
    }

    /// Reads the start tag of a link and returns how long it is.
    fn link(&mut self, start: usize) -> usize {
        let (href, end) = self.attribute(start, b"<a href=\"", "href");
        self.href = href.filter(|href| !self.is_label(end, href));
        end - start
    }

    /// Whether the label at `start` says the same as the link's target.
    #[inline]
    fn is_label(&self, start: usize, href: &Range<usize>) -> bool {
        let bytes = self.flockml.as_bytes();
        // Most labels differ from the first letter on.
        if let (Some(label), Some(target)) = (bytes.get(start), bytes.get(href.start))
            && label != target
            && !matches!(label, b'<' | b'&')
            && !matches!(target, b'&' | b'm' | b'M' | b't' | b'T')
        {
            return false;
        }
        is_label(&self.flockml[start..], &self.flockml[href.clone()])
    }

    /// The same for a mention, and whether its label begins with an `@`.
    fn mention(&mut self, start: usize) -> (usize, bool) {
        let (id, end) = self.attribute(start, b"<user userId=\"", "userId");
        if let Some(id) = id {
            (self.mentioned)(&self.flockml[id]);
        }
        let has_sign = match self.flockml.as_bytes().get(end) {
            Some(b'<' | b'&') => label(&self.flockml[end..]).next() == Some('@'),
            first => first == Some(&b'@'),
        };
        (end - start, has_sign)
    }

    /// Where an attribute's value stands in the tag at `start`, which usually begins with `usual`,
    /// and where the tag ends.
    #[inline]
    fn attribute<const N: usize>(
        &self,
        start: usize,
        usual: &[u8; N],
        name: &str,
    ) -> (Option<Range<usize>>, usize) {
        let bytes = self.flockml.as_bytes();
        if bytes[start..].first_chunk() == Some(usual) {
            let value = start + N;
            if let Some(end) = scan::find::<Quote>(bytes, value)
                && bytes[end..].starts_with(b"\">")
            {
                return (Some(value..end), end + 2);
            }
        }
        let end = start + self.length(start);
        (value(self.flockml, start..end, name), end)
    }

    /// How long the tag at `start` is.
    #[inline]
    fn length(&self, start: usize) -> usize {
        let bytes = self.flockml.as_bytes();
        match scan::find::<TagEnd>(bytes, start) {
            Some(end) if bytes[end] == b'>' => end + 1 - start,
            _ => memchr(b'>', &bytes[start..]).map_or(bytes.len() - start, |end| end + 1),
        }
    }
}

/// Appends a character that is spelt alike in every form, and returns how long it was.
#[inline]
fn sign<W: Write + ?Sized>(words: &mut Gather<'_, W>, sign: u8, length: usize) -> usize {
    words.put(&[sign], 1);
    length
}

/// Where the value of an attribute stands in a tag.
#[cold]
fn value(flockml: &str, tag: Range<usize>, name: &str) -> Option<Range<usize>> {
    let (start, tag) = (tag.start, &flockml[tag]);
    let found = memmem::find_iter(tag.as_bytes(), name)
        .find(|&at| tag[..at].ends_with(' ') && tag[at + name.len()..].starts_with("=\""))?;
    let value = found + name.len() + 2;
    let length = memchr(b'"', &tag.as_bytes()[value..])?;
    Some(start + value..start + value + length)
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

/// Whether the label at the beginning of `content` says the same as a link's target.
fn is_label(content: &str, href: &str) -> bool {
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
        "\"\\",
        "&amp;",
        "&lt;",
        "&quot;",
        "&#10;",
        "<a href=\"https://e.x\">https://e.x</a>",
        "<a href=\"https://e.x/?a=1&amp;b=2\">",
        "<a href=\"https://e.x\"><b>https</b>://e.x</a>",
        "<a href=\"https://e.x/a\\b&quot;\">",
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
            write::<Plain, _>(&flockml, &mut out, |id| mentions.push(id)).expect("a string takes everything");
            let mut json = String::new();
            write::<Json, _>(&flockml, &mut json, |_| {}).expect("a string takes everything");
            prop_assert_eq!(json, escape::json(&out));
            prop_assert_eq!((out, mentions), slowly(&flockml));
        }
    }
}
