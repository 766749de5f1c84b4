use std::borrow::Cow;
use std::fmt;

use super::redact;
use crate::Error;
use crate::secret::Secret;

/// A bot's or a user's token, which prints as `[redacted]`.
///
/// # Examples
///
/// ```
/// use flockml::client::Token;
///
/// let token = Token::new("8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e\n")?;
/// assert_eq!(token.to_string(), "[redacted]");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Secret);

impl Token {
    /// Takes the token as Flock shows it; blanks around it are no part of it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`](crate::ErrorKind::InvalidValue) for a token that is empty, has
    /// blanks or control characters in it, or is longer than 4,096 bytes.
    pub fn new(token: impl Into<String>) -> Result<Self, Error> {
        Secret::parse("token", token).map(Self)
    }

    /// `text` without this token, however a request may spell it: in JSON, a form or an address.
    ///
    /// # Examples
    ///
    /// ```
    /// let token = flockml::client::Token::new("8cb4d06e-90a9")?;
    /// let line = "GET /v1/users.getInfo?token=8cb4d06e%2D90a9";
    /// assert_eq!(token.redact(line), "GET /v1/users.getInfo?token=[redacted]");
    /// # Ok::<(), flockml::Error>(())
    /// ```
    #[must_use]
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        redact::redact(text, std::slice::from_ref(&self.0))
    }

    pub(crate) fn secret(&self) -> &Secret {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
