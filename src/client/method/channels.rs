//! Channels: make them, list them, say who is a member.
//!
//! All of these need a user's token. See Flock's page on
//! [methods](https://docs.flock.com/display/flockos/Methods).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::users::PublicProfile;
use super::{Call, word};
use crate::message::{ChannelId, UserId, lenient};

/// Makes a channel; who makes it is a member.
///
/// See Flock's page on [channels.create](https://docs.flock.com/display/flockos/channels.create).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, channels};
/// use flockml::message::UserId;
///
/// let create = channels::Create::new("incident-42")
///     .member(UserId::new("u:ada")?)
///     .purpose("db-1 is down")
///     .visibility(channels::Visibility::Public);
/// assert_eq!(create.parameters()["type"], "public");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Create {
    name: String,
    members: Vec<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_image: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    visibility: Option<Visibility>,
}

/// Who finds a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Visibility {
    /// Its members.
    Private,
    /// Everybody in the team.
    Public,
}

impl Create {
    /// A channel called `name`: plain text of at most 255 characters.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            members: Vec::new(),
            purpose: None,
            profile_image: None,
            visibility: None,
        }
    }

    /// Adds a member.
    #[must_use]
    pub fn member(self, user: UserId) -> Self {
        self.members([user])
    }

    /// Adds members. Default: none but who makes it.
    #[must_use]
    pub fn members(mut self, users: impl IntoIterator<Item = UserId>) -> Self {
        self.members.extend(users);
        self
    }

    /// What it is for: plain text.
    #[must_use]
    pub fn purpose(mut self, purpose: impl Into<String>) -> Self {
        self.purpose = Some(purpose.into());
        self
    }

    /// The address of its picture.
    #[must_use]
    pub fn profile_image(mut self, src: impl Into<String>) -> Self {
        self.profile_image = Some(src.into());
        self
    }

    /// Who finds it. Default: Flock's, which is [`Visibility::Private`].
    #[must_use]
    pub fn visibility(mut self, visibility: Visibility) -> Self {
        self.visibility = Some(visibility);
        self
    }
}

/// A channel that was made.
///
/// # Examples
///
/// ```
/// use flockml::client::channels::Created;
///
/// let created: Created = serde_json::from_str(
///     r#"{"id": "g:ops", "members": {"u:ada": {"status": "added"}}}"#,
/// )?;
/// assert_eq!(created.failed().count(), 0);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "a channel that was made")]
#[non_exhaustive]
pub struct Created {
    /// The channel.
    pub id: ChannelId,
    /// What became of each member.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub members: BTreeMap<UserId, MemberStatus>,
}

impl Created {
    /// Those who are no members, and why.
    pub fn failed(&self) -> impl Iterator<Item = (&UserId, &MemberStatus)> {
        failed(&self.members)
    }
}

fn failed(
    members: &BTreeMap<UserId, MemberStatus>,
) -> impl Iterator<Item = (&UserId, &MemberStatus)> {
    members.iter().filter(|(_, member)| member.is_failed())
}

/// Adds members to a channel.
///
/// See Flock's page on
/// [channels.addMembers](https://docs.flock.com/display/flockos/channels.addMembers).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, channels};
/// use flockml::message::{ChannelId, UserId};
///
/// let add = channels::AddMembers::new(ChannelId::new("g:ops")?, [UserId::new("u:ada")?]);
/// assert_eq!(add.parameters()["members"][0], "u:ada");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AddMembers {
    channel_id: ChannelId,
    members: Vec<UserId>,
}

impl AddMembers {
    /// Adds `users` to `channel`.
    pub fn new(channel: ChannelId, users: impl IntoIterator<Item = UserId>) -> Self {
        Self {
            channel_id: channel,
            members: users.into_iter().collect(),
        }
    }
}

/// Removes members of a channel.
///
/// See Flock's page on
/// [channels.removeMembers](https://docs.flock.com/display/flockos/channels.removeMembers).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, channels};
/// use flockml::message::{ChannelId, UserId};
///
/// let remove = channels::RemoveMembers::new(ChannelId::new("g:ops")?, [UserId::new("u:ada")?]);
/// assert_eq!(remove.method(), "channels.removeMembers");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveMembers {
    channel_id: ChannelId,
    members: Vec<UserId>,
}

impl RemoveMembers {
    /// Removes `users` from `channel`.
    pub fn new(channel: ChannelId, users: impl IntoIterator<Item = UserId>) -> Self {
        Self {
            channel_id: channel,
            members: users.into_iter().collect(),
        }
    }
}

/// What became of the members of a channel that were to be added or removed.
///
/// # Examples
///
/// ```
/// use flockml::client::channels::{Changed, MemberError};
///
/// let changed: Changed = serde_json::from_str(
///     r#"{"members": {"u:ada": {"status": "added"},
///                     "u:bob": {"status": "failed", "error": "UserNotFound"}}}"#,
/// )?;
/// let (user, member) = changed.failed().next().unwrap();
/// assert_eq!(user.as_str(), "u:bob");
/// assert_eq!(member.error, Some(MemberError::UserNotFound));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "what became of members")]
#[non_exhaustive]
pub struct Changed {
    /// What became of each.
    pub members: BTreeMap<UserId, MemberStatus>,
}

