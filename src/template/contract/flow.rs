//! What an expression stands for, and what it reads on the way.

use std::rc::Rc;

use super::super::expression::{Comprehension, Entry, Expression, Node, Operator};
use super::Shape;
use super::path::Path;
use super::reader::{Need, Reader, Use};
use super::value::{self, Kind, Object, Place, Terms, Value};

/// All variables, as Tera shows them.
const ALL: &str = "__tera_context";

impl Reader<'_, '_> {
    /// What `expression` stands for.
    pub(super) fn flow(&mut self, expression: &Expression<'_>) -> Value {
        let place = self.place(expression.span);
        if !self.enter() {
            return Value::other(place);
        }
        let value = self.flow_of(expression, place);
        self.depth -= 1;
        value
    }

    fn flow_of(&mut self, expression: &Expression<'_>, place: Place) -> Value {
        match &expression.node {
            Node::Name(name) => return self.name(name, place),
            Node::Field { of, name, optional } => {
                if self.loops > 0 && matches!(of.node, Node::Name("loop")) {
                    return Value::other(place);
                }
                let object = self.flow(of);
                let used = self.last_word(of);
                let name_place = self.place(name.span);
                return self.field_of(&object, &name.text, used, name_place, *optional);
            }
            Node::Index { of, at, optional } => return self.index(of, at, *optional),
            Node::Slice {
                of,
                bounds,
                optional,
            } => {
                let list = self.flow(of);
                self.demand(
                    &list,
                    Use::part(need(*optional), Shape::List),
                    self.last_word(of),
                );
                self.all(bounds, Use::whole(Need::Required, Shape::Number));
                return list;
            }
            Node::Function(call) if call.name.text == "super" => self.older(),
            Node::Function(call) => self.arguments(&call.arguments),
            Node::Filter { input, call } => return self.filter(input, call),
            Node::Test { input, call } => self.test(input, call),
            Node::Not(inner) => {
                self.ask(inner);
            }
            Node::Minus(inner) => self.take(inner, Use::whole(Need::Required, Shape::Number)),
            Node::Binary {
                operator,
                left,
                right,
            } => return self.binary(*operator, left, right, place),
            Node::Ternary {
                condition,
                then,
                otherwise,
            } => {
                self.ask(condition);
                let then = self.under(condition, true, then);
                return then.or(self.under(condition, false, otherwise));
            }
            Node::List(entries) => return self.list(entries, place),
            Node::Map(entries) => return self.map(entries, place),
            Node::Comprehension(inner) => return self.comprehension(inner, place),
            Node::Component(component) => self.component(component, false),
            Node::Unreadable(parts) => self.all(parts, Use::whole(Need::Optional, Shape::Any)),
            Node::Text(_) | Node::Number(_) | Node::Bool(_) | Node::Null => {}
        }
        Value::other(place)
    }

    fn name(&mut self, name: &str, place: Place) -> Value {
        if name == ALL {
            self.everything(place);
            return Value::other(place);
        }
        if name == "loop" && self.loops > 0 {
            return Value::other(place);
        }
        if let Some(value) = self.scopes.get(name) {
            return value.clone().on(&self.terms);
        }
        let kind = if self.scopes.sees_data {
            Kind::Data(Path::default().field(name))
        } else {
            Kind::Unbound(name.into())
        };
        Value::one(kind, place, self.terms.clone())
    }

    fn everything(&mut self, place: Place) {
        let known: Vec<Value> = self.scopes.iter().map(|(_, value)| value.clone()).collect();
        let anything = Use::whole(Need::Optional, Shape::Any);
        for value in known {
            self.demand(&value, anything, place);
        }
        if self.scopes.sees_data {
            let all = Value::one(Kind::Data(Path::default()), place, Terms::default());
            self.demand(&all, anything, place);
        }
    }

    fn index(&mut self, of: &Expression<'_>, at: &Expression<'_>, optional: bool) -> Value {
        let object = self.flow(of);
        let used = self.last_word(of);
        if let Node::Text(name) = &at.node {
            let place = self.place(at.span);
            return self.field_of(&object, name, used, place, optional);
        }
        let is_place = matches!(at.node, Node::Number(_) | Node::Minus(_));
        let shape = if is_place { Shape::List } else { Shape::Any };
        self.demand(&object, Use::part(need(optional), shape), used);
        self.take(at, Use::whole(Need::Required, Shape::Text));
        let one = Self::item_of(&object, self.place(at.span));
        if optional { one.optional() } else { one }
    }

