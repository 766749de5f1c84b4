//! Tera's filters that change letters: on markup they would change its tags, so they work on its
//! words.

use std::borrow::Cow;

use tera::{Kwargs, State, TeraResult, Value};
use unicode_segmentation::UnicodeSegmentation;

use super::value::{self, Carrier, Input, text};
use crate::template::carried;
use crate::template::limits::budget;
use crate::{Markup, escape};

pub(super) fn upper(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    Ok(text(value)?.to_uppercase())
}

pub(super) fn lower(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    Ok(text(value)?.to_lowercase())
}

pub(super) fn capitalize(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    Ok(capitalized(&text(value)?))
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(char::to_uppercase);
    let mut capitalized: String = first.into_iter().flatten().collect();
    capitalized.push_str(&letters.as_str().to_lowercase());
    capitalized
}

pub(super) fn title(value: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    // An apostrophe is a part of its word.
    let ends_word = |c: char| (c.is_ascii_punctuation() && c != '\'') || c.is_whitespace();
    let text = text(value)?;
    Ok(text.split_inclusive(ends_word).map(capitalized).collect())
}

/// Which ends lose blanks, or `pat`.
#[derive(Clone, Copy)]
pub(super) enum Ends {
    Both,
    Start,
    End,
}

pub(super) fn trim(
    ends: Ends,
    carrier: Carrier,
) -> impl Fn(&Value, Kwargs, &State<'_>) -> TeraResult<Value> + Sync + Send + 'static {
    move |value, arguments, _| {
        let pattern = arguments.get::<&str>("pat")?;
        let Some(markup) = value::markup(value).filter(|_| pattern.is_none()) else {
            let text = text(value)?;
            return Ok(trimmed(&text, pattern, ends).into());
        };
        // No tag is lost with the blanks.
        let markup = trimmed(&markup, None, ends);
        Ok(match carrier {
            Carrier::Safe => Value::safe_string(markup),
            Carrier::Bytes => Value::bytes(markup.as_bytes()),
        })
    }
}

fn trimmed<'t>(text: &'t str, pattern: Option<&str>, ends: Ends) -> &'t str {
    match (pattern, ends) {
        (None, Ends::Both) => text.trim(),
        (None, Ends::Start) => text.trim_start(),
        (None, Ends::End) => text.trim_end(),
        (Some(""), _) => text,
        (Some(pattern), Ends::Both) => text.trim_start_matches(pattern).trim_end_matches(pattern),
        (Some(pattern), Ends::Start) => text.trim_start_matches(pattern),
        (Some(pattern), Ends::End) => text.trim_end_matches(pattern),
    }
}

pub(super) fn replace(
    carrier: Carrier,
) -> impl Fn(&Value, Kwargs, &State<'_>) -> TeraResult<Value> + Sync + Send + 'static {
    move |value, arguments, _| {
        let text = text(value)?;
        let from = arguments.must_get::<&str>("from")?;
        let to = arguments.must_get::<&Value>("to")?;
        let to = match Input::read("replace", "a text as `to`", to)? {
            Input::Markup(markup) => markup,
            words => {
                let to = words.into_words();
                fits(&text, from, &to)?;
                return Ok(text.replace(from, &to).into());
            }
        };
        fits(&text, from, to.as_str())?;
        let mut pieces = text.split(from);
        let mut markup = Markup::new().text(pieces.next().unwrap_or_default());
        for piece in pieces {
            markup.append(&to);
            markup.append(piece);
        }
        Ok(carrier.carry(&markup))
    }
}

/// Whether `text` stays small enough with `to` for every `from`.
fn fits(text: &str, from: &str, to: &str) -> TeraResult<()> {
    budget::fits(text.matches(from).count().saturating_mul(to.len()))
}

pub(super) fn truncate(value: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let text = text(value)?;
    let length = arguments.must_get::<usize>("length")?;
    let end = arguments.get::<&str>("end")?.unwrap_or("…");
    let Some((cut, _)) = text.char_indices().nth(length) else {
        return Ok(text.into_owned());
    };
    // An emoji of several characters is kept whole or left out.
    let whole = text
        .grapheme_indices(true)
        .map(|(at, _)| at)
        .take_while(|at| *at <= cut);
    let kept = &text[..whole.last().unwrap_or_default()];
    Ok([kept, end].concat())
}

pub(super) fn newlines_to_br(
    carrier: Carrier,
) -> impl Fn(&Value, Kwargs, &State<'_>) -> Value + Sync + Send + 'static {
    move |value, _, _| {
        let broken = match value::markup(value) {
            Some(markup) => with_breaks(&markup),
            None => flockml_source(value).replace("&#10;", "<br/>"),
        };
        match carrier {
            Carrier::Safe => Value::safe_string(&broken),
            Carrier::Bytes => Value::bytes(broken),
        }
    }
}

/// `markup` with the line breaks of its text as elements; those in its tags stay.
fn with_breaks(markup: &str) -> String {
    let mut broken = String::with_capacity(markup.len());
    let mut rest = markup;
    while !rest.is_empty() {
        let (text, from_tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        let (tag, behind) = from_tag.split_at(tag_length(from_tag));
        broken.push_str(&text.replace("&#10;", "<br/>"));
        broken.push_str(tag);
        rest = behind;
    }
    broken
}

/// How long the tag is that `text` begins with, `>` in quotes being a part of it.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

pub(super) fn flockml(
    carrier: Carrier,
) -> impl Fn(&Value, Kwargs, &State<'_>) -> TeraResult<Value> + Sync + Send + 'static {
    move |value, _, _| match carrier {
        Carrier::Safe => Ok(Value::safe_string(&flockml_source(value))),
        // A safe string of a JSON template may be JSON that a `set` block wrote.
        Carrier::Bytes if value.is_string() && value.is_safe() => {
            let written = Input::read("flockml", "a text", value)?;
            Ok(carrier.carry(&written.into_markup()))
        }
        Carrier::Bytes => Ok(Value::bytes(flockml_source(value).into_owned())),
    }
}

/// `value` as FlockML: markup as it is, anything else escaped.
fn flockml_source(value: &Value) -> Cow<'_, str> {
    match (value::markup(value), value.as_str()) {
        (Some(markup), _) => markup,
        (None, Some(text)) if !carried::is_carried(text) => escape::attribute(text),
        // Texts, lists or numbers that may have markup among them.
        (None, _) => {
            let text = Cow::from(value.to_string());
            match carried::is_carried(&text) {
                true => carried::replaced(text, escape::attribute, |markup| markup.into()),
                false => escape::attribute(&text).into_owned().into(),
            }
        }
    }
}
