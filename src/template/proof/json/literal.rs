//! The JSON that the author wrote, byte by byte.

use crate::check::rules::{invalid_json, unproven_markup};
use crate::source::Span;

use super::grammar::Machine;
use super::next::Next;

impl Machine<'_, '_> {
    /// Text that the author wrote, at `span` or, if not `placed`, in a tag there.
    pub(super) fn literal(&mut self, text: &str, span: Span, placed: bool) {
        self.work += text.len() + 1;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() && self.wrong.is_none() {
            let place = if placed {
                Span::new(span.start() + at, span.start() + at + 1)
            } else {
                span
            };
            if self.next.is_never() {
                return;
            }
            if self.next.is_string() {
                at = self.in_string(bytes, at, place);
                continue;
            }
            let byte = bytes[at];
            at += 1;
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => {}
                b'{' | b'[' => self.opening(byte, place),
                b'}' | b']' => self.closing(byte, place),
                b',' => {
                    let next = match self.open.last() {
                        Some((b'{', _)) => Next::KEY,
                        Some(_) => Next::VALUE,
                        None => return self.wrong(invalid_json::unexpected(place, ",")),
                    };
                    self.take(Next::AFTER, next, place, ",");
                }
                b':' => self.take(Next::COLON, Next::VALUE, place, ":"),
                b'"' => {
                    let key = self.next.and(Next::ANY_KEY);
                    let next = if key.is_never() {
                        Next::IN_VALUE
                    } else {
                        Next::IN_KEY
                    };
                    self.take(Next::ITEM.or(Next::ANY_KEY), next, place, "\"");
                }
                _ => at = self.scalar(bytes, at - 1, place),
            }
        }
    }

    fn in_string(&mut self, bytes: &[u8], at: usize, place: Span) -> usize {
        match bytes[at] {
            b'"' => {
                self.next = if self.next == Next::IN_KEY {
                    Next::COLON
                } else {
                    Next::AFTER
                };
                at + 1
            }
            b'\\' => {
                let len = match bytes.get(at + 1) {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
                    Some(b'u')
                        if bytes
                            .get(at + 2..at + 6)
                            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) =>
                    {
                        6
                    }
                    _ => {
                        self.wrong(invalid_json::unexpected(place, "\\"));
                        1
                    }
                };
                at + len
            }
            byte if byte < b' ' => {
                self.wrong(invalid_json::unexpected(place, "a line break in a string"));
                at + 1
            }
            _ => at + 1,
        }
    }

    /// A number, `true`, `false` or `null`.
    fn scalar(&mut self, bytes: &[u8], at: usize, place: Span) -> usize {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let len = bytes[at..].iter().take_while(|byte| is_part(byte)).count();
        let written = std::str::from_utf8(&bytes[at..at + len]).unwrap_or_default();
        if len == 0 {
            // In a tag the place is the whole tag.
            let place = if place.len() == 1 {
                Span::new(place.start(), place.start() + length(bytes, at))
            } else {
                place
            };
            self.wrong(invalid_json::unexpected(place, "what stands here"));
            return bytes.len();
        }
        if serde_json::from_str::<serde_json::Value>(written).is_err() {
            self.wrong(invalid_json::unexpected(place, "what stands here"));
            return bytes.len();
        }
        self.take(Next::ITEM, Next::AFTER, place, written);
        at + len
    }

    /// Something that may stand where `allowed` is next.
    pub(super) fn take(&mut self, allowed: Next, next: Next, at: Span, what: &str) {
        let fits = self.next.and(allowed);
        if self.next.is_never() {
            return;
        }
        if fits.is_never() {
            self.wrong(invalid_json::unexpected(at, what));
        } else if fits != self.next {
            self.wrong(unproven_markup::comma(at));
        }
        self.next = next;
    }

    fn opening(&mut self, byte: u8, at: Span) {
        let (next, what) = match byte {
            b'{' => (Next::FIRST_KEY, "{"),
            _ => (Next::FIRST_ITEM, "["),
        };
        self.take(Next::ITEM, next, at, what);
        self.open.push((byte, at));
    }

    fn closing(&mut self, byte: u8, at: Span) {
        let (open, first, what) = match byte {
            b'}' => (b'{', Next::FIRST_KEY, "}"),
            _ => (b'[', Next::FIRST_ITEM, "]"),
        };
        if self.open.pop().is_none_or(|(byte, _)| byte != open) {
            return self.wrong(invalid_json::unexpected(at, what));
        }
        self.take(Next::AFTER.or(first), Next::AFTER, at, what);
    }
}

/// How long the character is that stands at `at`.
fn length(bytes: &[u8], at: usize) -> usize {
    let rest = bytes[at + 1..].iter();
    1 + rest.take_while(|byte| **byte & 0xC0 == 0x80).count()
}
