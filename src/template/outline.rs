//! What a template asks for by name: parents, includes, components, filters, tests, functions.
//!
//! Tera stops at the first missing name, or lists them as plain text; read from the source, each
//! has its place and all can be told at once.

use crate::source::Span;

use super::expression::{Component, Definition, Entry, Expression, Node, Statement, Word};

/// The names in a template.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// The template that it extends.
    pub(crate) parent: Option<Name>,
    /// The templates that it includes.
    pub(crate) includes: Vec<Name>,
    /// The components that it defines.
    pub(crate) components: Vec<Name>,
    /// What these components take.
    pub(crate) signatures: Vec<Signature>,
    /// What it calls.
    pub(crate) calls: Vec<Call>,
    /// The variables that it sets.
    pub(crate) sets: Vec<Set>,
}

/// A variable that a template sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Set {
    pub(crate) name: Name,
    /// Whether its value is the block behind it, as that is written.
    pub(crate) is_block: bool,
}

/// What a component takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) name: String,
    /// The names of its arguments, and whether they may not be left out.
    pub(crate) arguments: Vec<(String, bool)>,
    /// Whether it takes any others, too.
    pub(crate) takes_rest: bool,
}

/// A name and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// A use of something that has to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) kind: CallKind,
    pub(crate) name: Name,
    /// The names of what it is given.
    pub(crate) arguments: Vec<Name>,
    /// Whether it is given all that is in a value, too: `...value`.
    pub(crate) spread: bool,
}

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallKind {
    Filter,
    Test,
    Function,
    Component,
}

impl Outline {
    /// Reads what the tags of a text say.
    pub(crate) fn new(statements: &[Statement<'_>]) -> Self {
        let mut outline = Self::default();
        for statement in statements {
            let before = outline.calls.len();
            outline.read(statement);
            outline.calls[before..].sort_by_key(|call| call.name.span.start());
        }
        outline
    }

    /// The templates that have to be there for this one.
    pub(crate) fn links(&self) -> impl Iterator<Item = &Name> {
        self.parent.iter().chain(&self.includes)
    }

    fn read(&mut self, statement: &Statement<'_>) {
        match statement {
            Statement::Extends(name) => {
                self.parent.get_or_insert(Name::new(name));
            }
            Statement::Include(name) => self.includes.push(Name::new(name)),
            Statement::Define(definition) => {
                self.components.push(Name::new(&definition.name));
                self.signatures.push(Signature::new(definition));
            }
            Statement::Open(component) => self.component(component),
            Statement::Set { name, .. } => self.set(name, false),
            Statement::SetBlock { name, filters, .. } => self.set(name, filters.is_empty()),
            _ => {}
        }
        match statement {
            Statement::Filter(filters) | Statement::SetBlock { filters, .. } => {
                for filter in filters {
                    self.call(CallKind::Filter, &filter.name, &filter.arguments);
                }
            }
            _ => {}
        }
        for expression in statement.expressions() {
            expression.each(&mut |part| self.expression(part));
        }
    }

    fn expression(&mut self, expression: &Expression<'_>) {
        match &expression.node {
            Node::Filter { call, .. } => self.call(CallKind::Filter, &call.name, &call.arguments),
            Node::Test { call, .. } => self.call(CallKind::Test, &call.name, &call.arguments),
            Node::Function(call) if call.name.text != "super" => {
                self.call(CallKind::Function, &call.name, &call.arguments);
            }
            Node::Component(component) => self.component(component),
            _ => {}
        }
    }

    fn set(&mut self, name: &Word<'_>, is_block: bool) {
        let name = Name::new(name);
        self.sets.push(Set { name, is_block });
    }

    fn component(&mut self, component: &Component<'_>) {
        self.call(CallKind::Component, &component.name, &component.arguments);
    }

    fn call(&mut self, kind: CallKind, name: &Word<'_>, arguments: &[Entry<'_>]) {
        let names = arguments.iter().filter_map(|entry| entry.name.as_ref());
        self.calls.push(Call {
            kind,
            name: Name::new(name),
            arguments: names.map(Name::new).collect(),
            spread: arguments.iter().any(|entry| entry.spread),
        });
    }
}

impl Signature {
    fn new(definition: &Definition<'_>) -> Self {
        let arguments = definition.parameters.iter().map(|parameter| {
            let required = parameter.default.is_none() && !parameter.implicit;
            (parameter.name.text.clone().into_owned(), required)
        });
        Self {
            name: definition.name.text.clone().into_owned(),
            arguments: arguments.collect(),
            takes_rest: definition.rest.is_some(),
        }
    }
}

impl Name {
    fn new(word: &Word<'_>) -> Self {
        Self {
            text: word.text.clone().into_owned(),
            span: word.span,
        }
    }
}

/// The name that `code` begins with, with its fields: `a.b` of `a.b | upper`.
pub(crate) fn leading_name(code: &str) -> &str {
    let end = code
        .find(|c: char| c != '_' && c != '.' && !c.is_ascii_alphanumeric())
        .unwrap_or(code.len());
    &code[..end]
}

#[cfg(test)]
mod tests {
    use super::super::{expression, scan};
    use super::*;

    fn outline(text: &str) -> Outline {
        let tags = scan::scan(text);
        let statements: Vec<_> = tags
            .iter()
            .map(|tag| expression::parse(text, tag))
            .collect();
        Outline::new(&statements)
    }

    fn calls(text: &str) -> String {
        let calls: Vec<String> = outline(text)
            .calls
            .iter()
            .map(|call| {
                assert!(text[call.name.span.range()].starts_with(&call.name.text));
                format!("{:?} {}", call.kind, call.name.text)
            })
            .collect();
        calls.join(", ")
    }

    #[test]
    fn every_call_is_seen_once() {
        let cases = [
            (
                "{{ a | upper | default(value=b.upper) }}",
                "Filter upper, Filter default",
            ),
            (
                "{% if a is defined and b is not odd %}",
                "Test defined, Test odd",
            ),
            (
                "{% for i in range(end=n | int) %}",
                "Function range, Filter int",
            ),
            (
                "{{ <row.Line label={ up(x=1) } x /> }}",
                "Component row.Line, Function up",
            ),
            (
                "{% if a < b %}{% <Card title=\"x\"> %}{% </Card> %}",
                "Component Card",
            ),
            ("{% if not (a < b) and <C/> %}", "Component C"),
            (
                "{% filter upper | trim %}{% set x | title %}",
                "Filter upper, Filter trim, Filter title",
            ),
            ("{{ super() }}{# | nothing #}{{ 'a | b' }}{{ a.b(c) }}", ""),
            (
                "{% component A(b=1, ...rest) %}{% if not a is odd %}",
                "Test odd",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(calls(text), expected, "{text}");
        }
    }

    #[test]
    fn links_and_definitions_have_their_places() {
        let text = "{% extends 'a' %}{% include \"b\\\"c\" %}{% component x.Y() %}";
        let outline = outline(text);
        let parent = outline
            .parent
            .as_ref()
            .map(|name| (name.text.as_str(), name.span));
        assert_eq!(parent, Some(("a", Span::new(12, 13))));
        assert_eq!(outline.includes[0].text, "b\"c");
        assert_eq!(outline.components[0].text, "x.Y");
        assert_eq!(&text[outline.components[0].span.range()], "x.Y");
    }
}
