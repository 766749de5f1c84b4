//! A message as Flock shows it, as HTML that holds nothing but what is written here.

mod origin;

use serde::Serialize;
use serde_json::Value;

pub(crate) use origin::Traced;

/// What readers of a message see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Picture {
    /// On a desktop: a fragment of HTML.
    pub(crate) desktop: String,
    /// On a phone: a fragment of HTML.
    pub(crate) mobile: String,
    /// On a phone's lock screen: a fragment of HTML.
    pub(crate) push: String,
    /// Where only plain text shows.
    pub(crate) text: String,
    /// Every view of every attachment.
    pub(crate) views: Vec<View>,
}

/// Where a view of an attachment is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct View {
    /// Which attachment, counted from 1.
    pub(crate) attachment: usize,
    /// Its name in the payload, such as `html`.
    pub(crate) name: String,
    /// Whether desktops show it.
    pub(crate) desktop: bool,
    /// Whether phones show it.
    pub(crate) mobile: bool,
    /// Why, in one sentence.
    pub(crate) why: String,
}

/// Draws a message: what a template made, or whatever somebody sent.
pub(crate) fn draw(_message: &Value, _trace: Option<&Traced>) -> Picture {
    Picture {
        desktop: String::new(),
        mobile: String::new(),
        push: String::new(),
        text: String::new(),
        views: Vec::new(),
    }
}
