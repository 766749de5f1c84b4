//! The roster: whom a user knows.
//!
//! See Flock's page on [methods](https://docs.flock.com/display/flockos/Methods).

use serde::Serialize;
use serde_json::{Map, Value};

use super::Call;
use super::users::PublicProfile;

/// Lists the contacts of the token's user; needs a user's token.
///
/// See Flock's page on
/// [roster.listContacts](https://docs.flock.com/display/flockos/roster.listContacts).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, roster};
///
/// assert_eq!(roster::ListContacts::new().method(), "roster.listContacts");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct ListContacts {}

impl ListContacts {
    /// Lists all of them.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

super::calls! {
    ListContacts: "roster.listContacts" -> Vec<PublicProfile>,
}