    /// The field `name` of `object`, which is read at `used` for that.
    pub(super) fn field_of(
        &mut self,
        object: &Value,
        name: &str,
        used: Place,
        place: Place,
        optional: bool,
    ) -> Value {
        self.demand(object, Use::part(need(optional), Shape::Object), used);
        if !self.spend() {
            return Value::other(place);
        }
        let mut found = Value::default();
        for one in &object.any_of {
            let mut terms = one.terms.and(&self.terms);
            let value = match &one.kind {
                Kind::Data(path) => {
                    if optional {
                        value::add(&mut terms.when, &[vec![path.clone()]]);
                    }
                    Value::one(Kind::Data(path.field(name)), place, terms)
                }
                Kind::Object(object) => match object.fields.get(name) {
                    Some(value) => value.clone(),
                    None => {
                        let poured = object.poured.clone();
                        let fields = poured
                            .iter()
                            .map(|from| self.field_of(from, name, used, place, true));
                        fields.reduce(Value::or).unwrap_or_default()
                    }
                },
                _ => Value::other(place),
            };
            found = found.or(value);
        }
        if found.any_of.is_empty() {
            return Value::other(place);
        }
        found
    }

    /// One of the items of `list`.
    pub(super) fn item_of(list: &Value, place: Place) -> Value {
        let items = list.any_of.iter().map(|one| match &one.kind {
            Kind::Data(path) => Value::one(Kind::Data(path.item()), place, one.terms.clone()),
            Kind::List(inner) => Value::clone(inner),
            Kind::Object(object) => {
                let poured = object.poured.iter().map(|from| Self::item_of(from, place));
                let fields = object.fields.values().cloned();
                fields.chain(poured).fold(Value::default(), Value::or)
            }
            _ => Value::other(place),
        });
        items.reduce(Value::or).unwrap_or_default()
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &Expression<'_>,
        right: &Expression<'_>,
        place: Place,
    ) -> Value {
        let (first, second) = match operator {
            Operator::Or => return self.either(left, right),
            Operator::And => {
                let first = self.ask(left);
                let second = self.under(left, true, right);
                return first.or(second);
            }
            Operator::In => (
                Use::whole(Need::Expected, Shape::Any),
                Use::whole(Need::Required, Shape::List),
            ),
            Operator::Equality => (
                Use::whole(Need::Expected, Shape::Any),
                Use::whole(Need::Expected, Shape::Any),
            ),
            Operator::Order => (
                Use::whole(Need::Required, Shape::Any),
                Use::whole(Need::Required, Shape::Any),
            ),
            Operator::Math => (
                Use::whole(Need::Required, Shape::Number),
                Use::whole(Need::Required, Shape::Number),
            ),
            Operator::Concat => (
                Use::whole(Need::Expected, Shape::Text),
                Use::whole(Need::Expected, Shape::Text),
            ),
        };
        self.take(left, first);
        self.take(right, second);
        Value::other(place)
    }

    /// `left`, or `right` where there is no `left`; `right` is not looked at otherwise.
    fn either(&mut self, left: &Expression<'_>, right: &Expression<'_>) -> Value {
        let first = self.ask(left);
        let outer = self.terms.clone();
        let paths: Vec<Path> = first.paths().cloned().collect();
        value::add(&mut self.terms.unless, &paths);
        self.terms.optional |= first.is_own();
        let second = self.flow(right);
        self.terms = outer;
        Self::instead(first, second)
    }

    /// `first`, or what `second` stands for where that is not there; `second` is read anyway.
    pub(super) fn fallback(&mut self, first: Value, second: &Expression<'_>) -> Value {
        let paths: Vec<Path> = first.paths().cloned().collect();
        let mut second = self.flow(second);
        for one in &mut second.any_of {
            value::add(&mut one.terms.unless, &paths);
        }
        Self::instead(first, second)
    }

