use super::fields::Fields;
use crate::message::{Address, ChannelId, UserId};

/// Who caused an event, and where; what Flock did not say is not there.
///
/// # Examples
///
/// ```
/// use flockml::event::Event;
///
/// let event = Event::parse(
///     br#"{"name": "client.slashCommand", "userId": "u:ada", "userName": "Ada",
///         "chat": "g:ops", "chatName": "Operations", "command": "deploy", "text": ""}"#,
/// )?;
/// let origin = event.origin();
/// assert_eq!(origin.user_name.as_deref(), Some("Ada"));
/// assert_eq!(origin.channel().unwrap().as_str(), "g:ops");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub struct Origin {
    /// The user: in a verified event always there, and the only thing that is certain.
    pub user_id: Option<String>,
    /// What the user is called.
    pub user_name: Option<String>,
    /// The conversation: `g:…` for a channel, `u:…` for one with a user.
    pub chat: Option<String>,
    /// What the conversation is called.
    pub chat_name: Option<String>,
    /// The user's language, such as `en-us`; not documented.
    pub locale: Option<String>,
}

impl Origin {
    /// The user, unless their id is no `u:…`.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        UserId::new(self.user_id.as_deref()?).ok()
    }

    /// The channel, if the event comes from one.
    #[must_use]
    pub fn channel(&self) -> Option<ChannelId> {
        ChannelId::new(self.chat.as_deref()?).ok()
    }

    /// Where an answer to all who saw the cause of the event goes: the conversation, else the user.
    ///
    /// A bot's message to a channel needs [`Address::on_behalf_of`] as well.
    #[must_use]
    pub fn address(&self) -> Option<Address> {
        let chat = self.chat.as_deref();
        let with_user = || chat.and_then(|chat| UserId::new(chat).ok());
        self.channel()
            .map(Address::channel)
            .or_else(|| with_user().or_else(|| self.user()).map(Address::user))
    }

    /// `verified` is the user whom the event's token names, if it has one.
    pub(super) fn read(fields: &Fields, verified: Option<&str>) -> Self {
        Self {
            user_id: verified
                .map(str::to_owned)
                .or_else(|| fields.text(&["userId"])),
            user_name: fields.text(&["userName"]),
            // `to` is what one table of Flock's calls it, `_peerId` what phones were seen to.
            chat: fields.text(&["chat", "to", "_peerId"]),
            chat_name: fields.text(&["chatName"]),
            locale: fields.text(&["locale"]),
        }
    }
}
