//! Filters that write elements; values that make none are shown as the words that they are.

use std::borrow::Cow;

use tera::{Kwargs, State, TeraResult, Value};

use super::value::{Carrier, Input, required_text, text_argument, wrong};
use crate::Markup;
use crate::markup::UserId;

pub(super) fn link(
    carrier: Carrier,
) -> impl Fn(&Value, Kwargs, &State<'_>) -> TeraResult<Value> + Sync + Send + 'static {
    move |value, arguments, _| {
        let label = Input::read("link", "the words of the link", value)?.into_markup();
        let href = required_text("link", &arguments, "href")?;
        let label = if label.to_text().trim().is_empty() {
            Markup::new().text(href.as_ref())
        } else {
            label
        };
        Ok(carrier.carry(&Markup::new().link(label, href)))
    }
}

pub(super) fn mention(
    carrier: Carrier,
) -> impl Fn(&Value, Kwargs, &State<'_>) -> TeraResult<Value> + Sync + Send + 'static {
    move |value, arguments, _| {
        let id = text_argument("mention", &arguments, "id")?;
        let name = text_argument("mention", &arguments, "name")?;
        let (own_id, own_name) = match value.as_map() {
            Some(_) => (field(value, "id")?, field(value, "name")?),
            None => {
                let words = Input::read("mention", TAKES, value)?.into_words();
                if id.is_some() {
                    (None, Some(words))
                } else {
                    (Some(words), None)
                }
            }
        };
        let id = id.or(own_id).unwrap_or_default();
        let name = name.or(own_name).filter(|name| !name.trim().is_empty());
        let name = name.as_deref().unwrap_or(&id);
        Ok(carrier.carry(&match UserId::new(id.trim()) {
            Ok(id) => Markup::new().mention(id, name),
            Err(_) => Markup::new().text(name),
        }))
    }
}

const TAKES: &str = "an object with `id` and `name`, or a name with `id=…`";

fn field<'v>(person: &'v Value, name: &'v str) -> TeraResult<Option<Cow<'v, str>>> {
    match person.get_from_path(name) {
        Some(value) if value.is_string() || value.is_number() || value.is_none() => {
            Ok(Some(Input::read("mention", TAKES, value)?.into_words()))
        }
        Some(value) => Err(wrong("mention", &format!("a text as `{name}`"), value)),
        None => Ok(None),
    }
}

#[cfg(feature = "markdown")]
pub(super) fn markdown(
    carrier: Carrier,
) -> impl Fn(&Value, Kwargs, &State<'_>) -> TeraResult<Value> + Sync + Send + 'static {
    move |value, _, _| {
        Ok(
            carrier.carry(&match Input::read("markdown", "a text", value)? {
                Input::Text(text) => Markup::from_markdown(&text),
                other => other.into_markup(),
            }),
        )
    }
}

pub(super) fn truncate_markup(
    carrier: Carrier,
) -> impl Fn(&Value, Kwargs, &State<'_>) -> TeraResult<Value> + Sync + Send + 'static {
    move |value, arguments, _| {
        let markup = Input::read("truncate_markup", "markup or a text", value)?.into_markup();
        let length = arguments.must_get::<&Value>("length")?;
        match length
            .as_u64()
            .and_then(|length| usize::try_from(length).ok())
        {
            Some(length) => Ok(carrier.carry(&markup.truncate(length))),
            None => Err(wrong(
                "truncate_markup",
                "a number of characters as `length`",
                length,
            )),
        }
    }
}
