//! Messages whose texts know which piece of which template wrote them.
//!
//! What a template rendered to has marks set into it where people read it, by the map that places
//! findings, and is read as ever. A text of that message is taken if, without its marks, it is
//! what the plain message says; any other is given plain. Nothing of that is done by `render`.

mod align;
mod derived;
mod mark;
mod weave;

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;
use tera::Context;

use crate::error::Error;
use crate::message::{Message, Object};
use crate::source::Position;

use super::Templates;
use super::data::Data;
use super::files::Kind;
use super::load::File;
use super::map::{Spot, is_mark};
use super::proof::json;
use super::render::{self, Rendered};

use weave::Woven;

/// A rendering whose texts know which piece of which template wrote them.
///
/// [`Templates::trace`] makes it.
///
/// # Examples
///
/// ```
/// use flockml::template::{Traced, Templates};
/// use serde_json::json;
///
/// let templates = Templates::load("templates")?;
/// let ada = json!({ "id": "u:ada", "name": "Ada" });
/// let data = json!({ "id": 7, "title": "Restore", "requester": ada, "reason": "lost rows" });
/// let traced = templates.trace("approval", &data)?;
/// let title = traced.message()["attachments"][0]["title"].as_str().unwrap_or_default();
/// assert_eq!(Traced::plain(title), "Restore");
/// let (piece, origin) = traced.pieces(title).next().unwrap();
/// let origin = origin.unwrap();
/// assert_eq!((piece, origin.file.as_str()), ("Restore", "approval.flockml"));
/// assert_eq!(origin.variable.as_deref(), Some("title"));
/// assert_eq!(origin.call, None);
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Traced {
    rendered: Rendered,
    message: Value,
    origins: Vec<Origin>,
}

/// Where a piece of a message was written.
///
/// # Examples
///
/// See [`Traced`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Origin {
    /// The template or component: its path below the folder, with `/`.
    pub file: String,
    /// Where the hole begins that wrote it, `{{`; of the template's own text, where the first
    /// character of the piece stands. Text that a filter changed, and what a file does that
    /// bears no marks, begins where the whole stretch of text or the tag does.
    pub position: Position,
    /// What stands in the hole, such as `host.name`; `None` for the template's own text.
    pub variable: Option<String>,
    /// What had it written; `None` for what a template says for itself, and where that is not
    /// certain, as for the body that a component is given.
    pub call: Option<Call>,
}

/// An `include`, a call of a component or of `super()`.
///
/// Of several in each other it is the innermost that stands in another file than what it had
/// written, or the innermost of all where there is none.
///
/// # Examples
///
/// See [`Traced`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Call {
    /// The file that it stands in: its path below the folder, with `/`.
    pub file: String,
    /// Where its tag begins.
    pub position: Position,
}

impl Templates {
    /// Renders the template `name` with `data`, and says which piece of it wrote what.
    ///
    /// It is for tools that show messages to their authors; it takes a few times as long as
    /// [`render`](Self::render) and gives the same object.
    ///
    /// # Errors
    ///
    /// As [`render`](Self::render).
    ///
    /// # Examples
    ///
    /// See [`Traced`].
    pub fn trace(&self, name: &str, data: &(impl Serialize + ?Sized)) -> Result<Traced, Error> {
        let file = self.file(name)?;
        let faults = self.bearable(file)?;
        let data = Data::new(file.kind, data)?;
        let (outcome, output) = self.run_and_keep(file, &data);
        let rendered = self.complete(file, &faults, outcome)?;
        let plain = rendered.object.to_message();
        let (message, origins) = match self.woven(file, &data.context, &output) {
            Some(woven) => {
                let message = traced(file.kind, &rendered.object, &plain, &woven.output);
                (message, self.origins(&woven.spots))
            }
            None => (merged(&plain.to_value(), None), Vec::new()),
        };
        Ok(Traced {
            rendered,
            message,
            origins,
        })
    }

    /// The output of `file` with marks in it.
    fn woven(&self, file: &File, context: &Context, output: &str) -> Option<Woven> {
        let limits = self.config.limits();
        let map = self
            .marked
            .map(file, &self.files, context, limits, output)?;
        Some(match file.kind {
            Kind::Flockml => weave::flockml(output, &map),
            kind => weave::json(output, json::payload_kind(kind), &map),
        })
    }

