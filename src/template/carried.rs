//! `Markup` among the data of a JSON template.
//!
//! A safe value goes into the output as it is, which is what a `.flockml` file wants. In JSON it
//! would end the string that it stands in, and stand as tags in fields that are plain text. So it
//! travels as bytes between two noncharacters: the filter `flockml` writes it as the markup that
//! it is, and a bare hole as its words.

use std::borrow::Cow;

use tera::{Map, Value};

use crate::Markup;

/// What stands around markup. Data that hold these marks gain nothing but their words.
const OPEN: char = '\u{FDE3}';
const CLOSE: char = '\u{FDE4}';

/// `value` with the markup in it as a JSON template takes it.
pub(super) fn for_json(value: Value) -> Value {
    if !has_markup(&value) {
        return value;
    }
    if let Some(items) = value.as_array() {
        let items = items.iter().cloned().map(for_json);
        return Value::from(items.collect::<Vec<_>>());
    }
    if let Some(fields) = value.as_map() {
        let fields = fields.iter();
        let fields = fields.map(|(name, value)| (name.clone(), for_json(value.clone())));
        return Value::from(fields.collect::<Map>());
    }
    match value.as_str() {
        None | Some("") => value,
        Some(markup) => Value::bytes(format!("{OPEN}{markup}{CLOSE}")),
    }
}

pub(super) fn has_markup(value: &Value) -> bool {
    let is_markup = value.is_string() && value.is_safe();
    let items = || {
        value
            .as_array()
            .is_some_and(|items| items.iter().any(has_markup))
    };
    is_markup
        || items()
        || value
            .as_map()
            .is_some_and(|fields| fields.values().any(has_markup))
}

/// `text` with its markup, if it carries any, as that is written.
pub(super) fn source(text: Cow<'_, str>) -> Cow<'_, str> {
    replaced(text, |text| text.into(), |markup| markup.into())
}

/// `text` as a reader sees it: of the markup in it, the words.
pub(super) fn words(text: &str) -> Cow<'_, str> {
    replaced(text.into(), |text| text.into(), words_of)
}

/// The words of markup, or what is no markup as it is.
pub(super) fn words_of(markup: &str) -> Cow<'_, str> {
    let whole = ["<flockml>", markup, "</flockml>"].concat();
    Markup::parse(&whole).map_or_else(|_| markup.into(), |markup| markup.to_text().into())
}

/// Whether any markup is in `text`.
pub(super) fn is_carried(text: &str) -> bool {
    text.contains(OPEN)
}

/// `text` with every piece of it replaced: what is text by `plain`, what is markup by `marked`.
pub(super) fn replaced<'t>(
    text: Cow<'t, str>,
    plain: impl Fn(&str) -> Cow<'_, str>,
    marked: impl Fn(&str) -> Cow<'_, str>,
) -> Cow<'t, str> {
    if !is_carried(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some((before, behind)) = rest.split_once(OPEN) {
        let (markup, after) = behind.split_once(CLOSE).unwrap_or((behind, ""));
        out.push_str(&plain(before));
        out.push_str(&marked(markup));
        rest = after;
    }
    out.push_str(&plain(rest));
    out.into()
}
