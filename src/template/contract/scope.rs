//! The names that a template gives to values.

use std::collections::{BTreeSet, HashMap};

use super::value::Value;

/// The scopes around a place, outermost first.
#[derive(Debug, Clone, Default)]
pub(super) struct Scopes {
    scopes: Vec<HashMap<String, Value>>,
    /// The scope of the file or component itself, which `set_global` writes to.
    base: usize,
    /// Whether a name that is in no scope is one of the data.
    pub(super) sees_data: bool,
}

impl Scopes {
    pub(super) fn new(sees_data: bool) -> Self {
        Self {
            scopes: vec![HashMap::new()],
            base: 0,
            sees_data,
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    /// Gives `value` the name in the innermost loop, or everywhere.
    pub(super) fn set(&mut self, name: &str, value: Value, global: bool) {
        let at = if global {
            self.base
        } else {
            self.scopes.len() - 1
        };
        self.scopes[at].insert(name.to_owned(), value);
    }

    pub(super) fn push(&mut self) {
        self.scopes.push(HashMap::new());
    }

    pub(super) fn pop(&mut self) {
        self.scopes.pop();
    }

    /// A scope of an included file; returns what [`leave`](Self::leave) takes.
    pub(super) fn enter(&mut self) -> usize {
        self.push();
        std::mem::replace(&mut self.base, self.scopes.len() - 1)
    }

    pub(super) fn leave(&mut self, base: usize) {
        self.pop();
        self.base = base;
    }

    /// All names, and all that they stand for.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.scopes.iter().flatten()
    }

    /// What names stand for after one of several `ways` was taken from here.
    ///
    /// What a name stands for that only some of them give is not asked for any more; `data` is
    /// what it is where none does.
    pub(super) fn merge(&self, ways: &[Self], data: impl Fn(&str) -> Option<Value>) -> Self {
        let mut merged = self.clone();
        for (at, scope) in merged.scopes.iter_mut().enumerate() {
            let names: BTreeSet<&String> =
                ways.iter().flat_map(|way| way.scopes[at].keys()).collect();
            for name in names {
                let known = self.scopes[at].get(name);
                let is_new = |value: &&Value| !known.is_some_and(|known| known.is(value));
                let given: Vec<&Value> = ways
                    .iter()
                    .filter_map(|way| way.scopes[at].get(name).filter(is_new))
                    .collect();
                let mut value = Value::default();
                for one in &given {
                    value = value.or(Value::clone(one));
                }
                if given.len() < ways.len() {
                    let other = self.get(name).cloned().or_else(|| data(name));
                    value = value.or(other.unwrap_or_default().optional());
                }
                if !given.is_empty() {
                    scope.insert(name.clone(), value);
                }
            }
        }
        merged
    }
}
