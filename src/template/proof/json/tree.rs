//! A JSON template as a tree: text, holes, and the ways that its statements leave.

use crate::source::Span;

use super::super::super::expression::{self, Expression, Statement};
use super::super::super::scan::Tag;

/// A piece of a template.
#[derive(Debug)]
pub(super) enum Node<'t> {
    Text(Span),
    Hole(Expression<'t>, Span),
    /// A component that is called with a body.
    Call(&'t str, Span),
    Include(String, Span),
    Block(&'t str, Vec<Node<'t>>, Span),
    /// Bodies of which one is written, each with its condition.
    Choice(Vec<Branch<'t>>),
    Loop {
        tag: Span,
        body: Vec<Node<'t>>,
        none: Option<Vec<Node<'t>>>,
    },
    /// `break` or `continue`
    Jump {
        is_break: bool,
    },
    /// What is written elsewhere, or changed before it is written.
    Apart(Span),
}

#[derive(Debug)]
pub(super) struct Branch<'t> {
    pub(super) tag: Span,
    /// What stands behind `if` or `elif`; nothing for `else`.
    pub(super) condition: Option<&'t str>,
    pub(super) body: Vec<Node<'t>>,
}

/// A template, and the components that it defines.
#[derive(Debug, Default)]
pub(super) struct Tree<'t> {
    pub(super) nodes: Vec<Node<'t>>,
    pub(super) components: Vec<(&'t str, Vec<Node<'t>>)>,
}

impl<'t> Tree<'t> {
    pub(super) fn new(text: &'t str, tags: &'t [Tag]) -> Self {
        let mut reader = Reader {
            text,
            tags,
            next: 0,
            at: 0,
            components: Vec::new(),
        };
        let mut nodes = reader.body(0).0;
        if reader.next < tags.len() {
            // Ends of nothing; Tera has refused them.
            nodes.push(Node::Apart(Span::at(reader.at)));
        }
        Self {
            nodes,
            components: reader.components,
        }
    }
}

/// Tera refuses statements deeper than this.
const MOST_DEEP: usize = 48;

struct Reader<'t> {
    text: &'t str,
    tags: &'t [Tag],
    next: usize,
    at: usize,
    components: Vec<(&'t str, Vec<Node<'t>>)>,
}

/// The tag at which a body ends.
enum End<'t> {
    Text,
    Elif(Span, &'t str),
    Else(Span),
    Statement,
}

impl<'t> Reader<'t> {
    fn body(&mut self, depth: usize) -> (Vec<Node<'t>>, End<'t>) {
        let mut nodes = Vec::new();
        while let Some(tag) = self.tags.get(self.next) {
            nodes.push(Node::Text(Span::new(
                self.at,
                tag.span.start().max(self.at),
            )));
            self.next += 1;
            self.at = tag.span.end();
            match expression::parse(self.text, tag) {
                Statement::Elif(_) => {
                    let inside = self.text[tag.inner.range()].trim();
                    let condition = inside.trim_start_matches("elif");
                    return (nodes, End::Elif(tag.span, condition));
                }
                Statement::Else => return (nodes, End::Else(tag.span)),
                Statement::End(_) | Statement::Close => return (nodes, End::Statement),
                _ if depth >= MOST_DEEP => return (nodes, End::Statement),
                statement => nodes.extend(self.node(statement, tag, depth + 1)),
            }
        }
        nodes.push(Node::Text(Span::new(self.at, self.text.len())));
        self.at = self.text.len();
        (nodes, End::Text)
    }

    fn node(&mut self, statement: Statement<'t>, tag: &Tag, depth: usize) -> Option<Node<'t>> {
        let span = tag.span;
        Some(match statement {
            Statement::Value(value) => Node::Hole(value, span),
            Statement::If(_) => {
                let inside = self.text[tag.inner.range()].trim();
                self.choice(span, inside.trim_start_matches("if"), depth)
            }
            Statement::For { .. } => {
                let (body, end) = self.body(depth);
                let none = matches!(end, End::Else(_)).then(|| self.body(depth).0);
                Node::Loop {
                    tag: span,
                    body,
                    none,
                }
            }
            Statement::Block(name) => {
                let name = &self.text[name.span.range()];
                Node::Block(name, self.body(depth).0, span)
            }
            Statement::Raw => Node::Block("", self.body(depth).0, span),
            Statement::Define(definition) => {
                let name = &self.text[definition.name.span.range()];
                let body = self.body(depth).0;
                self.components.push((name, body));
                return None;
            }
            Statement::Open(component) => {
                let name = &self.text[component.name.span.range()];
                self.body(depth);
                Node::Call(name, span)
            }
            Statement::SetBlock { .. } => {
                self.body(depth);
                return None;
            }
            Statement::Filter(_) => {
                self.body(depth);
                Node::Apart(span)
            }
            Statement::Include(name) => Node::Include(name.text.into_owned(), span),
            Statement::Break => Node::Jump { is_break: true },
            Statement::Continue => Node::Jump { is_break: false },
            _ => return None,
        })
    }

    fn choice(&mut self, tag: Span, condition: &'t str, depth: usize) -> Node<'t> {
        let mut branches = Vec::new();
        let mut next = Some((tag, Some(condition)));
        while let Some((tag, condition)) = next {
            let (body, end) = self.body(depth);
            branches.push(Branch {
                tag,
                condition,
                body,
            });
            next = match end {
                End::Elif(tag, condition) => Some((tag, Some(condition))),
                End::Else(tag) => Some((tag, None)),
                End::Text | End::Statement => None,
            };
        }
        Node::Choice(branches)
    }
}
