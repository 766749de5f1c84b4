//! The quick way for what is written as the builder would write it.
//!
//! What templates write is nearly always clean and nearly canonical. One plain scan recognises
//! such a document and copies it; whatever is not plain is left to the check and to
//! [`canonical_text`](super::parse::canonical_text), which find nothing and give the same for the
//! rest.

#[cfg(feature = "template")]
mod again;

use memchr::memchr;

use crate::Markup;
use crate::address;
use crate::element::{self, ACTIONS, Content, Element, Kind, Presence};
use crate::markup::UserId;
use crate::syntax::Marks;

use super::values;

#[cfg(feature = "template")]
pub(crate) use again::Again;

/// The markup of a document that the check finds nothing in and whose root is `flockml`; `None`
/// where it takes a closer look to say so.
pub(crate) fn clean_text(document: &str) -> Option<Markup> {
    let mut reader = Reader::new(inside(document)?);
    while !reader.rest.is_empty() {
        reader.piece()?;
    }
    reader.finish()
}

/// What stands in the root.
fn inside(document: &str) -> Option<&str> {
    document
        .trim_matches([' ', '\t', '\n', '\r'])
        .strip_prefix("<flockml>")?
        .strip_suffix("</flockml>")
}

/// Deeper documents are left to the check.
const DEEPEST: usize = 16;

/// What the reader's current line shows so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Blank,
    Visible,
    /// Something, and a line break of the source behind it.
    Broken,
}

/// An element that can be pressed and is open.
struct Interactive {
    depth: usize,
    /// Where its label begins in what was written.
    label: usize,
    is_visible: bool,
}

struct Reader<'s> {
    rest: &'s str,
    out: String,
    /// Whether a line break of the source stands between what was written and what comes.
    gap: bool,
    line: Line,
    /// Whether there is anything to see.
    is_visible: bool,
    /// The names of the elements that are open, as places among the known ones.
    open: [u8; DEEPEST],
    depth: usize,
    interactive: Option<Interactive>,
}

impl<'s> Reader<'s> {
    fn new(inside: &'s str) -> Self {
        Self {
            rest: inside,
            out: String::with_capacity(inside.len()),
            gap: false,
            line: Line::Blank,
            is_visible: false,
            open: [0; DEEPEST],
            depth: 0,
            interactive: None,
        }
    }

    /// Reads a tag, a reference or a stretch of text.
    fn piece(&mut self) -> Option<()> {
        match self.rest.as_bytes().first()? {
            b'<' => self.tag(),
            b'&' => self.reference(),
            _ => self.text(),
        }
    }

    /// What was written, if everything is closed and there is anything to see.
    fn finish(self) -> Option<Markup> {
        let is_whole = self.depth == 0 && self.is_visible;
        is_whole.then(|| Markup::from_canonical(self.out))
    }

