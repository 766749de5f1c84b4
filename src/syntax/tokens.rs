//! The tokenizer.

use memchr::{memchr, memmem};
use quick_xml::parser::{ElementParser, Parser};

use super::attributes;
use super::{Attribute, Fault, Token, TokenKind};
use crate::escape::scan;
use crate::source::Span;

/// The longest name of an entity that is looked for; HTML's longest has 31 characters.
const MAX_REFERENCE: usize = 40;

/// Which characters worth a second look a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks(u8);

impl Marks {
    /// A character below U+0020 that is no white space.
    pub(crate) const CONTROL: Self = Self(1);
    /// A line feed or carriage return.
    pub(crate) const NEWLINE: Self = Self(2);
    /// A `>`, which might end `]]>`.
    pub(crate) const BRACKET: Self = Self(4);
    /// A first byte of U+FFFE and U+FFFF.
    pub(crate) const RARE: Self = Self(8);
    /// A character that other chats' markup begins with.
    pub(crate) const FOREIGN: Self = Self(16);
    /// Anything but white space.
    pub(crate) const VISIBLE: Self = Self(32);
    /// A `<` or `&`, where a text ends.
    pub(crate) const STOP: Self = Self(128);

    /// What makes a text other than the builder would write it.
    pub(crate) const UNPLAIN: Self = Self(1 | 4 | 8 | 16);

    /// The length of the text that `bytes` begin with, and the marks of its characters.
    #[inline]
    pub(crate) fn run(bytes: &[u8]) -> (usize, Self) {
        let mut at = 0;
        let mut marks = Self::default();
        while let Some(&word) = bytes[at..].first_chunk() {
            let unusual = scan::bits::<Unusual>(word).trailing_zeros() as usize;
            let plain = &word[..unusual.min(scan::WORD)];
            if plain.iter().any(|&byte| byte != b' ') {
                marks = Self::VISIBLE;
            }
            at += plain.len();
            if unusual < scan::WORD {
                break;
            }
        }
        let (rest, others) = Self::run_by_byte(&bytes[at..]);
        (at + rest, Self(marks.0 | others.0))
    }

    /// The same for a text of any characters.
    #[inline]
    fn run_by_byte(bytes: &[u8]) -> (usize, Self) {
        let mut marks = 0;
        let end = bytes.iter().position(|&byte| {
            let class = CLASSES[byte as usize];
            marks |= class;
            class == Self::STOP.0
        });
        (end.unwrap_or(bytes.len()), Self(marks & !Self::STOP.0))
    }

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Of the characters of `text`.
    pub(crate) fn of(text: &str) -> Self {
        Self(
            text.bytes()
                .fold(0, |marks, byte| marks | CLASSES[byte as usize]),
        )
    }
}

/// What has a mark besides that of being visible.
struct Unusual;

impl scan::Special for Unusual {
    const NAMED: &'static [u8] = b"<&>*[`~|\xEF";
}

const CLASSES: [u8; 256] = {
    let mut classes = [Marks::VISIBLE.0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        classes[byte] = Marks::CONTROL.0 | Marks::VISIBLE.0;
        byte += 1;
    }
    classes[b' ' as usize] = 0;
    classes[b'\t' as usize] = 0;
    classes[b'\n' as usize] = Marks::NEWLINE.0;
    classes[b'\r' as usize] = Marks::NEWLINE.0;
    classes[b'>' as usize] |= Marks::BRACKET.0;
    classes[0xEF] |= Marks::RARE.0;
    let foreign = b"*[`~|";
    let mut at = 0;
    while at < foreign.len() {
        classes[foreign[at] as usize] |= Marks::FOREIGN.0;
        at += 1;
    }
    classes[b'<' as usize] = Marks::STOP.0;
    classes[b'&' as usize] = Marks::STOP.0;
    classes
};

const NAME: [bool; 256] = {
    let mut name = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        name[byte] = b.is_ascii_alphanumeric()
            || b == b'_'
            || b == b':'
            || b == b'-'
            || b == b'.'
            || b >= 0x80;
        byte += 1;
    }
    name
};

