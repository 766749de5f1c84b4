use serde_json::{Map, Value};

use super::Method;
use crate::{Error, ErrorKind, suggest};

/// A parameter of a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether it has to be there.
    pub need: Need,
    /// The most characters of a text, or entries of a list.
    pub most: Option<usize>,
    /// What it is for.
    pub summary: &'static str,
}

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Holds {
    /// Plain text.
    Text,
    /// A FlockML document.
    Markup,
    /// A user or a channel: `u:…` or `g:…`.
    Chat,
    /// A channel: `g:…`.
    Channel,
    /// A user: `u:…`.
    User,
    /// Users.
    Users,
    /// Texts.
    Texts,
    /// The address of a picture.
    Address,
    /// `true` or `false`.
    Boolean,
    /// One of some words.
    Choice(&'static [&'static str]),
    /// An object.
    Object,
    /// Attachments.
    Attachments,
}

/// Whether a parameter has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// It may be left out.
    Optional,
    /// It has to be there.
    Required,
    /// One of the method's parameters of this kind has to be there.
    OneOf,
}

impl Holds {
    /// The words for it in a sentence.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Markup => "FlockML",
            Self::Chat => "a user's or a channel's id",
            Self::Channel => "a channel's id",
            Self::User => "a user's id",
            Self::Users => "a list of users' ids",
            Self::Texts => "a list of texts",
            Self::Address => "an address",
            Self::Boolean => "`true` or `false`",
            Self::Choice(_) => "one of some words",
            Self::Object => "an object",
            Self::Attachments => "a list of attachments",
        }
    }

    /// Whether it is a text of some kind, so that a number is meant as its digits.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Markup
                | Self::Chat
                | Self::Channel
                | Self::User
                | Self::Address
                | Self::Choice(_)
        )
    }

    /// Whether it is a list of texts.
    #[must_use]
    pub fn is_list_of_texts(self) -> bool {
        matches!(self, Self::Users | Self::Texts)
    }

    /// How an identifier begins.
    fn prefixes(self) -> &'static [&'static str] {
        match self {
            Self::Chat => &["u:", "g:"],
            Self::Channel => &["g:"],
            Self::User | Self::Users => &["u:"],
            _ => &[],
        }
    }
}

/// Refuses what `method` certainly cannot do anything with.
pub(super) fn check(method: &Method, parameters: &Map<String, Value>) -> Result<(), Error> {
    one_of(method, parameters)?;
    for parameter in method.parameters {
        match parameters.get(parameter.name).filter(|it| is_there(it)) {
            Some(value) => parameter.check(method.name, value)?,
            None if parameter.need == Need::Required => {
                return Err(missing(method, parameter, parameters));
            }
            None => {}
        }
    }
    Ok(())
}

/// Nothing and an empty text count as absent; an empty list is a list.
fn is_there(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}

fn invalid(detail: String) -> Error {
    Error::new(ErrorKind::InvalidValue, detail)
}

fn one_of(method: &Method, parameters: &Map<String, Value>) -> Result<(), Error> {
    let mut names = method
        .parameters
        .iter()
        .filter(|parameter| parameter.need == Need::OneOf)
        .map(|parameter| parameter.name)
        .peekable();
    let says = |name: &str| {
        let value = parameters.get(name).filter(|value| is_there(value));
        value.is_some_and(|value| value.as_array().is_none_or(|list| !list.is_empty()))
    };
    if names.peek().is_none() || names.clone().any(says) {
        return Ok(());
    }
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    Err(invalid(format!("`{}` needs one of {names}", method.name)))
}

fn missing(method: &Method, parameter: &Parameter, given: &Map<String, Value>) -> Error {
    let names = given.keys().map(String::as_str);
    let unknown = names.filter(|name| method.parameter(name).is_none());
    let instead = suggest::nearest(parameter.name, unknown)
        .map(|name| format!("; there is `{name}`"))
        .unwrap_or_default();
    let (method, name, noun) = (method.name, parameter.name, parameter.holds.noun());
    invalid(format!("`{method}` needs `{name}`, {noun}{instead}"))
}

impl Parameter {
    /// Whether Flock can do anything with `value`: an id begins as ids do, a choice is one of its
    /// words, and nothing is longer than Flock takes.
    #[must_use]
    pub fn takes(&self, value: &Value) -> bool {
        self.check("", value).is_ok()
    }

    fn check(&self, method: &str, value: &Value) -> Result<(), Error> {
        let place = format!("`{}` of `{method}`", self.name);
        if let (Holds::Choice(words), Some(word)) = (self.holds, value.as_str())
            && !words.contains(&word)
        {
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            let words = words.join(" or ");
            return Err(invalid(format!("{place} is `{word}`, not {words}")));
        }
        let mut texts = texts(value, self.holds.is_list_of_texts());
        if let Some(stranger) = texts.find(|text| !self.holds.may_be(text)) {
            let begin = self.holds.prefixes().join("` or `");
            let detail = format!("{place} is `{stranger}`: an id begins with `{begin}`");
            return Err(invalid(detail));
        }
        self.check_length(&place, value)
    }

    fn check_length(&self, place: &str, value: &Value) -> Result<(), Error> {
        let is_list = self.holds.is_list_of_texts();
        let length = match value {
            Value::Array(list) => list.len(),
            Value::String(_) if is_list => texts(value, true).count(),
            Value::String(text) => text.chars().count(),
            _ => 0,
        };
        match self.most {
            Some(most) if length > most => {
                let unit = if is_list { "entries" } else { "characters" };
                let detail = format!("{place} has {length} {unit}; Flock takes {most}");
                Err(Error::new(ErrorKind::TooLarge, detail))
            }
            _ => Ok(()),
        }
    }
}

impl Holds {
    /// Whether `text` begins as such an identifier does; what else it is, is Flock's to say.
    fn may_be(self, text: &str) -> bool {
        let prefixes = self.prefixes();
        prefixes.is_empty() || prefixes.iter().any(|prefix| text.starts_with(prefix))
    }
}

/// The texts of a value; of a list also as one text with commas or JSON in it.
fn texts(value: &Value, is_list: bool) -> Box<dyn Iterator<Item = &str> + '_> {
    match value {
        Value::String(text) if text.starts_with('[') && is_list => Box::new(std::iter::empty()),
        Value::String(text) if is_list => Box::new(text.split(',').map(str::trim)),
        Value::String(text) => Box::new(std::iter::once(text.as_str())),
        Value::Array(list) => Box::new(list.iter().filter_map(Value::as_str)),
        _ => Box::new(std::iter::empty()),
    }
}