    /// Takes `len` bytes.
    fn take(&mut self, len: usize) -> &'s str {
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        taken
    }

    fn text(&mut self) -> Option<()> {
        let (len, marks) = Marks::run(self.rest.as_bytes());
        let text = self.take(len);
        if marks.has(Marks::UNPLAIN) {
            return None;
        }
        if !marks.has(Marks::NEWLINE) {
            return self.words(text, marks.has(Marks::VISIBLE));
        }
        if memchr(b'\r', text.as_bytes()).is_some() {
            return None;
        }
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            let is_last = lines.peek().is_none();
            let words = if is_last {
                line
            } else {
                line.trim_end_matches([' ', '\t'])
            };
            self.words(words, !words.trim_ascii().is_empty())?;
            if !is_last {
                self.gap = true;
                if self.line == Line::Visible {
                    self.line = Line::Broken;
                }
            }
        }
        Some(())
    }

    fn words(&mut self, words: &str, is_visible: bool) -> Option<()> {
        let words = if self.gap {
            words.trim_start_matches([' ', '\t'])
        } else {
            words
        };
        if is_visible {
            self.visible()?;
        }
        if !words.is_empty() {
            self.bridge();
            self.out.push_str(words);
        }
        Some(())
    }

    /// Something to see; `None` behind a line break that the check would report.
    fn visible(&mut self) -> Option<()> {
        if self.line == Line::Broken {
            return None;
        }
        self.line = Line::Visible;
        self.is_visible = true;
        if let Some(interactive) = &mut self.interactive {
            interactive.is_visible = true;
        }
        Some(())
    }

    fn bridge(&mut self) {
        if self.gap {
            self.gap = false;
            if !self.out.is_empty() && !self.out.ends_with("<br/>") && !self.out.ends_with(' ') {
                self.out.push(' ');
            }
        }
    }

    fn line_break(&mut self) {
        self.gap = false;
        self.line = Line::Blank;
        self.out.push_str("<br/>");
    }

    fn reference(&mut self) -> Option<()> {
        const TEXT: [(&str, &str); 5] = [
            ("&amp;", "&amp;"),
            ("&lt;", "&lt;"),
            ("&gt;", "&gt;"),
            ("&quot;", "\""),
            ("&#39;", "'"),
        ];
        if self.rest.starts_with("&#10;") {
            self.take(5);
            self.line_break();
            return Some(());
        }
        let (name, written) = TEXT.iter().find(|(name, _)| self.rest.starts_with(name))?;
        self.take(name.len());
        self.visible()?;
        self.bridge();
        self.out.push_str(written);
        Some(())
    }

    fn tag(&mut self) -> Option<()> {
        let bytes = self.rest.as_bytes();
        if bytes.starts_with(b"<br/>") {
            self.take(5);
            self.line_break();
            return Some(());
        }
        if bytes.get(1) == Some(&b'/') {
            return self.end();
        }
        let len = bytes[1..]
            .iter()
            .take_while(|b| b.is_ascii_alphabetic())
            .count();
        let index = element::index_at(bytes, 1..1 + len)?;
        let element = element::at(index);
        if !element.is_inline() || element.content != Content::Inline || self.depth == DEEPEST {
            return None;
        }
        let end = if element.attributes.is_empty() {
            (bytes.get(len + 1) == Some(&b'>')).then_some(len + 2)?
        } else {
            attributes(self.rest, len + 1, element)?
        };
        self.bridge();
        let tag = self.take(end);
        self.out.push_str(tag);
        if element.interactive {
            if self.interactive.is_some() {
                return None;
            }
            self.interactive = Some(Interactive {
                depth: self.depth,
                label: self.out.len(),
                is_visible: element.name == "user",
            });
        }
        self.open[self.depth] = u8::try_from(index).ok()?;
        self.depth += 1;
        Some(())
    }

    fn end(&mut self) -> Option<()> {
        self.depth = self.depth.checked_sub(1)?;
        let name = element::NAMES[self.open[self.depth] as usize].0;
        let rest = &self.rest[2..];
        let is_end = rest.starts_with(name) && rest.as_bytes().get(name.len()) == Some(&b'>');
        is_end.then_some(())?;
        if let Some(interactive) = self.interactive.take_if(|open| open.depth == self.depth) {
            // A label that may name an address is compared with the target.
            let label = &self.out.as_bytes()[interactive.label..];
            let is_plain = interactive.is_visible && memchr(b'.', label).is_none();
            is_plain.then_some(())?;
        }
        let tag = self.take(name.len() + 3);
        self.out.push_str(tag);
        Some(())
    }
}

/// Where the start tag of `element` ends whose attributes begin at `at`, if they are all that it
/// needs, each right and written as it would be anyway.
fn attributes(tag: &str, mut at: usize, element: &Element) -> Option<usize> {
    let bytes = tag.as_bytes();
    let mut seen: u32 = 0;
    let mut kind = "";
    while bytes.get(at) == Some(&b' ') {
        let rest = &bytes[at + 1..];
        let is_it = |known: &element::Attribute| {
            let behind = rest.strip_prefix(known.name.as_bytes());
            behind.is_some_and(|behind| behind.starts_with(b"=\""))
        };
        let index = element.attributes.iter().position(is_it)?;
        if seen & 1 << index != 0 {
            return None;
        }
        seen |= 1 << index;
        let known = &element.attributes[index];
        at += known.name.len() + 3;
        let len = memchr(b'"', &bytes[at..])?;
        let value = &tag[at..at + len];
        if !is_plain(value, known.kind) {
            return None;
        }
        if known.kind == Kind::Action {
            kind = value;
        }
        at += len + 1;
    }
    let has = |name: &str| {
        let index = element
            .attributes
            .iter()
            .position(|known| known.name == name);
        index.is_some_and(|index| seen & 1 << index != 0)
    };
    let is_whole = element.attributes.iter().enumerate().all(|(index, known)| {
        seen & 1 << index != 0
            || match known.presence {
                Presence::Optional => true,
                Presence::Required => false,
                Presence::RequiredUnless(other) => has(other),
                Presence::RequiredForType(types) => !types.contains(&kind),
            }
    });
    (is_whole && bytes.get(at) == Some(&b'>')).then_some(at + 1)
}

