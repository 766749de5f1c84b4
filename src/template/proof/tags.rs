//! The tags of elements that have tags of the template in them.
//!
//! A value may stand in a quoted attribute value only, a statement there or around whole
//! attributes. Then the data decide what an element's attributes say, and never what its tag is.

use crate::check::rules::{duplicate_attribute, hole_in_tag as rule, malformed_tag};
use crate::check::{Diagnostic, Joint, JointKind, MOST_BODIES, Way};
use crate::source::Span;
use crate::syntax::{Document, Fault, Token, TokenKind};

use super::super::scan::{Tag, TagKind};
use super::mask::Mask;

/// What the tags of elements show.
#[derive(Debug, Default)]
pub(super) struct Tags {
    pub(super) found: Vec<Diagnostic>,
    /// The tags of elements that data can change into others: nothing else is said of them.
    pub(super) unclear: Vec<Span>,
    /// The template's tags that do not stand in text; in order.
    pub(super) places: Vec<(Span, Place)>,
}

/// Where something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    /// A value in these quotes.
    Attribute(u8),
    CData,
}

/// Reads the elements' tags in `text`, which is masked as `mask`.
pub(super) fn read(text: &str, tags: &[Tag], joints: &[Joint], mask: &Mask) -> Tags {
    let document = Document::parse(&mask.text);
    let mut reader = Reader {
        text,
        joints,
        masked: &mask.text,
        names: Vec::new(),
        read: Tags::default(),
    };
    let mut next = 0;
    for token in document.tokens() {
        let span = token.span;
        next += tags[next..].partition_point(|tag| tag.span.end() <= span.start());
        let within = tags[next..].partition_point(|tag| tag.span.start() < span.end());
        let inside = &tags[next..next + within];
        if token.kind == TokenKind::Fault(Fault::StrayBracket) {
            reader.bracket(span, &tags[next..]);
        } else if !inside.is_empty() && token.kind != TokenKind::Text {
            reader.token(token, inside);
        }
    }
    reader.read
}

struct Reader<'a> {
    text: &'a str,
    joints: &'a [Joint],
    masked: &'a str,
    /// Holes in the names of elements that have been told already.
    names: Vec<&'a str>,
    read: Tags,
}

impl<'a> Reader<'a> {
    fn token(&mut self, token: &Token, inside: &'a [Tag]) {
        let raw = &self.masked[token.span.range()];
        match token.kind {
            TokenKind::CData => self.cdata(token.span, inside),
            TokenKind::Reference | TokenKind::Text => {}
            _ if raw.starts_with("</") || raw.starts_with("<\\") => {
                self.only_comments(token.span, inside, "an end tag");
            }
            TokenKind::Start | TokenKind::Empty => self.element(token, inside),
            TokenKind::Fault(_) => self.element(token, inside),
            TokenKind::Comment => self.only_comments(token.span, inside, "an XML comment"),
            _ => self.only_comments(token.span, inside, "markup that FlockML does not have"),
        }
    }

    /// A `<` that begins nothing, because what follows is a tag of the template.
    fn bracket(&mut self, span: Span, next: &'a [Tag]) {
        if let Some(tag) = next
            .first()
            .filter(|tag| tag.span.start() == span.end() && tag.kind != TagKind::Comment)
        {
            self.report(span, rule::in_name(self.text, tag.span));
        }
    }

    fn only_comments(&mut self, span: Span, inside: &'a [Tag], what: &str) {
        let Some(tag) = inside.iter().find(|tag| tag.kind != TagKind::Comment) else {
            return;
        };
        let written = &self.text[tag.span.range()];
        if self.names.contains(&written) {
            self.read.unclear.push(span);
        } else {
            self.report(span, rule::within(self.text, tag.span, what));
        }
    }

    fn report(&mut self, span: Span, finding: Diagnostic) {
        self.read.unclear.push(span);
        self.read.found.push(finding);
    }

    /// Values are escaped in CDATA, too, but nothing may join to `]]>`.
    fn cdata(&mut self, span: Span, inside: &'a [Tag]) {
        let bytes = self.text.as_bytes();
        let joins = |tag: &&Tag| {
            let before = bytes[tag.span.start() - 1];
            let behind = bytes.get(tag.span.end()).copied().unwrap_or_default();
            before == b']'
                || behind == b'>'
                || (behind == b']' && !ends_cdata(bytes, tag.span.end()))
        };
        let mut depth = 0_usize;
        for joint in within(self.joints, span) {
            match joint.kind {
                JointKind::Enter(..) => depth += 1,
                JointKind::Leave { .. } if depth == 0 => {
                    return self.report(span, rule::splits(self.text, joint.tag));
                }
                JointKind::Leave { .. } => depth -= 1,
                _ => {}
            }
        }
        if let Some(tag) = inside.iter().find(joins) {
            self.report(
                span,
                rule::within(self.text, tag.span, "the brackets of CDATA"),
            );
        }
        for tag in inside {
            self.read.places.push((tag.span, Place::CData));
        }
    }

