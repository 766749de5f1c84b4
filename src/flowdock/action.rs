use serde::Serialize;

use crate::Error;
use crate::message::{url, views};

/// A button on a thread that opens a page: the one of schema.org's actions that Flowdock knows.
///
/// # Examples
///
/// ```
/// use flockml::flowdock::ViewAction;
///
/// let action = ViewAction::new("Runbook", "https://example.com/runbook")?;
/// assert_eq!(serde_json::to_value(action).unwrap()["@type"], "ViewAction");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "@type")]
pub struct ViewAction {
    name: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
}

impl ViewAction {
    /// A button with that name, which is plain text, that opens `url`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`](crate::ErrorKind::InvalidValue) if `url` is neither `http` nor `https`.
    pub fn new(name: impl Into<String>, url: impl Into<String>) -> Result<Self, Error> {
        Ok(Self {
            name: name.into(),
            url: views::required(url.into())?,
            description: None,
            image: None,
        })
    }

    /// What the page shows: plain text; an empty one is left out.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into()).filter(|text| !text.is_empty());
        self
    }

    /// A picture: an `http` or `https` address; any other is left out.
    #[must_use]
    pub fn image(mut self, src: impl Into<String>) -> Self {
        self.image = url::usable(src.into());
        self
    }
}
