//! JSON Schemas of sample data, made of the samples themselves.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::{Templates, check};
use crate::error::Error;
use crate::message::DIALECT;

impl Templates {
    /// The JSON Schema (draft 07) of the samples of the template `name`, for editors.
    ///
    /// It is what the samples have in common: a field has the types that it has in any of them,
    /// is required where all have it, and nothing else may be there. Samples that cannot be
    /// read do not count; without any, the schema asks for an object.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnknownTemplate`](crate::ErrorKind::UnknownTemplate).
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::Templates;
    ///
    /// let schema = Templates::load("templates")?.sample_schema("incident.flockml")?;
    /// assert_eq!(schema["properties"]["title"]["type"], "string");
    /// # Ok::<(), flockml::Error>(())
    /// ```
    pub fn sample_schema(&self, name: &str) -> Result<Value, Error> {
        let file = self.file(name)?;
        let mut seen = Seen::default();
        for data in file.samples.iter().filter_map(|one| check::data(one).ok()) {
            seen.add(&data);
        }
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), DIALECT.into());
        schema.insert("title".to_owned(), format!("Data of `{name}`").into());
        schema.insert("type".to_owned(), "object".into());
        seen.describe(&mut schema);
        Ok(schema.into())
    }
}

/// What values at one place of the samples were.
#[derive(Default)]
struct Seen {
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
    fn add(&mut self, value: &Value) {
        self.types.insert(kind_of(value));
        match value {
            Value::Object(object) => {
                self.objects += 1;
                for (name, value) in object {
                    self.field(name).add(value);
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
    fn field(&mut self, name: &str) -> &mut Self {
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

    /// Writes what is known into `schema`; of what was never seen nothing is known.
    fn describe(&self, schema: &mut Map<String, Value>) {
        let types: Vec<&str> = self.types.iter().copied().collect();
        match types[..] {
            // Whatever else it may be, it was left out of all samples.
            [] | ["null"] => {}
            [one] => drop(schema.insert("type".to_owned(), one.into())),
            _ => drop(schema.insert("type".to_owned(), json!(types))),
        }
        if let Some(items) = &self.items {
            schema.insert("items".to_owned(), items.to_schema());
        }
        if !self.fields.is_empty() {
            self.describe_fields(schema);
        }
    }

    fn describe_fields(&self, schema: &mut Map<String, Value>) {
        let fields = self.fields.iter();
        let properties: Map<String, Value> = fields
            .map(|field| (field.name.clone(), field.seen.to_schema()))
            .collect();
        let common = self
            .fields
            .iter()
            .filter(|field| field.times == self.objects);
        let required: Vec<&str> = common.map(|field| field.name.as_str()).collect();
        schema.insert("properties".to_owned(), properties.into());
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.insert("additionalProperties".to_owned(), false.into());
    }

    fn to_schema(&self) -> Value {
        let mut schema = Map::new();
        self.describe(&mut schema);
        schema.into()
    }
}

/// What JSON Schema calls the kind of a value.
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
