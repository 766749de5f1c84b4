//! FlockML that others wrote, as [`Markup`].

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use super::rules::{self, Rule};
use super::{links, values};
use crate::address;
use crate::element::{self, Attribute as Known, Content, Element, Kind, Presence};
use crate::escape;
use crate::source::Span;
use crate::syntax::{
    Attribute, Document, Marks, Resolved, Token, TokenKind, Tokens, resolve, unescape,
    unescape_value,
};
use crate::{Error, ErrorKind, Markup};

impl Markup {
    /// Reads a whole FlockML document that somebody else wrote.
    ///
    /// `flockml` may be anything; only what [`check`](crate::check::check) finds free of errors
    /// is taken, in canonical form: comments go, a line break of the source becomes a blank, and
    /// of two elements that can be pressed, one inside the other, the inner keeps its words only.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidContent`] if it has errors, with the findings as
    /// [`Error::report`].
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::Markup;
    ///
    /// let markup = Markup::parse("<flockml>\n  <b>db-1</b> is down<br/>\n</flockml>")?;
    /// assert_eq!(markup.as_str(), "<b>db-1</b> is down<br/>");
    ///
    /// let error = Markup::parse("<flockml>R&D</flockml>").unwrap_err();
    /// assert_eq!(error.report().unwrap().diagnostics()[0].rule.id, "unescaped-character");
    /// # Ok::<(), flockml::Error>(())
    /// ```
    pub fn parse(flockml: &str) -> Result<Self, Error> {
        if let Some(markup) = super::clean::clean_text(flockml) {
            return Ok(markup);
        }
        let (report, root) = super::check_root(flockml);
        if let Some(first) = report.diagnostics().iter().find(|d| d.is_error()) {
            let detail = first.message.clone();
            return Err(Error::new(ErrorKind::InvalidContent, detail).with_report(report));
        }
        match root {
            Some(root) if root.name == "flockml" => Ok(canonical_text(flockml)),
            _ => Err(Error::new(
                ErrorKind::InvalidContent,
                "the document is a payload; only `<flockml>` is markup",
            )
            .with_report(report)),
        }
    }
}

/// Reads a whole document, which is what is written, as [`Markup::parse`] does.
impl<'de> Deserialize<'de> for Markup {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let flockml = String::deserialize(deserializer)?;
        Self::parse(&flockml).map_err(serde::de::Error::custom)
    }
}

/// The markup of a document whose root is `flockml`.
///
/// What a value makes unusable, such as an unsafe link, keeps its words and loses its tag.
pub(crate) fn canonical_text(flockml: &str) -> Markup {
    let mut tokens = Tokens::new(flockml);
    let mut writer = Writer::new(flockml);
    while let Some(token) = tokens.next_token() {
        writer.token(&token, tokens.attributes(&token));
    }
    writer.finish()
}

/// The markup of some tokens of a document, such as those of a `flockml` inside a `message`.
pub(crate) fn canonical(document: &Document<'_>, tokens: &[Token]) -> Markup {
    let mut writer = Writer::new(document.text());
    for token in tokens {
        writer.token(token, document.attributes(token));
    }
    writer.finish()
}

/// Whether the markup of a document stays whole, but for the tag or attribute that breaks `rule`.
pub(crate) fn is_neutralised(rule: &Rule) -> bool {
    [
        &rules::unsafe_link::RULE,
        &rules::relative_link::RULE,
        &rules::invalid_value::RULE,
        &rules::missing_attribute::RULE,
        // A filter may have changed the letters of a reference: `&AMP;` is still `&`.
        &rules::unknown_entity::RULE,
    ]
    .iter()
    .any(|known| known.id == rule.id)
}

/// An element that is open: whether its tag was written, and whether it can be pressed.
struct Open {
    is_kept: bool,
    is_interactive: bool,
}

/// Writes canonical FlockML.
struct Writer<'s> {
    text: &'s str,
    out: String,
    open: Vec<Open>,
    interactive: usize,
    /// Whether a line break of the source stands between what was written and what comes.
    gap: bool,
}

