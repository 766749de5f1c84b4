//! FlockML as HTML, whatever its faults.
//!
//! The library's own HTML is for FlockML without faults; what arrives in the inbox may have any.

use std::borrow::Cow;
use std::ops::Range;

use flockml::Markup;
use flockml::element::MAX_DEPTH;
use flockml::syntax::{Document, Token, TokenKind, unescape};

use super::action::Action;
use super::value::line;
use super::words::Words;
use crate::preview::html::{Attribute, Element, Html, Link};

/// What stands behind so many bytes is not drawn.
const LONGEST: usize = 128 * 1024;

/// More pieces than this are not drawn.
const MOST_PIECES: usize = 10_000;

/// Draws FlockML.
pub(super) fn draw(words: &Words<'_>, html: &mut Html) {
    let document = Document::parse(beginning(words.plain()));
    let is_cut = document.text().len() < words.plain().len();
    // The last piece of what was cut may be half a tag.
    let whole = document.tokens().len().saturating_sub(usize::from(is_cut));
    let drawn = whole.min(MOST_PIECES);
    Drawing::new(words, &document, html).draw(drawn);
    if drawn < document.tokens().len() {
        html.span("fk-more", " … and more that is not drawn");
    }
}

/// So much of FlockML as is drawn.
fn beginning(flockml: &str) -> &str {
    &flockml[..flockml.floor_char_boundary(LONGEST)]
}

/// The words of FlockML as plain text.
pub(super) fn plain(flockml: &str) -> String {
    let flockml = beginning(flockml);
    if let Ok(markup) = Markup::parse(flockml) {
        return markup.to_text();
    }
    let document = Document::parse(flockml);
    let mut text = String::new();
    for token in document.tokens() {
        match token.kind {
            TokenKind::Start | TokenKind::Empty if document.slice(token.name) == "br" => {
                text.push('\n');
            }
            _ => {
                let words = shown(token).map(|range| &flockml[range]);
                text.push_str(
                    &words.map_or(Cow::Borrowed(""), |words| match is_text(token) {
                        true => unescape(words),
                        false => Cow::Borrowed(words),
                    }),
                );
            }
        }
    }
    text.trim().to_owned()
}

/// Whether all of a token is read, with references in it.
fn is_text(token: &Token) -> bool {
    matches!(
        token.kind,
        TokenKind::Text | TokenKind::Reference | TokenKind::Fault(_)
    )
}

/// What of a token people read.
fn shown(token: &Token) -> Option<Range<usize>> {
    let range = token.span.range();
    match token.kind {
        _ if is_text(token) => Some(range),
        TokenKind::CData => Some(range.start + "<![CDATA[".len()..range.end - "]]>".len()),
        _ => None,
    }
}

/// An element of the source that is open.
struct Open<'s> {
    name: &'s str,
    /// Whether something was opened in the HTML for it.
    is_drawn: bool,
    is_interactive: bool,
}

struct Drawing<'d, 's> {
    words: &'d Words<'d>,
    document: &'d Document<'s>,
    html: &'d mut Html,
    open: Vec<Open<'d>>,
}

impl<'d, 's> Drawing<'d, 's> {
    fn new(words: &'d Words<'d>, document: &'d Document<'s>, html: &'d mut Html) -> Self {
        Self {
            words,
            document,
            html,
            open: Vec::new(),
        }
    }

    fn draw(mut self, most: usize) {
        let mut tokens = &self.document.tokens()[..most];
        while let Some((token, rest)) = tokens.split_first() {
            let text = tokens.iter().take_while(|token| is_text(token)).count();
            if text > 0 {
                self.text(&tokens[..text]);
                tokens = &tokens[text..];
            } else {
                self.token(token);
                tokens = rest;
            }
        }
        while let Some(open) = self.open.pop() {
            self.close(&open);
        }
    }

