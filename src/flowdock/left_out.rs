use std::fmt;

/// A part of a Flock message that Flowdock has no counterpart for.
///
/// It is told as `` `attachments[0].buttons[1]`: `Acknowledge` opens no page ``.
///
/// # Examples
///
/// ```
/// use flockml::flowdock::{Activity, Author, LeftOutKind, ThreadId};
/// use flockml::markup::Action;
/// use flockml::message::{Attachment, Button, Message};
///
/// let acknowledge = Button::new("Acknowledge", Action::send_event("ack:42"));
/// let message = Message::text("db-1 is down").attachment(Attachment::new("").button(acknowledge));
/// let converted =
///     Activity::from_message(&message, ThreadId::external("db-1")?, Author::new("Monitoring"));
/// assert_eq!(converted.left_out[0].kind(), LeftOutKind::Button);
/// assert_eq!(converted.left_out[0].path(), "attachments[0].buttons[0]");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LeftOut {
    path: String,
    kind: LeftOutKind,
    name: Option<String>,
}

/// What was left out, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LeftOutKind {
    /// A button that opens no page in a browser.
    Button,
    /// An action in FlockML that opens no page in a browser; its words are kept.
    Action,
    /// That a button's page is told who pressed it.
    Context,
    /// That users are notified; their names are kept.
    Mention,
    /// A widget, an HTML view or a picture.
    View,
    /// A file to download.
    Download,
    /// The text of the push notification.
    Notification,
    /// What an event says an attachment or button is.
    Identifier,
    /// That readers may forward an attachment.
    Forward,
    /// The address of a further attachment.
    Address,
    /// The colour of a further attachment.
    Color,
}

impl LeftOutKind {
    fn reason(self) -> &'static str {
        match self {
            Self::Button => "opens no page, which is all that a button does in Flowdock",
            Self::Action => "opens no page; its words are kept",
            Self::Context => "is not passed on to the page",
            Self::Mention => "tells nobody; names are kept",
            Self::View => "is a view that Flowdock does not show",
            Self::Download => "cannot be downloaded in Flowdock",
            Self::Notification => "is not shown: Flowdock has no text for notifications",
            Self::Identifier => "is not kept: Flowdock sends no events about it",
            Self::Forward => "has no meaning in Flowdock",
            Self::Address => "is lost: a thread has one address, that of the first attachment",
            Self::Color => "is lost: a thread has one colour, that of the first attachment",
        }
    }
}

impl LeftOut {
    pub(super) fn new(kind: LeftOutKind, path: String) -> Self {
        let name = None;
        Self { path, kind, name }
    }

    pub(super) fn named(mut self, name: &str) -> Self {
        self.name = Some(name.to_owned());
        self
    }

    /// Where it is in the payload, such as `attachments[0].buttons[1]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What it is, to match on.
    #[must_use]
    pub fn kind(&self) -> LeftOutKind {
        self.kind
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.path)?;
        if let Some(name) = &self.name {
            write!(f, " (`{name}`)")?;
        }
        write!(f, " {}", self.kind.reason())
    }
}
