//! Expressions, read by the binding powers of their operators.

use crate::source::Span;

use super::ast::{Call, Component, Comprehension, Entry, Expression, Node, Operator, Word};
use super::tokens::{self, Token, TokenKind};

/// Tera refuses expressions nested deeper than 40.
const MAX_DEPTH: usize = 48;

/// Tera refuses expressions of more than 256 links: operators, fields, filters.
const MAX_LINKS: usize = 300;

/// How tightly what is more than an operator holds what stands before it.
const TERNARY: u8 = 0;
const NOT: u8 = 5;
const TEST: u8 = 5;
const FILTER: u8 = 17;
const MINUS: u8 = 20;

/// The operators, with how tightly each holds what stands before and behind it.
const OPERATORS: &[(&str, Operator, u8, u8)] = &[
    ("or", Operator::Or, 1, 2),
    ("and", Operator::And, 3, 4),
    ("in", Operator::In, 5, 6),
    ("==", Operator::Equality, 7, 8),
    ("!=", Operator::Equality, 7, 8),
    ("<", Operator::Order, 7, 8),
    ("<=", Operator::Order, 7, 8),
    (">", Operator::Order, 7, 8),
    (">=", Operator::Order, 7, 8),
    ("+", Operator::Math, 11, 12),
    ("-", Operator::Math, 11, 12),
    ("*", Operator::Math, 13, 14),
    ("/", Operator::Math, 13, 14),
    ("//", Operator::Math, 13, 14),
    ("%", Operator::Math, 13, 14),
    ("~", Operator::Concat, 13, 14),
    ("**", Operator::Math, 16, 15),
];

