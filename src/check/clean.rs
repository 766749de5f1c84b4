//! Canonical FlockML from a document in which the check has found nothing, in one plain scan.
//!
//! What templates write is nearly always clean and nearly canonical. Whatever is not plain is
//! left to [`canonical_text`](super::parse::canonical_text), which gives the same for the rest.

use memchr::{memchr, memchr2, memchr3};

use crate::Markup;

/// The markup of a document whose check has no findings at all and whose root is `flockml`;
/// `None` where it takes a closer look to write it.
pub(crate) fn clean_text(flockml: &str) -> Option<Markup> {
    let mut writer = Writer {
        out: String::with_capacity(flockml.len()),
        gap: false,
    };
    let mut rest = flockml;
    while let Some(next) = memchr2(b'<', b'&', rest.as_bytes()) {
        let (words, from) = rest.split_at(next);
        writer.text(words)?;
        rest = if from.starts_with('<') {
            writer.tag(from)?
        } else {
            writer.reference(from)?
        };
    }
    writer.text(rest)?;
    Some(Markup::from_canonical(writer.out))
}

struct Writer {
    out: String,
    /// Whether a line break of the source stands between what was written and what comes.
    gap: bool,
}

impl Writer {
    fn text(&mut self, text: &str) -> Option<()> {
        if memchr3(b'\n', b'\r', b'>', text.as_bytes()).is_none() {
            self.words(text);
            return Some(());
        }
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            let is_last = lines.peek().is_none();
            if memchr2(b'\r', b'>', line.as_bytes()).is_some() {
                return None;
            }
            self.words(if is_last {
                line
            } else {
                line.trim_end_matches([' ', '\t'])
            });
            self.gap |= !is_last;
        }
        Some(())
    }

    fn words(&mut self, words: &str) {
        let words = if self.gap {
            words.trim_start_matches([' ', '\t'])
        } else {
            words
        };
        if !words.is_empty() {
            self.bridge();
            self.out.push_str(words);
        }
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
        self.out.push_str("<br/>");
    }

    /// Writes the reference at the start of `from`; returns what follows it.
    fn reference<'s>(&mut self, from: &'s str) -> Option<&'s str> {
        const TEXT: [(&str, &str); 5] = [
            ("&amp;", "&amp;"),
            ("&lt;", "&lt;"),
            ("&gt;", "&gt;"),
            ("&quot;", "\""),
            ("&#39;", "'"),
        ];
        if let Some(rest) = from.strip_prefix("&#10;") {
            self.line_break();
            return Some(rest);
        }
        let (name, written) = TEXT.iter().find(|(name, _)| from.starts_with(name))?;
        self.bridge();
        self.out.push_str(written);
        Some(&from[name.len()..])
    }

    /// Writes the tag at the start of `from`; returns what follows it.
    fn tag<'s>(&mut self, from: &'s str) -> Option<&'s str> {
        let bytes = from.as_bytes();
        let is_end = bytes.get(1) == Some(&b'/');
        let start = if is_end { 2 } else { 1 };
        let length = bytes[start..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let end = start + length;
        let name = &from[start..end];
        match (bytes.get(end)?, is_end) {
            (b'>', _) if name == "flockml" => return Some(&from[end + 1..]),
            (b'/', false) if name == "br" && bytes.get(end + 1) == Some(&b'>') => {
                self.line_break();
                return Some(&from[end + 2..]);
            }
            (b'>', true) if name != "br" => {
                self.out.push_str(&from[..=end]);
                return Some(&from[end + 1..]);
            }
            (b'>', false) if name != "br" => {
                self.bridge();
                self.out.push_str(&from[..=end]);
                return Some(&from[end + 1..]);
            }
            (b' ', false) if name != "flockml" && name != "br" => {}
            _ => return None,
        }
        let end = attributes(bytes, end)?;
        self.bridge();
        self.out.push_str(&from[..end]);
        Some(&from[end..])
    }
}

/// Where the tag ends whose attributes begin at `at`, if each is written as it would be anyway.
fn attributes(bytes: &[u8], mut at: usize) -> Option<usize> {
    while bytes.get(at) == Some(&b' ') {
        at += 1;
        let length = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_alphabetic())
            .count();
        at += length;
        if length == 0 || !bytes[at..].starts_with(b"=\"") {
            return None;
        }
        at += 2;
        let length = memchr(b'"', &bytes[at..])?;
        is_plain_value(&bytes[at..at + length]).then_some(())?;
        at += length + 1;
    }
    (bytes.get(at) == Some(&b'>')).then_some(at + 1)
}

/// Whether a value is neither empty nor written otherwise than canonical FlockML writes it.
fn is_plain_value(value: &[u8]) -> bool {
    const REFERENCES: [&[u8]; 5] = [b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&#39;"];
    let (Some(first), Some(last)) = (value.first(), value.last()) else {
        return false;
    };
    *first != b' '
        && *last != b' '
        && value.iter().enumerate().all(|(at, byte)| match byte {
            b'&' => REFERENCES.iter().any(|name| value[at..].starts_with(name)),
            b'<' | b'>' | b'\'' | 0x7F => false,
            byte => *byte >= b' ',
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::parse::canonical_text;
    use super::*;

    const PIECES: &[&str] = &[
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
        "<u/>",
    ];

    proptest! {
        #[test]
        fn it_is_what_the_closer_look_gives(
            picks in prop::collection::vec(prop::sample::select(PIECES), 0..12)
        ) {
            let text = format!("\n<flockml>{}</flockml>\n", picks.concat());
            if crate::check::check(&text).is_empty() && let Some(markup) = clean_text(&text) {
                let closer = canonical_text(&text);
                prop_assert_eq!(markup.as_str(), closer.as_str());
            }
        }
    }

    #[test]
    fn what_templates_write_is_plain() {
        let text = "\n<flockml>\n  <b>a &amp; &quot;b&quot;</b> \n c<br/>\n d&#10;e\
            <a href=\"https://example.com/?a=1&amp;b=&#39;\">x</a>\n</flockml>\n";
        let markup = clean_text(text).map(|markup| markup.as_str().to_owned());
        assert_eq!(markup.as_deref(), Some(canonical_text(text).as_str()));
    }
}
