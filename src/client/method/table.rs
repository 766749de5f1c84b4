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
        example: &["to=g:1234_lobby", "text=db-1 is down"],
    },
    Method {
        name: "chat.fetchMessages",
        older: &[],
        summary: "gives messages whose `uid` is known, and leaves out others",
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
        answer: "a list of messages",
        example: &["chat=g:1234_lobby", "uids=1519889545238-gg8-m203"],
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
        example: &[
            "name=incident-42",
            "members=u:isgpwwyralhf9aso,u:isgpwwyralhf9asp",
        ],
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
        example: &["channelId=g:1234_lobby", "members=u:isgpwwyralhf9aso"],
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
        example: &["channelId=g:1234_lobby", "members=u:isgpwwyralhf9aso"],
    },
    Method {
        name: "channels.getInfo",
        older: &["groups.getInfo"],
        summary: "tells a channel's name, purpose and number of members",
        writes: false,
        is_for_users: true,
        parameters: &[CHANNEL],
        answer: "a channel",
        example: &["channelId=g:1234_lobby"],
    },
    Method {
        name: "channels.list",
        older: &["groups.list"],
        summary: "lists the channels that the caller is a member of",
        writes: false,
        is_for_users: true,
        parameters: &[],
        answer: "a list of channels",
        example: &[],
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
        example: &["channelId=g:1234_lobby", "showPublicProfile=true"],
    },
    Method {
        name: "roster.listContacts",
        older: &[],
        summary: "lists the caller's contacts",
        writes: false,
        is_for_users: true,
        parameters: &[],
        answer: "a list of public profiles",
        example: &[],
    },
    Method {
        name: "users.getInfo",
        older: &[],
        summary: "tells who the caller is",
        writes: false,
        is_for_users: true,
        parameters: &[],
        answer: "a user",
        example: &[],
    },
    Method {
        name: "users.getPublicProfile",
        older: &[],
        summary: "tells a user's name and picture",
        writes: false,
        is_for_users: true,
        parameters: &[parameter("userId", User, Required, "the user")],
        answer: "a public profile",
        example: &["userId=u:isgpwwyralhf9aso"],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::message::payload_fields;

    #[test]
    fn names_are_methods_names_and_stand_once() {
        let mut seen = BTreeSet::new();
        for method in METHODS {
            for name in method.older.iter().chain([&method.name]) {
                assert!(super::super::raw::check_name(name).is_ok(), "{name}");
                assert!(seen.insert(*name), "{name}");
            }
            let names: BTreeSet<_> = method.parameters.iter().map(|it| it.name).collect();
            assert_eq!(names.len(), method.parameters.len(), "{}", method.name);
        }
    }

    #[test]
    fn a_message_is_sent_with_the_payloads_fields() {
        let method = Method::find("chat.sendMessage").expect("it is documented");
        let mut known: BTreeSet<_> = method.parameters.iter().map(|it| it.name).collect();
        known.insert("token");
        assert_eq!(known, payload_fields().collect());
    }
}
