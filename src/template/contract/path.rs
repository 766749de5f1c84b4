//! Where something stands in the data.

use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;

use serde_json::Value;

/// From the data down to one of its values.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// A field of an object.
    Field(Rc<str>),
    /// Any item of a list, or any field of an object.
    Item,
}

/// Whether data have what a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Present,
    /// The object that should have it is there, and lacks it.
    Missing,
    /// There is nothing that could have it: the list is empty, the object is null or missing.
    Unknown,
}

impl Path {
    pub(super) fn field(&self, name: &str) -> Self {
        self.then(Step::Field(name.into()))
    }

    pub(super) fn item(&self) -> Self {
        self.then(Step::Item)
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.0
    }

    pub(super) fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Whether `data` have it.
    pub(super) fn presence(&self, data: &Value) -> Presence {
        presence(&self.0, data)
    }

    /// The first of the values in `data` that it leads to and that `is_it` takes.
    pub(super) fn find<'d>(
        &self,
        data: &'d Value,
        is_it: &impl Fn(&Value) -> bool,
    ) -> Option<&'d Value> {
        find(&self.0, data, is_it)
    }

    /// The names that stand in `data` where the last step looks for its own.
    pub(super) fn names_beside<'d>(&self, data: &'d Value) -> BTreeSet<&'d str> {
        let mut names = BTreeSet::new();
        if let Some((_, above)) = self.0.split_last() {
            collect_names(above, data, &mut names);
        }
        names
    }
}

fn presence(steps: &[Step], data: &Value) -> Presence {
    let Some((step, rest)) = steps.split_first() else {
        return Presence::Present;
    };
    match (step, data) {
        (Step::Field(name), Value::Object(fields)) => match fields.get(&**name) {
            Some(value) => presence(rest, value),
            None if rest.is_empty() => Presence::Missing,
            None => Presence::Unknown,
        },
        (Step::Field(_), Value::Null) => Presence::Unknown,
        (Step::Field(_), _) if rest.is_empty() => Presence::Missing,
        (Step::Item, Value::Array(items)) => any(items.iter().map(|item| presence(rest, item))),
        (Step::Item, Value::Object(fields)) => {
            any(fields.values().map(|item| presence(rest, item)))
        }
        _ => Presence::Unknown,
    }
}

fn find<'d>(steps: &[Step], data: &'d Value, is_it: &impl Fn(&Value) -> bool) -> Option<&'d Value> {
    let Some((step, rest)) = steps.split_first() else {
        return is_it(data).then_some(data);
    };
    match (step, data) {
        (Step::Field(name), Value::Object(fields)) => find(rest, fields.get(&**name)?, is_it),
        (Step::Item, Value::Array(items)) => items.iter().find_map(|item| find(rest, item, is_it)),
        (Step::Item, Value::Object(fields)) => {
            fields.values().find_map(|item| find(rest, item, is_it))
        }
        _ => None,
    }
}

fn any(all: impl Iterator<Item = Presence>) -> Presence {
    let mut found = Presence::Unknown;
    for presence in all {
        match presence {
            Presence::Present => return Presence::Present,
            Presence::Missing => found = Presence::Missing,
            Presence::Unknown => {}
        }
    }
    found
}

fn collect_names<'d>(steps: &[Step], data: &'d Value, names: &mut BTreeSet<&'d str>) {
    match (steps.split_first(), data) {
        (None, Value::Object(fields)) => names.extend(fields.keys().map(String::as_str)),
        (Some((Step::Field(name), rest)), Value::Object(fields)) => {
            if let Some(value) = fields.get(&**name) {
                collect_names(rest, value, names);
            }
        }
        (Some((Step::Item, rest)), Value::Array(items)) => {
            for item in items {
                collect_names(rest, item, names);
            }
        }
        (Some((Step::Item, rest)), Value::Object(fields)) => {
            for item in fields.values() {
                collect_names(rest, item, names);
            }
        }
        _ => {}
    }
}

/// `a.b[].c`, as an author would write it.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Item => f.write_str("[]")?,
                Step::Field(name) if !is_word(name) => write!(f, "[{name:?}]")?,
                Step::Field(name) if at == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}

fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic())
        && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
}

impl From<&[Step]> for Path {
    fn from(steps: &[Step]) -> Self {
        Self(steps.to_vec())
    }
}