    /// What the marks stand for.
    fn origins(&self, spots: &[Spot]) -> Vec<Origin> {
        let mut order: Vec<usize> = (0..spots.len()).collect();
        order.sort_unstable_by_key(|&index| spots[index]);
        let mut positions = vec![Position { line: 1, column: 1 }; spots.len()];
        let mut before: Option<(Spot, Position)> = None;
        for index in order {
            let spot = spots[index];
            let position = self.position(spot, before);
            positions[index] = position;
            before = Some((spot, position));
        }
        let mut calls = HashMap::new();
        let mut call = |spot: &Spot| {
            let (file, at) = spot.call?;
            let file = &self.files[file];
            let call = calls.entry(spot.call).or_insert_with(|| Call {
                file: file.name.clone(),
                position: file.source.position(at),
            });
            Some(call.clone())
        };
        let origins = spots.iter().zip(positions);
        origins
            .map(|(spot, position)| {
                let file = &self.files[spot.file];
                let tag = spot
                    .hole
                    .and_then(|span| file.tags.iter().find(|tag| tag.span == span));
                let code = |inner: crate::source::Span| file.source.text()[inner.range()].trim();
                Origin {
                    file: file.name.clone(),
                    position,
                    variable: tag.map(|tag| code(tag.inner).to_owned()),
                    call: call(spot),
                }
            })
            .collect()
    }

    /// The position of `spot`, counted on from one before it: lines may be long.
    fn position(&self, spot: Spot, before: Option<(Spot, Position)>) -> Position {
        let source = &self.files[spot.file].source;
        if let Some((other, position)) = before
            && other.file == spot.file
            && position.column > 1
            && let Some(between) = source.text().get(other.at..spot.at)
            && !between.contains('\n')
        {
            return Position {
                column: position.column + between.chars().count(),
                ..position
            };
        }
        source.position(spot.at)
    }
}

/// The message of `plain`, with the marks of the same message made of `woven`.
fn traced(kind: Kind, object: &Object, plain: &Message, woven: &str) -> Value {
    let value = plain.to_value();
    let marked = render::read_again(kind, object, woven).map(Object::into_message);
    let marked = marked.map(|message| message.to_value()).ok();
    let mut message = merged(&value, marked.as_ref());
    derive(&mut message, &value, plain);
    message
}

/// Gives the derived texts the marks of the FlockML.
fn derive(message: &mut Value, value: &Value, plain: &Message) {
    let Some(markup) = plain.markup() else { return };
    let words = markup.to_text();
    let flockml = message["flockml"].as_str().unwrap_or_default();
    if words.contains(is_mark) || !flockml.contains(is_mark) {
        return;
    }
    let Some(text) = derived::text(flockml, &words) else {
        return;
    };
    if plain.notification.is_none()
        && let Some(shown) = value["notification"].as_str()
        && let Some(beginning) = derived::beginning(&text, shown)
    {
        message["notification"] = Value::from(beginning);
    }
    if plain.text.is_none() {
        message["text"] = Value::from(text);
    }
}

/// `plain`, with each text as it stands in `marked` if that says the same.
fn merged(plain: &Value, marked: Option<&Value>) -> Value {
    match (plain, marked) {
        (Value::String(text), _) if text.contains(is_mark) => mark::literal(text).into(),
        (Value::String(text), Some(Value::String(marked))) => {
            let aligned = align::align(text, marked);
            Value::String(aligned.unwrap_or_else(|| text.clone()))
        }
        (Value::Array(items), marked) => {
            let marked = marked.and_then(Value::as_array);
            // An item more or less, and none is the same.
            let marked = marked.filter(|marked| marked.len() == items.len());
            let items = items.iter().enumerate();
            let items = items.map(|(at, item)| merged(item, marked.map(|marked| &marked[at])));
            items.collect()
        }
        (Value::Object(fields), marked) => {
            let field = |name| marked.and_then(|marked| marked.get(name));
            let fields = fields.iter();
            let fields = fields.map(|(name, value)| (name.clone(), merged(value, field(name))));
            Value::Object(fields.collect())
        }
        _ => plain.clone(),
    }
}

impl Traced {
    /// What [`Templates::render`] gives.
    #[must_use]
    pub fn rendered(&self) -> &Rendered {
        &self.rendered
    }

    /// The object's message as a JSON value with marks in the texts that people read.
    ///
    /// Marks are runs of noncharacters. They stand in text, notification, title, description and
    /// the names of sender and buttons, and between the tags of FlockML and HTML; each text
    /// between two tags begins with one. [`plain`](Self::plain) takes them out of any string of it,
    /// which is then that of the object. A text of which it is not certain who wrote it has none.
    #[must_use]
    pub fn message(&self) -> &Value {
        &self.message
    }

    /// A text of [`message`](Self::message), or a part of one that ends between two characters of
    /// what it says, cut at its marks and without them.
    ///
    /// A piece without an origin was written by nobody that is known, such as the address that a
    /// derived text has behind a link.
    pub fn pieces<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (&'a str, Option<&'a Origin>)> {
        let origin = |at: Option<usize>| self.origins.get(at?);
        mark::Pieces::new(text).map(move |(piece, at)| (piece, origin(at)))
    }

    /// A text of [`message`](Self::message), or a part of one, without marks.
    #[must_use]
    pub fn plain(text: &str) -> Cow<'_, str> {
        mark::plain(text)
    }
}
