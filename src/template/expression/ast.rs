//! What stands in a tag.

use std::borrow::Cow;

use crate::source::Span;

/// A tag.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Statement<'t> {
    Comment,
    /// `{{ … }}`
    Value(Expression<'t>),
    If(Expression<'t>),
    Elif(Expression<'t>),
    Else,
    /// `{% for key, value in list %}`
    For {
        key: Option<Word<'t>>,
        value: Word<'t>,
        list: Expression<'t>,
    },
    /// `{% set name = value %}`
    Set {
        name: Word<'t>,
        value: Expression<'t>,
        global: bool,
    },
    /// `{% set name | filter %}`
    SetBlock {
        name: Word<'t>,
        filters: Vec<Call<'t>>,
        global: bool,
    },
    Filter(Vec<Call<'t>>),
    Include(Word<'t>),
    Extends(Word<'t>),
    Block(Word<'t>),
    /// `{% component name(parameters) %}`
    Define(Definition<'t>),
    /// `{% <name arguments> %}`
    Open(Component<'t>),
    /// `{% </name> %}`
    Close,
    /// `endif` and the like.
    End(&'t str),
    Break,
    Continue,
    Raw,
    Unreadable(Vec<Expression<'t>>),
}

/// Something with a value, and its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expression<'t> {
    pub(crate) span: Span,
    pub(crate) node: Node<'t>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'t> {
    Text(Cow<'t, str>),
    Number(&'t str),
    Bool(bool),
    Null,
    /// A variable.
    Name(&'t str),
    /// `of.name`, or `of?.name`
    Field {
        of: Box<Expression<'t>>,
        name: Word<'t>,
        optional: bool,
    },
    /// `of[at]`, or `of?[at]`
    Index {
        of: Box<Expression<'t>>,
        at: Box<Expression<'t>>,
        optional: bool,
    },
    /// `of[start:end:step]`
    Slice {
        of: Box<Expression<'t>>,
        bounds: Vec<Expression<'t>>,
        optional: bool,
    },
    Function(Call<'t>),
    Filter {
        input: Box<Expression<'t>>,
        call: Call<'t>,
    },
    Test {
        input: Box<Expression<'t>>,
        call: Call<'t>,
    },
    Not(Box<Expression<'t>>),
    Minus(Box<Expression<'t>>),
    Binary {
        operator: Operator,
        left: Box<Expression<'t>>,
        right: Box<Expression<'t>>,
    },
    /// `then if condition else otherwise`
    Ternary {
        condition: Box<Expression<'t>>,
        then: Box<Expression<'t>>,
        otherwise: Box<Expression<'t>>,
    },
    List(Vec<Entry<'t>>),
    Map(Vec<Entry<'t>>),
    Comprehension(Box<Comprehension<'t>>),
    /// `<name arguments />`
    Component(Component<'t>),
    /// What could be read of it.
    Unreadable(Vec<Expression<'t>>),
}

/// What stands between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    In,
    /// `==`, `!=`
    Equality,
    /// `<` and the like.
    Order,
    Math,
    /// `~`
    Concat,
}

/// A word and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    pub(crate) text: Cow<'t, str>,
    pub(crate) span: Span,
}

/// A filter, test or function with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call<'t> {
    pub(crate) name: Word<'t>,
    pub(crate) arguments: Vec<Entry<'t>>,
}

/// An argument, or what a list or map is made of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry<'t> {
    pub(crate) name: Option<Word<'t>>,
    pub(crate) value: Expression<'t>,
    /// Whether it stands for all that is in it: `...value`.
    pub(crate) spread: bool,
}

/// `[value for name in list if condition]`
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Comprehension<'t> {
    pub(crate) value: Expression<'t>,
    pub(crate) key: Option<Word<'t>>,
    pub(crate) name: Word<'t>,
    pub(crate) list: Expression<'t>,
    pub(crate) condition: Option<Expression<'t>>,
}

/// A component that is called.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Component<'t> {
    pub(crate) name: Word<'t>,
    pub(crate) arguments: Vec<Entry<'t>>,
}

/// A component that is defined.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Definition<'t> {
    pub(crate) name: Word<'t>,
    pub(crate) parameters: Vec<Parameter<'t>>,
    /// What takes the arguments that no parameter does.
    pub(crate) rest: Option<Word<'t>>,
}

/// What a component takes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parameter<'t> {
    pub(crate) name: Word<'t>,
    /// Whether the caller's variable of that name is taken if there is no argument.
    pub(crate) implicit: bool,
    /// The type as it is written.
    pub(crate) kind: Option<&'t str>,
    pub(crate) default: Option<Expression<'t>>,
}

impl Parameter<'_> {
    /// Whether a value of another type is refused; a default value has its type, too.
    pub(crate) fn is_typed(&self) -> bool {
        let default = self.default.as_ref();
        self.kind.is_some() || default.is_some_and(|value| value.node != Node::Null)
    }
}

impl<'t> Statement<'t> {
    /// The expressions that stand in the tag itself, from left to right.
    pub(crate) fn expressions(&self) -> Vec<&Expression<'t>> {
        match self {
            Self::Value(one) | Self::If(one) | Self::Elif(one) => vec![one],
            Self::For { list, .. } => vec![list],
            Self::Set { value, .. } => vec![value],
            Self::SetBlock { filters, .. } | Self::Filter(filters) => {
                values(filters.iter().flat_map(|call| &call.arguments))
            }
            Self::Open(component) => values(&component.arguments),
            Self::Define(definition) => definition
                .parameters
                .iter()
                .filter_map(|parameter| parameter.default.as_ref())
                .collect(),
            Self::Unreadable(parts) => parts.iter().collect(),
            _ => Vec::new(),
        }
    }
}

impl<'t> Expression<'t> {
    /// The expressions that this one is made of, from left to right.
    pub(crate) fn parts(&self) -> Vec<&Expression<'t>> {
        match &self.node {
            Node::Text(_) | Node::Number(_) | Node::Bool(_) | Node::Null | Node::Name(_) => {
                Vec::new()
            }
            Node::Field { of, .. } => vec![of],
            Node::Index { of, at, .. } => vec![of, at],
            Node::Slice { of, bounds, .. } => std::iter::once(&**of).chain(bounds).collect(),
            Node::Function(call) => values(&call.arguments),
            Node::Filter { input, call } | Node::Test { input, call } => {
                let mut parts = vec![&**input];
                parts.extend(values(&call.arguments));
                parts
            }
            Node::Not(one) | Node::Minus(one) => vec![one],
            Node::Binary { left, right, .. } => vec![left, right],
            Node::Ternary {
                condition,
                then,
                otherwise,
            } => vec![then, condition, otherwise],
            Node::List(entries) | Node::Map(entries) => values(entries),
            Node::Comprehension(inner) => {
                let mut parts = vec![&inner.value, &inner.list];
                parts.extend(&inner.condition);
                parts
            }
            Node::Component(component) => values(&component.arguments),
            Node::Unreadable(parts) => parts.iter().collect(),
        }
    }

    /// Shows this expression and all that it is made of to `visit`.
    pub(crate) fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a Expression<'t>)) {
        visit(self);
        for part in self.parts() {
            part.each(visit);
        }
    }
}

fn values<'a, 't: 'a>(entries: impl IntoIterator<Item = &'a Entry<'t>>) -> Vec<&'a Expression<'t>> {
    entries.into_iter().map(|entry| &entry.value).collect()
}
