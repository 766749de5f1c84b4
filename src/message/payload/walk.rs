//! One walk over a payload's JSON, along the table of fields.

use std::collections::HashMap;

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;

use super::literal::Literal;
use super::{PayloadKind, embedded};
use crate::check::rules::{
    desktop_only_view, empty_message, invalid_json, missing_field, shadowed_view,
    too_many_attachments, too_many_downloads, unknown_field, wrong_type,
};
use crate::check::{Diagnostic, Holes, Report, Walk};
use crate::element::Presence;
use crate::message::fields::{self, Field, Holds, Need, Shape};
use crate::source::Span;

pub(super) struct Walker<'t> {
    /// The checker's own walk, so that values are judged by the same rules as attributes.
    pub(super) walk: Walk<'t>,
}

pub(super) fn span(ranged: &impl Ranged) -> Span {
    Span::new(ranged.start(), ranged.end())
}

/// Where an object begins: enough to point at one of many lines.
fn opening(ranged: &impl Ranged) -> Span {
    Span::new(ranged.start(), (ranged.start() + 1).min(ranged.end()))
}

fn is_null(value: &Value<'_>) -> bool {
    value.as_null_keyword().is_some()
}

/// Where a value stands; of objects and lists, which may have many lines, the beginning.
fn place(value: &Value<'_>) -> Span {
    match value {
        Value::Object(_) | Value::Array(_) => opening(value),
        _ => span(value),
    }
}

/// A field that is there and not null.
pub(super) fn find<'v, 't>(object: &'v Object<'t>, name: &str) -> Option<&'v ObjectProp<'t>> {
    object
        .properties
        .iter()
        .find(|prop| prop.name.as_str() == name && !is_null(&prop.value))
}