impl Changed {
    /// Those for whom it was not done, and why.
    pub fn failed(&self) -> impl Iterator<Item = (&UserId, &MemberStatus)> {
        failed(&self.members)
    }
}

/// What became of a member.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "what became of a member")]
#[non_exhaustive]
pub struct MemberStatus {
    /// Whether it was done.
    pub status: Status,
    /// Why it was not.
    #[serde(default)]
    pub error: Option<MemberError>,
}

impl MemberStatus {
    /// Whether it was not done.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        let error = self.error.as_ref().map_or("", MemberError::as_str);
        self.status == Status::Failed || !error.is_empty()
    }
}

word! {
    /// Whether a member was added or removed.
    pub enum Status {
        /// Is a member now.
        Added = "added",
        /// Is no member any longer.
        Removed = "removed",
        /// Neither; [`MemberStatus::error`] says why.
        Failed = "failed",
    }
}

word! {
    /// Why a member was not added or removed.
    pub enum MemberError {
        /// There is no such user.
        UserNotFound = "UserNotFound",
        /// The user belongs to another team.
        UserNotFromSameTeam = "UserNotFromSameTeam",
        /// The user may not be in the channel.
        UserRestricted = "UserRestricted",
        /// Flock failed.
        InternalServerError = "InternalServerError",
    }
}

/// Tells about one channel.
///
/// See Flock's page on [channels.getInfo](https://docs.flock.com/display/flockos/channels.getInfo).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, channels};
/// use flockml::message::ChannelId;
///
/// let info = channels::GetInfo::new(ChannelId::new("g:ops")?);
/// assert_eq!(info.parameters()["channelId"], "g:ops");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GetInfo {
    channel_id: ChannelId,
}

impl GetInfo {
    /// Tells about `channel`.
    #[must_use]
    pub fn new(channel: ChannelId) -> Self {
        Self {
            channel_id: channel,
        }
    }
}

/// Lists the channels that the token's user is a member of.
///
/// See Flock's page on [channels.list](https://docs.flock.com/display/flockos/channels.list).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, channels};
///
/// assert_eq!(channels::List::new().method(), "channels.list");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub struct List {}

impl List {
    /// Lists all of them.
    #[must_use]
    pub fn new() -> Self {
        Self {}
    }
}

/// A channel.
///
/// # Examples
///
/// ```
/// use flockml::client::channels::Channel;
///
/// let ops: Channel = serde_json::from_str(r#"{"id": "g:ops", "name": "Ops", "memberCount": 7}"#)?;
/// assert_eq!((ops.id.as_str(), ops.member_count), ("g:ops", Some(7)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a channel")]
#[non_exhaustive]
pub struct Channel {
    /// Its identifier.
    pub id: ChannelId,
    /// What it is called; empty if Flock does not say.
    #[serde(default, deserialize_with = "lenient::required_text")]
    pub name: String,
    /// How many members it has.
    #[serde(default, deserialize_with = "lenient::bytes")]
    pub member_count: Option<u64>,
    /// The address of its picture, as Flock gives it.
    #[serde(default, deserialize_with = "lenient::text")]
    pub profile_image: Option<String>,
    /// What it is for.
    #[serde(default, deserialize_with = "lenient::text")]
    pub purpose: Option<String>,
}

/// Lists the members of a channel.
///
/// See Flock's page on
/// [channels.listMembers](https://docs.flock.com/display/flockos/channels.listMembers).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, channels};
/// use flockml::message::ChannelId;
///
/// let members = channels::ListMembers::new(ChannelId::new("g:ops")?).with_profiles();
/// assert_eq!(members.parameters()["showPublicProfile"], true);
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListMembers {
    channel_id: ChannelId,
    show_public_profile: bool,
}

impl ListMembers {
    /// Lists the members of `channel`, by their identifiers.
    #[must_use]
    pub fn new(channel: ChannelId) -> Self {
        Self {
            channel_id: channel,
            // An older revision of the method demands it.
            show_public_profile: false,
        }
    }

    /// With names and pictures. Default: without.
    #[must_use]
    pub fn with_profiles(mut self) -> Self {
        self.show_public_profile = true;
        self
    }
}

/// A member of a channel.
///
/// # Examples
///
/// ```
/// use flockml::client::channels::{Affiliation, Member};
///
/// let ada: Member = serde_json::from_str(r#"{"userId": "u:ada", "affiliation": "moderator"}"#)?;
/// assert_eq!(ada.affiliation, Some(Affiliation::Moderator));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a member")]
#[non_exhaustive]
pub struct Member {
    /// The user.
    pub user_id: UserId,
    /// What the user may do.
    #[serde(default)]
    pub affiliation: Option<Affiliation>,
    /// Name and picture, if they were asked for.
    #[serde(default)]
    pub public_profile: Option<PublicProfile>,
}

word! {
    /// What a member of a channel may do.
    pub enum Affiliation {
        /// Manages the channel.
        Moderator = "moderator",
        /// Is in it.
        Member = "member",
    }
}

super::calls! {
    Create: "channels.create" -> Created,
    AddMembers: "channels.addMembers" -> Changed,
    RemoveMembers: "channels.removeMembers" -> Changed,
    GetInfo: "channels.getInfo" -> Channel,
    List: "channels.list" -> Vec<Channel>,
    ListMembers: "channels.listMembers" -> Vec<Member>,
}
