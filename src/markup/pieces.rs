//! Canonical FlockML taken apart again.

use memchr::memchr;

/// The pieces of canonical FlockML, in order.
///
/// Canonical text has no bare `<` or `>`, not even in attribute values, so that this needs no
/// XML parser.
#[derive(Debug, Clone)]
pub(super) struct Pieces<'m> {
    rest: &'m str,
}

/// One piece of canonical FlockML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'m> {
    /// Text, escaped.
    Text(&'m str),
    /// `<br/>`
    Break,
    /// A start tag.
    Open(Tag<'m>),
    /// An end tag, by its element's name.
    Close(&'m str),
}

/// A start tag as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'m> {
    /// From `<` to `>`.
    pub(super) source: &'m str,
    /// The element's name, or an alias.
    pub(super) name: &'m str,
}

impl<'m> Pieces<'m> {
    pub(super) fn new(canonical: &'m str) -> Self {
        Self { rest: canonical }
    }

    fn take(&mut self, length: usize) -> &'m str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }
}

impl<'m> Iterator for Pieces<'m> {
    type Item = Piece<'m>;

    fn next(&mut self) -> Option<Piece<'m>> {
        let bytes = self.rest.as_bytes();
        if *bytes.first()? != b'<' {
            let length = memchr(b'<', bytes).unwrap_or(bytes.len());
            return Some(Piece::Text(self.take(length)));
        }
        let length = memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1);
        let source = self.take(length);
        let inside = source.trim_matches(['<', '>']);
        Some(match inside.strip_prefix('/') {
            Some(name) => Piece::Close(name),
            None if inside.starts_with("br/") => Piece::Break,
            None => Piece::Open(Tag {
                source,
                name: inside.split(' ').next().unwrap_or_default(),
            }),
        })
    }
}

impl<'m> Tag<'m> {
    /// Whether a reader can press it.
    pub(super) fn is_interactive(&self) -> bool {
        is_interactive(self.name)
    }

    /// The attribute's value, escaped.
    pub(super) fn attribute(&self, name: &str) -> Option<&'m str> {
        self.attributes()
            .find_map(|(found, value)| (found == name).then_some(value))
    }

    /// Names and escaped values, in order.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'m str, &'m str)> + use<'m> {
        let inside = self.source.trim_end_matches('>');
        let mut rest = inside.get(1 + self.name.len()..).unwrap_or_default();
        std::iter::from_fn(move || {
            let (name, after) = rest.trim_start().split_once("=\"")?;
            let (value, after) = after.split_once('"')?;
            rest = after;
            Some((name, value))
        })
    }
}

pub(super) fn is_interactive(name: &str) -> bool {
    matches!(name, "a" | "user" | "action")
}

/// What canonical text or a canonical attribute's value stands for, in runs.
pub(super) fn unescaped(escaped: &str) -> Unescaped<'_> {
    Unescaped { rest: escaped }
}

/// See [`unescaped`].
#[derive(Debug, Clone)]
pub(super) struct Unescaped<'m> {
    rest: &'m str,
}

/// The character that a reference which [`escape`](crate::escape) writes stands for, and its
/// length; any other `&` stands for itself.
#[inline]
pub(super) fn reference(escaped: &[u8]) -> (u8, usize) {
    match escaped {
        [b'&', b'a', b'm', b'p', b';', ..] => (b'&', 5),
        [b'&', b'l', b't', b';', ..] => (b'<', 4),
        [b'&', b'g', b't', b';', ..] => (b'>', 4),
        [b'&', b'q', b'u', b'o', b't', b';', ..] => (b'"', 6),
        [b'&', b'#', b'3', b'9', b';', ..] => (b'\'', 5),
        [b'&', b'#', b'1', b'0', b';', ..] => (b'\n', 5),
        [b'&', b'#', b'9', b';', ..] => (b'\t', 4),
        _ => (b'&', 1),
    }
}

/// The same as text.
fn character(byte: u8) -> &'static str {
    match byte {
        b'&' => "&",
        b'<' => "<",
        b'>' => ">",
        b'"' => "\"",
        b'\'' => "'",
        b'\n' => "\n",
        _ => "\t",
    }
}

impl<'m> Iterator for Unescaped<'m> {
    type Item = &'m str;

    fn next(&mut self) -> Option<&'m str> {
        if self.rest.is_empty() {
            return None;
        }
        if self.rest.starts_with('&') {
            let (byte, length) = reference(self.rest.as_bytes());
            self.rest = &self.rest[length..];
            return Some(character(byte));
        }
        let run = memchr(b'&', self.rest.as_bytes()).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(run);
        self.rest = rest;
        Some(run)
    }
}
