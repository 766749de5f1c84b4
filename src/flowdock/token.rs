use std::fmt;

use crate::Error;
use crate::secret::Secret;

/// The token of a source in a flow, which prints as `[redacted]`.
///
/// # Examples
///
/// ```
/// use flockml::flowdock::FlowToken;
///
/// let token = FlowToken::new("7a9c2d1f0b3e4a5c6d7e8f90\n")?;
/// assert_eq!(token.to_string(), "[redacted]");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct FlowToken(Secret);

impl FlowToken {
    /// Takes the token as Flowdock gave it; blanks around it are no part of it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`](crate::ErrorKind::InvalidValue) for a token that is empty, has
    /// blanks or control characters in it, or is longer than 4,096 bytes.
    pub fn new(token: impl Into<String>) -> Result<Self, Error> {
        Secret::parse("flow token", token).map(Self)
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.0
    }
}

impl fmt::Debug for FlowToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for FlowToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
