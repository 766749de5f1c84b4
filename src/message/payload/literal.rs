//! What a JSON string stands for, and where each part of it is written.

use crate::source::Span;

/// A decoded string that knows where it came from.
pub(crate) struct Literal {
    pub(crate) text: String,
    /// Offsets in `text` with the place in the file, where the distance between the two changes.
    anchors: Vec<(usize, usize)>,
}

impl Literal {
    /// Nothing yet, of a place in the file.
    #[cfg(feature = "template")]
    pub(crate) fn empty(start: usize) -> Self {
        Self {
            text: String::new(),
            anchors: vec![(0, start)],
        }
    }

    /// Adds what the file says from `start` to `end`.
    #[cfg(feature = "template")]
    pub(crate) fn push(&mut self, decoded: &str, start: usize, end: usize) {
        self.anchors.push((self.text.len(), start));
        self.text.push_str(decoded);
        self.anchors.push((self.text.len(), end));
    }

    /// `raw` is what stands between the quotes of a valid JSON string; it begins at `start`.
    pub(super) fn new(raw: &str, start: usize) -> Self {
        let mut text = String::with_capacity(raw.len());
        let mut anchors = vec![(0, start)];
        let mut at = 0;
        while let Some(run) = memchr::memchr(b'\\', &raw.as_bytes()[at..]) {
            text.push_str(&raw[at..at + run]);
            at += run;
            anchors.push((text.len(), start + at));
            let (character, length) = escape(&raw[at..]);
            text.push(character);
            at += length;
            anchors.push((text.len(), start + at));
        }
        text.push_str(&raw[at..]);
        Self { text, anchors }
    }

    /// The place in the file of an offset in the text.
    pub(crate) fn offset(&self, decoded: usize) -> usize {
        let next = self.anchors.partition_point(|(at, _)| *at <= decoded);
        let (at, raw) = self.anchors[next.saturating_sub(1)];
        raw + (decoded - at)
    }

    /// Up to where in the text what stands from an offset on is written as it is.
    #[cfg(feature = "template")]
    pub(crate) fn even_until(&self, decoded: usize) -> usize {
        let next = self.anchors.partition_point(|(at, _)| *at <= decoded);
        self.anchors
            .get(next)
            .map_or(self.text.len(), |(at, _)| *at)
    }

    /// The place in the file behind what stands before an offset in the text.
    #[cfg(feature = "template")]
    pub(crate) fn end(&self, decoded: usize) -> usize {
        let next = self.anchors.partition_point(|(at, _)| *at < decoded);
        match self.anchors.get(next) {
            Some((at, raw)) if *at == decoded => *raw,
            _ => self.offset(decoded),
        }
    }

    /// The place in the file of a span of the text.
    pub(super) fn span(&self, span: Span) -> Span {
        Span::new(self.offset(span.start()), self.offset(span.end()))
    }
}

/// The character that the escape at the beginning of `raw` stands for, and the escape's length.
fn escape(raw: &str) -> (char, usize) {
    let simple = match raw.as_bytes().get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(raw),
        Some(&other) if other.is_ascii() => char::from(other),
        _ => return ('\\', 1),
    };
    (simple, 2)
}

fn unicode(raw: &str) -> (char, usize) {
    let unit = |from: usize| {
        let digits = raw.get(from..from + 4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(2) else {
        return (char::REPLACEMENT_CHARACTER, raw.len().min(2));
    };
    if let Some(character) = char::from_u32(u32::from(first)) {
        return (character, 6);
    }
    let second = raw.get(6..8).filter(|next| *next == "\\u").and(unit(8));
    let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    pair.map_or((char::REPLACEMENT_CHARACTER, 6), |character| {
        (character, 12)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_a_decoded_string_has_its_place() {
        let raw = r#"a\n\u003cb\ud83d\ude00ä\"z"#;
        let literal = Literal::new(raw, 10);
        assert_eq!(literal.text, "a\n<b😀ä\"z");
        for (part, written) in [
            ("a", "a"),
            ("\n", r"\n"),
            ("<", r"\u003c"),
            ("b", "b"),
            ("😀", r"\ud83d\ude00"),
            ("ä", "ä"),
            ("\"", r#"\""#),
            ("z", "z"),
        ] {
            let at = literal.text.find(part).unwrap();
            let span = literal.span(Span::new(at, at + part.len()));
            assert_eq!(&raw[span.start() - 10..span.end() - 10], written);
        }
    }
}
