//! What pressing an action or a button does.

use std::borrow::Cow;

/// What pressing an action in the text, or a button, does.
///
/// It borrows its texts where it can; [`Action::into_owned`] keeps it.
/// See [Client Actions](https://docs.flock.com/display/flockos/Client+Actions).
///
/// # Examples
///
/// ```
/// use flockml::markup::{self, Action};
///
/// let ack = markup::action("Acknowledge", Action::send_event("ack:42"));
/// assert_eq!(
///     ack.as_str(),
///     r#"<action type="sendEvent" id="ack:42">Acknowledge</action>"#
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Action<'a> {
    pub(crate) kind: ActionKind,
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) url: Option<Cow<'a, str>>,
    pub(crate) desktop: Option<DesktopType>,
    pub(crate) mobile: Option<MobileType>,
    pub(crate) send_context: Option<bool>,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
}

/// The kinds of [`Action`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ActionKind {
    /// Opens a page in a widget.
    OpenWidget,
    /// Opens a page in the reader's browser.
    OpenBrowser,
    /// Sends an event to the app.
    SendEvent,
}

/// How a desktop shows a widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DesktopType {
    /// A window above the chat.
    Modal,
    /// Beside the chat.
    Sidebar,
}

/// How a phone shows a widget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MobileType {
    /// A window above the chat.
    Modal,
}

impl ActionKind {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OpenWidget => "openWidget",
            Self::OpenBrowser => "openBrowser",
            Self::SendEvent => "sendEvent",
        }
    }
}

impl DesktopType {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Modal => "modal",
            Self::Sidebar => "sidebar",
        }
    }
}

impl MobileType {
    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Modal => "modal",
        }
    }
}

impl<'a> Action<'a> {
    fn new(kind: ActionKind) -> Self {
        Self {
            kind,
            id: None,
            url: None,
            desktop: None,
            mobile: None,
            send_context: None,
            width: None,
            height: None,
        }
    }

    /// Opens `url` in the reader's browser.
    ///
    /// Where it is not `http` or `https`, the label is shown as text.
    pub fn open_browser(url: impl Into<Cow<'a, str>>) -> Self {
        Self {
            url: Some(url.into()),
            ..Self::new(ActionKind::OpenBrowser)
        }
    }

    /// Opens `url` in a widget, on a desktop as `desktop` says.
    ///
    /// Where it is not `http` or `https`, the label is shown as text.
    pub fn open_widget(url: impl Into<Cow<'a, str>>, desktop: DesktopType) -> Self {
        Self {
            url: Some(url.into()),
            desktop: Some(desktop),
            ..Self::new(ActionKind::OpenWidget)
        }
    }

    /// Sends an event to the app's event listener, with `id` as `actionId` or `buttonId`.
    pub fn send_event(id: impl Into<Cow<'a, str>>) -> Self {
        Self {
            id: Some(id.into()),
            ..Self::new(ActionKind::SendEvent)
        }
    }

    /// What the event calls it; any text.
    #[must_use]
    pub fn id(mut self, id: impl Into<Cow<'a, str>>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// How a phone shows the widget. Default: Flock's own, which is modal.
    #[must_use]
    pub fn mobile(mut self, mobile: MobileType) -> Self {
        self.mobile = Some(mobile);
        self
    }

    /// Whether Flock appends the reader's event token to the address. Default: no.
    ///
    /// Never for somebody else's site: the token speaks for the reader.
    #[must_use]
    pub fn send_context(mut self, send_context: bool) -> Self {
        self.send_context = Some(send_context);
        self
    }

    /// The modal window's size in pixels; 0 leaves it to Flock. Not documented by Flock.
    #[must_use]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        self.width = Some(width);
        self.height = Some(height);
        self
    }

    /// Which kind it is.
    #[must_use]
    pub fn kind(&self) -> ActionKind {
        self.kind
    }

    /// The address that it opens.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The same action, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Action<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        Action {
            kind: self.kind,
            id: self.id.map(own),
            url: self.url.map(own),
            desktop: self.desktop,
            mobile: self.mobile,
            send_context: self.send_context,
            width: self.width,
            height: self.height,
        }
    }
}