/// Whether `name` may name an element or attribute.
///
/// Any character above ASCII counts as part of a name: such a name is never one of FlockML's.
pub(crate) fn is_name(name: &str) -> bool {
    starts_name(name.as_bytes(), 0) && name.bytes().all(|byte| NAME[byte as usize])
}

fn starts_name(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(|&byte| {
        byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || byte >= 0x80
    })
}

/// Terminators that the rest of the text is known to lack, so that it is searched only once.
#[derive(Debug, Clone, Copy, Default)]
struct Lacks {
    comment: bool,
    cdata: bool,
    instruction: bool,
    doctype: bool,
}

/// Reads one token after another.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'s> {
    text: &'s str,
    at: usize,
    attributes: Vec<Attribute>,
    keep: bool,
    lacks: Lacks,
    /// Up to here a tag ends at the next `<` at the latest: an earlier tag, read without that
    /// bound, swallowed others. It only grows, so every byte is searched at most twice.
    careful_until: usize,
}

impl<'s> Tokens<'s> {
    /// Reads `text`, and forgets a token's attributes at the next token.
    pub(crate) fn new(text: &'s str) -> Self {
        Self {
            text,
            at: 0,
            attributes: Vec::new(),
            keep: false,
            lacks: Lacks::default(),
            careful_until: 0,
        }
    }

    /// Reads `text` and keeps all attributes.
    pub(super) fn keeping(text: &'s str) -> Self {
        Self {
            keep: true,
            ..Self::new(text)
        }
    }

    pub(super) fn into_attributes(self) -> Vec<Attribute> {
        self.attributes
    }

    /// The attributes of the token that was read last.
    pub(crate) fn attributes(&self, token: &Token) -> &[Attribute] {
        &self.attributes[token.attributes.0 as usize..token.attributes.1 as usize]
    }

    /// A second reader that goes on where this one is.
    pub(crate) fn ahead(&self) -> Self {
        Self {
            attributes: Vec::new(),
            keep: false,
            ..*self
        }
    }

