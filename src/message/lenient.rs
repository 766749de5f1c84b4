//! Reads what Flock and its users send: nulls, numbers in quotes, ids that are numbers.
//!
//! What an optional field holds and nobody can read counts as absent; `check_json` is who says so.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::views::visible;
use super::{Color, payload, url as address};
use crate::check::{self, parse};
use crate::markup::{Markup, UserId};

/// A value that may turn out to hold too little to be sent.
pub(super) trait Usable {
    /// Whether what the wire requires is there.
    fn is_usable(&self) -> bool;
}

fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    Value::deserialize(deserializer)
}

pub(super) fn as_text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A string, or a number that was meant as one.
pub(crate) fn text<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    Ok(as_text(value(d)?))
}

/// The same, where nothing reads as empty.
pub(crate) fn required_text<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    Ok(text(d)?.unwrap_or_default())
}

/// An address that a client may load.
pub(super) fn url<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    Ok(text(d)?.and_then(address::usable))
}

/// The same, where nothing reads as empty.
pub(super) fn required_url<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    Ok(url(d)?.unwrap_or_default())
}

fn as_number(value: &Value) -> Option<u64> {
    match value {
        // `400.0` is whole as well.
        Value::Number(number) => number
            .as_u64()
            .or_else(|| number.to_string().strip_suffix(".0")?.parse().ok()),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A whole number of pixels, in quotes or not.
pub(super) fn pixels<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u32>, D::Error> {
    Ok(as_number(&value(d)?).and_then(|number| number.try_into().ok()))
}

/// A whole number of bytes, in quotes or not.
pub(crate) fn bytes<'de, D: Deserializer<'de>>(d: D) -> Result<Option<u64>, D::Error> {
    Ok(as_number(&value(d)?))
}

/// `true`, `false`, or either in quotes.
pub(super) fn boolean<'de, D: Deserializer<'de>>(d: D) -> Result<Option<bool>, D::Error> {
    Ok(match value(d)? {
        Value::Bool(boolean) => Some(boolean),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// A colour, as digits.
pub(super) fn color<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Color>, D::Error> {
    Ok(text(d)?.and_then(|text| Color::from_hex(&text)))
}

/// User ids; others are left out.
pub(super) fn users<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Vec<UserId>>, D::Error> {
    let Value::Array(ids) = value(d)? else {
        return Ok(None);
    };
    let ids = ids.into_iter().filter_map(as_text);
    Ok(Some(ids.filter_map(|id| UserId::new(id).ok()).collect()))
}

/// FlockML with its root; the only field whose faults are an error, since words would be lost.
pub(super) fn markup<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Markup>, D::Error> {
    let Some(flockml) = text(d)? else {
        return Ok(None);
    };
    if payload::is_empty(&flockml) {
        return Ok(None);
    }
    read_markup(&flockml)
        .map(visible)
        .map_err(|fault| D::Error::custom(format_args!("`flockml`: {fault}")))
}

/// The markup of FlockML with its root, or its first fault.
///
/// What only a value makes wrong, such as an unsafe link, keeps its words.
pub(super) fn read_markup(flockml: &str) -> Result<Markup, String> {
    let (report, root) = check::check_root(flockml);
    let fault = report
        .diagnostics()
        .iter()
        .find(|found| found.is_error() && !parse::is_neutralised(found.rule))
        .map(|found| found.message.clone())
        .or(match root {
            Some(root) if root.name == "flockml" => None,
            _ => Some("it is no FlockML".to_owned()),
        });
    match fault {
        Some(fault) => Err(fault),
        None => Ok(parse::canonical_text(flockml)),
    }
}

/// What an object holds; anything else holds nothing.
pub(super) fn as_object<T: DeserializeOwned, E: Error>(value: Value) -> Result<Option<T>, E> {
    if !value.is_object() {
        return Ok(None);
    }
    T::deserialize(value).map(Some).map_err(E::custom)
}

/// An object with what the wire requires in it.
pub(super) fn object<'de, D, T>(d: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Usable,
{
    Ok(as_object(value(d)?)?.filter(Usable::is_usable))
}

/// A list of objects; whatever else is in it is left out.
pub(super) fn list<'de, D, T>(d: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Usable,
{
    let Value::Array(items) = value(d)? else {
        return Ok(Vec::new());
    };
    let mut objects = Vec::with_capacity(items.len());
    for item in items {
        objects.extend(as_object(item)?.filter(T::is_usable));
    }
    Ok(objects)
}

/// An object, where nothing reads as empty.
pub(super) fn required_object<'de, D, T>(d: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Usable + Default,
{
    Ok(object(d)?.unwrap_or_default())
}

#[cfg(feature = "client")]
/// A value, where null reads as its default.
pub(crate) fn or_default<'de, D, T>(d: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(d)?.unwrap_or_default())
}
