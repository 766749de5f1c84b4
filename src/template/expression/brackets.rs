//! What stands in brackets: arguments, lists, maps, components.

use super::ast::{Call, Component, Comprehension, Entry, Expression, Node, Word};
use super::cursor::{Parser, entry, word};
use super::parser::TERNARY;
use super::tokens::{self, Token, TokenKind};
use crate::source::Span;

impl<'t> Parser<'t> {
    /// A filter or test, with its arguments if it has any.
    pub(super) fn named_call(&mut self) -> Option<Call<'t>> {
        let name = self.take_word()?;
        Some(self.call(name))
    }

    pub(super) fn call(&mut self, name: Word<'t>) -> Call<'t> {
        let arguments = if self.take("(") {
            self.entries(")", Self::argument)
        } else {
            Vec::new()
        };
        Call { name, arguments }
    }

    pub(super) fn list(&mut self, start: usize) -> Expression<'t> {
        if self.take("]") {
            return self.node(start, Node::List(Vec::new()));
        }
        let first = self.entry(Self::item);
        if !first.spread && self.take("for") {
            return self.comprehension(start, first.value);
        }
        let mut entries = vec![first];
        if self.take(",") || self.sees("]") {
            entries.extend(self.entries("]", Self::item));
        } else {
            entries.push(entry(None, self.unreadable()));
        }
        self.node(start, Node::List(entries))
    }

    pub(super) fn comprehension(&mut self, start: usize, value: Expression<'t>) -> Expression<'t> {
        let Some((key, name)) = self.loop_names() else {
            return self.node(start, Node::Unreadable(vec![value]));
        };
        let list = self.expression(TERNARY + 1);
        let condition = self.take("if").then(|| self.expression(TERNARY + 1));
        let inner = Box::new(Comprehension {
            value,
            key,
            name,
            list,
            condition,
        });
        let node = self.node(start, Node::Comprehension(inner));
        self.close("]", start, node)
    }

    /// `name in` or `key, name in`.
    pub(super) fn loop_names(&mut self) -> Option<(Option<Word<'t>>, Word<'t>)> {
        let first = self.take_word()?;
        let names = if self.take(",") {
            (Some(first), self.take_word()?)
        } else {
            (None, first)
        };
        self.take("in").then_some(names)
    }

    /// A component's name and arguments, up to its `>` or `/>`.
    pub(super) fn component(&mut self) -> Component<'t> {
        let name = self.dotted().unwrap_or_else(|| Word {
            text: "".into(),
            span: Span::at(self.end),
        });
        let mut arguments = Vec::new();
        while let Some(token) = self.peek() {
            if token.kind == TokenKind::Mark && matches!(token.text, "/" | ">") {
                break;
            }
            arguments.push(self.attribute(token));
        }
        Component { name, arguments }
    }

    pub(super) fn attribute(&mut self, token: Token<'t>) -> Entry<'t> {
        if token.kind == TokenKind::Word {
            self.at += 1;
            let name = word(token);
            if !self.take("=") {
                let value = Expression {
                    span: token.span,
                    node: Node::Name(token.text),
                };
                return entry(Some(name), value);
            }
            let value = match self.peek() {
                Some(next) if next.kind == TokenKind::Text => self.operand(),
                _ => self.braced(),
            };
            return entry(Some(name), value);
        }
        let start = token.span.start();
        if self.take("{") && self.take("...") {
            let value = self.expression(0);
            let value = self.close("}", start, value);
            return Entry {
                name: None,
                value,
                spread: true,
            };
        }
        self.at += usize::from(self.tokens.get(self.at) == Some(&token));
        entry(None, self.node(start, Node::Unreadable(Vec::new())))
    }

    pub(super) fn braced(&mut self) -> Expression<'t> {
        let start = self.place();
        if !self.take("{") {
            return self.unreadable();
        }
        let inner = self.expression(0);
        self.close("}", start, inner)
    }

    /// Entries with commas between them, and `close` behind the last.
    pub(super) fn entries(
        &mut self,
        close: &str,
        read: fn(&mut Self) -> Entry<'t>,
    ) -> Vec<Entry<'t>> {
        let mut entries = Vec::new();
        while !self.take(close) {
            if self.peek().is_none() {
                entries.push(entry(None, self.unreadable()));
                break;
            }
            let before = self.at;
            entries.push(self.entry(read));
            if !self.take(",") && !self.sees(close) {
                entries.push(entry(None, self.unreadable()));
                // Whatever it is, it is not read twice.
                self.at += usize::from(self.at == before);
            }
        }
        entries
    }

    pub(super) fn entry(&mut self, read: fn(&mut Self) -> Entry<'t>) -> Entry<'t> {
        if !self.take("...") {
            return read(self);
        }
        Entry {
            name: None,
            value: self.expression(0),
            spread: true,
        }
    }

    pub(super) fn item(&mut self) -> Entry<'t> {
        entry(None, self.expression(0))
    }

    pub(super) fn argument(&mut self) -> Entry<'t> {
        let name = self.take_word();
        if name.is_none() || !self.take("=") {
            return entry(name, self.unreadable());
        }
        entry(name, self.expression(0))
    }

    pub(super) fn map_entry(&mut self) -> Entry<'t> {
        let key = self.peek().filter(|key| key.kind != TokenKind::Mark);
        self.at += usize::from(key.is_some());
        let name = key.map(|key| Word {
            text: match key.kind {
                TokenKind::Text => tokens::unescape(key.text),
                _ => key.text.into(),
            },
            span: key.span,
        });
        if name.is_none() || !self.take(":") {
            return entry(name, self.unreadable());
        }
        entry(name, self.expression(0))
    }
}
