use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Button, Color, Download, Html, Image, Views, Widget, lenient, url, wire};
use crate::Markup;

/// A card below a message; Flock documents one a message.
///
/// See Flock's page on [attachments](https://docs.flock.com/display/flockos/Attachment).
///
/// # Examples
///
/// ```
/// use flockml::markup::{self, Action};
/// use flockml::message::{Attachment, Button, Color, Message};
///
/// let card = Attachment::new("db-1")
///     .color(Color::critical())
///     .url("https://example.com/runbook")
///     .flockml(markup::row("Disk", "98 %"))
///     .button(Button::new("Acknowledge", Action::send_event("ack:42")));
/// let message = Message::new("db-1 is down").attachment(card);
/// assert_eq!(message.to_value()["attachments"][0]["color"], "#d32f2f");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Attachment {
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::text"
    )]
    pub(crate) id: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::text"
    )]
    pub(crate) title: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::text"
    )]
    pub(crate) description: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::color"
    )]
    pub(crate) color: Option<Color>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::url"
    )]
    pub(crate) url: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::boolean"
    )]
    pub(crate) forward: Option<bool>,
    #[serde(
        skip_serializing_if = "Views::is_empty",
        deserialize_with = "lenient::required_object"
    )]
    pub(crate) views: Views,
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "lenient::list"
    )]
    pub(crate) downloads: Vec<Download>,
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "lenient::list"
    )]
    pub(crate) buttons: Vec<Button>,
}

impl Attachment {
    /// A card with that title, which is plain text; an empty one is left out.
    pub fn new(title: impl Into<String>) -> Self {
        Self::default().title(title)
    }

    /// Comes back as `attachmentId` in events.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = filled(id.into());
        self
    }

    /// Plain text above the view.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = filled(title.into());
        self
    }

    /// Plain text below the title.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = filled(description.into());
        self
    }

    /// The bar beside the card.
    #[must_use]
    pub fn color(mut self, color: Color) -> Self {
        self.color = Some(color);
        self
    }

    /// What opens when the card is pressed, if it has neither widget nor FlockML: an `http` or
    /// `https` address; any other is left out.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = url::usable(url.into());
        self
    }

    /// Whether readers may forward the card; Flock's default is `false`.
    #[must_use]
    pub fn forward(mut self, forward: bool) -> Self {
        self.forward = Some(forward);
        self
    }

    /// All views at once, instead of those set so far.
    #[must_use]
    pub fn views(mut self, views: Views) -> Self {
        self.views = views;
        self
    }

    /// A web page as the view.
    #[must_use]
    pub fn widget(mut self, widget: Widget) -> Self {
        self.views = self.views.widget(widget);
        self
    }

    /// HTML as the view, on desktops only.
    #[must_use]
    pub fn html(mut self, html: Html) -> Self {
        self.views = self.views.html(html);
        self
    }

    /// FlockML as the view; text becomes FlockML that shows it as it is.
    #[must_use]
    pub fn flockml(mut self, flockml: impl Into<Markup>) -> Self {
        self.views = self.views.flockml(flockml);
        self
    }

    /// A picture as the view.
    #[must_use]
    pub fn image(mut self, image: Image) -> Self {
        self.views = self.views.image(image);
        self
    }

    /// Adds a file to download; one without an address is left out.
    #[must_use]
    pub fn download(self, download: Download) -> Self {
        self.downloads([download])
    }

    /// Adds files to download; Flock documents one.
    #[must_use]
    pub fn downloads(mut self, downloads: impl IntoIterator<Item = Download>) -> Self {
        let usable = downloads.into_iter().filter(lenient::Usable::is_usable);
        self.downloads.extend(usable);
        self
    }

    /// Adds a button; one with neither words nor an action is left out.
    #[must_use]
    pub fn button(self, button: Button) -> Self {
        self.buttons([button])
    }

    /// Adds buttons; no limit is documented, two to four are usual.
    #[must_use]
    pub fn buttons(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        let usable = buttons.into_iter().filter(lenient::Usable::is_usable);
        self.buttons.extend(usable);
        self
    }

    /// The FlockML view.
    #[must_use]
    pub fn markup(&self) -> Option<&Markup> {
        self.views.flockml.as_ref()
    }

    /// As compact JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        wire::compact(self)
    }

    /// As a JSON value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        wire::value(self)
    }
}

impl lenient::Usable for Attachment {
    fn is_usable(&self) -> bool {
        true
    }
}

/// An empty optional field counts as absent.
pub(super) fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}