/// What may stand in a value that is as canonical FlockML writes it.
const VALUE: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        classes[byte] = ODD;
        byte += 1;
    }
    // U+FFFE and U+FFFF begin with 0xEF; the check looks closer.
    let odd = [b'<', b'>', b'\'', 0x7F, 0xEF];
    let mut at = 0;
    while at < odd.len() {
        classes[odd[at] as usize] = ODD;
        at += 1;
    }
    classes[b' ' as usize] = SPACE;
    classes[b'&' as usize] = REFERENCE;
    classes
};
const ODD: u8 = 1;
const SPACE: u8 = 2;
const REFERENCE: u8 = 4;

/// Whether a value is neither empty nor written otherwise than canonical FlockML writes it, and
/// what an attribute of that kind wants.
fn is_plain(value: &str, kind: Kind) -> bool {
    let bytes = value.as_bytes();
    // Looking at every byte is faster than stopping at the first that is odd.
    let classes = bytes
        .iter()
        .fold(0, |all, byte| all | VALUE[usize::from(*byte)]);
    let has_blank_end = || bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
    !bytes.is_empty()
        && classes & ODD == 0
        && (classes & SPACE == 0 || !has_blank_end())
        && (classes & REFERENCE == 0 || has_plain_references(bytes))
        && match kind {
            Kind::Link | Kind::Url => classes & SPACE == 0 && address::is_ordinary(value),
            _ => is_right(kind, value),
        }
}

fn has_plain_references(value: &[u8]) -> bool {
    const REFERENCES: [&[u8]; 5] = [b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&#39;"];
    memchr::memchr_iter(b'&', value)
        .all(|at| REFERENCES.iter().any(|name| value[at..].starts_with(name)))
}

/// Whether a plain value is what an attribute of that kind wants.
fn is_right(kind: Kind, value: &str) -> bool {
    match kind {
        Kind::Text => true,
        Kind::UserId => UserId::is_valid(value),
        Kind::Action => ACTIONS.iter().any(|action| action.name == value),
        _ => values::is_valid(kind, value),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse::canonical_text;
    use super::*;

    pub(super) const PIECES: &[&str] = &[
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<br/>",
        "<br />",
        "<br></br>",
        "\n",
        "\r\n",
        "  ",
        "\t",
        "words",
        "é…",
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;",
        "&#39;",
        "&#10;",
        "&#x41;",
        "&apos;",
        ">",
        "'",
        "\"",
        "<strong>",
        "</strong>",
        "</a>",
        "</user>",
        "</action>",
        "<a href=\"https://example.com/?a=1&amp;b=2\">",
        "<a href='https://example.com'>",
        "<a  href=\"https://example.com\" >",
        "<a href=\" https://example.com\">",
        "<a href=\"https://example.com/it's\">",
        "<user userId=\"u:ada\">",
        "<user userId=\"u:ada\"/>",
        "<user group=\"all\">",
        "<user userId=\"u:ada\" group=\"\">",
        "<action type=\"sendEvent\" id=\"ack:&quot;1&quot;\">",
        "<action id=\" x \" type=\"sendEvent\">",
        "<action type=\"openWidget\" url=\"https://example.com\" desktopType=\"modal\" width=\"0\">",
        "<a href=\"mailto:a@b.c\">",
        "<a href=\"https://\">",
        "<a href=\"https://example.com/a\nb\">",
        "<a href=\"https://example.com/a&#10;b\">",
        "<u/>",
        "*a*",
        "https://example.org",
        "<a href=\"javascript:x\">",
        "<a href=\"https://example.com\">x</a>",
        "<a href=\"https://example.com\"></a>",
        "<action type=\"dispatchEvent\">x</action>",
        "<action type=\"openBrowser\">x</action>",
        "<user>x</user>",
        "</flockml>",
        "<p>",
        "\u{1}",
        "\u{FFFE}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn it_is_what_the_closer_look_gives(
            picks in prop::collection::vec(prop::sample::select(PIECES), 0..12)
        ) {
            let text = format!("\n<flockml>{}</flockml>\n", picks.concat());
            if let Some(markup) = clean_text(&text) {
                let report = crate::check::check(&text);
                prop_assert!(report.is_empty(), "{:?} in {}", report.diagnostics(), text);
                let closer = canonical_text(&text);
                prop_assert_eq!(markup.as_str(), closer.as_str());
            }
        }
    }

    #[test]
    fn what_templates_write_is_plain() {
        let text = "\n<flockml>\n  <b>a &amp; &quot;b&quot;</b> c<br/>\n d&#10;e\
            <a href=\"https://example.com/?a=1&amp;b=&#39;\">x</a>\n</flockml>\n";
        let markup = clean_text(text).map(|markup| markup.as_str().to_owned());
        assert_eq!(markup.as_deref(), Some(canonical_text(text).as_str()));
    }
}