    /// `first`, or `second` where that is not there.
    fn instead(first: Value, second: Value) -> Value {
        // What does not come from the data is always there.
        let is_own =
            |one: &value::Alternative| !matches!(one.kind, Kind::Data(_) | Kind::Unbound(_));
        let is_there = first.any_of.iter().any(is_own);
        first
            .optional()
            .or(if is_there { second.optional() } else { second })
    }

    /// What `expression` stands for where `condition` holds, or does not.
    fn under(
        &mut self,
        condition: &Expression<'_>,
        truth: bool,
        expression: &Expression<'_>,
    ) -> Value {
        let outer = self.terms.clone();
        let proven = self.proven(condition, truth);
        value::add(&mut self.terms.when, &proven);
        let value = self.flow(expression);
        self.terms = outer;
        value
    }

    fn list(&mut self, entries: &[Entry<'_>], place: Place) -> Value {
        let mut items = Value::default();
        for entry in entries {
            let value = self.flow(&entry.value);
            items = items.or(if entry.spread {
                let list = Use::part(Need::Required, Shape::List);
                self.demand(&value, list, self.last_word(&entry.value));
                Self::item_of(&value, place)
            } else {
                value
            });
        }
        Value::one(Kind::List(Rc::new(items)), place, self.terms.clone())
    }

    fn map(&mut self, entries: &[Entry<'_>], place: Place) -> Value {
        let mut object = Object::default();
        for entry in entries {
            let value = self.flow(&entry.value);
            match &entry.name {
                Some(name) => {
                    object.fields.insert(name.text.to_string(), value);
                }
                None => {
                    let part = Use::part(Need::Required, Shape::Object);
                    self.demand(&value, part, self.last_word(&entry.value));
                    object.poured.push(value);
                }
            }
        }
        Value::one(Kind::Object(Rc::new(object)), place, self.terms.clone())
    }

    fn comprehension(&mut self, inner: &Comprehension<'_>, place: Place) -> Value {
        let list = self.flow(&inner.list);
        let shape = if inner.key.is_some() {
            Shape::Object
        } else {
            Shape::List
        };
        self.demand(
            &list,
            Use::part(Need::Required, shape),
            self.last_word(&inner.list),
        );
        self.scopes.push();
        if let Some(key) = &inner.key {
            self.scopes.set(&key.text, Value::other(place), false);
        }
        let one = Self::item_of(&list, self.place(inner.name.span));
        self.scopes.set(&inner.name.text, one, false);
        let value = match &inner.condition {
            Some(condition) => {
                self.ask(condition);
                self.under(condition, true, &inner.value)
            }
            None => self.flow(&inner.value),
        };
        self.scopes.pop();
        Value::one(Kind::List(Rc::new(value)), place, self.terms.clone())
    }

    /// Reads `condition` as one.
    pub(super) fn ask(&mut self, condition: &Expression<'_>) -> Value {
        let value = self.flow(condition);
        let asked = Use::part(Need::Optional, Shape::Condition);
        self.demand(&value, asked, self.last_word(condition));
        value
    }

    /// Reads `expression` and uses it.
    pub(super) fn take(&mut self, expression: &Expression<'_>, used: Use) {
        let value = self.flow(expression);
        self.demand(&value, used, self.last_word(expression));
    }

    pub(super) fn all(&mut self, expressions: &[Expression<'_>], used: Use) {
        for expression in expressions {
            self.take(expression, used);
        }
    }

    /// Reads what is given to a filter, test or function.
    pub(super) fn arguments(&mut self, arguments: &[Entry<'_>]) {
        for argument in arguments {
            self.take(&argument.value, Use::whole(Need::Required, Shape::Any));
        }
    }

    /// Where the last word of what is looked up stands; Tera points there, too.
    pub(super) fn last_word(&self, expression: &Expression<'_>) -> Place {
        let span = match &expression.node {
            Node::Field { name, .. } => name.span,
            Node::Index { at, .. } => at.span,
            Node::Slice { of, .. } => return self.last_word(of),
            Node::Filter { input, .. } => return self.last_word(input),
            _ => expression.span,
        };
        self.place(span)
    }
}

fn need(optional: bool) -> Need {
    if optional {
        Need::Optional
    } else {
        Need::Required
    }
}
