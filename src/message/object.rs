use serde::de::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Attachment, Button, Message, PayloadKind, from_document};
use crate::check;
use crate::syntax::Document;
use crate::{Error, ErrorKind, Markup};

/// What a document stands for, by its root.
///
/// # Examples
///
/// ```
/// use flockml::message::Object;
///
/// let object = Object::parse(r#"<button name="Ack" type="sendEvent" id="ack:42"/>"#)?;
/// assert_eq!(
///     object.to_json(),
///     r#"{"name":"Ack","id":"ack:42","action":{"type":"sendEvent"}}"#
/// );
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(
    clippy::large_enum_variant,
    reason = "there is one at a time, and it is matched by value"
)]
pub enum Object {
    /// `<flockml>`: FlockML by itself.
    Markup(Markup),
    /// `<message>`: a whole message.
    Message(Message),
    /// `<attachment>`: an attachment by itself.
    Attachment(Attachment),
    /// `<button>`: a button by itself.
    Button(Button),
}

impl Object {
    /// Reads a document with one of the roots that Flock's payload has.
    ///
    /// `text` may be anything; it is checked first.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidContent`] with the report, if the check finds errors.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let report = check::check(text);
        if report.has_errors() {
            return Err(
                Error::new(ErrorKind::InvalidContent, "the document cannot be read")
                    .with_report(report),
            );
        }
        from_document(&Document::parse(text))
    }

    /// Reads JSON that holds what `kind` says.
    ///
    /// It reads more than [`check_json_as`](super::check_json_as) approves of: unknown fields
    /// and nulls are skipped, and what an optional field holds and nobody can read is left out.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidContent`] with the report, if the text is no JSON, is no such object
    /// or has FlockML with errors in it.
    pub fn from_json(text: &str, kind: PayloadKind) -> Result<Self, Error> {
        let json = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let read = match kind {
            // What is derived would take the parts of a list for those of an object.
            _ if json.trim_start().starts_with('[') => Err(serde_json::Error::custom("a list")),
            PayloadKind::Message => serde_json::from_str(json).map(Self::Message),
            PayloadKind::Attachment => serde_json::from_str(json).map(Self::Attachment),
            PayloadKind::Button => serde_json::from_str(json).map(Self::Button),
        };
        read.map_err(|error| {
            Error::new(ErrorKind::InvalidContent, "the payload cannot be read")
                .with_report(super::check_json_as(text, kind))
                .with_source(error)
        })
    }

    /// A message that shows it: an attachment as the message's only one, a button on an
    /// attachment of its own.
    #[must_use]
    pub fn to_message(&self) -> Message {
        self.clone().into_message()
    }

    /// The same, without a copy.
    #[must_use]
    pub fn into_message(self) -> Message {
        match self {
            Self::Markup(markup) => Message::new(markup),
            Self::Message(message) => message,
            Self::Attachment(attachment) => Message::default().attachment(attachment),
            Self::Button(button) => {
                Message::default().attachment(Attachment::default().button(button))
            }
        }
    }

    /// Its FlockML, if it has any.
    #[must_use]
    pub fn markup(&self) -> Option<&Markup> {
        match self {
            Self::Markup(markup) => Some(markup),
            Self::Message(message) => message.markup(),
            Self::Attachment(attachment) => attachment.markup(),
            Self::Button(_) => None,
        }
    }

    /// Which kind of payload it is written as; markup is written as a message.
    #[must_use]
    pub fn kind(&self) -> PayloadKind {
        match self {
            Self::Markup(_) | Self::Message(_) => PayloadKind::Message,
            Self::Attachment(_) => PayloadKind::Attachment,
            Self::Button(_) => PayloadKind::Button,
        }
    }

    /// As compact JSON; markup as the message that shows it.
    #[must_use]
    pub fn to_json(&self) -> String {
        match self {
            Self::Markup(markup) => Message::new(markup).to_json(),
            Self::Message(message) => message.to_json(),
            Self::Attachment(attachment) => attachment.to_json(),
            Self::Button(button) => button.to_json(),
        }
    }

    /// As JSON with a field a line; markup as the message that shows it.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        super::wire::pretty(self)
    }

    /// As a JSON value; markup as the message that shows it.
    #[must_use]
    pub fn to_value(&self) -> Value {
        super::wire::value(self)
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Markup(markup) => Message::new(markup).serialize(serializer),
            Self::Message(message) => message.serialize(serializer),
            Self::Attachment(attachment) => attachment.serialize(serializer),
            Self::Button(button) => button.serialize(serializer),
        }
    }
}

impl From<Markup> for Object {
    fn from(markup: Markup) -> Self {
        Self::Markup(markup)
    }
}

impl From<Message> for Object {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<Attachment> for Object {
    fn from(attachment: Attachment) -> Self {
        Self::Attachment(attachment)
    }
}

impl From<Button> for Object {
    fn from(button: Button) -> Self {
        Self::Button(button)
    }
}