    fn token(&mut self, token: &Token) {
        let name = self.document.slice(token.name);
        match token.kind {
            TokenKind::Start | TokenKind::Empty if name == "br" => {
                self.html.empty(Element::Br, &[]);
            }
            TokenKind::Start => self.start(token, name),
            TokenKind::Empty => {
                self.start(token, name);
                self.end(name);
            }
            TokenKind::End => self.end(name),
            TokenKind::CData => {
                if let Some(range) = shown(token) {
                    self.words
                        .write_part(self.html, range, |text| Cow::Borrowed(text));
                }
            }
            _ => {}
        }
    }

    /// Writes texts and references that follow each other, so that a piece stays in one piece.
    fn text(&mut self, tokens: &[Token]) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return;
        };
        let range = first.span.start()..last.span.end();
        self.words.write_part(self.html, range, unescape);
    }

    fn start(&mut self, token: &Token, name: &'d str) {
        if self.open.len() >= MAX_DEPTH {
            return;
        }
        let is_interactive = matches!(name, "a" | "user" | "action");
        let is_inside = self.open.iter().any(|open| open.is_interactive);
        let is_drawn = match name {
            "b" | "strong" => self.begin(Element::B),
            "i" | "em" => self.begin(Element::I),
            "u" => self.begin(Element::U),
            _ if is_inside || !is_interactive => false,
            "a" => self.begin_link(token),
            "user" => self.begin_mention(token),
            _ => self.begin_action(token),
        };
        self.open.push(Open {
            name,
            is_drawn,
            is_interactive,
        });
    }

    fn begin(&mut self, element: Element) -> bool {
        self.html.open(element, &[]);
        true
    }

    fn begin_link(&mut self, token: &Token) -> bool {
        let href = self.attribute(token, "href").unwrap_or_default();
        match Link::new(&href) {
            Some(link) => self.html.open_link(&link, "fk-link", &line(&href)),
            None => {
                let told = format!("leads nowhere: {}", line(&href));
                let attributes = [Attribute::Class("fk-dead"), Attribute::Title(&told)];
                self.html.open(Element::Span, &attributes);
            }
        }
        true
    }

    fn begin_mention(&mut self, token: &Token) -> bool {
        let id = self.attribute(token, "userId");
        let group = self.attribute(token, "group");
        let who = id.as_deref().or(group.as_deref()).unwrap_or("nobody");
        let attributes = [Attribute::Class("fk-user"), Attribute::Title(who)];
        self.html.open(Element::Span, &attributes);
        match self.words_after(token) {
            Some(words) if words.starts_with('@') => {}
            Some(_) => self.html.text("@"),
            None => self.html.text(&format!("@{}", line(who))),
        }
        true
    }

    fn begin_action(&mut self, token: &Token) -> bool {
        let action = Action {
            kind: self.attribute(token, "type"),
            url: self.attribute(token, "url"),
            id: self.attribute(token, "id"),
        };
        action.open(self.html, "fk-action");
        true
    }

    fn end(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        for open in self.open.split_off(at).iter().rev() {
            self.close(open);
        }
    }

    fn close(&mut self, open: &Open<'_>) {
        if open.is_drawn {
            self.html.close();
        }
    }

    fn attribute(&self, token: &Token, name: &str) -> Option<Cow<'d, str>> {
        let document = self.document;
        let attributes = document.attributes(token).iter();
        let mut named = attributes.filter(|attribute| document.slice(attribute.name) == name);
        named
            .next()
            .map(|found| unescape(document.slice(found.value)))
    }

    /// The words behind the start tag `token`, if any stand in its element.
    fn words_after(&self, token: &Token) -> Option<&'d str> {
        if token.kind == TokenKind::Empty {
            return None;
        }
        let tokens = self.document.tokens();
        let next = tokens.partition_point(|other| other.span.start() < token.span.end());
        let mut behind = tokens[next..]
            .iter()
            .take_while(|token| token.kind != TokenKind::End);
        let words = behind.find_map(shown)?;
        Some(&self.document.text()[words])
    }
}
