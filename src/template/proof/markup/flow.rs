//! One way through a file, in which every tag says what it writes.

use crate::check::Diagnostic;
use crate::check::rules::{hole_in_tag, unproven_markup};
use crate::source::Span;

use super::super::super::expression::{Call, Definition, Statement, Word};
use super::super::super::scan::Tag;
use super::super::tags::Place;
use super::facts::{Facts, Scope};
use super::kind::{Kind, Level};
use super::{Links, Reading};

/// The way through the file `file`.
pub(super) struct Flow<'a, 't> {
    pub(super) facts: &'a mut Facts<'t>,
    reading: &'a Reading<'t>,
    links: &'a Links<'t>,
    file: usize,
    scope: Scope<'t>,
    frames: Vec<Frame<'t>>,
    /// Variables that are certain to be set here, and in how many bodies they are.
    set: Vec<(usize, &'t str)>,
    pub(super) found: Vec<Diagnostic>,
}

/// A body, and what has been written into it.
struct Frame<'t> {
    open: Open<'t>,
    level: Level,
}

enum Open<'t> {
    /// What is written goes on to where the statement stands.
    Flow,
    Set(&'t str, Vec<Call<'t>>),
    Filter(Vec<Call<'t>>, Span),
    /// The definition of a component, in this scope.
    Component(&'t str, Scope<'t>, Vec<(usize, &'t str)>),
    Body(&'t str, Kind<'t>, Span),
    Block(&'t str, Span),
}

impl<'a, 't> Flow<'a, 't> {
    pub(super) fn new(
        facts: &'a mut Facts<'t>,
        reading: &'a Reading<'t>,
        links: &'a Links<'t>,
        file: usize,
    ) -> Self {
        Self {
            facts,
            reading,
            links,
            file,
            scope: Scope::File(file),
            frames: vec![Frame {
                open: Open::Flow,
                level: Level::Plain,
            }],
            set: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Goes through the whole file.
    pub(super) fn run(mut self) -> Vec<Diagnostic> {
        let reading = self.reading;
        let mut at = 0;
        for (tag, statement) in reading.tags.iter().zip(reading.statements) {
            self.literal(Span::new(at, tag.span.start()));
            self.tag(tag, statement);
            at = tag.span.end();
        }
        self.literal(Span::new(at, reading.text.len()));
        let level = self
            .frames
            .first()
            .map_or(Level::Markup, |frame| frame.level);
        self.facts.set_file(self.file, level);
        self.found
    }

    /// What was set inside of that many bodies is no longer certain.
    fn forget(&mut self, bodies: usize) {
        while self.set.last().is_some_and(|(depth, _)| *depth >= bodies) {
            self.set.pop();
        }
    }

    fn literal(&mut self, span: Span) {
        let level = Level::of(&self.reading.text[span.range()], self.is_json());
        if let Some(frame) = self.frames.last_mut() {
            frame.level = frame.level.max(level);
        }
    }

    fn tag(&mut self, tag: &Tag, statement: &Statement<'t>) {
        match statement {
            Statement::Value(value) => {
                let kind = self.kind(value);
                self.write(&kind, tag.span);
            }
            Statement::Set { name, value, .. } => {
                let kind = self.kind(value);
                self.assign(name, &kind);
                self.set.push((self.frames.len(), self.intern(name)));
            }
            Statement::SetBlock { name, filters, .. } => {
                let name = self.intern(name);
                self.open(Open::Set(name, filters.clone()));
            }
            Statement::Filter(filters) => self.open(Open::Filter(filters.clone(), tag.span)),
            Statement::For { value, list, .. } => {
                let items = self.uncut(list, list.span).with_items(false);
                self.assign(value, &items);
                self.open(Open::Flow);
            }
            Statement::If(_) => self.open(Open::Flow),
            Statement::Include(name) => self.include(name, tag.span),
            Statement::Block(name) => {
                let name = self.intern(name);
                if self.place(tag.span) != Place::Text {
                    self.facts.put_in_attribute(self.file, name);
                }
                self.open(Open::Block(name, tag.span));
            }
            Statement::Define(definition) => self.define(definition),
            Statement::Open(component) => {
                let kind = self.component(component);
                let name = self.intern(&component.name);
                self.open(Open::Body(name, kind, tag.span));
            }
            Statement::End(_) | Statement::Close => self.close(tag.span),
            Statement::Elif(_) | Statement::Else => self.forget(self.frames.len()),
            Statement::Extends(_) | Statement::Comment | Statement::Break | Statement::Continue => {
            }
            // `endraw` ends what is no body.
            Statement::Raw => self.open(Open::Flow),
            Statement::Unreadable(_) => {}
        }
    }

    fn open(&mut self, open: Open<'t>) {
        self.frames.push(Frame {
            open,
            level: Level::Plain,
        });
    }

    fn close(&mut self, end: Span) {
        if self.frames.len() < 2 {
            return;
        }
        self.forget(self.frames.len());
        let Some(Frame { open, level }) = self.frames.pop() else {
            return;
        };
        match open {
            Open::Flow => self.put(level),
            Open::Set(name, filters) => {
                let kind = self.all_filtered(level, &filters);
                self.facts.assign(self.scope, name, &kind);
                self.set.push((self.frames.len(), name));
            }
            Open::Filter(filters, tag) => {
                let kind = self.all_filtered(level, &filters);
                self.write(&kind, tag);
            }
            Open::Component(name, scope, set) => {
                self.facts.writes(name, level);
                self.scope = scope;
                self.set = set;
            }
            Open::Body(name, kind, tag) => {
                let body = Kind::written(level);
                self.facts.assign(Scope::Component(name), "body", &body);
                if self.facts.is_narrow(name, "body") && level == Level::Markup {
                    self.report_narrow(name, "body", tag);
                }
                self.write(&kind, tag);
            }
            Open::Block(name, tag) => self.end_block(name, level, tag, end),
        }
    }

    fn end_block(&mut self, name: &'t str, level: Level, tag: Span, _end: Span) {
        self.facts.set_block(self.file, name, level);
        let mut parents = self.links.parents(self.file);
        let parent = parents.find(|&parent| self.facts.is_in_attribute(parent, name));
        if let Some(parent) = parent
            && level == Level::Markup
        {
            let parent = self.links.name(parent);
            let found = hole_in_tag::block(name, parent, tag);
            self.found.push(found);
        }
        self.put(level);
    }

    fn all_filtered(&mut self, level: Level, filters: &[Call<'t>]) -> Kind<'t> {
        let mut kind = Kind::written(level);
        for filter in filters {
            kind = self.filtered(kind, filter, filter.name.span);
        }
        kind
    }

    fn include(&mut self, name: &Word<'t>, tag: Span) {
        let Some(file) = self.links.file(&name.text) else {
            return;
        };
        self.facts.show(self.scope, file);
        let kind = Kind::written(self.facts.file(file));
        self.write(&kind, tag);
    }

    fn define(&mut self, definition: &Definition<'t>) {
        let name = self.intern(&definition.name);
        let words = definition
            .parameters
            .iter()
            .map(|parameter| &parameter.name);
        let parameters: Vec<&'t str> = words.map(|word| self.intern(word)).collect();
        let rest = definition.rest.as_ref().map(|word| self.intern(word));
        self.facts.define(name, parameters, rest);
        let outer = std::mem::replace(&mut self.scope, Scope::Component(name));
        for parameter in &definition.parameters {
            if let Some(default) = &parameter.default {
                let kind = self.kind(default);
                self.assign(&parameter.name, &kind);
            }
            if parameter.implicit
                && let Some(kind) = self.facts.anywhere(&parameter.name.text)
            {
                self.assign(&parameter.name, &kind);
            }
        }
        let set = std::mem::take(&mut self.set);
        self.open(Open::Component(name, outer, set));
    }

    /// Something is written at `tag`.
    fn write(&mut self, kind: &Kind<'t>, tag: Span) {
        let level = kind.shown();
        if let Place::Attribute(_) = self.place(tag) {
            self.narrow(kind);
            if level == Level::Markup && kind.parameters.is_empty() {
                let text = self.reading.text;
                self.found.push(if self.is_json() {
                    hole_in_tag::in_string(text, tag)
                } else {
                    hole_in_tag::markup(text, tag)
                });
            }
            return;
        }
        self.put(level);
    }

    fn put(&mut self, level: Level) {
        if let Some(frame) = self.frames.last_mut() {
            frame.level = frame.level.max(level);
        }
    }

    /// The component's parameters that `kind` can be stand in an attribute.
    pub(super) fn narrow(&mut self, kind: &Kind<'t>) {
        if let Scope::Component(component) = self.scope {
            for parameter in &kind.parameters {
                self.facts.narrow(component, parameter);
            }
        }
    }

    fn place(&self, tag: Span) -> Place {
        let places = &self.reading.places;
        let found = places.binary_search_by_key(&tag.start(), |(span, _)| span.start());
        found.map_or(Place::Text, |index| places[index].1)
    }

    pub(super) fn assign(&mut self, name: &Word<'t>, kind: &Kind<'t>) {
        let name = self.intern(name);
        // What is kept under another name is still the parameter.
        self.facts.assign(self.scope, name, kind);
    }

    pub(super) fn variable(&self, name: &'t str) -> Kind<'t> {
        let known = self.facts.variable(self.scope, name).cloned();
        let is_set = self.set.iter().any(|(_, set)| *set == name);
        let Scope::Component(component) = self.scope else {
            return match known {
                Some(kind) if is_set => kind,
                Some(kind) => kind.or(&Kind::data()),
                None => Kind::data(),
            };
        };
        if name == "body" {
            let kind = known.unwrap_or_else(|| Kind::written(Level::Markup));
            return Kind {
                parameters: vec![name],
                ..kind
            };
        }
        let is_taken = self.facts.parameters(component).contains(&name);
        match known {
            Some(kind) if is_taken => kind.or(&Kind::parameter(name)),
            Some(kind) if is_set => kind,
            Some(kind) => kind.or(&Kind::data()),
            None if is_taken => Kind::parameter(name),
            None => Kind::data(),
        }
    }

    /// What `super()` writes in the block that stands here.
    pub(super) fn parent_block(&self) -> Level {
        let mut frames = self.frames.iter().rev();
        let block = frames.find_map(|frame| match frame.open {
            Open::Block(name, _) => Some(name),
            _ => None,
        });
        let Some(block) = block else {
            return Level::Markup;
        };
        let parents = self.links.parents(self.file);
        let levels = parents.filter_map(|parent| self.facts.block(parent, block));
        levels.max().unwrap_or(Level::Plain)
    }

    pub(super) fn is_json(&self) -> bool {
        self.reading.is_json
    }

    /// The name as it stands in the text.
    pub(super) fn intern(&self, word: &Word<'t>) -> &'t str {
        &self.reading.text[word.span.range()]
    }

    pub(super) fn report_unproven(&mut self, span: Span) {
        let found = unproven_markup::safe(self.reading.text, span);
        self.found.push(found);
    }

    pub(super) fn report_cut(&mut self, span: Span) {
        let found = unproven_markup::cut(self.reading.text, span);
        self.found.push(found);
    }

    pub(super) fn report_narrow(&mut self, component: &str, parameter: &str, at: Span) {
        let found = hole_in_tag::argument(component, parameter, at);
        self.found.push(found);
    }
}
