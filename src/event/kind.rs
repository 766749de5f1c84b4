use super::fields::Fields;
use super::{
    FlockmlAction, GenerateUrlPreview, Install, MessageAction, OpenAttachmentWidget, Origin,
    PressButton, Raw, ReceiveMessage, SlashCommand, Uninstall, WidgetAction,
};
use crate::Error;

/// What happened, as Flock tells an app.
///
/// [`Verifier::event`](super::Verifier::event) reads one and knows that Flock sent it. Fields that
/// are not known are skipped, names of old are understood. Text in it is whatever users typed.
/// See Flock's page on [events](https://docs.flock.com/display/flockos/Events).
///
/// # Examples
///
/// ```
/// use flockml::event::{Event, Reply};
///
/// fn answer(event: &Event) -> Reply {
///     match event {
///         Event::SlashCommand(typed) => Reply::toast(format!("deploying {}", typed.text)),
///         Event::PressButton(pressed) if pressed.button_id.as_deref() == Some("ack") => {
///             Reply::toast("acknowledged")
///         }
///         _ => Reply::accepted(),
///     }
/// }
///
/// let event = Event::parse(
///     br#"{"name": "client.slashCommand", "userId": "u:ada", "command": "deploy", "text": "api"}"#,
/// )?;
/// assert_eq!(answer(&event).to_json(), r#"{"text":"deploying api"}"#);
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// `app.install`
    Install(Install),
    /// `app.uninstall`
    Uninstall(Uninstall),
    /// `chat.receiveMessage`
    ReceiveMessage(ReceiveMessage),
    /// `chat.generateUrlPreview`
    GenerateUrlPreview(GenerateUrlPreview),
    /// `client.pressButton`
    PressButton(PressButton),
    /// `client.slashCommand`
    SlashCommand(SlashCommand),
    /// `client.messageAction`
    MessageAction(MessageAction),
    /// `client.flockmlAction`
    FlockmlAction(FlockmlAction),
    /// `client.openAttachmentWidget`
    OpenAttachmentWidget(OpenAttachmentWidget),
    /// `client.widgetAction`
    WidgetAction(WidgetAction),
    /// `app.mention`, which no page of Flock's describes.
    Mention(Raw),
    /// Any other event.
    Unknown(Raw),
}

impl Event {
    /// The largest event, in bytes.
    pub const MAX_BYTES: usize = 1 << 20;

    /// Reads an event without asking who sent it; for tests, and for what was verified elsewhere.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) for more than [`Event::MAX_BYTES`], [`ErrorKind::InvalidEvent`](crate::ErrorKind::InvalidEvent) for
    /// what is no JSON object with a `name`, is nested more than 128 levels deep, or lacks the
    /// field that such an event is about.
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        Self::read(Fields::parse(json)?, None)
    }

    /// The event's name on the wire, today's.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Install(_) => "app.install",
            Self::Uninstall(_) => "app.uninstall",
            Self::ReceiveMessage(_) => "chat.receiveMessage",
            Self::GenerateUrlPreview(_) => "chat.generateUrlPreview",
            Self::PressButton(_) => "client.pressButton",
            Self::SlashCommand(_) => "client.slashCommand",
            Self::MessageAction(_) => "client.messageAction",
            Self::FlockmlAction(_) => "client.flockmlAction",
            Self::OpenAttachmentWidget(_) => "client.openAttachmentWidget",
            Self::WidgetAction(_) => "client.widgetAction",
            Self::Mention(raw) | Self::Unknown(raw) => &raw.name,
        }
    }

    /// Who caused it, and where.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        match self {
            Self::Install(event) => &event.origin,
            Self::Uninstall(event) => &event.origin,
            Self::ReceiveMessage(event) => &event.origin,
            Self::GenerateUrlPreview(event) => &event.origin,
            Self::PressButton(event) => &event.origin,
            Self::SlashCommand(event) => &event.origin,
            Self::MessageAction(event) => &event.origin,
            Self::FlockmlAction(event) => &event.origin,
            Self::OpenAttachmentWidget(event) => &event.origin,
            Self::WidgetAction(event) => &event.origin,
            Self::Mention(raw) | Self::Unknown(raw) => &raw.origin,
        }
    }

    /// `verified` is the user whom the event's token names, if it has one.
    pub(super) fn read(mut fields: Fields, verified: Option<&str>) -> Result<Self, Error> {
        let name = fields.required(&["name"])?;
        let origin = Origin::read(&fields, verified);
        let event = match name.as_str() {
            "app.install" => Self::Install(Install::read(origin, &fields)?),
            "app.uninstall" => Self::Uninstall(Uninstall { origin }),
            "chat.receiveMessage" => Self::ReceiveMessage(ReceiveMessage {
                origin,
                message: Box::new(fields.message("message")?),
            }),
            "chat.generateUrlPreview" | "chat.unfurlUrl" => {
                Self::GenerateUrlPreview(GenerateUrlPreview::read(origin, &fields)?)
            }
            "client.pressButton" => Self::PressButton(PressButton::read(origin, &fields)?),
            "client.slashCommand" => Self::SlashCommand(SlashCommand::read(origin, &fields)?),
            "client.messageAction" => Self::MessageAction(MessageAction::read(origin, &mut fields)),
            "client.flockmlAction" => Self::FlockmlAction(FlockmlAction::read(origin, &fields)),
            "client.openAttachmentWidget" => {
                Self::OpenAttachmentWidget(OpenAttachmentWidget::read(origin, &fields))
            }
            "client.widgetAction" => Self::WidgetAction(WidgetAction::read(origin, &fields)),
            _ => {
                let raw = Raw {
                    origin,
                    name,
                    value: fields.into_value(),
                };
                match raw.name.as_str() {
                    "app.mention" => Self::Mention(raw),
                    _ => Self::Unknown(raw),
                }
            }
        };
        Ok(event)
    }
}
