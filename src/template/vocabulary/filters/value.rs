//! What comes into a filter, and how markup goes out of it.

use std::borrow::Cow;

use tera::{ArgFromValue, Error, Kwargs, TeraResult, Value};

use crate::Markup;
use crate::markup::Content;
use crate::template::{carried, wording};

/// How markup travels from one filter to the next and into the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// As a safe string: it goes into a `.flockml` file as it is.
    Safe,
    /// As bytes, which no data hold: safe strings of a JSON template are JSON, and what goes into
    /// its strings has to be escaped for JSON, markup too.
    Bytes,
}

impl Carrier {
    pub(super) fn carry(self, markup: &Markup) -> Value {
        match self {
            Self::Safe => Value::safe_string(markup.as_str()),
            Self::Bytes => Value::bytes(markup.as_str().as_bytes()),
        }
    }
}

/// What a filter is given.
#[derive(Debug)]
pub(super) enum Input<'v> {
    /// Null.
    Nothing,
    Text(Cow<'v, str>),
    Markup(Markup),
}

impl<'v> Input<'v> {
    /// Reads texts, markup, numbers and null; of anything else, `filter` says that it is not what
    /// it `takes`.
    pub(super) fn read(filter: &str, takes: &str, value: &'v Value) -> TeraResult<Self> {
        if let Some(markup) = markup(value) {
            return Ok(
                match Markup::parse(&["<flockml>", &markup, "</flockml>"].concat()) {
                    Ok(markup) => Self::Markup(markup),
                    // The author called it safe, and it is not.
                    Err(_) => Self::Text(markup),
                },
            );
        }
        if value.is_none() {
            return Ok(Self::Nothing);
        }
        match value.as_str() {
            Some(text) => Ok(Self::Text(text.into())),
            None if value.is_number() => Ok(Self::Text(value.to_string().into())),
            None => Err(wrong(filter, takes, value)),
        }
    }

    /// What a reader sees of it.
    pub(super) fn into_words(self) -> Cow<'v, str> {
        match self {
            Self::Nothing => "".into(),
            Self::Text(text) => text,
            Self::Markup(markup) => markup.to_text().into(),
        }
    }

    pub(super) fn into_markup(self) -> Markup {
        let mut whole = Markup::new();
        match self {
            Self::Nothing => {}
            Self::Text(text) => text.append_to(&mut whole),
            Self::Markup(markup) => whole = markup,
        }
        whole
    }
}

/// The source of the markup that `value` carries.
pub(super) fn markup(value: &Value) -> Option<Cow<'_, str>> {
    match (value.as_str(), value.as_bytes()) {
        (Some(text), _) if value.is_safe() => Some(text.into()),
        (_, Some(bytes)) => Some(carried::source(String::from_utf8_lossy(bytes))),
        _ => None,
    }
}

/// The words of a text or of markup; Tera's own error for anything else.
pub(super) fn text(value: &Value) -> TeraResult<Cow<'_, str>> {
    match markup(value) {
        Some(_) => Ok(Input::read("", "", value)?.into_words()),
        None => Ok(<&str>::from_value(value)?.into()),
    }
}

/// A number, also one that is too large to be exact: no alert is to be lost for its last digits.
pub(super) fn number(value: &Value) -> Option<f64> {
    let exact = value.as_number().map(|number| number.as_float());
    // Beyond Tera's own integers.
    exact.or_else(|| value.is_number().then_some(f64::INFINITY))
}

/// An argument that is a text; null counts as empty.
pub(super) fn text_argument<'k>(
    filter: &str,
    arguments: &'k Kwargs,
    name: &'k str,
) -> TeraResult<Option<Cow<'k, str>>> {
    let Some(value) = arguments.get::<&Value>(name)? else {
        return Ok(None);
    };
    let takes = format!("a text as `{name}`");
    Ok(Some(Input::read(filter, &takes, value)?.into_words()))
}

/// An argument that is a text and has to be there.
pub(super) fn required_text<'k>(
    filter: &str,
    arguments: &'k Kwargs,
    name: &'k str,
) -> TeraResult<Cow<'k, str>> {
    match text_argument(filter, arguments, name)? {
        Some(text) => Ok(text),
        // Tera's own error says that it is missing.
        None => arguments.must_get::<&str>(name).map(Cow::from),
    }
}

/// The value that a filter cannot do anything with.
pub(super) fn wrong(filter: &str, takes: &str, value: &Value) -> Error {
    if value.is_undefined() {
        return <&str>::from_value(value)
            .err()
            .unwrap_or_else(|| Error::message("undefined"));
    }
    let is = match value.is_number() {
        true => format!("`{value}`"),
        false => wording::type_name(value.name()).to_owned(),
    };
    let help = match value.name() {
        "array" => "\ntake one item, with `first` or in a `for`, or put them in a row with `join`",
        "map/struct" => "\nwrite the field that is meant behind it: `.name`",
        "bool" => "\nask for it with `{% if … %}`",
        _ => "",
    };
    Error::message(format!("`{filter}` takes {takes}, not {is}{help}"))
}
