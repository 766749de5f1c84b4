//! Messages: send them, and get those whose identifier is known.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Call;
use crate::message::{Address, ChannelId, Message, Received, UserId, lenient};

/// Sends a message to a user or a channel; a user's token will do, or a bot's.
///
/// [`User::send`](crate::client::User::send) and [`Bot::send`](crate::client::Bot::send) do the same
/// and answer with an [`Outcome`](crate::client::Outcome); they refuse addresses that a bot cannot
/// post to.
///
/// See Flock's page on [chat.sendMessage](https://docs.flock.com/display/flockos/chat.sendMessage).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, chat};
/// use flockml::message::{Address, ChannelId, Message};
///
/// let address = Address::channel(ChannelId::new("g:ops")?);
/// let send = chat::SendMessage::new(Message::text("db-1 is down"), address);
/// assert_eq!(send.parameters()["to"], "g:ops");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SendMessage {
    #[serde(flatten)]
    address: Address,
    #[serde(flatten)]
    message: Message,
}

impl SendMessage {
    /// Sends `message` to `address`.
    #[must_use]
    pub fn new(message: Message, address: Address) -> Self {
        Self { address, message }
    }
}

/// A message that Flock accepted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "a message's `uid`")]
#[non_exhaustive]
pub struct Sent {
    /// Flock's identifier of it, if it says one; opaque.
    #[serde(default, deserialize_with = "lenient::text")]
    pub uid: Option<String>,
}

/// Gives messages whose identifier is known; what nobody knows is left out.
///
/// See Flock's page on
/// [chat.fetchMessages](https://docs.flock.com/display/flockos/chat.fetchMessages).
///
/// # Examples
///
/// ```
/// use flockml::client::{Call, chat};
/// use flockml::message::ChannelId;
///
/// let ops = ChannelId::new("g:ops")?;
/// let fetch = chat::FetchMessages::in_channel(ops, ["1519889545238-gg8-m203"]);
/// assert_eq!(fetch.parameters()["chat"], "g:ops");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FetchMessages {
    chat: String,
    uids: Vec<String>,
}

impl FetchMessages {
    /// Messages of a channel that the token's user is a member of; at most 25.
    pub fn in_channel<U: Into<String>>(
        channel: ChannelId,
        uids: impl IntoIterator<Item = U>,
    ) -> Self {
        Self::new(channel.as_str(), uids)
    }

    /// Messages that were exchanged with a user or a bot; at most 25.
    pub fn with_user<U: Into<String>>(user: UserId, uids: impl IntoIterator<Item = U>) -> Self {
        Self::new(user.as_str(), uids)
    }

    fn new<U: Into<String>>(chat: &str, uids: impl IntoIterator<Item = U>) -> Self {
        Self {
            chat: chat.to_owned(),
            uids: uids.into_iter().map(Into::into).collect(),
        }
    }
}

super::calls! {
    SendMessage: "chat.sendMessage" -> Sent,
    FetchMessages: "chat.fetchMessages" -> Vec<Received>,
}
