//! What a template is rendered with.

use std::borrow::Cow;

use serde::Serialize;
use tera::value::Key;
use tera::{Context, Value};

use crate::error::{Error, ErrorKind};
use crate::markup;

use super::files::Kind;
use super::variables::{self, Variable};
use super::{carried, wording};

/// The variables of a rendering.
#[derive(Debug, Clone, Default)]
pub(super) struct Data {
    pub(super) context: Context,
    /// Whether there is, or was, markup in them.
    pub(super) has_markup: bool,
}

impl Data {
    /// `data` as a template of that kind takes it; markup in it stays markup.
    pub(super) fn new(kind: Kind, data: &(impl Serialize + ?Sized)) -> Result<Self, Error> {
        let mut all = Self::default();
        variables(kind, data, &mut |(name, value)| all.insert(name, value))?;
        Ok(all)
    }

    pub(super) fn insert(&mut self, name: impl Into<Cow<'static, str>>, value: Value) {
        self.has_markup = self.has_markup || carried::has_markup(&value);
        self.context.insert_value(name, value);
    }
}

/// Hands the variables in `data` to `take`, some of them twice if need be; markup in it stays
/// markup.
pub(super) fn variables(
    kind: Kind,
    data: &(impl Serialize + ?Sized),
    take: &mut dyn FnMut(Variable),
) -> Result<(), Error> {
    let mut take = |(name, value): Variable| {
        let value = match kind.is_json() {
            true => carried::for_json(value),
            false => value,
        };
        take((name, value));
    };
    markup::as_template_value(|| match variables::of(data, &mut take) {
        true => Ok(()),
        false => any_variables(data).map(|variables| variables.into_iter().for_each(take)),
    })
}

/// The variables in what only Tera may make an object of, or why it does not.
fn any_variables(data: &(impl Serialize + ?Sized)) -> Result<Vec<Variable>, Error> {
    let value = Value::try_from_serializable(data).map_err(|error| {
        let detail = wording::plain(&error.to_string());
        Error::new(ErrorKind::InvalidData, detail).with_source(error)
    })?;
    let kind = wording::type_name(value.name());
    let Some(variables) = value.into_map() else {
        let detail = format!("a template takes an object, not {kind}");
        return Err(Error::new(ErrorKind::InvalidData, detail));
    };
    let named = |(key, value): (Key<'_>, Value)| {
        let key = key.as_value();
        let name = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
        (Cow::Owned(name), value)
    };
    Ok(variables.into_iter().map(named).collect())
}
