use std::fmt;

use crate::Error;
use crate::secret::Secret;

/// With which an app acts for a user who installed it; it prints as `[redacted]`.
///
/// It comes with [`Install`](super::Install), once: the app has to keep it, where nobody else
/// reads it. With the feature `client`, it becomes a `client::Token` by `From`.
#[derive(Clone, PartialEq, Eq)]
pub struct UserToken(Secret);

impl UserToken {
    pub(super) fn new(token: String) -> Result<Self, Error> {
        Secret::parse("token", token).map(Self)
    }

    /// The token's text, to be kept; never for a log.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

#[cfg(feature = "client")]
impl From<&UserToken> for crate::client::Token {
    /// The token, for a client that acts for the user.
    fn from(token: &UserToken) -> Self {
        Self::new(token.reveal()).expect("its text was taken for a token before")
    }
}

impl fmt::Debug for UserToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UserToken").field(&self.0).finish()
    }
}
