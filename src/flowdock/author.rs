use serde::Serialize;

use crate::message::url;

/// Who did or said something.
///
/// See Flowdock's page on
/// [messages](https://github.com/flowdock/api-docs/blob/master/docs/threads.md).
///
/// # Examples
///
/// ```
/// use flockml::flowdock::Author;
///
/// let author = Author::new("Ada")
///     .email("ada@example.com")
///     .avatar("https://example.com/ada.png");
/// assert_eq!(serde_json::to_value(author).unwrap()["name"], "Ada");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Author {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

impl Author {
    /// The name that is shown: plain text.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            avatar: None,
            email: None,
        }
    }

    /// A picture: an `http` or `https` address; any other is left out.
    #[must_use]
    pub fn avatar(mut self, src: impl Into<String>) -> Self {
        self.avatar = url::usable(src.into());
        self
    }

    /// A mail address; an empty one is left out.
    #[must_use]
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.email = Some(address.into()).filter(|address| !address.is_empty());
        self
    }
}
