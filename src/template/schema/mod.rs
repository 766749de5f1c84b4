//! JSON Schemas of sample data, made of the samples and of what the template reads.

mod asked;
mod seen;

use serde_json::{Map, Value, json};

use super::{Templates, check};
use crate::error::Error;
use crate::message::DIALECT;

use asked::{Asked, Reads};
use seen::Seen;

impl Templates {
    /// The JSON Schema (draft 07) of the samples of the template `name`, for editors.
    ///
    /// A field has the types that it has in any of the samples. It is required where all have it
    /// and rendering may fail without it. Nothing else may be there but what the template reads.
    /// Samples that cannot be read do not count; of what is in none, the template decides.
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
        // What is wrong with a template does not keep its samples from being completed.
        let reads = self
            .contract(name)
            .ok()
            .map(|contract| Reads::new(&contract));
        let asked = reads.as_ref().map_or(Asked::Unknown, Asked::Of);
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), DIALECT.into());
        schema.insert(
            "title".to_owned(),
            format!("Data of `{}`", file.name).into(),
        );
        schema.insert("type".to_owned(), "object".into());
        describe(&seen, asked, &mut schema);
        Ok(schema.into())
    }
}

/// Writes what is known of a value into `schema`.
fn describe(seen: &Seen, asked: Asked<'_>, schema: &mut Map<String, Value>) {
    if let Some(place) = asked.place() {
        schema.insert("description".to_owned(), format!("read at {place}").into());
    }
    match seen.types()[..] {
        [] => {}
        [one] => drop(schema.insert("type".to_owned(), one.into())),
        ref more => drop(schema.insert("type".to_owned(), json!(more))),
    }
    match (seen.items(), asked.item()) {
        (None, Asked::Unknown | Asked::Not) => {}
        // What is gone through are its values.
        (None, _) if seen.is_object() => {}
        (items, asked) => {
            schema.insert("items".to_owned(), described(items, asked));
        }
    }
    if seen.is_object() || asked.names().next().is_some() {
        describe_fields(seen, asked, schema);
    }
}

fn described(seen: Option<&Seen>, asked: Asked<'_>) -> Value {
    let mut schema = Map::new();
    describe(seen.unwrap_or(&Seen::default()), asked, &mut schema);
    schema.into()
}

fn describe_fields(seen: &Seen, asked: Asked<'_>, schema: &mut Map<String, Value>) {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, field, is_common) in seen.fields() {
        let asked = asked.field(name);
        properties.insert(name.to_owned(), described(Some(field), asked));
        if is_common && asked.is_needed() {
            required.push(name);
        }
    }
    for name in asked.names().filter(|name| !seen.has(name)) {
        let asked = asked.field(name);
        properties.insert(name.to_owned(), described(None, asked));
        // Of objects that are in no sample, only the template knows.
        if !seen.is_object() && asked.is_needed() {
            required.push(name);
        }
    }
    if asked.is_closed() && !properties.is_empty() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
    schema.insert("properties".to_owned(), properties.into());
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
}