    fn element(&mut self, token: &Token, inside: &'a [Tag]) {
        let mut shape = Shape {
            text: self.text,
            joints: self.joints,
            at: At::Name,
            open: Vec::new(),
            places: &mut self.read.places,
        };
        let mut result = shape.run(Span::new(token.span.start() + 1, token.span.end()), inside);
        let is_whole = shape.at == At::End && shape.open.is_empty();
        if result.is_ok() && !is_whole && !matches!(token.kind, TokenKind::Fault(_)) {
            result = Err(Box::new(rule::splits(self.text, inside[0].span)));
        }
        if result.is_ok() && within(self.joints, token.span).len() > MOST_BODIES {
            result = Err(Box::new(rule::too_many(inside[0].span)));
        }
        if let Err(finding) = result {
            let name = token.name.start();
            if let Some(tag) = inside.iter().find(|tag| tag.span.start() == name) {
                self.names.push(&self.text[tag.span.range()]);
            }
            self.report(token.span, finding.label(token.span, "in this tag"));
        }
    }
}

/// Whether `]]>` stands at `at`.
fn ends_cdata(bytes: &[u8], at: usize) -> bool {
    bytes[at..].starts_with(b"]]>")
}

/// The joints in `span`.
fn within(joints: &[Joint], span: Span) -> &[Joint] {
    let from = joints.partition_point(|joint| joint.tag.start() < span.start());
    let to = from + joints[from..].partition_point(|joint| joint.tag.start() < span.end());
    &joints[from..to]
}

/// Where in a tag something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Name,
    /// Behind a value, where a blank has to come.
    Gap,
    /// Where an attribute may begin.
    Blank,
    AttributeName,
    BehindName,
    BehindEquals,
    Bare,
    Value(u8),
    Slash,
    End,
}

impl At {
    /// The stricter of two places, if what may follow is much the same.
    fn and(self, other: Self) -> Option<Self> {
        match (self, other) {
            _ if self == other => Some(self),
            (Self::Gap | Self::Blank, Self::Gap | Self::Blank) => Some(Self::Gap),
            _ => None,
        }
    }
}

/// A statement inside of a tag.
struct Open {
    tag: Span,
    way: Way,
    entry: At,
    /// Whether the element's name ends here, or perhaps goes on.
    in_name: bool,
    /// Where all bodies so far end.
    exit: Option<At>,
}

/// Goes through one tag, in all the ways that its statements leave.
struct Shape<'a> {
    text: &'a str,
    joints: &'a [Joint],
    at: At,
    open: Vec<Open>,
    places: &'a mut Vec<(Span, Place)>,
}

type Shaped = Result<(), Box<Diagnostic>>;

