//! What Flock is sent: messages, attachments, buttons, and the check of payload files.
//!
//! A [`Message`] is composed in code or made of a `<message>` document, and written as JSON with
//! the wire's own names; what is not set is not written. [`check_json`] reads payload files that
//! others wrote and says what is wrong with them, at its place. To whom a message goes is an
//! [`Address`].

mod address;
mod attachment;
mod button;
mod color;
mod document;
mod download;
mod fields;
mod foreign;
mod id;
pub(crate) mod lenient;
mod notification;
mod object;
mod payload;
#[cfg(any(feature = "client", feature = "event"))]
mod received;
mod schema;
mod send_as;
mod split;
pub(crate) mod url;
pub(crate) mod views;
pub(crate) mod wire;

pub use address::Address;
pub use attachment::Attachment;
pub use button::Button;
pub use color::Color;
pub(crate) use document::from_document;
pub use download::Download;
pub use id::ChannelId;
pub use object::Object;
#[cfg(feature = "template")]
pub(crate) use payload::{Literal, Shown, texts};
pub use payload::{PayloadKind, check_json, check_json_as};
#[cfg(any(feature = "client", feature = "event"))]
pub use received::Received;
#[cfg(feature = "template")]
pub(crate) use schema::DIALECT;
pub use schema::json_schema;
pub use send_as::SendAs;
pub use split::Excess;
pub use views::{Html, Image, Picture, Views, Widget};

pub use crate::markup::{Action, ActionKind, DesktopType, MobileType, UserId};

use std::borrow::Cow;

use attachment::filled;
use serde_json::Value;
use views::visible;

use crate::Markup;

/// The fields that a sender may set, of the message and of where it goes.
#[cfg(all(test, feature = "client"))]
pub(crate) fn payload_fields() -> impl Iterator<Item = &'static str> {
    let fields = fields::MESSAGE.fields.iter();
    let set = fields.filter(|field| field.need != fields::Need::FlockOnly);
    set.map(|field| field.name)
}

/// A message, as Flock is sent it.
///
/// Of a message with FlockML, the plain `text`, the `notification` and the `mentions` are
/// derived, unless they are set. See Flock's page on
/// [sending messages](https://docs.flock.com/display/flockos/chat.sendMessage).
///
/// # Examples
///
/// ```
/// use flockml::markup;
/// use flockml::message::Message;
///
/// let message = Message::new(markup::bold("db-1").text(" is down"));
/// assert_eq!(
///     message.to_json(),
///     r#"{"text":"db-1 is down","flockml":"<flockml><b>db-1</b> is down</flockml>","notification":"db-1 is down"}"#
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Message {
    pub(crate) text: Option<String>,
    pub(crate) flockml: Option<Markup>,
    pub(crate) notification: Option<String>,
    pub(crate) mentions: Option<Vec<UserId>>,
    pub(crate) send_as: Option<SendAs>,
    pub(crate) attachments: Vec<Attachment>,
}

impl Message {
    /// A message that shows `flockml`; text becomes FlockML that shows it as it is.
    pub fn new(flockml: impl Into<Markup>) -> Self {
        Self {
            flockml: visible(flockml.into()),
            ..Self::default()
        }
    }

    /// A message of plain text, in which nothing is markup.
    pub fn text(text: impl Into<String>) -> Self {
        Self::default().plain_text(text)
    }

    /// What shows; text becomes FlockML that shows it as it is.
    #[must_use]
    pub fn flockml(mut self, flockml: impl Into<Markup>) -> Self {
        self.flockml = visible(flockml.into());
        self
    }

    /// The wire's `text`, for clients that do not show FlockML. Default: derived from the
    /// FlockML; a line break is a line break, a link `label (url)`, a user `@name`.
    #[must_use]
    pub fn plain_text(mut self, text: impl Into<String>) -> Self {
        self.text = filled(text.into());
        self
    }

    /// What the push notification says: plain text. Default: the FlockML's text, cut at
    /// 240 characters.
    #[must_use]
    pub fn notification(mut self, notification: impl Into<String>) -> Self {
        self.notification = filled(notification.into());
        self
    }

    /// Adds a user that the message mentions; see [`Message::mentions`].
    #[must_use]
    pub fn mention(self, user: UserId) -> Self {
        self.mentions([user])
    }

    /// Adds users that the message mentions. Default: those mentioned in the FlockML, who have to
    /// be among these as well once there are any.
    #[must_use]
    pub fn mentions(mut self, users: impl IntoIterator<Item = UserId>) -> Self {
        let mut mentioned = self.mentions.unwrap_or_default();
        mentioned.extend(users);
        self.mentions = Some(mentioned).filter(|users| !users.is_empty());
        self
    }

    /// Another sender's name and picture; one without a name is left out.
    #[must_use]
    pub fn send_as(mut self, sender: SendAs) -> Self {
        self.send_as = Some(sender).filter(lenient::Usable::is_usable);
        self
    }

    /// Adds an attachment.
    #[must_use]
    pub fn attachment(self, attachment: Attachment) -> Self {
        self.attachments([attachment])
    }

    /// Adds attachments; Flock documents one a message.
    #[must_use]
    pub fn attachments(mut self, attachments: impl IntoIterator<Item = Attachment>) -> Self {
        self.attachments.extend(attachments);
        self
    }

    /// Whether it has neither text nor FlockML nor attachment, which Flock refuses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_none() && self.flockml.is_none() && self.attachments.is_empty()
    }

    /// The FlockML.
    #[must_use]
    pub fn markup(&self) -> Option<&Markup> {
        self.flockml.as_ref()
    }

    /// The wire's `text`: what was set, else the FlockML's.
    #[must_use]
    pub fn to_text(&self) -> Option<Cow<'_, str>> {
        match (&self.text, &self.flockml) {
            (Some(text), _) => Some(Cow::Borrowed(text)),
            (None, Some(markup)) => Some(Cow::Owned(markup.to_text())),
            (None, None) => None,
        }
    }

    /// The wire's `notification`: what was set, else the beginning of the FlockML's text.
    ///
    /// A message without FlockML has none: Flock shows its text.
    #[must_use]
    pub fn to_notification(&self) -> Option<Cow<'_, str>> {
        match (&self.notification, &self.flockml) {
            (Some(notification), _) => Some(Cow::Borrowed(notification)),
            (None, Some(markup)) => Some(Cow::Owned(notification::of(markup))),
            (None, None) => None,
        }
    }

    /// As compact JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        wire::to_json(self)
    }

    /// As JSON with a field a line.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        wire::pretty(self)
    }

    /// As a JSON value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        wire::value(self)
    }
}
