//! The pieces of one tag, and the place that is read next.

use crate::source::Span;

use super::ast::{Entry, Expression, Node, Word};
use super::tokens::{self, Token, TokenKind};

/// Reads the pieces of one tag.
pub(super) struct Parser<'t> {
    pub(super) tokens: Vec<Token<'t>>,
    pub(super) at: usize,
    /// Where the tag's inside ends.
    pub(super) end: usize,
    pub(super) depth: usize,
    pub(super) links: usize,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, inner: Span) -> Self {
        Self {
            tokens: tokens::tokens(text, inner),
            at: 0,
            end: inner.end(),
            depth: 0,
            links: 0,
        }
    }

    /// `A` or `a.b.C`.
    pub(super) fn dotted(&mut self) -> Option<Word<'t>> {
        let mut name = self.take_word()?;
        while self.take(".") {
            let Some(part) = self.take_word() else { break };
            let text = name.text.to_mut();
            text.push('.');
            text.push_str(&part.text);
            name.span = Span::new(name.span.start(), part.span.end());
        }
        Some(name)
    }

    /// Something in quotes.
    pub(super) fn take_text(&mut self) -> Option<Word<'t>> {
        let token = self.peek().filter(|token| token.kind == TokenKind::Text)?;
        self.at += 1;
        Some(Word {
            text: tokens::unescape(token.text),
            span: token.span,
        })
    }

    /// The word that a statement begins with.
    pub(super) fn keyword(&mut self) -> Option<&'t str> {
        let token = self.peek().filter(|token| token.kind == TokenKind::Word)?;
        self.at += 1;
        Some(token.text)
    }

    pub(super) fn take_word(&mut self) -> Option<Word<'t>> {
        let token = self.peek().filter(|token| token.kind == TokenKind::Word)?;
        self.at += 1;
        Some(word(token))
    }

    /// Steps over `text` if it comes next.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let sees = self.sees(text);
        self.at += usize::from(sees);
        sees
    }

    /// Whether `text`, a mark or a word, comes next.
    pub(super) fn sees(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| is(token, text))
    }

    pub(super) fn next_is(&self, text: &str) -> bool {
        let next = self.tokens.get(self.at + 1);
        next.is_some_and(|token| is(*token, text))
    }

    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    /// `inner`, if `mark` comes behind it.
    pub(super) fn close(
        &mut self,
        mark: &str,
        start: usize,
        inner: Expression<'t>,
    ) -> Expression<'t> {
        if self.take(mark) {
            return Expression {
                span: Span::new(start, self.place_behind(start)),
                node: inner.node,
            };
        }
        self.node(start, Node::Unreadable(vec![inner]))
    }

    pub(super) fn node(&self, start: usize, node: Node<'t>) -> Expression<'t> {
        Expression {
            span: Span::new(start, self.place_behind(start)),
            node,
        }
    }

    pub(super) fn unreadable(&self) -> Expression<'t> {
        Expression {
            span: Span::at(self.place()),
            node: Node::Unreadable(Vec::new()),
        }
    }

    /// Reads nothing of what is left: it is more than Tera takes.
    pub(super) fn give_up(&mut self) -> Expression<'t> {
        let unreadable = self.unreadable();
        self.at = self.tokens.len();
        unreadable
    }

    /// Where the next piece begins.
    pub(super) fn place(&self) -> usize {
        self.peek().map_or(self.end, |token| token.span.start())
    }

    /// Where the last piece ends, quotes included.
    pub(super) fn place_behind(&self, start: usize) -> usize {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let end = last.map_or(start, |token| {
            let quote = usize::from(token.kind == TokenKind::Text);
            (token.span.end() + quote).min(self.end)
        });
        end.max(start)
    }
}

fn is(token: Token<'_>, text: &str) -> bool {
    matches!(token.kind, TokenKind::Mark | TokenKind::Word) && token.text == text
}

pub(super) fn word(token: Token<'_>) -> Word<'_> {
    Word {
        text: token.text.into(),
        span: token.span,
    }
}

pub(super) fn entry<'t>(name: Option<Word<'t>>, value: Expression<'t>) -> Entry<'t> {
    Entry {
        name,
        value,
        spread: false,
    }
}
