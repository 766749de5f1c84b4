//! Flock's methods, in one table.

use super::Method;
use super::parameter::{Holds, Need, Parameter};

use Holds::{
    Address, Attachments, Boolean, Channel, Chat, Choice, Markup, Object, Text, Texts, User, Users,
};
use Need::{OneOf, Optional, Required};

const fn parameter(
    name: &'static str,
    holds: Holds,
    need: Need,
    summary: &'static str,
) -> Parameter {
    Parameter {
        name,
        holds,
        need,
        most: None,
        summary,
    }
}

impl Parameter {
    const fn at_most(mut self, most: usize) -> Self {
        self.most = Some(most);
        self
    }
}

const CHANNEL: Parameter = parameter("channelId", Channel, Required, "the channel");

/// Every method that Flock documents, in the order of its pages.
///
/// See Flock's page on [methods](https://docs.flock.com/display/flockos/Methods). Flock may have
/// others: [`RawCall`](super::RawCall) calls any.
///
/// # Examples
///
/// ```
/// use flockml::client::method::METHODS;
///
/// let reading = METHODS.iter().filter(|method| !method.writes);
/// assert!(reading.map(|method| method.name).any(|name| name == "channels.list"));
/// ```
pub static METHODS: &[Method] = &[
    Method {
        name: "chat.sendMessage",
        older: &[],
        summary: "sends a message to a user or a channel",
        writes: true,
        is_for_users: false,
        parameters: &[
            parameter("to", Chat, Required, "to whom"),
            parameter("text", Text, OneOf, "the message as plain text"),
            parameter("flockml", Markup, OneOf, "what shows instead of the text"),
            parameter(
                "attachments",
                Attachments,
                OneOf,
                "cards below it; Flock documents one",
            ),
            parameter(
                "notification",
                Text,
                Optional,
                "what the push notification says",
            ),
            parameter(
                "mentions",
                Users,
                Optional,
                "whom a message to a channel mentions",
            ),
            parameter(
                "sendAs",
                Object,
                Optional,
                "another name and picture of the sender",
            ),
            parameter(
                "onBehalfOf",
                User,
                Optional,
                "the member for whom a bot posts; needed in channels",
            ),
            parameter(
                "visibleTo",
                Users,
                Optional,
                "the only members of the channel who see it",
            ),
        ],
        answer: "the `uid` of the message",
    },
    Method {
        name: "chat.fetchMessages",
        older: &[],
        summary: "gives messages whose `uid` is known",
        writes: false,
        is_for_users: true,
        parameters: &[
            parameter(
                "chat",
                Chat,
                Required,
                "the user or channel that they were exchanged with",
            ),
            parameter("uids", Texts, Optional, "which messages").at_most(25),
        ],
        answer: "a list of messages; those that nobody knows are skipped",
    },
    Method {
        name: "channels.create",
        older: &[],
        summary: "makes a channel, of which the caller is a member",
        writes: true,
        is_for_users: true,
        parameters: &[
            parameter("name", Text, Required, "what it is called").at_most(255),
            parameter("members", Users, Required, "who else is a member"),
            parameter("purpose", Text, Optional, "what it is for"),
            parameter("profileImage", Address, Optional, "its picture"),
            parameter(
                "type",
                Choice(&["private", "public"]),
                Optional,
                "who finds it; without it, `private`",
            ),
        ],
        answer: "the channel's `id`, and what became of each member",
    },
    Method {
        name: "channels.addMembers",
        older: &[],
        summary: "adds members to a channel that the caller is a member of",
        writes: true,
        is_for_users: true,
        parameters: &[
            CHANNEL,
            parameter("members", Users, Required, "whom to add"),
        ],
        answer: "what became of each member",
    },
    Method {
        name: "channels.removeMembers",
        older: &[],
        summary: "removes members of a channel",
        writes: true,
        is_for_users: true,
        parameters: &[
            CHANNEL,
            parameter("members", Users, Required, "whom to remove"),
        ],
        answer: "what became of each member",
    },
    Method {
        name: "channels.getInfo",
        older: &["groups.getInfo"],
        summary: "tells a channel's name, purpose and number of members",
        writes: false,
        is_for_users: true,
        parameters: &[CHANNEL],
        answer: "a channel",
    },
    Method {
        name: "channels.list",
        older: &["groups.list"],
        summary: "lists the channels that the caller is a member of",
        writes: false,
        is_for_users: true,
        parameters: &[],
        answer: "a list of channels",
    },
    Method {
        name: "channels.listMembers",
        older: &["channels.getMembers", "groups.getMembers"],
        summary: "lists the members of a channel",
        writes: false,
        is_for_users: true,
        parameters: &[
            CHANNEL,
            parameter(
                "showPublicProfile",
                Boolean,
                Optional,
                "whether names and pictures come along",
            ),
        ],
        answer: "a list of members",
    },
    Method {
        name: "roster.listContacts",
        older: &[],
        summary: "lists the caller's contacts",
        writes: false,
        is_for_users: true,
        parameters: &[],
        answer: "a list of public profiles",
    },
    Method {
        name: "users.getInfo",
        older: &[],
        summary: "tells who the caller is",
        writes: false,
        is_for_users: true,
        parameters: &[],
        answer: "a user",
    },
    Method {
        name: "users.getPublicProfile",
        older: &[],
        summary: "tells a user's name and picture",
        writes: false,
        is_for_users: true,
        parameters: &[parameter("userId", User, Required, "the user")],
        answer: "a public profile",
    },
];
