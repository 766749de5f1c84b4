//! What filters and tests make of what is given to them, and what conditions prove.

use super::super::expression::{Call, Expression, Node, Operator};
use super::Shape;
use super::path::Path;
use super::reader::{Need, Reader, Use};
use super::value::{self, Kind, Value};

use std::rc::Rc;

/// What a filter makes of the data that it is given.
enum Yield {
    /// The same list, in another order or with less in it.
    Same,
    /// One of a list's items.
    One,
    /// What stands in an object's fields, as a list.
    Values,
    /// The list in pieces, by the name of the piece.
    Groups,
    /// Nothing that the data are found in again.
    New(Shape),
}

fn yields(filter: &str) -> Yield {
    match filter {
        "sort" | "unique" | "reverse" => Yield::Same,
        "first" | "last" | "nth" => Yield::One,
        "values" => Yield::Values,
        "group_by" => Yield::Groups,
        "join" | "length" => Yield::New(Shape::List),
        "keys" | "pairs" => Yield::New(Shape::Object),
        "abs" | "round" | "pluralize" | "plural" => Yield::New(Shape::Number),
        "upper" | "lower" | "trim" | "trim_start" | "trim_end" | "title" | "capitalize"
        | "replace" | "truncate" | "split" | "wordcount" | "indent" | "markdown"
        | "newlines_to_br" => Yield::New(Shape::Text),
        _ => Yield::New(Shape::Any),
    }
}

impl Reader<'_, '_> {
    pub(super) fn filter(&mut self, input: &Expression<'_>, call: &Call<'_>) -> Value {
        let value = self.flow(input);
        let used = self.last_word(input);
        let place = self.place(call.name.span);
        match &*call.name.text {
            "default" => return self.default(value, call),
            "get" => return self.get(&value, call),
            "length" => {
                // To be counted, nothing in it need be read.
                self.demand(&value, Use::part(Need::Required, Shape::List), used);
                return Value::other(place);
            }
            // To them, what is not there is an empty text.
            name @ ("safe" | "str" | "flockml") => {
                self.demand(&value, Use::whole(Need::Expected, Shape::Text), used);
                if name == "flockml" {
                    self.show(&value, input);
                }
                return Value::other(place);
            }
            _ => {}
        }
        self.arguments(&call.arguments);
        let list = Use::part(Need::Required, Shape::List);
        match yields(&call.name.text) {
            Yield::Same => {
                self.demand(&value, list, used);
                self.attribute(&value, call);
                value
            }
            Yield::One => {
                self.demand(&value, list, used);
                Self::item_of(&value, used)
            }
            Yield::Values => {
                self.demand(&value, Use::part(Need::Required, Shape::Object), used);
                let items = Self::item_of(&value, used);
                Value::one(Kind::List(Rc::new(items)), place, self.terms.clone())
            }
            Yield::Groups => {
                self.demand(&value, list, used);
                self.attribute(&value, call);
                Value::one(Kind::List(Rc::new(value)), place, self.terms.clone())
            }
            Yield::New(shape) => {
                self.demand(&value, Use::whole(Need::Required, shape), used);
                Value::other(place)
            }
        }
    }

    fn default(&mut self, value: Value, call: &Call<'_>) -> Value {
        let mut found = None;
        for argument in &call.arguments {
            match &argument.name {
                Some(name) if name.text == "value" => found = Some(&argument.value),
                _ => self.take(&argument.value, Use::whole(Need::Required, Shape::Any)),
            }
        }
        match found {
            Some(other) => self.fallback(value, other),
            None => value.optional(),
        }
    }

    /// `get(key="name", default=…)`
    fn get(&mut self, object: &Value, call: &Call<'_>) -> Value {
        let argument = |wanted: &str| {
            let named = |name: &super::super::expression::Word<'_>| name.text == wanted;
            let found = call
                .arguments
                .iter()
                .find(|argument| argument.name.as_ref().is_some_and(named));
            found.map(|argument| &argument.value)
        };
        let used = self.place(call.name.span);
        let value = match argument("key") {
            Some(Expression {
                node: Node::Text(name),
                span,
            }) => {
                let place = self.place(*span);
                let field = self.field_of(object, name, used, place, false);
                if argument("default").is_none() {
                    self.demand(&field, Use::part(Need::Required, Shape::Any), place);
                }
                field
            }
            other => {
                self.demand(object, Use::part(Need::Required, Shape::Object), used);
                if let Some(key) = other {
                    self.take(key, Use::whole(Need::Required, Shape::Text));
                }
                Self::item_of(object, used)
            }
        };
        match argument("default") {
            Some(other) => self.fallback(value, other),
            None => value,
        }
    }

