use std::fmt;

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
