//! Whether a JSON template writes JSON, whichever way its statements go.
//!
//! What may come next is kept as a set, because a loop that may be empty leaves `[` or an entry
//! behind it. Commas that hang on `loop.first` or `loop.last` are understood.

use std::collections::HashMap;

use crate::check::Diagnostic;
use crate::check::rules::{invalid_json, unproven_markup};
use crate::source::Span;

use super::super::super::expression::{Expression, Node as Value, Operator};
use super::next::Next;
use super::tree::{Node, Tree};
use super::ways::Loop;

/// A template of the folder.
pub(super) struct Template<'t> {
    pub(super) text: &'t str,
    pub(super) tree: Tree<'t>,
    pub(super) parent: Option<usize>,
}

/// All JSON templates of the folder.
pub(super) struct Folder<'t> {
    pub(super) templates: Vec<Option<Template<'t>>>,
    pub(super) by_name: HashMap<&'t str, usize>,
    /// Each component's file, and its place among those of the file.
    pub(super) components: HashMap<&'t str, (usize, usize)>,
}

/// More bytes than these, counted on all ways, are not read.
const MOST_WORK: usize = 2 * 1024 * 1024;
/// Includes and components inside of each other.
const MOST_DEEP: usize = 12;

/// What is found in the template `index`, unless it is a part of others, and which tags of which
/// templates stand in strings.
pub(super) fn check(
    folder: &Folder<'_>,
    index: usize,
    is_whole: bool,
) -> (Vec<Diagnostic>, Vec<(usize, Span)>) {
    let mut in_strings = components(folder, index);
    if !is_whole {
        return (Vec::new(), in_strings);
    }
    let mut machine = Machine::new(folder, index, Next::VALUE);
    let mut chain = vec![index];
    let mut first = index;
    while let Some(template) = &folder.templates[first]
        && let Some(parent) = template.parent
        && chain.len() <= folder.templates.len()
    {
        chain.push(parent);
        first = parent;
    }
    if let Some(template) = &folder.templates[first] {
        machine.chain = chain;
        machine.at = (first != index).then(|| Span::at(0));
        machine.file = first;
        machine.run(&template.tree.nodes);
        machine.at = None;
    }
    in_strings.append(&mut machine.in_strings);
    (machine.finish(index), in_strings)
}

/// The tags that stand in strings in the components of the template `index`: all of a component's
/// that is no value by itself.
fn components(folder: &Folder<'_>, index: usize) -> Vec<(usize, Span)> {
    let Some(template) = &folder.templates[index] else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (_, body) in &template.tree.components {
        let mut machine = Machine::new(folder, index, Next::VALUE);
        machine.run(body);
        let is_value = machine.is_whole() && machine.wrong.is_none();
        if !is_value {
            machine = Machine::new(folder, index, Next::IN_VALUE);
            machine.run(body);
        }
        found.append(&mut machine.in_strings);
    }
    found
}

pub(super) struct Machine<'a, 't> {
    pub(super) folder: &'a Folder<'t>,
    /// The template whose text is read.
    pub(super) file: usize,
    /// The template, its parent, and so on.
    pub(super) chain: Vec<usize>,
    /// Where to tell what is found in another file.
    pub(super) at: Option<Span>,
    pub(super) next: Next,
    pub(super) open: Vec<(u8, Span)>,
    pub(super) loops: Vec<Loop>,
    pub(super) work: usize,
    pub(super) depth: usize,
    /// The first thing that is wrong; what follows it is a guess.
    pub(super) wrong: Option<Diagnostic>,
    pub(super) doubts: Vec<Diagnostic>,
    /// The tags that stand in strings, and their files.
    pub(super) in_strings: Vec<(usize, Span)>,
}

impl<'a, 't> Machine<'a, 't> {
    fn new(folder: &'a Folder<'t>, file: usize, next: Next) -> Self {
        Self {
            folder,
            file,
            chain: vec![file],
            at: None,
            next,
            open: Vec::new(),
            loops: Vec::new(),
            work: 0,
            depth: 0,
            wrong: None,
            doubts: Vec::new(),
            in_strings: Vec::new(),
        }
    }

    fn finish(mut self, index: usize) -> Vec<Diagnostic> {
        let end = self.folder.templates[index]
            .as_ref()
            .map_or(0, |template| template.text.trim_end().len());
        if self.work > MOST_WORK {
            self.wrong(unproven_markup::entangled());
        } else if !self.is_whole() && !self.next.is_never() {
            let end = Span::at(end);
            let is_sure = self.next.and(Next::AFTER).is_never() || !self.open.is_empty();
            self.wrong(if is_sure {
                invalid_json::ends_early(end)
            } else {
                unproven_markup::comma(end)
            });
        }
        self.doubts.sort_by_key(|doubt| doubt.span);
        self.doubts.dedup_by_key(|doubt| doubt.span);
        self.doubts.extend(self.wrong);
        self.doubts
    }

    fn is_whole(&self) -> bool {
        self.next == Next::AFTER && self.open.is_empty()
    }

    pub(super) fn wrong(&mut self, finding: Diagnostic) {
        if self.wrong.is_none() {
            let span = self.at.unwrap_or(finding.span);
            self.wrong = Some(Diagnostic { span, ..finding });
        }
    }

