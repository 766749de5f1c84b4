//! Expressions, read by the binding powers of their operators.

use crate::source::Span;

use super::ast::{Expression, Node, Operator};
use super::cursor::{Parser, word};
use super::tokens::{self, Token, TokenKind};

/// Tera refuses expressions nested deeper than 40.
const MAX_DEPTH: usize = 48;

/// Tera refuses expressions of more than 256 links: operators, fields, filters.
const MAX_LINKS: usize = 300;

/// How tightly what is more than an operator holds what stands before it.
pub(super) const TERNARY: u8 = 0;
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

impl<'t> Parser<'t> {
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

    pub(super) fn expression(&mut self, power: u8) -> Expression<'t> {
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

    pub(super) fn operand(&mut self) -> Expression<'t> {
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
}
