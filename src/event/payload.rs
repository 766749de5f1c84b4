//! What each event says beside who caused it and where.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use super::fields::Fields;
use super::{Origin, UserToken};
use crate::message::Received;
use crate::{Error, ErrorKind};

/// `app.install`: a user installed the app.
///
/// Flock counts the app as installed only if the answer's status is 200:
/// [`Reply::accepted`](super::Reply::accepted).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Install {
    /// Who installed it.
    pub origin: Origin,
    /// With which the app acts for the user from now on; it comes once.
    pub token: UserToken,
}

/// `app.uninstall`: a user removed the app.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uninstall {
    /// Who removed it.
    pub origin: Origin,
}

/// `chat.receiveMessage`: a message to the app's bot.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ReceiveMessage {
    /// Who sent it; the user in it is certain, what the message has for `from` is not.
    pub origin: Origin,
    /// The message.
    pub message: Box<Received>,
}

/// `chat.generateUrlPreview`, once `chat.unfurlUrl`: a message has an address that the app may
/// draw; answered with [`Reply::preview`](super::Reply::preview).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GenerateUrlPreview {
    /// Who sent the message, and where.
    pub origin: Origin,
    /// The address, as the sender wrote it: do not load it unless its host is your own.
    pub url: String,
    /// The message.
    pub message_id: Option<String>,
}

/// Where a button is that was pressed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ButtonPlace {
    /// `chatTabButton`
    ChatTab,
    /// `appLauncherButton`
    AppLauncher,
    /// `attachmentPickerButton`
    AttachmentPicker,
    /// `attachmentButton`: in an attachment that the app has sent.
    Attachment,
    /// Any other, by its name on the wire.
    Other(String),
}

impl ButtonPlace {
    fn named(name: String) -> Self {
        match name.as_str() {
            "chatTabButton" => Self::ChatTab,
            "appLauncherButton" | "launcherButton" => Self::AppLauncher,
            "attachmentPickerButton" => Self::AttachmentPicker,
            "attachmentButton" => Self::Attachment,
            _ => Self::Other(name),
        }
    }
}

/// `client.pressButton`: a user pressed a button; may be answered with
/// [`Reply::toast`](super::Reply::toast).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PressButton {
    /// Who pressed it, and where.
    pub origin: Origin,
    /// Where the button is.
    pub button: ButtonPlace,
    /// The button's `id`, of a button in an attachment.
    pub button_id: Option<String>,
    /// The attachment's `id`, if it has one.
    pub attachment_id: Option<String>,
    /// The message with the attachment.
    pub message_uid: Option<String>,
}

/// `client.slashCommand`: a user typed the app's command; may be answered with
/// [`Reply::toast`](super::Reply::toast).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SlashCommand {
    /// Who typed it, and where.
    pub origin: Origin,
    /// The command, without the slash.
    pub command: String,
    /// What follows it; empty where nothing does.
    pub text: String,
}

/// `client.messageAction`: a user chose the app in the menu of one or more messages; may be
/// answered with [`Reply::toast`](super::Reply::toast).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct MessageAction {
    /// Who chose it, and where.
    pub origin: Origin,
    /// The messages.
    pub message_uids: Vec<String>,
    /// The messages themselves, which Flock may leave out; `chat.fetchMessages` has them.
    pub messages: Vec<Received>,
}

/// `client.flockmlAction`: a user chose an `<action>` in FlockML.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FlockmlAction {
    /// Who chose it, and where.
    pub origin: Origin,
    /// The action's `id`.
    pub action_id: Option<String>,
    /// The attachment's `id`, if the FlockML is an attachment's.
    pub attachment_id: Option<String>,
    /// What Flock calls the message.
    pub message_uid: Option<String>,
    /// What the sender's client calls the message.
    pub message_id: Option<String>,
}