    /// What stands at `span`.
    pub(crate) fn at(&self, span: Span) -> &'s str {
        &self.text[span.range()]
    }

    #[inline(always)]
    pub(crate) fn next_token(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        match *bytes.get(self.at)? {
            b'<' => Some(self.bracket(bytes)),
            b'&' => Some(self.reference(bytes)),
            _ => Some(self.characters(bytes)),
        }
    }

    #[inline(always)]
    fn characters(&mut self, bytes: &[u8]) -> Token {
        let (len, marks) = Marks::run(&bytes[self.at..]);
        let mut token = self.token(TokenKind::Text, self.at + len);
        token.marks = marks;
        token
    }

    fn reference(&mut self, bytes: &[u8]) -> Token {
        let rest = &bytes[self.at + 1..];
        let len = rest
            .iter()
            .take(MAX_REFERENCE)
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#')
            .count();
        if len == 0 || rest.get(len) != Some(&b';') {
            return self.token(TokenKind::Fault(Fault::StrayAmpersand), self.at + 1);
        }
        let name = Span::new(self.at + 1, self.at + 1 + len);
        let mut token = self.token(TokenKind::Reference, self.at + len + 2);
        token.name = name;
        token
    }

    #[inline(always)]
    fn bracket(&mut self, bytes: &[u8]) -> Token {
        match bytes.get(self.at + 1) {
            Some(b'/') if starts_name(bytes, self.at + 2) => self.tag(bytes, self.at + 2),
            Some(b'/') => self.fragment(bytes, self.at + 2),
            Some(b'\\') if starts_name(bytes, self.at + 2) => self.fragment(bytes, self.at + 2),
            Some(b'!') => self.declaration(bytes),
            Some(b'?') => self.instruction(bytes),
            Some(_) if starts_name(bytes, self.at + 1) => self.tag(bytes, self.at + 1),
            _ => self.stray(bytes),
        }
    }

    /// One `<` or several; the last of several may begin something.
    #[cold]
    fn stray(&mut self, bytes: &[u8]) -> Token {
        let run = bytes[self.at + 1..]
            .iter()
            .take_while(|byte| **byte == b'<')
            .count();
        let end = self.at + if run == 0 { 1 } else { run };
        self.token(TokenKind::Fault(Fault::StrayBracket), end)
    }

    /// A tag whose name begins at `name`.
    #[inline(always)]
    fn tag(&mut self, bytes: &[u8], name: usize) -> Token {
        let len = bytes[name..]
            .iter()
            .take_while(|byte| NAME[**byte as usize])
            .count();
        let end = name + len;
        let closing = name == self.at + 2;
        let kind = match bytes[end..] {
            [b'>', ..] if closing => (TokenKind::End, end + 1),
            [b'>', ..] => (TokenKind::Start, end + 1),
            [b'/', b'>', ..] if !closing => (TokenKind::Empty, end + 2),
            _ => return self.long_tag(bytes, Span::new(name, end)),
        };
        let mut token = self.token(kind.0, kind.1);
        token.name = Span::new(name, end);
        token
    }

    /// A tag with more than a name.
    #[inline(never)]
    fn long_tag(&mut self, bytes: &[u8], name: Span) -> Token {
        if self.at >= self.careful_until {
            let end = ElementParser::Outside
                .feed(&bytes[name.end()..])
                .map(|end| name.end() + end);
            if let Some(end) = end {
                if let Some(token) = self.read_tag(name, end) {
                    return token;
                }
                if memchr(b'<', &bytes[name.end()..end]).is_none() {
                    return self.broken_tag(name, end + 1);
                }
            }
            self.careful_until = end.map_or(bytes.len(), |end| end + 1);
        }
        let limit = memchr(b'<', &bytes[name.end()..]).map_or(bytes.len(), |at| name.end() + at);
        let piece = &bytes[name.end()..limit];
        if let Some(end) = ElementParser::Outside
            .feed(piece)
            .map(|end| name.end() + end)
        {
            return match self.read_tag(name, end) {
                Some(token) => token,
                None => self.broken_tag(name, end + 1),
            };
        }
        if let Some(end) = memchr(b'>', piece) {
            return self.broken_tag(name, name.end() + end + 1);
        }
        let end = self.text[..limit].trim_ascii_end().len();
        let mut token = self.token(TokenKind::Fault(Fault::UnclosedTag), end);
        token.name = name;
        token
    }

    /// The tag that ends with the `>` at `end`, unless something in it cannot be read.
    fn read_tag(&mut self, name: Span, end: usize) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let closing = bytes[self.at + 1] == b'/';
        let empty = !closing && bytes[end - 1] == b'/';
        let content = Span::new(name.end(), if empty { end - 1 } else { end });
        if closing && !self.text[content.range()].trim_ascii().is_empty() {
            return None;
        }
        if !self.keep {
            self.attributes.clear();
        }
        let first = self.attributes.len();
        if attributes::read(self.text, content, &mut self.attributes).is_err() {
            self.attributes.truncate(first);
            return None;
        }
        let kind = match (closing, empty) {
            (true, _) => TokenKind::End,
            (_, true) => TokenKind::Empty,
            _ => TokenKind::Start,
        };
        let mut token = self.token(kind, end + 1);
        token.name = name;
        token.attributes = (index(first), index(self.attributes.len()));
        Some(token)
    }

    fn broken_tag(&mut self, name: Span, end: usize) -> Token {
        let mut token = self.token(TokenKind::Fault(Fault::BrokenTag), end);
        token.name = name;
        token
    }

    /// What seems to be meant as an end tag: `</ name>` or `<\name>`.
    #[cold]
    fn fragment(&mut self, bytes: &[u8], from: usize) -> Token {
        let rest = &bytes[from..];
        match memchr::memchr2(b'<', b'>', rest) {
            Some(at) if rest[at] == b'>' => {
                let inside = self.text[from..from + at].trim_ascii_start();
                let start = from + at - inside.len();
                let len = inside
                    .bytes()
                    .take_while(|byte| NAME[*byte as usize])
                    .count();
                self.broken_tag(Span::new(start, start + len), from + at + 1)
            }
            _ => self.token(TokenKind::Fault(Fault::StrayBracket), self.at + 1),
        }
    }

    #[cold]
    fn declaration(&mut self, bytes: &[u8]) -> Token {
        let rest = &bytes[self.at..];
        if rest.starts_with(b"<!--") {
            let end = find(rest, b"-->", 4, &mut self.lacks.comment);
            return self.delimited(TokenKind::Comment, end, 4);
        }
        if rest.starts_with(b"<![CDATA[") {
            let end = find(rest, b"]]>", 9, &mut self.lacks.cdata);
            return self.delimited(TokenKind::CData, end, 9);
        }
        if rest.len() >= 9 && rest[..9].eq_ignore_ascii_case(b"<!DOCTYPE") {
            let end = self.doctype_end(rest);
            return self.delimited(TokenKind::Doctype, end, 9);
        }
        self.stray(bytes)
    }

    /// Where the document type ends: behind its internal subset, if it has one.
    fn doctype_end(&mut self, rest: &[u8]) -> Option<usize> {
        let end = find(rest, b">", 9, &mut self.lacks.doctype)?;
        if memchr(b'[', &rest[..end]).is_none() {
            return Some(end);
        }
        find(rest, b"]>", 9, &mut self.lacks.doctype).or(Some(end))
    }

    #[cold]
    fn instruction(&mut self, bytes: &[u8]) -> Token {
        let rest = &bytes[self.at..];
        let end = find(rest, b"?>", 2, &mut self.lacks.instruction);
        let is_declaration = rest.starts_with(b"<?xml")
            && rest
                .get(5)
                .is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'?');
        let kind = if is_declaration {
            TokenKind::Declaration
        } else {
            TokenKind::Instruction
        };
        self.delimited(kind, end, 2)
    }

    /// A token that reaches up to `end`, or a fault of `opening` bytes where there is no end.
    fn delimited(&mut self, kind: TokenKind, end: Option<usize>, opening: usize) -> Token {
        match end {
            Some(end) => self.token(kind, self.at + end),
            None => self.token(TokenKind::Fault(Fault::Unterminated), self.at + opening),
        }
    }

    /// The token up to `end`, and on to the next.
    #[inline]
    fn token(&mut self, kind: TokenKind, end: usize) -> Token {
        let span = Span::new(self.at, end);
        self.at = end;
        Token {
            kind,
            span,
            name: span.at_start(),
            attributes: (0, 0),
            marks: Marks(0),
        }
    }
}

/// Offset behind the first `terminator` at or after `from`; remembers that there is none.
fn find(rest: &[u8], terminator: &[u8], from: usize, lacks: &mut bool) -> Option<usize> {
    if *lacks {
        return None;
    }
    let found = memmem::find(rest.get(from..)?, terminator);
    *lacks = found.is_none();
    found.map(|at| from + at + terminator.len())
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_marks_of_its_characters_wherever_they_stand() {
        let blanks_and_words = [
            "",
            " ",
            "a",
            "  ",
            " a",
            "a word",
            "                 ",
            "sixteen letters!",
        ];
        for before in blanks_and_words {
            for after in blanks_and_words {
                for byte in 0..0x80_u8 {
                    let text = format!("{before}{}{after}<b>", byte as char);
                    let slowly = Marks::run_by_byte(text.as_bytes());
                    assert_eq!(Marks::run(text.as_bytes()), slowly, "{text:?}");
                }
                let text = format!("{before}\u{FFFE}ä🔥{after}");
                assert_eq!(Marks::run(text.as_bytes()), (text.len(), Marks::of(&text)));
            }
        }
    }
}
