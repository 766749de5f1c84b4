use std::str::FromStr;

use serde::Serialize;

use super::ChannelId;
use crate::markup::UserId;
use crate::{Error, ErrorKind};

/// To whom a message goes; not part of the message itself.
///
/// # Examples
///
/// ```
/// use flockml::message::{Address, ChannelId, UserId};
///
/// let address = Address::channel(ChannelId::new("g:ops")?)
///     .on_behalf_of(UserId::new("u:ada")?)
///     .visible_to_user(UserId::new("u:grace")?);
/// assert_eq!(
///     serde_json::to_string(&address).unwrap(),
///     r#"{"to":"g:ops","onBehalfOf":"u:ada","visibleTo":["u:grace"]}"#
/// );
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    visible_to: Vec<String>,
}

impl Address {
    /// To one user, or to a bot.
    #[must_use]
    pub fn user(user: UserId) -> Self {
        Self::new(user.as_str())
    }

    /// To everybody in a channel.
    #[must_use]
    pub fn channel(channel: ChannelId) -> Self {
        Self::new(channel.as_str())
    }

    /// To the user or channel that an identifier as Flock writes it names: `u:…` or `g:…`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for anything else.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::message::Address;
    ///
    /// assert_eq!(Address::parse("g:ops")?.to(), "g:ops");
    /// assert!(Address::parse("#ops").is_err());
    /// # Ok::<(), flockml::Error>(())
    /// ```
    pub fn parse(id: &str) -> Result<Self, Error> {
        if let Ok(user) = UserId::new(id) {
            return Ok(Self::user(user));
        }
        let channel = ChannelId::new(id).map_err(|_| {
            let detail =
                format!("`{id}` is no address; a user begins with `u:`, a channel with `g:`");
            Error::new(ErrorKind::InvalidValue, detail)
        })?;
        Ok(Self::channel(channel))
    }

    /// The user's or channel's identifier.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }

    /// Whether a bot would need somebody to post on behalf of.
    #[cfg(feature = "client")]
    pub(crate) fn lacks_member(&self) -> bool {
        self.to.starts_with("g:") && self.on_behalf_of.is_none()
    }

    fn new(to: &str) -> Self {
        Self {
            to: to.to_owned(),
            on_behalf_of: None,
            visible_to: Vec::new(),
        }
    }

    /// The channel member whose permission a bot posts with; a bot's message to a channel needs it.
    #[must_use]
    pub fn on_behalf_of(mut self, user: UserId) -> Self {
        self.on_behalf_of = Some(user.as_str().to_owned());
        self
    }

    /// Shows the message to this channel member, and to nobody that is not named.
    #[must_use]
    pub fn visible_to_user(self, user: UserId) -> Self {
        self.visible_to([user])
    }

    /// Shows the message to these channel members only.
    #[must_use]
    pub fn visible_to(mut self, users: impl IntoIterator<Item = UserId>) -> Self {
        self.visible_to
            .extend(users.into_iter().map(|user| user.as_str().to_owned()));
        self
    }
}

impl From<UserId> for Address {
    fn from(user: UserId) -> Self {
        Self::user(user)
    }
}

impl From<ChannelId> for Address {
    fn from(channel: ChannelId) -> Self {
        Self::channel(channel)
    }
}

impl FromStr for Address {
    type Err = Error;

    fn from_str(id: &str) -> Result<Self, Error> {
        Self::parse(id)
    }
}
