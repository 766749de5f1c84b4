use serde::Serialize;

/// What a token says: who the event is about, for which app, and until when.
///
/// Written as JSON, it has the names that a token has. See Flock's page on
/// [event tokens](https://docs.flock.com/display/flockos/Event+Tokens).
///
/// # Examples
///
/// ```
/// use flockml::event::{AppSecret, Claims, Verifier};
///
/// let secret = AppSecret::new("0b51f6b2-2ac0-4ea4-a1c8-5d7e6b4f7a10")?;
/// let claims = Claims::new("my-app", "u:ada", 4_102_444_800).issued_at(1_700_000_000);
/// let token = secret.sign(&claims);
/// assert_eq!(Verifier::new("my-app", &secret).verify(&token)?, claims);
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Claims {
    /// The app that the event is for.
    pub app_id: String,
    /// The user who caused the event.
    pub user_id: String,
    /// When the token expires: seconds since the beginning of 1970, UTC.
    #[serde(rename = "exp")]
    pub expires_at: i64,
    /// When the token was made: seconds since the beginning of 1970, UTC.
    #[serde(rename = "iat", skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<i64>,
    /// What the token is called. Flock may deliver a token more than once, so that a name which
    /// was there before is no sign of a forgery.
    #[serde(rename = "jti", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl Claims {
    /// Claims to sign, for tests; `expires_at` is in seconds since the beginning of 1970, UTC.
    pub fn new(app_id: impl Into<String>, user_id: impl Into<String>, expires_at: i64) -> Self {
        Self {
            app_id: app_id.into(),
            user_id: user_id.into(),
            expires_at,
            issued_at: None,
            id: None,
        }
    }

    /// When the token was made: seconds since the beginning of 1970, UTC. Default: left out.
    #[must_use]
    pub fn issued_at(mut self, seconds: i64) -> Self {
        self.issued_at = Some(seconds);
        self
    }

    /// What the token is called (`jti`). Default: left out.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }
}
