//! What of a template can make a rendering long or large.

use std::collections::HashSet;

use crate::source::Span;

use super::super::expression::{self, Entry, Expression, Node, Operator, Statement};
use super::super::scan::{self, Tag, TagKind};

/// A template's loops, captures and variables.
#[derive(Debug, Default)]
pub(super) struct Shape<'t> {
    pub(super) loops: Vec<Loop<'t>>,
    pub(super) components: Vec<Component>,
    pub(super) sets: Vec<Set<'t>>,
    /// Tags that write a value where it is collected, or that call a component.
    pub(super) holes: Vec<Hole<'t>>,
    /// Arguments of components that make something new.
    pub(super) arguments: Vec<Expression<'t>>,
    /// The variables that the template makes itself, which may grow.
    pub(super) own: HashSet<String>,
}

#[derive(Debug)]
pub(super) struct Loop<'t> {
    pub(super) tag: Span,
    pub(super) list: Expression<'t>,
    /// The name of an item.
    item: String,
    pub(super) body: Span,
    /// The loop around it, in the same component.
    pub(super) around: Option<usize>,
    /// Whether what it writes is collected first.
    pub(super) is_captured: bool,
}

impl Loop<'_> {
    pub(super) fn item(&self) -> &str {
        &self.item
    }
}

#[derive(Debug)]
pub(super) struct Component {
    pub(super) name: String,
    /// The tag that begins it.
    pub(super) tag: Tag,
    pub(super) body: Span,
}

/// `set` or `set_global`.
#[derive(Debug)]
pub(super) struct Set<'t> {
    pub(super) tag: Tag,
    /// What is assigned; a block if there is none.
    pub(super) value: Option<Expression<'t>>,
    pub(super) body: Span,
}

#[derive(Debug)]
pub(super) struct Hole<'t> {
    pub(super) span: Span,
    pub(super) value: Expression<'t>,
    /// Whether what it writes is collected first: by a `set` block, for a component, in a
    /// `filter` section.
    pub(super) is_captured: bool,
}

enum Open {
    Loop(usize),
    Component(usize),
    Set(usize),
    Capture,
    Other,
}

impl<'t> Shape<'t> {
    /// Reads the tags of `text`; of most templates there is nothing to say.
    pub(super) fn new(text: &'t str, tags: &[Tag]) -> Self {
        let mut reader = Reader {
            text,
            shape: Self::default(),
            open: Vec::new(),
        };
        for tag in tags {
            match tag.kind {
                TagKind::Comment => {}
                TagKind::Value => reader.value(tag),
                TagKind::Statement => reader.statement(tag),
            }
        }
        reader.shape
    }

    /// Whether the items of `inner` are a part of the item of the loop around it, so that all
    /// together are no more than the data.
    pub(super) fn is_branch(&self, inner: &Loop<'_>) -> bool {
        let around = inner.around.map(|around| &self.loops[around]);
        let root = root(&inner.list);
        root.is_some_and(|root| {
            around.is_some_and(|around| around.item == root) && !self.own.contains(root)
        })
    }

    /// Whether `expression` makes something larger of the template's own variables.
    pub(super) fn grows(&self, expression: &Expression<'_>) -> bool {
        makes(expression) && self.reads_own(expression)
    }

    /// Whether `expression` reads one of the template's own variables.
    pub(super) fn reads_own(&self, expression: &Expression<'_>) -> bool {
        let mut uses = false;
        expression.each(&mut |part| {
            uses |= matches!(part.node, Node::Name(name) if self.own.contains(name));
        });
        uses
    }

    /// Whether the items of `one` are together no more than the data.
    pub(super) fn is_data(&self, one: &Loop<'_>) -> bool {
        let mut is_data = !self.own.contains(&one.item);
        one.list.each(&mut |part| {
            is_data &= match &part.node {
                Node::Name(name) => !self.own.contains(*name),
                Node::Field { .. } | Node::Filter { .. } | Node::Text(_) | Node::Number(_) => true,
                Node::Slice { .. } | Node::Index { .. } => true,
                _ => false,
            };
        });
        is_data
    }

    /// The component whose body `span` lies in.
    pub(super) fn component_at(&self, span: Span) -> Option<usize> {
        // They do not nest.
        let behind = |component: &Component| component.body.start() <= span.start();
        let last = self.components.partition_point(behind).checked_sub(1)?;
        holds(self.components[last].body, span).then_some(last)
    }

    /// Whether `span` lies in a loop.
    pub(super) fn is_in_loop(&self, span: Span) -> bool {
        let behind = |one: &Loop<'_>| one.body.start() <= span.start();
        let mut last = self.loops.partition_point(behind).checked_sub(1);
        while let Some(one) = last.map(|last| &self.loops[last]) {
            if holds(one.body, span) {
                return true;
            }
            last = one.around;
        }
        false
    }
}

pub(super) fn holds(outer: Span, inner: Span) -> bool {
    outer.start() <= inner.start() && inner.end() <= outer.end()
}

