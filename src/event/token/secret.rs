use std::fmt;

use jwt_compact::alg::Hs256Key;

use super::{Claims, jws};
use crate::Error;
use crate::secret::Secret;

/// What Flock signs an app's events with; the developer's dashboard shows it.
///
/// It prints as `[redacted]`.
///
/// # Examples
///
/// ```
/// use flockml::event::AppSecret;
///
/// let secret = AppSecret::new("0b51f6b2-2ac0-4ea4-a1c8-5d7e6b4f7a10")?;
/// assert_eq!(format!("{secret:?}"), "AppSecret([redacted])");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct AppSecret(Secret);

impl AppSecret {
    /// Takes the secret's text, without the blanks around it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`](crate::ErrorKind::InvalidValue) for a text that is empty, has
    /// blanks in it or is longer than 4,096 bytes; anybody could sign with an empty one.
    pub fn new(secret: impl Into<String>) -> Result<Self, Error> {
        Secret::parse("app secret", secret).map(Self)
    }

    /// A token as Flock makes them, for tests.
    #[must_use]
    pub fn sign(&self, claims: &Claims) -> String {
        jws::sign(claims, &self.key())
    }

    /// The key is the text, not the bytes that its digits may stand for.
    pub(super) fn key(&self) -> Hs256Key {
        Hs256Key::new(self.0.reveal())
    }
}

impl fmt::Debug for AppSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AppSecret").field(&self.0).finish()
    }
}
