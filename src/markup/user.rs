//! A user's identifier.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorKind};

/// The identifier of a Flock user or bot: `u:` and letters, digits, `_` or `-`.
///
/// See [Identifiers](https://docs.flock.com/display/flockos/Identifiers).
///
/// # Examples
///
/// ```
/// use flockml::markup::UserId;
///
/// let ada = UserId::new("u:isgpwwyralhf9aso")?;
/// assert_eq!(ada.as_str(), "u:isgpwwyralhf9aso");
/// assert!(UserId::new("g:183f").is_err());
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserId(String);

impl UserId {
    /// Takes an identifier as Flock writes it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] if it is not `u:` followed by letters, digits, `_` or `-`.
    pub fn new(id: impl Into<String>) -> Result<Self, Error> {
        let id = id.into();
        if Self::is_valid(&id) {
            Ok(Self(id))
        } else {
            let detail = format!("`{id}` is no user id: it has to be `u:` and letters or digits");
            Err(Error::new(ErrorKind::InvalidValue, detail))
        }
    }

    /// The identifier, with its `u:`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_valid(id: &str) -> bool {
        let name = id.strip_prefix("u:").unwrap_or_default().as_bytes();
        // Sixteen bytes are looked at side by side, which takes less than stopping at a wrong one.
        let (words, rest) = name.as_chunks::<16>();
        let is_word = |word: &[u8; 16]| word.iter().fold(true, |all, &byte| all & is_name(byte));
        !name.is_empty() && words.iter().all(is_word) && rest.iter().all(|&byte| is_name(byte))
    }
}

#[inline]
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | matches!(byte, b'_' | b'-')
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for UserId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for UserId {
    type Err = Error;

    fn from_str(id: &str) -> Result<Self, Error> {
        Self::new(id)
    }
}

impl TryFrom<String> for UserId {
    type Error = Error;

    fn try_from(id: String) -> Result<Self, Error> {
        Self::new(id)
    }
}

impl From<UserId> for String {
    fn from(id: UserId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::UserId;

    #[test]
    fn a_byte_that_is_no_name_is_found_wherever_it_stands() {
        for length in 1..40 {
            let id = format!("u:{}", "a".repeat(length));
            assert!(UserId::is_valid(&id), "{id}");
            for at in 2..id.len() {
                for wrong in [" ", ":", "/", "@", "[", "`", "{", "\0"] {
                    let mut id = id.clone();
                    id.replace_range(at..=at, wrong);
                    assert!(!UserId::is_valid(&id), "{id}");
                }
            }
        }
        assert!(UserId::is_valid("u:AZaz09_-"));
        assert!(!UserId::is_valid("u:"));
        assert!(!UserId::is_valid("aaaa"));
        assert!(!UserId::is_valid("u:ä"));
    }
}
