use serde::{Deserialize, Serialize, Serializer};

use super::attachment::filled;
use super::{lenient, url};
use crate::{Error, ErrorKind, Markup};

/// What an attachment shows below its title.
///
/// Flock shows the strongest view that the client can draw: widget, HTML, FlockML, image; the
/// first two on a desktop only. See Flock's page on
/// [attachments](https://docs.flock.com/display/flockos/Attachment).
///
/// # Examples
///
/// ```
/// use flockml::message::{Attachment, Html, Views};
///
/// let views = Views::new()
///     .html(Html::new("<p>12 of 40</p>").height(50))
///     .flockml("12 of 40");
/// let attachment = Attachment::new("Progress").views(views);
/// # let _ = attachment;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Views {
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::object"
    )]
    pub(crate) widget: Option<Widget>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::object"
    )]
    pub(crate) html: Option<Html>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "rooted",
        deserialize_with = "lenient::markup"
    )]
    pub(crate) flockml: Option<Markup>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::object"
    )]
    pub(crate) image: Option<Image>,
}

impl Views {
    /// No view yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A web page in a frame; the strongest view. One without an address is left out.
    #[must_use]
    pub fn widget(mut self, widget: Widget) -> Self {
        self.widget = Some(widget).filter(lenient::Usable::is_usable);
        self
    }

    /// HTML in a frame, on desktops only; empty HTML is left out.
    #[must_use]
    pub fn html(mut self, html: Html) -> Self {
        self.html = Some(html).filter(lenient::Usable::is_usable);
        self
    }

    /// FlockML, on desktops and phones; text becomes FlockML that shows it as it is.
    #[must_use]
    pub fn flockml(mut self, flockml: impl Into<Markup>) -> Self {
        self.flockml = visible(flockml.into());
        self
    }

    /// A picture; the weakest view. One without an address is left out.
    #[must_use]
    pub fn image(mut self, image: Image) -> Self {
        self.image = Some(image).filter(lenient::Usable::is_usable);
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.widget.is_none()
            && self.html.is_none()
            && self.flockml.is_none()
            && self.image.is_none()
    }
}

fn rooted<S: Serializer>(markup: &Option<Markup>, serializer: S) -> Result<S::Ok, S::Error> {
    match markup {
        Some(markup) => {
            serializer.collect_str(&format_args!("<flockml>{}</flockml>", markup.as_str()))
        }
        None => serializer.serialize_none(),
    }
}

/// Blank markup counts as none.
pub(super) fn visible(markup: Markup) -> Option<Markup> {
    (!markup.as_str().trim_ascii().is_empty()).then_some(markup)
}

/// Where a picture is, and how large.
///
/// # Examples
///
/// ```
/// use flockml::message::{Image, Picture};
///
/// let image = Image::new(Picture::new("https://example.com/graph.png")?.width(400).height(200))
///     .filename("graph.png");
/// # let _ = image;
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Picture {
    #[serde(deserialize_with = "lenient::required_url")]
    src: String,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::pixels"
    )]
    width: Option<u32>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::pixels"
    )]
    height: Option<u32>,
}

impl Picture {
    /// The picture at `src`, an `http` or `https` address that readers can reach.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for any other address.
    pub fn new(src: impl Into<String>) -> Result<Self, Error> {
        Ok(Self {
            src: required(src.into())?,
            ..Self::default()
        })
    }

    /// Width in pixels; 0 leaves it to Flock.
    #[must_use]
    pub fn width(mut self, pixels: u32) -> Self {
        self.width = Some(pixels);
        self
    }

    /// Height in pixels; 0 leaves it to Flock.
    #[must_use]
    pub fn height(mut self, pixels: u32) -> Self {
        self.height = Some(pixels);
        self
    }
}

/// The address, if a client may load it.
pub(crate) fn required(src: String) -> Result<String, Error> {
    url::usable(&src).ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidValue,
            format!("`{src}` is no address that a client loads; it begins with `https://`"),
        )
    })
}

/// A picture as an attachment's view.
///
/// # Examples
///
/// See [`Picture`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Image {
    #[serde(deserialize_with = "lenient::required_object")]
    original: Picture,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::object"
    )]
    thumbnail: Option<Picture>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::text"
    )]
    filename: Option<String>,
}

impl Image {
    /// Shows that picture.
    #[must_use]
    pub fn new(original: Picture) -> Self {
        Self {
            original,
            ..Self::default()
        }
    }

    /// A smaller version of it; one without an address is left out.
    #[must_use]
    pub fn thumbnail(mut self, thumbnail: Picture) -> Self {
        self.thumbnail = Some(thumbnail).filter(lenient::Usable::is_usable);
        self
    }

    /// The name to save it under.
    #[must_use]
    pub fn filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = filled(filename.into());
        self
    }
}

/// A web page as an attachment's view: a frame on desktops, a window of its own on phones.
///
/// # Examples
///
/// ```
/// use flockml::message::{Views, Widget};
///
/// let views = Views::new()
///     .widget(Widget::new("https://example.com/w")?.width(400).height(300))
///     .flockml("3 open tasks");
/// # let _ = views;
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Widget(Picture);

impl Widget {
    /// The page at `src`, an `http` or `https` address.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for any other address.
    pub fn new(src: impl Into<String>) -> Result<Self, Error> {
        Picture::new(src).map(Self)
    }

    /// Width in pixels on a desktop; 0 leaves it to Flock.
    #[must_use]
    pub fn width(self, pixels: u32) -> Self {
        Self(self.0.width(pixels))
    }

    /// Height in pixels on a desktop; 0 leaves it to Flock.
    #[must_use]
    pub fn height(self, pixels: u32) -> Self {
        Self(self.0.height(pixels))
    }
}

/// HTML as an attachment's view, on desktops only.
///
/// # Examples
///
/// See [`Views`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Html {
    #[serde(deserialize_with = "lenient::required_text")]
    inline: String,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::pixels"
    )]
    width: Option<u32>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::pixels"
    )]
    height: Option<u32>,
}

impl Html {
    /// Shows `inline`, which is HTML and trusted: escaping what is in it is up to the caller.
    pub fn new(inline: impl Into<String>) -> Self {
        Self {
            inline: inline.into(),
            ..Self::default()
        }
    }

    /// Width in pixels; 0 leaves it to Flock.
    #[must_use]
    pub fn width(mut self, pixels: u32) -> Self {
        self.width = Some(pixels);
        self
    }

    /// Height in pixels; 0 leaves it to Flock.
    #[must_use]
    pub fn height(mut self, pixels: u32) -> Self {
        self.height = Some(pixels);
        self
    }
}

impl lenient::Usable for Views {
    fn is_usable(&self) -> bool {
        !self.is_empty()
    }
}

impl lenient::Usable for Picture {
    fn is_usable(&self) -> bool {
        !self.src.is_empty()
    }
}

impl lenient::Usable for Image {
    fn is_usable(&self) -> bool {
        self.original.is_usable()
    }
}

impl lenient::Usable for Widget {
    fn is_usable(&self) -> bool {
        self.0.is_usable()
    }
}

impl lenient::Usable for Html {
    fn is_usable(&self) -> bool {
        !self.inline.trim_ascii().is_empty()
    }
}