    /// Reads the field that a list is sorted or grouped by.
    fn attribute(&mut self, list: &Value, call: &Call<'_>) {
        for argument in &call.arguments {
            let is_attribute = argument
                .name
                .as_ref()
                .is_some_and(|name| name.text == "attribute");
            let Node::Text(path) = &argument.value.node else {
                continue;
            };
            if !is_attribute {
                continue;
            }
            let place = self.place(argument.value.span);
            let mut value = Self::item_of(list, place);
            for name in path.split('.') {
                value = if name.parse::<usize>().is_ok() {
                    Self::item_of(&value, place)
                } else {
                    self.field_of(&value, name, place, place, false)
                };
            }
            self.demand(&value, Use::whole(Need::Required, Shape::Any), place);
        }
    }

    pub(super) fn test(&mut self, input: &Expression<'_>, call: &Call<'_>) {
        let value = self.flow(input);
        let used = if is_of_kind(&call.name.text) {
            Use::part(Need::Optional, Shape::Any)
        } else {
            Use::whole(Need::Required, Shape::Any)
        };
        self.demand(&value, used, self.last_word(input));
        self.arguments(&call.arguments);
    }

    /// What is there if `condition` holds, or if it does not: one of each.
    ///
    /// Where that is not certain, it says more rather than less: then nothing is called missing
    /// that an author has thought of.
    pub(super) fn proven(&mut self, condition: &Expression<'_>, truth: bool) -> Vec<Vec<Path>> {
        let all = |paths: Vec<Path>| paths.into_iter().map(|path| vec![path]).collect();
        match &condition.node {
            Node::Not(inner) => self.proven(inner, !truth),
            Node::Binary {
                operator: operator @ (Operator::And | Operator::Or),
                left,
                right,
            } => {
                let both = (*operator == Operator::And) == truth;
                let mut left = self.proven(left, truth);
                let right = self.proven(right, truth);
                if both {
                    value::add(&mut left, &right);
                    left
                } else {
                    either(left, right)
                }
            }
            Node::Binary { .. } => all(self.mentioned(condition)),
            Node::Test { input, call } => {
                let negative = matches!(&*call.name.text, "undefined" | "none");
                if truth == negative {
                    Vec::new()
                } else {
                    all(self.mentioned(input))
                }
            }
            Node::Filter { input, call } if truth && call.name.text == "default" => {
                let mut proven = self.proven(input, true);
                for argument in &call.arguments {
                    if !is_nothing(&argument.value) {
                        proven = either(proven, self.proven(&argument.value, true));
                    }
                }
                proven
            }
            _ if truth => all(self.mentioned(condition)),
            _ => Vec::new(),
        }
    }

    /// What `expression` is about.
    fn mentioned(&mut self, expression: &Expression<'_>) -> Vec<Path> {
        match &expression.node {
            Node::Filter { input, .. } | Node::Minus(input) => self.mentioned(input),
            Node::Name(_) | Node::Field { .. } | Node::Index { .. } | Node::Slice { .. } => {
                self.muted += 1;
                let value = self.flow(expression);
                self.muted -= 1;
                value.paths().cloned().collect()
            }
            Node::Binary { left, right, .. } => {
                let mut paths = self.mentioned(left);
                value::add(&mut paths, &self.mentioned(right));
                paths
            }
            _ => Vec::new(),
        }
    }
}

/// What is there if one of two things is.
fn either(left: Vec<Vec<Path>>, right: Vec<Vec<Path>>) -> Vec<Vec<Path>> {
    if left.is_empty() || right.is_empty() {
        return Vec::new();
    }
    vec![left.into_iter().chain(right).flatten().collect()]
}

/// Whether `value` never holds.
fn is_nothing(value: &Expression<'_>) -> bool {
    match &value.node {
        Node::Text(text) => text.is_empty(),
        Node::Number(number) => number.trim_matches(['0', '.']).is_empty(),
        Node::List(entries) | Node::Map(entries) => entries.is_empty(),
        Node::Bool(value) => !value,
        node => *node == Node::Null,
    }
}

/// Tests that any value passes or fails, one that is not there included.
fn is_of_kind(test: &str) -> bool {
    matches!(
        test,
        "defined"
            | "undefined"
            | "none"
            | "string"
            | "number"
            | "integer"
            | "float"
            | "bool"
            | "map"
            | "array"
            | "iterable"
    )
}
