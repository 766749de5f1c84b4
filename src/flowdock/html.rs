//! Markup as the two kinds of HTML that Flowdock takes.

use crate::Markup;
use crate::markup::Elements;

/// What may hold links only: titles and values.
pub(super) fn links(words: impl Into<Markup>) -> String {
    let html = words.into().to_html_elsewhere(Elements::Links);
    html.trim().to_owned()
}

/// What may hold HTML; nothing, if it is blank.
pub(super) fn body(words: impl Into<Markup>) -> Option<String> {
    trusted(words.into().to_html_elsewhere(Elements::All))
}

/// HTML as it is; nothing, if it is blank.
pub(super) fn trusted(html: String) -> Option<String> {
    Some(html).filter(|html| !html.trim_ascii().is_empty())
}
