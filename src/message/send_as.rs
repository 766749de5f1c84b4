use serde::{Deserialize, Serialize};

use super::{lenient, url};

/// Another sender's name and picture on a message.
///
/// See Flock's page on [sending messages](https://docs.flock.com/display/flockos/chat.sendMessage).
///
/// # Examples
///
/// ```
/// use flockml::message::{Message, SendAs};
///
/// let sender = SendAs::new("Alerts").profile_image("https://example.com/bell.png");
/// let message = Message::text("db-1 is down").send_as(sender);
/// assert_eq!(
///     message.to_value()["sendAs"]["profileImage"],
///     "https://example.com/bell.png"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SendAs {
    #[serde(deserialize_with = "lenient::required_text")]
    pub(crate) name: String,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::url"
    )]
    pub(crate) profile_image: Option<String>,
}

impl SendAs {
    /// The name that the message is sent under: plain text.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            profile_image: None,
        }
    }

    /// The picture beside the name: an `http` or `https` address; any other is left out.
    ///
    /// Flock documents it as required, but takes messages without.
    #[must_use]
    pub fn profile_image(mut self, src: impl Into<String>) -> Self {
        self.profile_image = url::usable(src.into());
        self
    }
}

impl lenient::Usable for SendAs {
    fn is_usable(&self) -> bool {
        !self.name.trim_ascii().is_empty()
    }
}
