//! Users: who the caller is, and who others are.
//!
//! See Flock's page on [methods](https://docs.flock.com/display/flockos/Methods).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Call, word};
use crate::message::{UserId, lenient};

/// Tells who the token belongs to; needs a user's token.
///
/// See Flock's page on [users.getInfo](https://docs.flock.com/display/flockos/users.getInfo).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, users};
///
/// assert!(users::GetInfo::new().parameters().is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct GetInfo {}

impl GetInfo {
    /// Tells who the token belongs to.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

/// A user, as only the user's own token shows it.
///
/// # Examples
///
/// ```
/// use flockml::client::users::{Role, User};
///
/// let user: User = serde_json::from_str(
///     r#"{"id": "u:ada", "teamId": 4711, "firstName": "Ada", "role": "admin"}"#,
/// )?;
/// assert_eq!(user.team_id.as_deref(), Some("4711"));
/// assert_eq!(user.role, Some(Role::Admin));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a user")]
#[non_exhaustive]
pub struct User {
    /// The identifier.
    pub id: UserId,
    /// The team's identifier: a word in some revisions, a number in others.
    #[serde(default, deserialize_with = "lenient::text")]
    pub team_id: Option<String>,
    /// The address of mail.
    #[serde(default, deserialize_with = "lenient::text")]
    pub email: Option<String>,
    /// The first name; empty if Flock does not say.
    #[serde(default, deserialize_with = "lenient::required_text")]
    pub first_name: String,
    /// The last name; empty if Flock does not say.
    #[serde(default, deserialize_with = "lenient::required_text")]
    pub last_name: String,
    /// What the user may do in the team.
    #[serde(default)]
    pub role: Option<Role>,
    /// The difference to UTC, such as `+05:30`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub timezone: Option<String>,
    /// The address of the picture, as Flock gives it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub profile_image: Option<String>,
}

word! {
    /// What a user may do in the team.
    pub enum Role {
        /// Everyday things.
        User = "user",
        /// Manages the team.
        Admin = "admin",
        /// Less.
        Guest = "guest",
    }
}

/// Tells a user's name and picture; needs a user's token.
///
/// See Flock's page on
/// [users.getPublicProfile](https://docs.flock.com/display/flockos/users.getPublicProfile).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, users};
/// use flockml::message::UserId;
///
/// let profile = users::GetPublicProfile::new(UserId::new("u:ada")?);
/// assert_eq!(profile.parameters()["userId"], "u:ada");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetPublicProfile {
    user_id: UserId,
}

impl GetPublicProfile {
    /// Tells about `user`.
    #[must_use]
    pub fn new(user: UserId) -> Self {
        Self { user_id: user }
    }
}

/// What all of a team see of a user.
///
/// # Examples
///
/// ```
/// use flockml::client::users::PublicProfile;
///
/// let ada: PublicProfile = serde_json::from_str(r#"{"id": "u:ada", "firstName": "Ada"}"#)?;
/// assert_eq!(ada.profile_image, None);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a public profile")]
#[non_exhaustive]
pub struct PublicProfile {
    /// The identifier.
    pub id: UserId,
    /// The first name; empty if Flock does not say.
    #[serde(default, deserialize_with = "lenient::required_text")]
    pub first_name: String,
    /// The last name; empty if Flock does not say.
    #[serde(default, deserialize_with = "lenient::required_text")]
    pub last_name: String,
    /// The address of the picture, as Flock gives it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub profile_image: Option<String>,
}

super::calls! {
    GetInfo: "users.getInfo" -> User,
    GetPublicProfile: "users.getPublicProfile" -> PublicProfile,
}
