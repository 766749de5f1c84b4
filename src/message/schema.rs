//! JSON Schemas of the payload, made of the table of fields.

use serde_json::{Map, Value, json};

use super::PayloadKind;
use super::fields::{Field, Holds, Need, Shape};
use super::foreign;
use crate::element::{ACTIONS, Attribute, COLORS, Kind, Presence};

/// The draft that editors know best.
pub(crate) const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// In a template, a tag may write any part of a string.
const HOLE: &str = r"\{[{%]";
const BLANK: &str = r"^\s*$";

type Schema = Map<String, Value>;

/// The JSON Schema (draft 07) of a message, attachment or button, for editors.
///
/// It refuses what [`check_json`](super::check_json) says to be unknown, missing or of another
/// type, and much of what is no valid value; strings with a template's tags in them are fine.
/// Beside the standard's keywords it has those with which editors say what to write instead.
///
/// # Examples
///
/// ```
/// use flockml::message::{self, PayloadKind};
///
/// let schema = message::json_schema(PayloadKind::Button);
/// assert_eq!(schema["required"][0], "name");
/// ```
#[must_use]
pub fn json_schema(kind: PayloadKind) -> Value {
    let shape = kind.shape();
    let mut schema = Schema::new();
    schema.insert("$schema".to_owned(), DIALECT.into());
    schema.insert("title".to_owned(), title(kind).into());
    schema.extend(object(shape));
    if kind == PayloadKind::Message {
        let some = ["text", "flockml", "attachments"].map(|name| json!({ "required": [name] }));
        schema.insert("anyOf".to_owned(), json!(some));
    }
    schema.into()
}

fn title(kind: PayloadKind) -> &'static str {
    match kind {
        PayloadKind::Message => "A message for Flock",
        PayloadKind::Attachment => "An attachment of a message for Flock",
        PayloadKind::Button => "A button of a message for Flock",
    }
}

fn schema(value: Value) -> Schema {
    match value {
        Value::Object(schema) => schema,
        other => Schema::from_iter([("const".to_owned(), other)]),
    }
}

/// An object of that shape.
fn object(shape: &'static Shape) -> Schema {
    let mut properties = Schema::new();
    for field in shape.fields {
        let mut property = field_schema(shape, field);
        let summary = field.summary_in(shape);
        let description = match field.holds {
            Holds::Object(inner) | Holds::List(inner) => format!("{summary}\n\n{}", inner.page),
            _ => summary.to_owned(),
        };
        property.insert("description".to_owned(), description.into());
        properties.insert(field.name.to_owned(), property.into());
    }
    properties.extend(foreign_names(shape));
    let required = shape
        .fields
        .iter()
        .filter(|field| is_required(shape, field));
    let required: Vec<&str> = required.map(|field| field.name).collect();
    let mut object = schema(json!({
        "description": format!("{}\n\n{}", shape.summary(), shape.page),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    }));
    if !required.is_empty() {
        object.insert("required".to_owned(), json!(required));
    }
    let conditions: Vec<Value> = shape
        .fields
        .iter()
        .filter_map(|field| condition(shape, field))
        .collect();
    if !conditions.is_empty() {
        object.insert("allOf".to_owned(), json!(conditions));
    }
    object
}

/// Names that others use, each with what to write instead of it.
fn foreign_names(shape: &'static Shape) -> impl Iterator<Item = (String, Value)> {
    foreign::names(shape).map(|name| {
        let message = format!(
            "`{name}` is no field of {}: {}",
            shape.noun,
            shape.advice(name)
        );
        let refused = json!({ "not": {}, "errorMessage": message, "doNotSuggest": true });
        (name.to_owned(), refused)
    })
}

fn presence(shape: &Shape, field: &Field) -> Presence {
    let attribute = field.attribute(shape);
    attribute.map_or(Presence::Optional, |known| known.presence)
}

fn is_required(shape: &Shape, field: &Field) -> bool {
    field.need == Need::Required || presence(shape, field) == Presence::Required
}

/// What asks for a field because of the `type` beside it.
fn condition(shape: &Shape, field: &Field) -> Option<Value> {
    let Presence::RequiredForType(types) = presence(shape, field) else {
        return None;
    };
    let spellings: Vec<&str> = ACTIONS
        .iter()
        .filter(|action| types.contains(&action.name))
        .flat_map(|action| {
            [action.name]
                .into_iter()
                .chain(action.legacy.iter().copied())
        })
        .collect();
    let name = field.name;
    // An `enum` would have editors suggest the old names, too.
    let one_of_them =
        json!({ "type": "string", "pattern": format!("^({})$", spellings.join("|")) });
    Some(json!({
        "if": { "properties": { "type": one_of_them }, "required": ["type"] },
        "then": { "required": [name], "properties": { name: { "type": "string", "pattern": r"\S" } } },
    }))
}