/// `client.openAttachmentWidget`: an attachment's widget is shown; only the widget itself is told.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenAttachmentWidget {
    /// Who sees it, and where.
    pub origin: Origin,
    /// The attachment's `id`, if it has one.
    pub attachment_id: Option<String>,
    /// What Flock calls the message.
    pub message_uid: Option<String>,
    /// What the sender's client calls the message.
    pub message_id: Option<String>,
}

/// `client.widgetAction`: a widget has opened another, or a browser, with `flock.js`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WidgetAction {
    /// Who did so, and where.
    pub origin: Origin,
    /// The attachment's `id`, if the widget is an attachment's.
    pub attachment_id: Option<String>,
    /// The message with the attachment.
    pub message_uid: Option<String>,
}

/// An event as it is: one that is not known, or known by its name only, such as `app.mention`.
///
/// Its `Debug` names the fields and leaves out what is in them, which may be a token.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Raw {
    /// Who caused it, and where, as far as the fields are those of other events.
    pub origin: Origin,
    /// The event's name.
    pub name: String,
    /// All of its fields, the name among them.
    pub value: Value,
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.value.as_object().into_iter().flatten();
        let names: BTreeSet<&String> = fields.map(|(name, _)| name).collect();
        f.debug_struct("Raw")
            .field("origin", &self.origin)
            .field("name", &self.name)
            .field("fields", &names)
            .finish()
    }
}

impl Install {
    pub(super) fn read(origin: Origin, fields: &Fields) -> Result<Self, Error> {
        let token = fields.required(&["token", "userToken"])?;
        let token = UserToken::new(token).map_err(|error| {
            Error::new(ErrorKind::InvalidEvent, "its `token` is no token").with_source(error)
        })?;
        Ok(Self { origin, token })
    }
}

impl GenerateUrlPreview {
    pub(super) fn read(origin: Origin, fields: &Fields) -> Result<Self, Error> {
        Ok(Self {
            origin,
            url: fields.required(&["url"])?,
            message_id: fields.text(&["messageId"]),
        })
    }
}

impl PressButton {
    pub(super) fn read(origin: Origin, fields: &Fields) -> Result<Self, Error> {
        Ok(Self {
            origin,
            button: ButtonPlace::named(fields.required(&["button"])?),
            button_id: fields.text(&["buttonId"]),
            attachment_id: fields.text(&["attachmentId"]),
            message_uid: fields.text(&["messageUid"]),
        })
    }
}

impl SlashCommand {
    pub(super) fn read(origin: Origin, fields: &Fields) -> Result<Self, Error> {
        Ok(Self {
            origin,
            command: fields.required(&["command"])?,
            text: fields.text(&["text"]).unwrap_or_default(),
        })
    }
}

impl MessageAction {
    pub(super) fn read(origin: Origin, fields: &mut Fields) -> Self {
        Self {
            origin,
            // A list; from desktops an object, from phones another name.
            message_uids: fields.message_uids(&["messageUids", "_messageUids", "messageUid"]),
            messages: fields.messages("messages"),
        }
    }
}

impl FlockmlAction {
    pub(super) fn read(origin: Origin, fields: &Fields) -> Self {
        Self {
            origin,
            action_id: fields.text(&["actionId"]),
            attachment_id: fields.text(&["attachmentId"]),
            message_uid: fields.text(&["messageUid"]),
            message_id: fields.text(&["messageId"]),
        }
    }
}

impl OpenAttachmentWidget {
    pub(super) fn read(origin: Origin, fields: &Fields) -> Self {
        Self {
            origin,
            attachment_id: fields.text(&["attachmentId"]),
            message_uid: fields.text(&["messageUid"]),
            message_id: fields.text(&["messageId"]),
        }
    }
}

impl WidgetAction {
    pub(super) fn read(origin: Origin, fields: &Fields) -> Self {
        Self {
            origin,
            attachment_id: fields.text(&["attachmentId"]),
            message_uid: fields.text(&["messageUid"]),
        }
    }
}
