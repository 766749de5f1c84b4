//! The tokens that events come with.

mod claims;
mod fault;
mod jws;
mod secret;

pub use claims::Claims;
pub use fault::TokenFault;
pub use secret::AppSecret;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jwt_compact::alg::Hs256Key;

use crate::Error;

/// Tells Flock's events from anybody else's.
///
/// A token is signed with the app's secret by HS256; no other algorithm is looked at. It says for
/// which app and about which user the event is, and when it expires. It does not sign the event:
/// of that, only the user is certain. A token may be delivered more than once, and verifies each
/// time. See Flock's page on [event tokens](https://docs.flock.com/display/flockos/Event+Tokens).
///
/// # Examples
///
/// ```
/// use flockml::event::{AppSecret, Claims, TokenFault, Verifier};
///
/// let secret = AppSecret::new("0b51f6b2-2ac0-4ea4-a1c8-5d7e6b4f7a10")?;
/// let verifier = Verifier::new("my-app", &secret);
///
/// let token = secret.sign(&Claims::new("my-app", "u:ada", 4_102_444_800));
/// assert_eq!(verifier.verify(&token)?.user_id, "u:ada");
///
/// let error = verifier.verify_for(&token, "u:mallory").unwrap_err();
/// assert_eq!(error.token_fault(), Some(TokenFault::User));
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Clone)]
pub struct Verifier {
    app_id: String,
    key: Hs256Key,
    leeway: Duration,
    now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Verifier {
    /// The longest token, in bytes; Flock's have about 300.
    pub const MAX_TOKEN: usize = 4096;

    /// Verifies events for the app `app_id`, whose secret is `secret`.
    pub fn new(app_id: impl Into<String>, secret: &AppSecret) -> Self {
        Self {
            app_id: app_id.into(),
            key: secret.key(),
            leeway: Duration::ZERO,
            now: Arc::new(SystemTime::now),
        }
    }

    /// How long after its expiry a token is still accepted, in whole seconds, for clocks that
    /// differ. Default: not at all, as Flock's own libraries have it.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// What says how late it is. Default: the system's clock.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }

    /// What `token` says, if Flock has signed it for this app and it has not expired.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Unverified`](crate::ErrorKind::Unverified), with a [`TokenFault`] that says why.
    pub fn verify(&self, token: &str) -> Result<Claims, Error> {
        if token.is_empty() {
            return Err(Error::unverified(TokenFault::Missing));
        }
        if token.len() > Self::MAX_TOKEN {
            return Err(Error::unverified(TokenFault::TooLong));
        }
        let (claims, not_before) = jws::open(token, &self.key).map_err(Error::unverified)?;
        if claims.app_id != self.app_id {
            let other = format!(", {:?}", claims.app_id);
            return Err(Error::unverified_with(TokenFault::App, &other));
        }
        self.check_times(claims.expires_at, not_before)?;
        Ok(claims)
    }

    /// The same, for a token that has to be about the user `user_id`.
    ///
    /// # Errors
    ///
    /// As [`Verifier::verify`].
    pub fn verify_for(&self, token: &str, user_id: &str) -> Result<Claims, Error> {
        let claims = self.verify(token)?;
        same_user(&claims, user_id)?;
        Ok(claims)
    }

    fn check_times(&self, expires_at: i64, not_before: Option<i64>) -> Result<(), Error> {
        let now = seconds((self.now)());
        let leeway = i64::try_from(self.leeway.as_secs()).unwrap_or(i64::MAX);
        // A token is good before the moment of its expiry, not in it (RFC 7519, 4.1.4).
        if expires_at.saturating_add(leeway) <= now {
            let ago = format!(", {} seconds ago", now.saturating_sub(expires_at));
            return Err(Error::unverified_with(TokenFault::Expired, &ago));
        }
        match not_before {
            Some(from) if now.saturating_add(leeway) < from => {
                let until = format!(": it will be in {} seconds", from.saturating_sub(now));
                Err(Error::unverified_with(TokenFault::NotYet, &until))
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("app_id", &self.app_id)
            .field("leeway", &self.leeway)
            .finish_non_exhaustive()
    }
}

/// Holds the user that an event names against the token's.
pub(super) fn same_user(claims: &Claims, user_id: &str) -> Result<(), Error> {
    if claims.user_id == user_id {
        Ok(())
    } else {
        let other = format!(", {:?}", claims.user_id);
        Err(Error::unverified_with(TokenFault::User, &other))
    }
}

/// Whole seconds since the beginning of 1970; what was before counts as then.
fn seconds(moment: SystemTime) -> i64 {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