/// Reads the pieces of one tag.
pub(super) struct Parser<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
    /// Where the tag's inside ends.
    end: usize,
    depth: usize,
    links: usize,
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

    /// All that is left, as one expression.
    pub(super) fn rest(&mut self) -> Expression<'t> {
        let first = self.expression(0);
        if self.at == self.tokens.len() {
            return first;
        }
        let start = first.span.start();
        let mut parts = vec![first];
        while self.at < self.tokens.len() {
            let before = self.at;
            let part = self.expression(0);
            if self.at == before {
                self.at += 1;
            } else {
                parts.push(part);
            }
        }
        self.node(start, Node::Unreadable(parts))
    }

    /// One expression, whatever stands behind it.
    pub(super) fn value(&mut self) -> Expression<'t> {
        self.expression(0)
    }

    fn expression(&mut self, power: u8) -> Expression<'t> {
        if self.depth == 0 {
            self.links = 0;
        }
        if self.depth >= MAX_DEPTH {
            return self.give_up();
        }
        self.depth += 1;
        let first = self.operand();
        let whole = self.behind(first, power);
        self.depth -= 1;
        whole
    }

    fn operand(&mut self) -> Expression<'t> {
        let Some(token) = self.peek() else {
            return self.unreadable();
        };
        let start = token.span.start();
        match token.kind {
            TokenKind::Text => {
                self.at += 1;
                let node = Node::Text(tokens::unescape(token.text));
                // With its quotes.
                let span = Span::new(start - 1, (token.span.end() + 1).min(self.end));
                Expression { span, node }
            }
            TokenKind::Number => {
                self.at += 1;
                self.node(start, Node::Number(token.text))
            }
            TokenKind::Word => self.word(token),
            TokenKind::Mark => {
                self.at += 1;
                match token.text {
                    "-" => {
                        let inner = self.expression(MINUS);
                        self.node(start, Node::Minus(Box::new(inner)))
                    }
                    "(" => {
                        let inner = self.expression(0);
                        self.close(")", start, inner)
                    }
                    "[" => self.list(start),
                    "{" => {
                        let entries = self.entries("}", Self::map_entry);
                        self.node(start, Node::Map(entries))
                    }
                    "<" if self.peek().is_some_and(|next| next.kind == TokenKind::Word) => {
                        let component = self.component();
                        self.take("/");
                        let call = self.node(start, Node::Component(component));
                        self.close(">", start, call)
                    }
                    _ => {
                        self.at -= 1;
                        self.unreadable()
                    }
                }
            }
        }
    }

    fn word(&mut self, token: Token<'t>) -> Expression<'t> {
        self.at += 1;
        let start = token.span.start();
        let node = match token.text {
            "true" | "True" => Node::Bool(true),
            "false" | "False" => Node::Bool(false),
            "none" | "None" | "null" => Node::Null,
            "not" => {
                let inner = self.expression(NOT);
                Node::Not(Box::new(inner))
            }
            _ if self.sees("(") => Node::Function(self.call(word(token))),
            name => Node::Name(name),
        };
        self.node(start, node)
    }

    /// What follows `left` and holds it more tightly than `power`.
    fn behind(&mut self, mut left: Expression<'t>, power: u8) -> Expression<'t> {
        while let Some(token) = self.peek() {
            if token.kind == TokenKind::Text || token.kind == TokenKind::Number {
                break;
            }
            if self.links > MAX_LINKS {
                return self.give_up();
            }
            let start = left.span.start();
            let input = Box::new(left);
            let node = match token.text {
                "." | "?." => self.field(input, token.text == "?."),
                "[" | "?[" => self.subscript(input, token.text == "?["),
                "|" if FILTER >= power => {
                    self.at += 1;
                    self.filter(input)
                }
                "is" if TEST >= power => self.test(start, input),
                "if" if TERNARY == power => self.ternary(input),
                "not" if TEST >= power && self.next_is("in") => {
                    self.at += 1;
                    let inner = self.binary(start, input, power);
                    match inner {
                        Ok(inner) => Node::Not(Box::new(inner)),
                        Err(left) => return *left,
                    }
                }
                _ => match self.binary(start, input, power) {
                    Ok(binary) => {
                        left = binary;
                        continue;
                    }
                    Err(left) => return *left,
                },
            };
            self.links += 1;
            left = self.node(start, node);
        }
        left
    }

    /// An operator and what stands behind it, or `left` again if there is none that holds it.
    fn binary(
        &mut self,
        start: usize,
        left: Box<Expression<'t>>,
        power: u8,
    ) -> Result<Expression<'t>, Box<Expression<'t>>> {
        let found = self.peek().and_then(|token| {
            OPERATORS
                .iter()
                .find(|(mark, _, before, _)| *mark == token.text && *before >= power)
        });
        let Some(&(_, operator, _, behind)) = found else {
            return Err(left);
        };
        self.at += 1;
        self.links += 1;
        let right = Box::new(self.expression(behind));
        Ok(self.node(
            start,
            Node::Binary {
                operator,
                left,
                right,
            },
        ))
    }

    fn field(&mut self, of: Box<Expression<'t>>, optional: bool) -> Node<'t> {
        self.at += 1;
        match self.take_word() {
            Some(name) => Node::Field { of, name, optional },
            None => Node::Unreadable(vec![*of]),
        }
    }

    fn subscript(&mut self, of: Box<Expression<'t>>, optional: bool) -> Node<'t> {
        self.at += 1;
        let mut bounds = Vec::new();
        let mut colons = 0;
        while !self.sees("]") {
            if self.take(":") {
                colons += 1;
                continue;
            }
            let before = self.at;
            bounds.push(self.expression(0));
            if self.at == before || self.peek().is_none() {
                break;
            }
        }
        let closed = self.take("]");
        match (closed && bounds.len() <= colons + 1, colons, bounds.pop()) {
            (true, 0, Some(at)) => Node::Index {
                of,
                at: Box::new(at),
                optional,
            },
            (true, 1.., last) => {
                bounds.extend(last);
                Node::Slice {
                    of,
                    bounds,
                    optional,
                }
            }
            (_, _, last) => {
                bounds.insert(0, *of);
                bounds.extend(last);
                Node::Unreadable(bounds)
            }
        }
    }

    fn filter(&mut self, input: Box<Expression<'t>>) -> Node<'t> {
        match self.named_call() {
            Some(call) => Node::Filter { input, call },
            None => Node::Unreadable(vec![*input]),
        }
    }

    fn test(&mut self, start: usize, input: Box<Expression<'t>>) -> Node<'t> {
        self.at += 1;
        let negated = self.take("not");
        let Some(call) = self.named_call() else {
            return Node::Unreadable(vec![*input]);
        };
        let test = Node::Test { input, call };
        if negated {
            Node::Not(Box::new(self.node(start, test)))
        } else {
            test
        }
    }

    fn ternary(&mut self, then: Box<Expression<'t>>) -> Node<'t> {
        self.at += 1;
        let condition = Box::new(self.expression(0));
        if !self.take("else") {
            return Node::Unreadable(vec![*then, *condition]);
        }
        Node::Ternary {
            condition,
            then,
            otherwise: Box::new(self.expression(0)),
        }
    }

    /// A filter or test, with its arguments if it has any.
    pub(super) fn named_call(&mut self) -> Option<Call<'t>> {
        let name = self.take_word()?;
        Some(self.call(name))
    }

    fn call(&mut self, name: Word<'t>) -> Call<'t> {
        let arguments = if self.take("(") {
            self.entries(")", Self::argument)
        } else {
            Vec::new()
        };
        Call { name, arguments }
    }

    fn list(&mut self, start: usize) -> Expression<'t> {
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

    fn comprehension(&mut self, start: usize, value: Expression<'t>) -> Expression<'t> {
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

    fn attribute(&mut self, token: Token<'t>) -> Entry<'t> {
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

    fn braced(&mut self) -> Expression<'t> {
        let start = self.place();
        if !self.take("{") {
            return self.unreadable();
        }
        let inner = self.expression(0);
        self.close("}", start, inner)
    }

    /// Entries with commas between them, and `close` behind the last.
    fn entries(&mut self, close: &str, read: fn(&mut Self) -> Entry<'t>) -> Vec<Entry<'t>> {
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

    fn entry(&mut self, read: fn(&mut Self) -> Entry<'t>) -> Entry<'t> {
        if !self.take("...") {
            return read(self);
        }
        Entry {
            name: None,
            value: self.expression(0),
            spread: true,
        }
    }

    fn item(&mut self) -> Entry<'t> {
        entry(None, self.expression(0))
    }

    fn argument(&mut self) -> Entry<'t> {
        let name = self.take_word();
        if name.is_none() || !self.take("=") {
            return entry(name, self.unreadable());
        }
        entry(name, self.expression(0))
    }

    fn map_entry(&mut self) -> Entry<'t> {
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
    fn sees(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| is(token, text))
    }

    fn next_is(&self, text: &str) -> bool {
        let next = self.tokens.get(self.at + 1);
        next.is_some_and(|token| is(*token, text))
    }

    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    /// `inner`, if `mark` comes behind it.
    fn close(&mut self, mark: &str, start: usize, inner: Expression<'t>) -> Expression<'t> {
        if self.take(mark) {
            return Expression {
                span: Span::new(start, self.place_behind(start)),
                node: inner.node,
            };
        }
        self.node(start, Node::Unreadable(vec![inner]))
    }

    fn node(&self, start: usize, node: Node<'t>) -> Expression<'t> {
        Expression {
            span: Span::new(start, self.place_behind(start)),
            node,
        }
    }

    fn unreadable(&self) -> Expression<'t> {
        Expression {
            span: Span::at(self.place()),
            node: Node::Unreadable(Vec::new()),
        }
    }

    /// Reads nothing of what is left: it is more than Tera takes.
    fn give_up(&mut self) -> Expression<'t> {
        let unreadable = self.unreadable();
        self.at = self.tokens.len();
        unreadable
    }

    /// Where the next piece begins.
    fn place(&self) -> usize {
        self.peek().map_or(self.end, |token| token.span.start())
    }

    /// Where the last piece ends, quotes included.
    fn place_behind(&self, start: usize) -> usize {
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

fn word(token: Token<'_>) -> Word<'_> {
    Word {
        text: token.text.into(),
        span: token.span,
    }
}

fn entry<'t>(name: Option<Word<'t>>, value: Expression<'t>) -> Entry<'t> {
    Entry {
        name,
        value,
        spread: false,
    }
}
