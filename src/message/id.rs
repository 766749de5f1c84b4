use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind};

/// A channel's identifier: `g:` and what Flock calls it.
///
/// # Examples
///
/// ```
/// use flockml::message::ChannelId;
///
/// assert_eq!(ChannelId::new("g:1234_lobby")?.as_str(), "g:1234_lobby");
/// assert!(ChannelId::new("#general").is_err());
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChannelId(String);

impl ChannelId {
    /// Takes `g:` and at least one letter, digit, `_` or `-`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for anything else.
    pub fn new(id: impl Into<String>) -> Result<Self, Error> {
        let id = id.into();
        if is_identifier(&id, "g:") {
            Ok(Self(id))
        } else {
            Err(Error::new(
                ErrorKind::InvalidValue,
                format!("`{id}` is no channel id; it begins with `g:`"),
            ))
        }
    }

    /// As it goes over the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ChannelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for ChannelId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for ChannelId {
    type Err = Error;

    fn from_str(id: &str) -> Result<Self, Error> {
        Self::new(id)
    }
}

impl TryFrom<String> for ChannelId {
    type Error = Error;

    fn try_from(id: String) -> Result<Self, Error> {
        Self::new(id)
    }
}

impl From<ChannelId> for String {
    fn from(id: ChannelId) -> Self {
        id.0
    }
}

/// Whether `id` is `prefix` and at least one letter, digit, `_` or `-`.
pub(crate) fn is_identifier(id: &str, prefix: &str) -> bool {
    id.strip_prefix(prefix).is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    })
}