impl<'t> Walker<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            walk: Walk::new(text, Holes::default()),
        }
    }

    pub(super) fn run(mut self, value: &Value<'_>, kind: PayloadKind) -> Report {
        match value.as_object() {
            Some(object) => {
                self.object(object, kind.shape());
                if kind == PayloadKind::Message {
                    self.emptiness(object);
                }
            }
            None => self.push(wrong_type::found(
                place(value),
                kind.shape().noun,
                kind_of(value),
                "an object",
            )),
        }
        let mut report = self.walk.report;
        report.sort();
        report
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.walk.push(diagnostic);
    }

    /// The decoded string of a value that is one.
    pub(super) fn literal(&self, value: &Value<'_>) -> Option<Literal> {
        let inside = embedded::inside(span(value.as_string_lit()?));
        Some(Literal::new(self.walk.at(inside), inside.start()))
    }

    fn object(&mut self, object: &Object<'_>, shape: &'static Shape) {
        self.duplicates(object);
        for prop in &object.properties {
            match shape.field(prop.name.as_str()) {
                Some(field) if field.need == Need::FlockOnly => {
                    self.push(unknown_field::flock_only(
                        span(&prop.name),
                        field.name,
                        shape.noun,
                    ));
                }
                // Null counts as absent.
                Some(_) if is_null(&prop.value) => {}
                Some(field) => self.field(shape, field, &prop.value),
                None => self.unknown(prop, shape),
            }
        }
        self.missing(object, shape);
        if shape.noun == fields::VIEWS.noun {
            self.views(object);
        }
    }

    fn duplicates(&mut self, object: &Object<'_>) {
        let mut seen: HashMap<&str, Span> = HashMap::with_capacity(object.properties.len());
        for prop in &object.properties {
            let name = span(&prop.name);
            if let Some(first) = seen.get(prop.name.as_str()) {
                let diagnostic = invalid_json::duplicate(name, prop.name.as_str(), *first);
                self.walk.push(diagnostic);
            } else {
                seen.insert(prop.name.as_str(), name);
            }
        }
    }

    fn unknown(&mut self, prop: &ObjectProp<'_>, shape: &'static Shape) {
        let name = prop.name.as_str();
        self.push(unknown_field::found(
            span(&prop.name),
            name,
            shape.noun,
            shape.advice(name),
        ));
        if is_envelope(name, shape)
            && let Some(inner) = prop.value.as_object()
        {
            self.object(inner, shape);
            self.emptiness(inner);
        }
    }

    fn field(&mut self, shape: &'static Shape, field: &'static Field, value: &Value<'_>) {
        match field.holds {
            Holds::Object(inner) => match value.as_object() {
                Some(object) => self.object(object, inner),
                None => self.wrong_type(field, value, "an object"),
            },
            Holds::List(inner) => self.list(field, inner, value),
            _ => self.scalar(shape, field, value),
        }
    }

    pub(super) fn wrong_type(&mut self, field: &Field, value: &Value<'_>, wanted: &str) {
        let name = format!("`{}`", field.name);
        self.push(wrong_type::found(
            place(value),
            &name,
            kind_of(value),
            wanted,
        ));
    }

    fn list(&mut self, field: &'static Field, inner: &'static Shape, value: &Value<'_>) {
        let Some(items) = value.as_array() else {
            self.wrong_type(field, value, "a list");
            if let Some(object) = value.as_object() {
                self.object(object, inner);
            }
            return;
        };
        let mut places = Vec::new();
        for item in items.elements.iter().filter(|item| !is_null(item)) {
            places.push(opening(item));
            match item.as_object() {
                Some(object) => self.object(object, inner),
                None => self.push(wrong_type::found(
                    place(item),
                    inner.noun,
                    kind_of(item),
                    "an object",
                )),
            }
        }
        let over = match field.name {
            "attachments" => too_many_attachments::check(&places),
            "downloads" => too_many_downloads::check(&places),
            _ => None,
        };
        self.walk.report.extend(over);
    }

    /// The fields that have to be there.
    fn missing(&mut self, object: &Object<'_>, shape: &'static Shape) {
        for field in shape.fields {
            let needed = match field.need {
                Need::Required | Need::Advised => true,
                _ => self.is_needed(object, shape, field),
            };
            if !needed {
                continue;
            }
            let empty = match find(object, field.name) {
                None => None,
                Some(prop) if self.is_empty(shape, field, &prop.value) => Some(span(&prop.value)),
                Some(_) => continue,
            };
            let at = empty.unwrap_or(opening(object));
            self.push(match field.need {
                Need::Advised => missing_field::advised(at, field.name, shape.noun),
                _ => missing_field::found(at, field.name, shape.noun, empty.is_some()),
            });
        }
    }

    fn is_needed(&self, object: &Object<'_>, shape: &Shape, field: &Field) -> bool {
        match field.attribute(shape).map(|known| known.presence) {
            Some(Presence::Required) => true,
            Some(Presence::RequiredForType(types)) => find(object, "type")
                .and_then(|prop| prop.value.as_string_lit())
                .is_some_and(|literal| {
                    types.contains(&crate::check::values::action_name(
                        literal.value.trim_ascii(),
                    ))
                }),
            _ => false,
        }
    }

    /// An empty string counts as absent; an empty label has a rule of its own.
    fn is_empty(&self, shape: &Shape, field: &Field, value: &Value<'_>) -> bool {
        let literal = value.as_string_lit();
        literal.is_some_and(|literal| literal.value.trim_ascii().is_empty())
            && !field.is_label(shape)
    }

    /// Which views are never seen; the table lists them by strength.
    fn views(&mut self, views: &Object<'_>) {
        let present: Vec<_> = fields::VIEWS
            .fields
            .iter()
            .filter_map(|field| Some((field.name, span(&find(views, field.name)?.name))))
            .collect();
        self.walk.report.extend(shadowed_view::check(&present));
        self.walk.report.extend(desktop_only_view::check(&present));
    }

    /// Whether there is anything to show.
    fn emptiness(&mut self, message: &Object<'_>) {
        let has_text = ["text", "flockml"].iter().any(|name| {
            find(message, name).is_some_and(|prop| {
                prop.value
                    .as_string_lit()
                    .is_none_or(|literal| !embedded::is_empty(&literal.value))
            })
        });
        let has_attachment = find(message, "attachments").is_some_and(|prop| {
            prop.value
                .as_array()
                .is_none_or(|list| list.elements.iter().any(|item| !is_null(item)))
        });
        let has_envelope =
            find(message, "message").is_some_and(|prop| prop.value.as_object().is_some());
        if !has_text && !has_attachment && !has_envelope {
            let whole = span(message);
            let at = if message.properties.is_empty() {
                whole
            } else {
                opening(message)
            };
            self.push(empty_message::found(at));
        }
    }
}

/// The envelope that requests had until 2016.
fn is_envelope(name: &str, shape: &Shape) -> bool {
    name == "message" && shape.noun == fields::MESSAGE.noun
}

/// What a value is, in words.
pub(super) fn kind_of(value: &Value<'_>) -> &'static str {
    match value {
        Value::StringLit(_) => "a string",
        Value::NumberLit(_) => "a number",
        Value::BooleanLit(literal) if literal.value => "`true`",
        Value::BooleanLit(_) => "`false`",
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        Value::NullKeyword(_) => "`null`",
    }
}