    fn text(&self) -> &'t str {
        self.folder.templates[self.file]
            .as_ref()
            .map_or("", |template| template.text)
    }

    pub(super) fn run(&mut self, nodes: &'a [Node<'t>]) {
        for node in nodes {
            if self.wrong.is_some() || self.work > MOST_WORK {
                return;
            }
            if self.next.is_string()
                && let Node::Hole(_, tag)
                | Node::Call(_, tag)
                | Node::Include(_, tag)
                | Node::Block(_, _, tag)
                | Node::Apart(tag) = node
            {
                self.in_strings.push((self.file, *tag));
            }
            match node {
                Node::Text(span) => self.literal(&self.text()[span.range()], *span, true),
                Node::Hole(value, span) => self.hole(value, *span),
                Node::Call(name, span) => self.component(name, *span),
                Node::Include(name, span) => self.include(name, *span),
                Node::Block(name, body, _) => self.block(name, body),
                Node::Choice(branches) => self.choice(branches),
                Node::Loop { tag, body, none } => self.repeat(*tag, body, none.as_deref()),
                Node::Jump { is_break } => self.jump(*is_break),
                Node::Apart(span) if self.next.is_string() => {
                    // What a filter makes of a piece of a string is text.
                    self.work += span.len();
                }
                Node::Apart(span) => self.doubtful(*span),
            }
        }
    }

    fn hole(&mut self, value: &Expression<'t>, span: Span) {
        if self.next.is_string() || self.next.is_never() {
            return;
        }
        match &value.node {
            Value::Number(_)
            | Value::Bool(_)
            | Value::Not(_)
            | Value::Minus(_)
            | Value::Test { .. } => self.number(span),
            Value::Binary { operator, .. } => match operator {
                Operator::In | Operator::Equality | Operator::Order | Operator::Math => {
                    self.number(span);
                }
                Operator::Or | Operator::And | Operator::Concat => self.doubtful(span),
            },
            Value::Filter { call, .. } => match &*call.name.text {
                "abs" | "int" | "length" | "round" | "wordcount" => self.number(span),
                _ => self.doubtful(span),
            },
            Value::Text(text) if !text.contains(['"', '\\']) => self.literal(text, span, false),
            Value::Ternary {
                condition,
                then,
                otherwise,
            } => {
                let known = self.holds(&self.text()[condition.span.range()]);
                let entry = self.next;
                let mut exit = Next::NEVER;
                for (side, value) in [(true, then), (false, otherwise)] {
                    if known.is_none_or(|known| known == side) {
                        self.next = entry;
                        self.hole(value, span);
                        exit = exit.or(self.next);
                    }
                }
                self.next = exit;
            }
            Value::Component(component) => {
                let name = &self.text()[component.name.span.range()];
                self.component(name, span);
            }
            _ => self.doubtful(span),
        }
    }

    fn number(&mut self, span: Span) {
        self.take(Next::ITEM, Next::AFTER, span, "a value");
    }

    /// A hole outside of strings that only some data make JSON.
    fn doubtful(&mut self, span: Span) {
        if self.at.is_none() {
            self.doubts.push(unproven_markup::bare(self.text(), span));
        } else {
            self.wrong(unproven_markup::bare(self.text(), span));
        }
        self.number(span);
    }

    /// A component; outside of strings it has to write one value.
    fn component(&mut self, name: &str, span: Span) {
        if self.next.is_string() || self.next.is_never() {
            return;
        }
        if !self.writes_value(name) {
            self.doubtful(span);
        } else {
            self.number(span);
        }
    }

    fn writes_value(&self, name: &str) -> bool {
        let folder = self.folder;
        let found = folder.components.get(name).and_then(|&(file, index)| {
            let template = folder.templates[file].as_ref()?;
            Some((file, &template.tree.components.get(index)?.1))
        });
        let Some((file, body)) = found else {
            return false;
        };
        if self.depth >= MOST_DEEP {
            return false;
        }
        let mut machine = Machine::new(self.folder, file, Next::VALUE);
        machine.depth = self.depth + 1;
        machine.work = self.work;
        machine.run(body);
        machine.is_whole() && machine.wrong.is_none() && machine.doubts.is_empty()
    }

    fn include(&mut self, name: &str, span: Span) {
        let folder = self.folder;
        let file = folder.by_name.get(name).copied();
        let template = file.and_then(|file| Some((file, folder.templates[file].as_ref()?)));
        let Some((file, template)) = template else {
            return;
        };
        if self.depth >= MOST_DEEP || template.parent.is_some() {
            return self.wrong(unproven_markup::entangled());
        }
        let (outer, at) = (self.file, self.at);
        self.file = file;
        self.at = at.or(Some(span));
        self.depth += 1;
        self.run(&template.tree.nodes);
        self.depth -= 1;
        self.file = outer;
        self.at = at;
    }

    fn block(&mut self, name: &str, body: &'a [Node<'t>]) {
        let folder = self.folder;
        for &file in &self.chain {
            if let Some(template) = &folder.templates[file]
                && file != self.file
                && !name.is_empty()
                && let Some(body) = find_block(&template.tree.nodes, name)
            {
                let (outer, at) = (self.file, self.at);
                self.file = file;
                self.at = if Some(&file) == self.chain.first() {
                    None
                } else {
                    Some(Span::at(0))
                };
                self.run(body);
                self.file = outer;
                self.at = at;
                return;
            }
        }
        self.run(body);
    }
}

fn find_block<'a, 't>(nodes: &'a [Node<'t>], name: &str) -> Option<&'a [Node<'t>]> {
    nodes.iter().find_map(|node| match node {
        Node::Block(other, body, _) if *other == name => Some(body.as_slice()),
        Node::Block(_, body, _) => find_block(body, name),
        _ => None,
    })
}