fn field_schema(shape: &'static Shape, field: &'static Field) -> Schema {
    if field.need == Need::FlockOnly {
        return schema(json!({
            "deprecationMessage": "only Flock sets it: leave it out of what you send",
            "doNotSuggest": true,
        }));
    }
    let absent = !is_required(shape, field);
    match field.holds {
        Holds::Attribute => match field.attribute(shape) {
            // An empty label is no error of the payload's shape.
            Some(_) if field.is_label(shape) => schema(json!({ "type": "string" })),
            Some(known) => attribute(field, known, absent),
            None => Schema::new(),
        },
        Holds::Text => text(absent),
        Holds::Markup => pattern("<flockml", "FlockML begins with `<flockml>`", absent),
        Holds::Recipient => identifier(&["u", "g"]),
        Holds::User => identifier(&["u"]),
        Holds::Users => list(identifier(&["u", "g"])),
        Holds::Object(inner) => nullable(object(inner), absent),
        Holds::List(inner) => list(nullable(object(inner), true)),
        Holds::Anything => Schema::new(),
    }
}

/// The same, where null counts as absent if that is allowed.
fn nullable(mut schema: Schema, absent: bool) -> Schema {
    if absent && let Some(Value::String(one)) = schema.get("type") {
        let types = json!([one, "null"]);
        schema.insert("type".to_owned(), types);
    }
    schema
}

fn list(items: Schema) -> Schema {
    schema(json!({ "type": ["array", "null"], "items": items }))
}

fn text(absent: bool) -> Schema {
    if absent {
        schema(json!({ "type": ["string", "null"] }))
    } else {
        schema(json!({ "type": "string", "pattern": r"\S", "patternErrorMessage": "it is empty" }))
    }
}

/// A string with `pattern` in it; an empty one, too, if the field may be absent.
fn pattern(pattern: &str, message: &str, absent: bool) -> Schema {
    let mut schema = string(&[pattern, HOLE], absent);
    schema.insert("patternErrorMessage".to_owned(), message.into());
    schema
}

/// A string that one of `patterns` is found in.
fn string(patterns: &[&str], absent: bool) -> Schema {
    let blank = if absent { &[BLANK][..] } else { &[] };
    let pattern = [patterns, blank].concat().join("|");
    nullable(
        schema(json!({ "type": "string", "pattern": pattern })),
        absent,
    )
}

/// `u:…` or `g:…`; the old identifiers are addresses with an `@`.
fn identifier(kinds: &[&str]) -> Schema {
    let form = format!(r"^({}):[A-Za-z0-9_-]+$|^[^@]+@", kinds.join("|"));
    let message = match kinds {
        ["u"] => "a user id is `u:` and letters or digits",
        _ => "a user id begins with `u:`, a channel id with `g:`",
    };
    pattern(&form, message, true)
}

fn attribute(field: &Field, known: &Attribute, absent: bool) -> Schema {
    match known.kind {
        Kind::Text => text(absent),
        Kind::Link => address(crate::element::LINK_SCHEMES, absent),
        Kind::Url => address(crate::element::URL_SCHEMES, absent),
        Kind::UserId => identifier(&["u"]),
        Kind::Color => color(absent),
        Kind::Number => nullable(
            schema(json!({ "type": "integer", "minimum": 0, "maximum": field.most() })),
            absent,
        ),
        Kind::Boolean if field.may_be_quoted() => schema(json!({
            "type": ["boolean", "string", "null"],
            "pattern": format!("^(true|false)?$|{HOLE}"),
            "patternErrorMessage": "write `true` or `false`",
        })),
        Kind::Boolean => nullable(schema(json!({ "type": "boolean" })), absent),
        Kind::Action => action(absent),
        Kind::Choice(words) => words_of(json!({ "enum": words }), None, absent),
    }
}

fn address(schemes: &[&str], absent: bool) -> Schema {
    let any_case = |scheme: &&str| -> String {
        let both = |letter: char| format!("[{letter}{}]", letter.to_ascii_uppercase());
        scheme.chars().map(both).collect()
    };
    let schemes: Vec<String> = schemes.iter().map(any_case).collect();
    let form = format!(r"^\s*({}):(//)?[^\s/?#]", schemes.join("|"));
    pattern(&form, "an address begins with `https://`", absent)
}

/// Six digits or three; `format` makes editors show a picker.
fn color(absent: bool) -> Schema {
    let digits = json!({
        "format": "color-hex",
        "pattern": r"^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$",
        "patternErrorMessage": "write `#rrggbb`, as in `#d32f2f`",
        "type": "string",
    });
    let mut color = words_of(digits, None, absent);
    let examples: Vec<&str> = COLORS.iter().map(|(_, hex)| *hex).collect();
    color.insert("examples".to_owned(), json!(examples));
    color
}

fn action(absent: bool) -> Schema {
    let names: Vec<&str> = ACTIONS.iter().map(|action| action.name).collect();
    let summaries: Vec<&str> = ACTIONS.iter().map(|action| action.summary).collect();
    let legacy: Vec<&str> = ACTIONS
        .iter()
        .flat_map(|action| action.legacy)
        .copied()
        .collect();
    let legacy = format!("^({})$", legacy.join("|"));
    words_of(
        json!({ "enum": names, "enumDescriptions": summaries }),
        Some(&legacy),
        absent,
    )
}

/// What `known` describes and editors suggest, what a template writes, and what `also` matches.
fn words_of(known: Value, also: Option<&str>, absent: bool) -> Schema {
    let patterns: Vec<&str> = also.into_iter().chain([HOLE]).collect();
    let other = string(&patterns, absent);
    schema(json!({ "anyOf": [known, other] }))
}
