use serde::{Deserialize, Serialize};

use super::attachment::filled;
use super::{lenient, views};
use crate::Error;

/// A file that readers can download; Flock documents one an attachment.
///
/// # Examples
///
/// ```
/// use flockml::message::{Attachment, Download};
///
/// let log = Download::new("https://example.com/build.log")?
///     .mime("text/plain")
///     .filename("build.log")
///     .size(1024);
/// let attachment = Attachment::new("Build 42").download(log);
/// # let _ = attachment;
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Download {
    #[serde(deserialize_with = "lenient::required_url")]
    src: String,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::text"
    )]
    mime: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::text"
    )]
    filename: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "lenient::bytes"
    )]
    size: Option<u64>,
}

impl Download {
    /// The file at `src`, an `http` or `https` address.
    ///
    /// # Errors
    ///
    /// [`InvalidValue`](crate::ErrorKind::InvalidValue) for any other address.
    pub fn new(src: impl Into<String>) -> Result<Self, Error> {
        Ok(Self {
            src: views::required(src.into())?,
            ..Self::default()
        })
    }

    /// The file's media type, such as `text/plain`; clients choose an icon by it.
    #[must_use]
    pub fn mime(mut self, mime: impl Into<String>) -> Self {
        self.mime = filled(mime.into());
        self
    }

    /// The name to save it under; clients remove slashes from it.
    #[must_use]
    pub fn filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = filled(filename.into());
        self
    }

    /// Size in bytes.
    #[must_use]
    pub fn size(mut self, bytes: u64) -> Self {
        self.size = Some(bytes);
        self
    }
}

impl lenient::Usable for Download {
    fn is_usable(&self) -> bool {
        !self.src.is_empty()
    }
}
