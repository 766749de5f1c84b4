//! Lists, quotes and footnotes are kept from standing in each other without end.
//!
//! pulldown-cmark goes through all that are open at every line, so that the time is linear only
//! where their number is bounded. Each takes room at the beginning of a line.

use std::borrow::Cow;

use memchr::{memchr2, memrchr2};

/// How far into its line one may begin, in bytes.
const FURTHEST: usize = 200;

/// Shows nothing and is no blank, so that what follows it is text.
const NOTHING: &str = "\u{200b}";

/// Markdown in which none begins further into its line.
pub(super) struct Shallow<'t> {
    pub(super) text: Cow<'t, str>,
    /// Where in it [`NOTHING`] was put.
    places: Vec<usize>,
}

impl<'t> Shallow<'t> {
    pub(super) fn new(source: &'t str) -> Self {
        let bytes = source.as_bytes();
        let mut text = String::new();
        let mut places = Vec::new();
        let (mut start, mut copied) = (0, 0);
        while start + FURTHEST < bytes.len() {
            // Short lines are passed several at a time.
            if let Some(end) = memrchr2(b'\n', b'\r', &bytes[start..=start + FURTHEST]) {
                start += end + 1;
                continue;
            }
            let end = memchr2(b'\n', b'\r', &bytes[start..]);
            let end = end.map_or(bytes.len(), |end| start + end);
            if let Some(far) = far_marker(&bytes[start..end]) {
                text.push_str(&source[copied..start + far]);
                places.push(text.len());
                text.push_str(NOTHING);
                copied = start + far;
            }
            start = end + 1;
        }
        if places.is_empty() {
            let text = Cow::Borrowed(source);
            return Self { text, places };
        }
        text.push_str(&source[copied..]);
        let text = Cow::Owned(text);
        Self { text, places }
    }

    /// Where in the source a place in the text is.
    pub(super) fn in_source(&self, offset: usize) -> usize {
        let before = self.places.partition_point(|&place| place < offset);
        offset - before * NOTHING.len()
    }
}

/// Where in a line the first marker begins that is too far from its beginning.
fn far_marker(line: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += count(&line[at..], is_blank);
        let rest = &line[at..];
        let length = marker(rest)?;
        if at > FURTHEST {
            return (!is_rule(rest)).then_some(at);
        }
        at += length;
    }
}

/// How long the marker of a list's item, a quote or a footnote is that begins here.
fn marker(rest: &[u8]) -> Option<usize> {
    let is_end = |at: usize| rest.get(at).is_none_or(is_blank);
    match rest.first()? {
        b'>' => Some(1),
        b'-' | b'+' | b'*' => is_end(1).then_some(1),
        b'0'..=b'9' => {
            let digits = count(rest, u8::is_ascii_digit);
            let is_item = matches!(rest.get(digits), Some(b'.' | b')')) && is_end(digits + 1);
            is_item.then_some(digits + 1)
        }
        b'[' if rest.get(1) == Some(&b'^') => footnote(rest),
        _ => None,
    }
}

/// How long `[^name]:` is.
fn footnote(rest: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        match rest.get(at)? {
            b'\\' => at += 2,
            b']' => return (rest.get(at + 1) == Some(&b':')).then_some(at + 2),
            _ => at += 1,
        }
    }
}

/// Whether it is a rule, such as `- - -`.
fn is_rule(rest: &[u8]) -> bool {
    matches!(rest[0], b'-' | b'*') && rest.iter().all(|byte| *byte == rest[0] || is_blank(byte))
}

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn count(bytes: &[u8], of: fn(&u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| of(byte)).count()
}
