//! The names that a template gives to values.

use std::collections::HashMap;

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

    /// What may be there after one of several ways was taken; `fallback` tells what a name is
    /// that only some of them set.
    pub(super) fn merge(ways: Vec<Self>, fallback: impl Fn(&str) -> Option<Value>) -> Option<Self> {
        let mut ways = ways.into_iter();
        let mut merged = ways.next()?;
        for way in ways {
            for (known, scope) in merged.scopes.iter_mut().zip(way.scopes) {
                for (name, value) in known.iter_mut() {
                    let more = scope.get(name).cloned().or_else(|| fallback(name));
                    *value = std::mem::take(value).or(more.unwrap_or_default());
                }
                for (name, value) in scope {
                    known
                        .entry(name)
                        .or_insert_with_key(|name| value.or(fallback(name).unwrap_or_default()));
                }
            }
        }
        Some(merged)
    }
}
