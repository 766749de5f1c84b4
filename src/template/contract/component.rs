//! Components: what is given to them, and what they make of it.

use std::rc::Rc;

use super::super::expression::{Component, Definition, Entry, Parameter, Statement};
use super::Shape;
use super::path::Path;
use super::reader::{Call, MAX_WAYS, Need, Reader, Use, Via};
use super::scope::Scopes;
use super::value::{Kind, Object, Place, Terms, Value};

/// How often a component is followed into itself.
const MAX_ROUNDS: usize = 2;

/// What a call gives.
#[derive(Default)]
struct Given {
    named: Vec<(String, Value)>,
    /// The objects whose fields are arguments, and where they are written.
    poured: Vec<(Value, Place)>,
}

impl Given {
    fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.named.iter().position(|(given, _)| given == name)?;
        Some(self.named.swap_remove(at).1)
    }

    /// What no parameter took.
    fn rest(self, place: Place, terms: &Terms) -> Value {
        let object = Object {
            fields: self.named.into_iter().collect(),
            poured: self.poured.into_iter().map(|(value, _)| value).collect(),
        };
        Value::one(Kind::Object(Rc::new(object)), place, terms.clone())
    }
}

impl Reader<'_, '_> {
    /// Follows the arguments into the component.
    pub(super) fn component(&mut self, component: &Component<'_>, has_body: bool) {
        let given = self.given(&component.arguments);
        let name = &*component.name.text;
        let place = self.place(component.name.span);
        let found = self.library.component(self.file, name);
        let rounds = self.calls.iter().filter(|call| call.name == name).count();
        let Some((file, item)) =
            found.filter(|_| self.muted == 0 && rounds < MAX_ROUNDS && self.ways.len() < MAX_WAYS)
        else {
            // Whatever becomes of them, they are read.
            let anything = Use::whole(Need::Optional, Shape::Any);
            self.demand(&given.rest(place, &self.terms), anything, place);
            return;
        };
        let Statement::Define(definition) = &item.head else {
            return;
        };
        let scopes = self.bind(definition, given, place, has_body);
        let call = Call {
            name: name.to_owned(),
            outer: std::mem::replace(&mut self.scopes, scopes),
        };
        self.calls.push(call);
        self.ways.push(Via {
            place,
            verb: "called",
        });
        let loops = std::mem::take(&mut self.loops);
        let from = std::mem::replace(&mut self.file, file);
        self.items(&item.body);
        self.file = from;
        self.loops = loops;
        self.ways.pop();
        if let Some(call) = self.calls.pop() {
            self.scopes = call.outer;
        }
    }

    /// The arguments with names, and the objects whose fields are arguments.
    fn given(&mut self, arguments: &[Entry<'_>]) -> Given {
        let mut given = Given::default();
        for argument in arguments {
            let value = self.flow(&argument.value);
            if let Some(name) = argument.name.as_ref().filter(|_| !argument.spread) {
                given.named.push((name.text.to_string(), value));
            } else {
                let object = Use::part(Need::Required, Shape::Object);
                let place = self.last_word(&argument.value);
                self.demand(&value, object, place);
                given.poured.push((value, place));
            }
        }
        given
    }

    /// What a component sees that is called at `place`.
    fn bind(
        &mut self,
        definition: &Definition<'_>,
        mut given: Given,
        place: Place,
        has_body: bool,
    ) -> Scopes {
        let mut scopes = Scopes::new(false);
        for parameter in &definition.parameters {
            let value = match given.take(&parameter.name.text) {
                Some(value) => {
                    if parameter.is_typed() {
                        let typed = Use::part(Need::Required, Shape::Any);
                        self.demand(&value, typed, place);
                    }
                    value
                }
                None => self.unnamed(parameter, &given.poured, place),
            };
            scopes.set(&parameter.name.text, value, true);
        }
        if let Some(rest) = &definition.rest {
            scopes.set(&rest.text, given.rest(place, &self.terms), true);
        }
        if has_body {
            scopes.set("body", Value::other(place), true);
        }
        scopes
    }

    /// What a parameter is that the call does not name.
    fn unnamed(
        &mut self,
        parameter: &Parameter<'_>,
        poured: &[(Value, Place)],
        place: Place,
    ) -> Value {
        let name = &*parameter.name.text;
        let has_default = parameter.default.is_some();
        let mut from = poured
            .iter()
            .map(|(object, place)| self.field_of(object, name, *place, *place, true))
            .reduce(Value::or);
        if parameter.implicit && from.is_none() {
            let value = self.implicit(name, place);
            if !has_default {
                self.demand(&value, Use::part(Need::Required, Shape::Any), place);
            }
            from = Some(value);
        }
        match from {
            Some(value) if has_default => value.optional().or(Value::other(place)),
            Some(value) => value,
            None => Value::other(place),
        }
    }

    /// A variable of whoever called, or of whoever called them.
    fn implicit(&mut self, name: &str, place: Place) -> Value {
        let outer = self.calls.iter().rev().map(|call| &call.outer);
        for scopes in std::iter::once(&self.scopes).chain(outer) {
            if let Some(value) = scopes.get(name) {
                return value.clone();
            }
            if scopes.sees_data {
                let path = Path::default().field(name);
                return Value::one(Kind::Data(path), place, self.terms.clone());
            }
        }
        Value::other(place)
    }

    /// The component that is being followed.
    pub(super) fn callee(&self) -> &str {
        self.calls.last().map_or("", |call| &call.name)
    }
}
