//! The strings of a payload that people read.

use jsonc_parser::ast::{Object, Value};

use super::literal::Literal;
use super::walk::span;
use super::{PayloadKind, embedded, parse};
use crate::message::fields::{self, Field, Holds, Shape};

/// How a string is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As it is.
    Words,
    /// As FlockML.
    Markup,
    /// As HTML.
    Html,
}

/// The strings in `text`, the JSON of what `kind` says, that are shown, in order; none of what is
/// no JSON.
pub(crate) fn texts(text: &str, kind: PayloadKind) -> Vec<(Shown, Literal)> {
    let plain = parse::without_mark(text);
    let mut reader = Reader {
        text,
        found: Vec::new(),
    };
    if let Ok(Value::Object(object)) = parse::strict(&plain) {
        reader.object(&object, kind.shape());
    }
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    found: Vec<(Shown, Literal)>,
}

impl Reader<'_> {
    fn object(&mut self, object: &Object<'_>, shape: &'static Shape) {
        for prop in &object.properties {
            let Some(field) = shape.field(prop.name.as_str()) else {
                continue;
            };
            match (field.holds, &prop.value) {
                (Holds::Object(inner), Value::Object(object)) => self.object(object, inner),
                (Holds::List(inner), Value::Array(list)) => {
                    let objects = list.elements.iter().filter_map(Value::as_object);
                    objects.for_each(|object| self.object(object, inner));
                }
                (_, Value::StringLit(literal)) => {
                    if let Some(shown) = shown(shape, field) {
                        let inside = embedded::inside(span(literal));
                        let raw = &self.text[inside.range()];
                        self.found.push((shown, Literal::new(raw, inside.start())));
                    }
                }
                _ => {}
            }
        }
    }
}

/// How the string in a field is read, if it is.
fn shown(shape: &Shape, field: &Field) -> Option<Shown> {
    match field.holds {
        Holds::Markup => Some(Shown::Markup),
        Holds::Attribute => field.attribute(shape)?.shown.then_some(Shown::Words),
        Holds::Text if shape.noun == fields::HTML.noun => Some(Shown::Html),
        _ => None,
    }
}
