//! One walk over a document's tokens, in which every rule gets to see what concerns it.

use super::holes::Holes;
use super::nesting::{Open, Stack};
use super::parts::Parts;
use super::report::{Diagnostic, Report};
use super::ways::Ways;
use super::{rules, text};
use crate::element::{self, Content, Element};
use crate::source::Span;
use crate::syntax::{Fault, Marks, Resolved, Token, TokenKind, Tokens, resolve};

/// What the walk knows at the token that it has reached.
pub(crate) struct Walk<'s> {
    pub(crate) text: &'s str,
    pub(crate) holes: Holes<'s>,
    pub(crate) report: Report,
    pub(crate) stack: Stack<'s>,
    pub(crate) line: text::Line,
    /// Where the document's root opens.
    pub(crate) root: Option<Root>,
    /// Content beside a root.
    pub(crate) outside: Vec<Span>,
    /// End tags such as `</br>` where no element is open, and their names.
    pub(crate) void_ends: Vec<(Span, Span)>,
    /// Whether the last token at the top belongs to the last stretch of `outside`.
    pub(crate) is_outside: bool,
    pub(crate) is_too_deep: bool,
    /// Whether a tag could not be read.
    pub(crate) is_malformed: bool,
    pub(crate) ways: Ways<'s>,
    pub(crate) parts: Parts,
}

/// The root of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Root {
    pub(crate) element: &'static Element,
    pub(crate) tag: Span,
    pub(crate) has_content: bool,
}

impl<'s> Walk<'s> {
    pub(crate) fn new(text: &'s str, holes: Holes<'s>) -> Self {
        Self {
            text,
            holes,
            report: Report::new(),
            stack: Stack::default(),
            line: text::Line::default(),
            root: None,
            outside: Vec::new(),
            void_ends: Vec::new(),
            is_outside: false,
            is_too_deep: false,
            is_malformed: false,
            ways: Ways::default(),
            parts: Parts::default(),
        }
    }

    /// Visits every token; `whole` documents have a root.
    pub(crate) fn run(mut self, whole: bool) -> (Report, Option<Root>) {
        self.go(whole);
        self.finish()
    }

    #[inline]
    pub(super) fn go(&mut self, whole: bool) {
        let mut tokens = Tokens::new(self.text);
        if self.holes.statements.is_empty() && self.holes.values.is_empty() {
            while let Some(token) = tokens.next_token() {
                self.visit(&token, &tokens);
            }
        } else {
            self.run_ways(&mut tokens, whole);
        }
        super::nesting::finish(self);
        super::root::settle(self);
        if whole {
            super::root::finish(self);
        }
    }

    pub(super) fn finish(mut self) -> (Report, Option<Root>) {
        if self.is_malformed {
            // What a tag that cannot be read opens or closes is a guess, and so is mending by it.
            self.report.drop_fixes(&[
                &rules::missing_root::RULE,
                &rules::unclosed_element::RULE,
                &rules::unexpected_end_tag::RULE,
            ]);
        }
        self.report.sort();
        (self.report, self.root)
    }

