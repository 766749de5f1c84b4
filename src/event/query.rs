//! The query of a URL, whose parameters stand in it once.

use std::borrow::Cow;

use super::fields::Fields;
use crate::{Error, ErrorKind};

/// The longest query, in bytes.
const LONGEST: usize = 64 << 10;

/// What stands behind the `?` of a URL.
pub(super) struct Query<'q>(&'q str);

impl<'q> Query<'q> {
    /// # Errors
    ///
    /// [`ErrorKind::TooLarge`] for more than 64 KiB.
    pub(super) fn new(query: &'q str) -> Result<Self, Error> {
        if query.len() > LONGEST {
            let detail = "the URL's query is larger than 64 KiB";
            return Err(Error::new(ErrorKind::TooLarge, detail));
        }
        Ok(Self(query))
    }

    /// The query of `url`.
    pub(super) fn of(url: &'q str) -> Result<Self, Error> {
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        Self::new(url.split_once('?').map_or("", |(_, query)| query))
    }

    /// The values of the parameter `name` that are not empty.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = Cow<'q, str>> {
        form_urlencoded::parse(self.0.as_bytes())
            .filter(move |(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value)
    }

    fn only(&self, name: &str) -> Result<Option<Cow<'q, str>>, Error> {
        let mut all = self.all(name);
        let first = all.next();
        match all.next() {
            None => Ok(first),
            Some(_) => {
                let detail = format!("the URL has several `{name}`");
                Err(Error::new(ErrorKind::InvalidEvent, detail))
            }
        }
    }

    /// The event in the query of a widget's or a browser's URL.
    pub(super) fn event(&self) -> Result<Fields, Error> {
        if let Some(json) = self.only("flockEvent")? {
            return Fields::parse(json.as_bytes());
        }
        // Once the name and the rest were two parameters.
        let Some(old) = self.only("flock_event")? else {
            return Err(Error::new(
                ErrorKind::InvalidEvent,
                "the URL has no `flockEvent`",
            ));
        };
        if old.trim_start().starts_with('{') {
            return Fields::parse(old.as_bytes());
        }
        let attributes = self.only("flock_event_attributes")?;
        let mut fields = Fields::parse(attributes.as_deref().unwrap_or("{}").as_bytes())?;
        fields.set_default("name", old.into_owned());
        Ok(fields)
    }
}
