//! What stands in samples.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

/// What values at one place of the samples were.
#[derive(Default)]
pub(super) struct Seen {
    types: BTreeSet<&'static str>,
    /// How many of them were objects.
    objects: usize,
    /// The fields of these objects, in the order in which they were seen.
    fields: Vec<Field>,
    places: HashMap<String, usize>,
    /// What stood in the lists.
    items: Option<Box<Seen>>,
}

struct Field {
    name: String,
    /// How many of the objects have it.
    times: usize,
    seen: Seen,
}

impl Seen {
    pub(super) fn add(&mut self, value: &Value) {
        self.types.insert(kind_of(value));
        match value {
            Value::Object(object) => {
                self.objects += 1;
                for (name, value) in object {
                    self.once_more(name).add(value);
                }
            }
            Value::Array(items) => {
                let seen = self.items.get_or_insert_default();
                items.iter().for_each(|item| seen.add(item));
            }
            _ => {}
        }
    }

    /// What is known of a field that has been seen once more.
    fn once_more(&mut self, name: &str) -> &mut Self {
        let next = self.fields.len();
        let place = *self.places.entry(name.to_owned()).or_insert(next);
        if place == next {
            self.fields.push(Field {
                name: name.to_owned(),
                times: 0,
                seen: Self::default(),
            });
        }
        let field = &mut self.fields[place];
        field.times += 1;
        &mut field.seen
    }

    /// The types that values here had, if they tell anything.
    pub(super) fn types(&self) -> Vec<&'static str> {
        // Whatever else it may be, it was left out of all samples.
        let is_known = !self.types.iter().eq(&["null"]);
        self.types.iter().copied().filter(|_| is_known).collect()
    }

    pub(super) fn items(&self) -> Option<&Self> {
        self.items.as_deref()
    }

    pub(super) fn is_object(&self) -> bool {
        self.objects > 0
    }

    /// Each field with its name, and whether all the objects have it.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Self, bool)> {
        self.fields
            .iter()
            .map(|field| (&*field.name, &field.seen, field.times == self.objects))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }
}

/// What JSON Schema calls the kind of a value; a whole number in a sample need not be one elsewhere.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