    pub(crate) fn at(&self, span: Span) -> &'s str {
        &self.text[span.range()]
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.report.push(diagnostic);
    }

    #[inline(always)]
    pub(crate) fn visit(&mut self, token: &Token, tokens: &Tokens<'s>) {
        match token.kind {
            TokenKind::Text => text::characters(self, token),
            TokenKind::Start | TokenKind::Empty => self.start(token, tokens),
            TokenKind::End => self.end(token),
            TokenKind::Reference => self.reference(token),
            TokenKind::CData => self.cdata(token),
            TokenKind::Comment => rules::unsupported_construct::comment(self, token.span),
            TokenKind::Instruction => rules::unsupported_construct::instruction(self, token.span),
            TokenKind::Declaration => rules::unsupported_construct::declaration(self, token.span),
            TokenKind::Doctype => rules::unsupported_construct::doctype(self, token.span),
            TokenKind::Fault(fault) => self.fault(token, fault, tokens),
        }
    }

    #[inline]
    fn start(&mut self, token: &Token, tokens: &Tokens<'s>) {
        let (index, found) = self.look_up(token);
        let misplaced = self.enter(token, found);
        if self.stack.is_quiet() {
            if token.kind == TokenKind::Start {
                let open = self.open(token, index, found);
                self.stack.push_named(open, self.text);
            }
            return;
        }
        let attributes = tokens.attributes(token);
        match found {
            Some(element) if attributes.is_empty() && element.attributes.is_empty() => {}
            Some(element) => super::attributes::check(self, element, token, attributes),
            None => {
                rules::unknown_element::check(self, token);
                super::attributes::check_unknown(self, token, attributes);
            }
        }
        if let Some(element) = found {
            if element.interactive {
                rules::nested_interactive::check(self, token);
            }
            if element.name == "br" {
                self.line = text::Line::default();
            }
        }
        match (token.kind, found) {
            (TokenKind::Empty, Some(element)) => {
                if let Some(open) = self.stack.last_mut()
                    && open.index == index
                {
                    open.empty_twin.get_or_insert(token.span);
                }
                rules::empty_label::check_empty(self, element, token);
            }
            (TokenKind::Empty, None) => {}
            (_, Some(element))
                if element.content == Content::Empty && !closes(self.at(token.name), tokens) =>
            {
                rules::unclosed_element::void(self, token);
            }
            _ => self.descend(Open {
                misplaced,
                ..self.open(token, index, found)
            }),
        }
    }

    /// The element that a tag names, and the name's place among the known ones.
    #[inline]
    fn look_up(&self, token: &Token) -> (Option<u8>, Option<&'static Element>) {
        match element::index_at(self.text.as_bytes(), token.name.range()) {
            // There are fewer than 256 names.
            Some(index) => (Some(index as u8), Some(element::at(index))),
            None => (None, None),
        }
    }

    #[inline]
    fn open(&self, token: &Token, index: Option<u8>, element: Option<&'static Element>) -> Open {
        Open::new(token, index, element, self.stack.last())
    }

    #[inline]
    fn descend(&mut self, open: Open) {
        if open.element.is_some_and(|element| !element.is_inline()) {
            self.line = text::Line::default();
        }
        let tag = open.tag;
        self.stack.push_named(open, self.text);
        rules::nesting_too_deep::check(self, tag);
    }

    /// Judges an element's place; says whether to report it as misplaced once it is closed.
    #[inline]
    fn enter(&mut self, token: &Token, found: Option<&'static Element>) -> bool {
        let Some(parent) = self.stack.last_mut() else {
            super::root::enter(self, token, found);
            return false;
        };
        let is_first = !parent.has_content;
        parent.has_content = true;
        let tag = parent.tag;
        let Some(parent) = parent.element else {
            return false;
        };
        if let Some(element) = found
            && element.once
        {
            rules::misplaced_element::again(self, token, (parent, tag), element);
        }
        match parent.content {
            Content::Empty if is_first => rules::void_content::check(self, token.span),
            Content::Characters if is_first => {
                rules::misplaced_element::in_characters(self, token, parent);
            }
            Content::Empty | Content::Characters => {}
            Content::Inline if found.is_some_and(Element::is_inline) => {}
            _ => return rules::misplaced_element::check(self, token, parent, found),
        }
        false
    }

    fn end(&mut self, token: &Token) {
        super::nesting::end(self, token);
    }

    fn reference(&mut self, token: &Token) {
        let resolved = resolve(self.at(token.name));
        match resolved {
            // Not even a blank may be referred to where no element is open.
            // It is to be deleted.
            Resolved::Illegal => {}
            _ if self.stack.last().is_none() => text::visible(self, token.span),
            Resolved::Character('\n' | '\r') => self.line = text::Line::default(),
            Resolved::Character(character) if character.is_whitespace() => {}
            _ => text::visible(self, token.span),
        }
        if !matches!(resolved, Resolved::Character(_)) {
            rules::unknown_entity::check(self, token.span, resolved);
        }
    }

    fn cdata(&mut self, token: &Token) {
        let parent = self.stack.last().and_then(|open| open.element);
        if parent.is_none_or(|parent| parent.content != Content::Characters) {
            text::visible(self, token.span);
            rules::unsupported_construct::cdata(self, token.span);
        }
        rules::control_character::check(self, token.span);
    }

    fn fault(&mut self, token: &Token, fault: Fault, tokens: &Tokens<'s>) {
        match fault {
            Fault::StrayBracket => {
                text::visible(self, token.span);
                if !rules::foreign_markup::bracket(self, token.span) {
                    rules::unescaped_character::bracket(self, token.span);
                }
            }
            Fault::StrayAmpersand => {
                text::visible(self, token.span);
                rules::unescaped_character::ampersand(self, token.span);
            }
            Fault::Unterminated => {
                self.is_malformed = true;
                rules::malformed_tag::unterminated(self, token.span);
            }
            Fault::UnclosedTag | Fault::BrokenTag => self.broken(token, fault, tokens),
        }
    }

    /// A tag that cannot be read still opens or closes its element, so that its faults do not
    /// show up again at every tag that follows.
    fn broken(&mut self, token: &Token, fault: Fault, tokens: &Tokens<'s>) {
        if rules::foreign_markup::tag(self, token) {
            text::visible(self, token.span);
            return;
        }
        self.is_malformed = true;
        rules::malformed_tag::check(self, token, fault);
        let raw = self.at(token.span);
        let name = self.at(token.name);
        if raw.starts_with("</") || raw.starts_with("<\\") {
            if !name.is_empty() {
                self.end(token);
            }
            return;
        }
        let (index, found) = self.look_up(token);
        let misplaced = self.enter(token, found);
        if found.is_none() && !name.is_empty() {
            rules::unknown_element::check(self, token);
        }
        let is_void = found.is_some_and(|element| element.content == Content::Empty);
        if !raw.ends_with("/>") && (!is_void || closes(name, tokens)) {
            self.descend(Open {
                misplaced,
                // Its label may have been swallowed by the broken tag.
                visible: true,
                ..self.open(token, index, found)
            });
        }
    }
}

/// Whether the end tag of the element without content that has just been opened comes soon.
///
/// `<br>` and `</br>` on different lines are two mistyped line breaks rather than one with
/// content.
fn closes(name: &str, tokens: &Tokens<'_>) -> bool {
    const SOON: usize = 16;
    let mut ahead = tokens.ahead();
    for _ in 0..SOON {
        match ahead.next_token() {
            Some(next) if ahead.at(next.name) == name => return next.kind == TokenKind::End,
            Some(next) if next.marks.has(Marks::NEWLINE) && name == "br" => return false,
            Some(_) => {}
            None => return false,
        }
    }
    false
}