impl Shape<'_> {
    fn run(&mut self, span: Span, tags: &[Tag]) -> Shaped {
        let mut at = span.start();
        let mut takes_blank = false;
        for tag in tags {
            let mut end = tag.span.start();
            if self.text[end..tag.inner.start()].ends_with('-') {
                end = at + self.text[at..end].trim_end().len();
            }
            self.literal(Span::new(at, end), takes_blank)?;
            self.tag(tag)?;
            // White space is also taken away behind a comment that comes first.
            let goes_on = takes_blank && at == end && tag.kind == TagKind::Comment;
            takes_blank = goes_on || self.text[tag.inner.end()..tag.span.end()].starts_with('-');
            at = tag.span.end();
        }
        self.literal(Span::new(at.min(span.end()), span.end()), takes_blank)
    }

    fn literal(&mut self, span: Span, takes_blank: bool) -> Shaped {
        let start = if takes_blank {
            span.end() - self.text[span.range()].trim_start().len()
        } else {
            span.start()
        };
        let span = Span::new(start, span.end());
        for (offset, byte) in self.text[span.range()].bytes().enumerate() {
            let place = span.start() + offset;
            let is_blank = byte.is_ascii_whitespace();
            self.at = match (self.at, byte) {
                (At::Value(quote), _) if byte == quote => At::Gap,
                (At::Value(quote), _) => At::Value(quote),
                (At::Name | At::Gap | At::Blank | At::Slash | At::Bare, b'>') => At::End,
                (At::Name | At::Gap | At::Blank, b'/') => At::Slash,
                (At::Name | At::Gap | At::Blank | At::Bare, _) if is_blank => At::Blank,
                (At::Gap, _) => return self.no_blank(place),
                (At::Blank, _) => {
                    self.attribute(place)?;
                    At::AttributeName
                }
                (At::AttributeName | At::BehindName, b'=') => At::BehindEquals,
                (At::AttributeName, _) if is_blank => At::BehindName,
                (At::BehindEquals, b'"' | b'\'') => At::Value(byte),
                (At::BehindEquals, _) if !is_blank => At::Bare,
                (At::End, _) => return self.split(),
                (at, _) => at,
            };
        }
        Ok(())
    }

    /// An attribute that begins at `start`.
    fn attribute(&self, start: usize) -> Shaped {
        match self.open.iter().find(|open| open.way == Way::Loop) {
            Some(open) => {
                let name = self.word(start);
                Err(Box::new(duplicate_attribute::in_loop(
                    self.text, name, open.tag,
                )))
            }
            None => Ok(()),
        }
    }

    fn no_blank(&self, start: usize) -> Shaped {
        if let Some(open) = self.open.iter().find(|open| open.in_name) {
            return Err(Box::new(rule::in_name(self.text, open.tag)));
        }
        let name = self.word(start);
        Err(Box::new(malformed_tag::no_blank(self.text, name)))
    }

    /// The attribute's name that begins at `start`.
    fn word(&self, start: usize) -> Span {
        let len = self.text[start..]
            .find(|c: char| c.is_ascii_whitespace() || "=/>{\"'".contains(c))
            .unwrap_or(self.text.len() - start);
        Span::new(start, start + len)
    }

    fn tag(&mut self, tag: &Tag) -> Shaped {
        if tag.kind == TagKind::Comment {
            return Ok(());
        }
        let joints = within(
            self.joints,
            Span::new(tag.span.start(), tag.span.start() + 1),
        );
        match joints.last().map(|joint| joint.kind) {
            Some(JointKind::Enter(Way::Apart, _)) => Err(Box::new(self.misplaced(tag.span))),
            Some(JointKind::Enter(way, _)) => self.enter(tag.span, way),
            Some(JointKind::Next(_)) => self.next(),
            Some(JointKind::Leave { always }) => self.leave(always),
            Some(JointKind::Jump(_)) => self.jump(tag.span),
            None if tag.kind == TagKind::Statement => Ok(()),
            Some(JointKind::Piece) | None => self.value(tag.span),
        }
    }

    fn value(&mut self, hole: Span) -> Shaped {
        match self.at {
            At::Value(quote) => {
                self.places.push((hole, Place::Attribute(quote)));
                Ok(())
            }
            _ => Err(Box::new(self.misplaced(hole))),
        }
    }

    /// What is wrong with a hole here.
    fn misplaced(&self, hole: Span) -> Diagnostic {
        match self.at {
            At::Name | At::Slash | At::End => rule::in_name(self.text, hole),
            At::AttributeName => rule::in_attribute_name(self.text, hole),
            At::BehindEquals | At::Bare => rule::unquoted(self.text, hole),
            At::Gap | At::Blank | At::BehindName | At::Value(_) => {
                rule::whole_attribute(self.text, hole)
            }
        }
    }

    fn enter(&mut self, tag: Span, way: Way) -> Shaped {
        // A blank is certain to come behind a name that ends here.
        let in_name = self.at == At::Name;
        let at = if in_name { At::Gap } else { self.at };
        if !matches!(at, At::Value(_) | At::Gap | At::Blank) {
            return Err(Box::new(self.misplaced(tag)));
        }
        if let At::Value(quote) = at {
            self.places.push((tag, Place::Attribute(quote)));
        }
        self.at = at;
        self.open.push(Open {
            tag,
            way,
            entry: at,
            in_name,
            exit: None,
        });
        Ok(())
    }

    fn next(&mut self) -> Shaped {
        let Some(open) = self.open.last() else {
            return self.split();
        };
        let exit = self.end_body(open)?;
        if let Some(open) = self.open.last_mut() {
            self.at = open.entry;
            open.exit = Some(exit);
        }
        Ok(())
    }

    fn leave(&mut self, always: bool) -> Shaped {
        let Some(open) = self.open.pop() else {
            return self.split();
        };
        let exit = self.end_body(&open)?;
        self.at = if always {
            exit
        } else {
            exit.and(open.entry).unwrap_or(exit)
        };
        Ok(())
    }

    /// Where the bodies of `open` end, if they all end where they began.
    fn end_body(&self, open: &Open) -> Result<At, Box<Diagnostic>> {
        let exit = self.at.and(open.entry).map(|_| self.at);
        let exit = exit.and_then(|exit| match open.exit {
            Some(other) => exit.and(other),
            None => Some(exit),
        });
        exit.ok_or_else(|| Box::new(rule::splits(self.text, open.tag)))
    }

    fn jump(&self, tag: Span) -> Shaped {
        let mut open = self.open.iter().rev();
        match open.find(|open| open.way == Way::Loop) {
            Some(open) if self.at.and(open.entry).is_some() => Ok(()),
            _ => Err(Box::new(rule::splits(self.text, tag))),
        }
    }

    fn split(&self) -> Shaped {
        let tag = self.open.last().map(|open| open.tag);
        let tag = tag.or_else(|| self.joints.first().map(|joint| joint.tag));
        Err(Box::new(rule::splits(self.text, tag.unwrap_or_default())))
    }
}