impl<'s> Writer<'s> {
    fn new(text: &'s str) -> Self {
        Self {
            text,
            out: String::with_capacity(text.len()),
            open: Vec::new(),
            interactive: 0,
            gap: false,
        }
    }

    fn finish(self) -> Markup {
        Markup::from_canonical(self.out)
    }

    fn at(&self, span: Span) -> &'s str {
        &self.text[span.range()]
    }

    fn token(&mut self, token: &Token, attributes: &[Attribute]) {
        match token.kind {
            TokenKind::Text => self.characters(token),
            TokenKind::Reference => self.reference(token),
            TokenKind::Start | TokenKind::Empty => self.start(token, attributes),
            TokenKind::End => self.end(token),
            TokenKind::CData => {
                let raw = self.at(token.span);
                self.bridge();
                escape::push_text(&mut self.out, &raw[9..raw.len() - 3]);
            }
            _ => {}
        }
    }

    fn characters(&mut self, token: &Token) {
        let mut raw = self.at(token.span);
        if token.span.start() == 0 {
            // The byte order mark in front of a document is no text.
            raw = raw.trim_start_matches('\u{FEFF}');
        }
        if !token.marks.has(Marks::NEWLINE) {
            return self.words(raw, token.marks);
        }
        let mut lines = raw.split(['\n', '\r']).peekable();
        while let Some(line) = lines.next() {
            let line = if lines.peek().is_some() {
                line.trim_end_matches([' ', '\t'])
            } else {
                line
            };
            self.words(line, token.marks);
            self.gap |= lines.peek().is_some();
        }
    }

    /// Text without line breaks.
    fn words(&mut self, words: &str, marks: Marks) {
        let words = if self.gap {
            words.trim_start_matches([' ', '\t'])
        } else {
            words
        };
        if words.is_empty() {
            return;
        }
        self.bridge();
        let is_plain =
            !(marks.has(Marks::BRACKET) || marks.has(Marks::CONTROL) || marks.has(Marks::RARE));
        if is_plain {
            self.out.push_str(words);
        } else {
            escape::push_text(&mut self.out, words);
        }
    }

    /// Puts one blank where a line break of the source was, unless a line ends there anyway.
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

    fn reference(&mut self, token: &Token) {
        let name = self.at(token.name);
        match resolve(name) {
            Resolved::Character('\n' | '\r') => self.line_break(),
            Resolved::Character(character) => {
                self.bridge();
                match name {
                    "amp" | "lt" | "gt" => self.out.push_str(self.at(token.span)),
                    _ => {
                        let mut buffer = [0; 4];
                        escape::push_text(&mut self.out, character.encode_utf8(&mut buffer));
                    }
                }
            }
            Resolved::Html(text) => {
                self.bridge();
                escape::push_text(&mut self.out, text);
            }
            // What stands for nothing is shown as it was written.
            Resolved::Illegal | Resolved::Unknown => {
                self.bridge();
                let written = self.at(token.span);
                escape::push_text(&mut self.out, written);
            }
        }
    }

    fn start(&mut self, token: &Token, attributes: &[Attribute]) {
        let name = self.at(token.name);
        let element = element::find(name);
        let is_open = token.kind == TokenKind::Start;
        match element {
            Some(element) if element.name == "br" => self.line_break(),
            Some(element) if element.content == Content::Inline && element.is_inline() => {
                self.inline(token, name, element, attributes);
            }
            _ if is_open => {
                // What stands in front of the root is no part of it.
                self.gap = false;
                self.open.push(Open {
                    is_kept: false,
                    is_interactive: false,
                });
            }
            _ => {}
        }
    }

    fn inline(&mut self, token: &Token, name: &str, element: &Element, attributes: &[Attribute]) {
        let is_open = token.kind == TokenKind::Start;
        if !is_open && name != "user" {
            // It shows nothing.
            return;
        }
        let before = self.out.len();
        let gap = self.gap;
        self.bridge();
        let is_kept =
            (!element.interactive || self.interactive == 0) && self.tag(name, element, attributes);
        if !is_kept {
            self.out.truncate(before);
            self.gap = gap;
        }
        if is_open {
            self.interactive += usize::from(element.interactive && is_kept);
            self.open.push(Open {
                is_kept,
                is_interactive: element.interactive,
            });
        } else if is_kept {
            self.out.push_str("</user>");
        }
    }

    /// Writes the start tag; says whether its values make it one.
    fn tag(&mut self, name: &str, element: &Element, attributes: &[Attribute]) -> bool {
        self.out.push('<');
        self.out.push_str(name);
        // One bit for each of the element's attributes.
        let mut usable = 0_u32;
        for attribute in attributes {
            let name = self.at(attribute.name);
            let is_it = |known: &Known| known.name == name;
            let Some(index) = element.attributes.iter().position(is_it) else {
                continue;
            };
            if self.attribute(&element.attributes[index], self.at(attribute.value)) {
                usable |= 1 << index;
            }
        }
        self.out.push('>');
        self.has_what_it_needs(element, attributes, usable)
    }

    /// Writes an attribute; says whether its value can be used.
    fn attribute(&mut self, known: &Known, raw: &str) -> bool {
        // What would be written the same again need not be taken apart.
        let is_canonical = is_canonical(raw);
        let written = if is_canonical {
            Cow::Borrowed(raw)
        } else if known.kind == Kind::Text {
            unescape_value(raw)
        } else {
            unescape(raw)
        };
        let value = written.trim_ascii();
        if !is_usable(known.kind, value) {
            return false;
        }
        self.out.push(' ');
        self.out.push_str(known.name);
        self.out.push_str("=\"");
        let value = match known.kind {
            Kind::Action => values::action_name(value),
            // An app gets its identifiers back as it gave them.
            Kind::Text => &written,
            _ => value,
        };
        if is_canonical {
            self.out.push_str(value);
        } else {
            escape::push_attribute(&mut self.out, value);
        }
        self.out.push('"');
        true
    }

    /// Whether the attributes whose bits are set are all that the element has to have.
    fn has_what_it_needs(&self, element: &Element, attributes: &[Attribute], usable: u32) -> bool {
        let is_usable = |name: &str| {
            let index = element.attributes.iter().position(|a| a.name == name);
            index.is_some_and(|index| usable & 1 << index != 0)
        };
        let kind = || {
            let found = attributes.iter().find(|a| self.at(a.name) == "type");
            found.map(|found| unescape(self.at(found.value)))
        };
        let mut known = element.attributes.iter().enumerate();
        known.all(|(index, known)| {
            let is_needed = match known.presence {
                Presence::Optional => false,
                Presence::Required => true,
                Presence::RequiredUnless(other) => !is_usable(other),
                Presence::RequiredForType(types) => kind()
                    .is_some_and(|kind| types.contains(&values::action_name(kind.trim_ascii()))),
            };
            !is_needed || usable & 1 << index != 0
        })
    }

    fn end(&mut self, token: &Token) {
        let name = self.at(token.name);
        if name == "br" {
            return;
        }
        let Some(open) = self.open.pop() else {
            return;
        };
        if open.is_kept {
            self.interactive -= usize::from(open.is_interactive);
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }
}

/// Whether an attribute's value is written as [`escape::attribute`] writes what it stands for.
///
/// Addresses written like that are as good as what they stand for: no reference is part of a
/// scheme or begins a host.
fn is_canonical(raw: &str) -> bool {
    const REFERENCES: &[&str] = &["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
    let mut rest = raw;
    loop {
        let special = |byte: u8| {
            matches!(
                byte,
                0..=0x1F | 0x7F | b'&' | b'<' | b'>' | b'"' | b'\'' | 0xEF
            )
        };
        let Some(at) = rest.bytes().position(special) else {
            return true;
        };
        let found = REFERENCES
            .iter()
            .find(|name| rest[at..].starts_with(**name));
        match found {
            Some(name) => rest = &rest[at + name.len()..],
            None => return false,
        }
    }
}

/// Whether the value of an attribute can be sent as it is; an empty one counts as absent.
fn is_usable(kind: Kind, value: &str) -> bool {
    !value.is_empty()
        && match kind {
            Kind::Text => true,
            Kind::Link | Kind::Url => address::is_good(value, links::schemes(kind)),
            _ => values::is_valid(kind, value),
        }
}
