//! What expressions can be.

use super::super::super::expression::{Call, Component, Entry, Expression, Node, Operator};
use super::super::super::vocabulary::{self, Yields};
use super::facts::Scope;
use super::flow::Flow;
use super::kind::{Kind, Level, Source};
use crate::source::Span;

/// Filters that make numbers.
const NUMBERS: &[&str] = &["abs", "float", "int", "length", "round", "wordcount"];

impl<'t> Flow<'_, 't> {
    /// What `expression` can be.
    pub(super) fn kind(&mut self, expression: &Expression<'t>) -> Kind<'t> {
        match &expression.node {
            Node::Text(text) => Kind::literal(text, self.is_json()),
            Node::Number(_) | Node::Bool(_) | Node::Null => Kind::number(),
            Node::Not(_) | Node::Minus(_) | Node::Test { .. } => Kind::number(),
            Node::Name(name) => self.variable(name),
            Node::Field { of, .. } => self.kind(of),
            Node::Index { of, .. } => {
                let kind = self.uncut(of, expression.span);
                kind.with_items(false)
            }
            Node::Slice { of, .. } => self.uncut(of, expression.span),
            Node::Function(call) if call.name.text == "super" => Kind::written(self.parent_block()),
            Node::Function(_) | Node::Unreadable(_) => Kind::data(),
            Node::Filter { input, call } => {
                let kind = self.kind(input);
                self.filtered(kind, call, input.span)
            }
            Node::Binary {
                operator,
                left,
                right,
            } => self.binary(*operator, left, right),
            Node::Ternary {
                then, otherwise, ..
            } => {
                let then = self.kind(then);
                then.or(&self.kind(otherwise))
            }
            Node::List(entries) | Node::Map(entries) => self.items(entries),
            Node::Comprehension(inner) => {
                let list = self.uncut(&inner.list, inner.list.span);
                self.assign(&inner.name, &list.with_items(false));
                self.kind(&inner.value).with_items(true)
            }
            Node::Component(component) => self.component(component),
        }
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &Expression<'t>,
        right: &Expression<'t>,
    ) -> Kind<'t> {
        match operator {
            Operator::Or | Operator::And => {
                let left = self.kind(left);
                left.or(&self.kind(right))
            }
            Operator::Concat => {
                let (left, right) = (self.kind(left), self.kind(right));
                // Joined, even markup is text again.
                Kind {
                    source: left.source.max(right.source),
                    ..Kind::data()
                }
            }
            Operator::In | Operator::Equality | Operator::Order | Operator::Math => Kind::number(),
        }
    }

    fn items(&mut self, entries: &[Entry<'t>]) -> Kind<'t> {
        let items = entries.iter().map(|entry| &entry.value);
        let none = Kind::number();
        items
            .fold(none, |kind, item| {
                let item = self.kind(item).with_items(false);
                kind.or(&item)
            })
            .with_items(true)
    }

    /// The kind of a value of which a part is taken; markup does not stay whole.
    pub(super) fn uncut(&mut self, whole: &Expression<'t>, at: Span) -> Kind<'t> {
        let kind = self.kind(whole);
        self.cut(&kind, at);
        kind
    }

    fn cut(&mut self, kind: &Kind<'t>, at: Span) {
        if kind.level > Level::Text && !kind.items {
            self.report_cut(at);
        }
    }

    /// What the filter makes of `kind`, which stands at `input`.
    pub(super) fn filtered(&mut self, kind: Kind<'t>, call: &Call<'t>, input: Span) -> Kind<'t> {
        let span = Span::new(input.start(), call.name.span.end());
        match &*call.name.text {
            "safe" => self.safe(&kind, span),
            "default" => self.or_argument(kind, call, "value"),
            "get" => self.or_argument(kind, call, "default"),
            "first" | "last" | "nth" => kind.with_items(false),
            // In JSON, FlockML is text that has yet to be escaped, and so is what `escape` yields.
            "flockml" if self.is_json() => Kind::data(),
            "escape" if self.is_json() => kind,
            "escape" | "flockml" => {
                let level = kind.shown().max(Level::Plain);
                Kind {
                    parameters: kind.parameters,
                    ..Kind::written(level)
                }
            }
            "join" => {
                let items = kind.level;
                let sep = self
                    .argument(call, "sep")
                    .map_or(Level::Text, |sep| sep.level);
                match items.max(sep) {
                    Level::Text => Kind::data(),
                    level => Kind::written(level),
                }
            }
            "replace" => match self.argument(call, "to") {
                Some(to) if to.level > Level::Text && !self.is_json() => {
                    Kind::written(Level::Markup)
                }
                _ => Kind::data(),
            },
            "reverse" => {
                self.cut(&kind, span);
                kind
            }
            "trim" | "trim_start" | "trim_end" if argument(call, "pat").is_some() => Kind::data(),
            name if NUMBERS.contains(&name) => Kind::number(),
            name => match vocabulary::yields(name) {
                Yields::Markup if self.is_json() => Kind::data(),
                Yields::Markup => Kind::written(Level::Markup),
                Yields::Text => Kind::data(),
                Yields::Input => kind,
            },
        }
    }

    fn safe(&mut self, kind: &Kind<'t>, span: Span) -> Kind<'t> {
        if kind.source == Source::Unknown || kind.items {
            self.report_unproven(span);
        }
        Kind::written(match kind.source {
            Source::Markup => Level::Markup,
            // Of what nobody knows no more is said.
            Source::Plain | Source::Unknown => Level::Plain,
        })
    }

    fn or_argument(&mut self, kind: Kind<'t>, call: &Call<'t>, name: &str) -> Kind<'t> {
        match self.argument(call, name) {
            Some(other) => kind.or(&other),
            None => kind,
        }
    }

    fn argument(&mut self, call: &Call<'t>, name: &str) -> Option<Kind<'t>> {
        argument(call, name).map(|value| self.kind(value))
    }

    /// What a component writes, called with its arguments.
    pub(super) fn component(&mut self, component: &Component<'t>) -> Kind<'t> {
        let name = self.intern(&component.name);
        for argument in &component.arguments {
            let kind = self.kind(&argument.value);
            let taken = match &argument.name {
                Some(word) if !argument.spread => {
                    let word = self.intern(word);
                    self.facts.taken_as(name, word).into_iter().collect()
                }
                _ => self.facts.parameters(name),
            };
            for parameter in taken {
                self.give(name, parameter, &kind, argument.value.span);
            }
        }
        Kind::written(self.facts.written_by(name))
    }

    fn give(&mut self, component: &'t str, parameter: &'t str, kind: &Kind<'t>, at: Span) {
        let given = Kind {
            parameters: Vec::new(),
            ..kind.clone()
        };
        self.facts
            .assign(Scope::Component(component), parameter, &given);
        if self.facts.is_narrow(component, parameter) {
            if kind.level == Level::Markup {
                self.report_narrow(component, parameter, at);
            }
            self.narrow(kind);
        }
    }
}

fn argument<'a, 't>(call: &'a Call<'t>, name: &str) -> Option<&'a Expression<'t>> {
    let named = |entry: &&Entry<'t>| entry.name.as_ref().is_some_and(|word| word.text == name);
    call.arguments.iter().find(named).map(|entry| &entry.value)
}
