//! What an expression may stand for, as far as the text of a template tells.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::source::Span;

use super::path::Path;

/// A place in a file, by the file's index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) span: Span,
}

/// What an expression may stand for: one of these.
#[derive(Debug, Clone, Default)]
pub(super) struct Value {
    pub(super) any_of: Vec<Alternative>,
}

#[derive(Debug, Clone)]
pub(super) struct Alternative {
    pub(super) kind: Kind,
    /// Where it was written; a read of it may stand elsewhere.
    pub(super) origin: Place,
    pub(super) terms: Terms,
}

/// What decides whether something is asked of the data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Terms {
    /// It is, if one of each of these is there.
    pub(super) when: Vec<Vec<Path>>,
    /// It is not, if any of these is there.
    pub(super) unless: Vec<Path>,
    /// It never is: there is something else to take.
    pub(super) optional: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// A piece of the data.
    Data(Path),
    /// An object that the template made, with the objects that were poured into it.
    Object(Rc<Object>),
    /// A list that the template made.
    List(Rc<Value>),
    /// A name that a component does not know.
    Unbound(Rc<str>),
    /// Nothing of the data.
    Other,
}

#[derive(Debug, Default)]
pub(super) struct Object {
    pub(super) fields: BTreeMap<String, Value>,
    pub(super) poured: Vec<Value>,
}

/// More alternatives than this are not told apart.
const MAX_ALTERNATIVES: usize = 16;

impl Value {
    pub(super) fn one(kind: Kind, origin: Place, terms: Terms) -> Self {
        Self {
            any_of: vec![Alternative {
                kind,
                origin,
                terms,
            }],
        }
    }

    /// Something that has nothing to do with the data.
    pub(super) fn other(origin: Place) -> Self {
        Self::one(Kind::Other, origin, Terms::default())
    }

    /// This or that.
    pub(super) fn or(mut self, other: Self) -> Self {
        for alternative in other.any_of {
            let is_same =
                |known: &Alternative| known.is(&alternative) && known.terms == alternative.terms;
            let is_known = self.any_of.iter().any(is_same);
            if !is_known && self.any_of.len() < MAX_ALTERNATIVES {
                self.any_of.push(alternative);
            }
        }
        self
    }

    /// The same, not asked for: something else may be taken.
    pub(super) fn optional(mut self) -> Self {
        for alternative in &mut self.any_of {
            alternative.terms.optional = true;
        }
        self
    }

    /// The same, asked for on these terms, too.
    pub(super) fn on(mut self, terms: &Terms) -> Self {
        for one in &mut self.any_of {
            one.terms = one.terms.and(terms);
        }
        self
    }

    /// Whether it is nothing but `other`.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.any_of.len() == other.any_of.len()
            && self.any_of.iter().zip(&other.any_of).all(|(a, b)| a.is(b))
    }

    /// Whether the template itself may have made it, which then is always there.
    pub(super) fn is_own(&self) -> bool {
        let is_own = |one: &Alternative| !matches!(one.kind, Kind::Data(_) | Kind::Unbound(_));
        self.any_of.iter().any(is_own)
    }

    /// The pieces of data that it may be.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.any_of.iter().filter_map(|one| match &one.kind {
            Kind::Data(path) => Some(path),
            _ => None,
        })
    }
}

impl Alternative {
    fn is(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Data(a), Kind::Data(b)) => a == b && self.origin == other.origin,
            (Kind::Object(a), Kind::Object(b)) => Rc::ptr_eq(a, b),
            (Kind::List(a), Kind::List(b)) => Rc::ptr_eq(a, b),
            (Kind::Unbound(a), Kind::Unbound(b)) => a == b,
            (Kind::Other, Kind::Other) => true,
            _ => false,
        }
    }
}

impl Terms {
    /// These and those.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut terms = self.clone();
        add(&mut terms.when, &other.when);
        add(&mut terms.unless, &other.unless);
        terms.optional |= other.optional;
        terms
    }
}

/// Adds what is not there yet.
pub(super) fn add<T: Clone + PartialEq>(to: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !to.contains(one) {
            to.push(one.clone());
        }
    }
}