/// The variable that a path begins with.
pub(super) fn root<'e>(expression: &'e Expression<'_>) -> Option<&'e str> {
    match &expression.node {
        Node::Name(name) => Some(name),
        Node::Field { of, .. } => root(of),
        _ => None,
    }
}

/// Whether `expression` makes something new.
pub(super) fn makes(expression: &Expression<'_>) -> bool {
    let mut makes = false;
    expression.each(&mut |part| makes |= is_making(part));
    makes
}

/// Whether the value of `part` may be larger than what it is made of.
fn is_making(part: &Expression<'_>) -> bool {
    match &part.node {
        Node::Binary { operator, .. } => *operator == Operator::Concat,
        Node::Filter { .. }
        | Node::Function(_)
        | Node::List(_)
        | Node::Map(_)
        | Node::Comprehension(_)
        | Node::Component(_)
        | Node::Unreadable(_) => true,
        _ => false,
    }
}

struct Reader<'t> {
    text: &'t str,
    shape: Shape<'t>,
    open: Vec<Open>,
}

impl<'t> Reader<'t> {
    fn value(&mut self, tag: &Tag) {
        let is_captured = self.is_captured();
        if !is_captured && !self.text[tag.inner.range()].contains('<') {
            return;
        }
        let Statement::Value(value) = expression::parse(self.text, tag) else {
            return;
        };
        if let Node::Component(component) = &value.node {
            self.arguments(&component.arguments);
        }
        self.shape.holes.push(Hole {
            span: tag.span,
            value,
            is_captured,
        });
    }

    fn statement(&mut self, tag: &Tag) {
        let word = scan::word(self.text, tag.inner);
        if matches!(word, "if" | "filter" | "block") {
            let opened = match word {
                "filter" => Open::Capture,
                _ => Open::Other,
            };
            self.open.push(opened);
            return;
        }
        if word.starts_with("end") {
            self.close(tag);
            return;
        }
        match expression::parse(self.text, tag) {
            Statement::For { value, list, .. } => {
                let item = value.text.into_owned();
                if makes(&list) || matches!(list.node, Node::Ternary { .. }) {
                    self.shape.own.insert(item.clone());
                }
                self.open_loop(tag, item, list);
            }
            Statement::Set { name, value, .. } => {
                self.shape.own.insert(name.text.into_owned());
                self.set(tag, Some(value));
            }
            Statement::SetBlock { name, .. } => {
                self.shape.own.insert(name.text.into_owned());
                self.set(tag, None);
                self.open.push(Open::Set(self.shape.sets.len() - 1));
            }
            Statement::Define(definition) => {
                let parameters = definition.parameters.into_iter().map(|one| one.name);
                let names = parameters.chain(definition.rest);
                self.shape
                    .own
                    .extend(names.map(|name| name.text.into_owned()));
                self.shape.own.insert("body".to_owned());
                self.shape.components.push(Component {
                    name: definition.name.text.into_owned(),
                    tag: *tag,
                    body: Span::at(tag.span.end()),
                });
                self.open
                    .push(Open::Component(self.shape.components.len() - 1));
            }
            Statement::Open(component) => {
                self.arguments(&component.arguments);
                self.open.push(Open::Capture);
            }
            Statement::Close => self.close(tag),
            _ => {}
        }
    }

    fn open_loop(&mut self, tag: &Tag, item: String, list: Expression<'t>) {
        let around = self.open.iter().rev().find_map(|open| match open {
            Open::Loop(index) => Some(Some(*index)),
            Open::Component(_) => Some(None),
            _ => None,
        });
        self.shape.loops.push(Loop {
            tag: tag.span,
            list,
            item,
            body: Span::at(tag.span.end()),
            around: around.flatten(),
            is_captured: self.is_captured(),
        });
        self.open.push(Open::Loop(self.shape.loops.len() - 1));
    }

    fn arguments(&mut self, arguments: &[Entry<'t>]) {
        let values = arguments.iter().map(|argument| &argument.value);
        let making = values.filter(|value| makes(value));
        self.shape.arguments.extend(making.cloned());
    }

    fn set(&mut self, tag: &Tag, value: Option<Expression<'t>>) {
        self.shape.sets.push(Set {
            tag: *tag,
            value,
            body: Span::at(tag.span.end()),
        });
    }

    fn is_captured(&self) -> bool {
        let mut around = self.open.iter().rev();
        around.any(|open| matches!(open, Open::Capture | Open::Set(_)))
    }

    /// Ends the body that was opened last.
    fn close(&mut self, tag: &Tag) {
        let end = tag.span.start();
        let until = |span: &mut Span| *span = Span::new(span.start(), end.max(span.start()));
        let shape = &mut self.shape;
        match self.open.pop() {
            Some(Open::Loop(index)) => until(&mut shape.loops[index].body),
            Some(Open::Component(index)) => until(&mut shape.components[index].body),
            Some(Open::Set(index)) => until(&mut shape.sets[index].body),
            Some(Open::Capture | Open::Other) | None => {}
        }
    }
}
