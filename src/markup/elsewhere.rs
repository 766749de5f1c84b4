//! Markup as HTML for other services than Flock.

use std::borrow::Cow;

use super::pieces::{Piece, Pieces, Tag, unescaped};
use super::{ActionKind, Markup};
use crate::address;
use crate::element::URL_SCHEMES;

/// Which elements another service takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Elements {
    /// Links, emphasis and line breaks.
    All,
    /// Links; a line break is a space.
    Links,
}

impl Markup {
    /// HTML in which links and actions that open a page are links, and all else that only Flock
    /// understands is its words.
    pub(crate) fn to_html_elsewhere(&self, elements: Elements) -> String {
        let mut html = String::with_capacity(self.flockml.len());
        let mut is_link_open = false;
        for piece in self.pieces() {
            match (piece, elements) {
                // FlockML's references are HTML's.
                (Piece::Text(text), _) => html.push_str(text),
                (Piece::Break, Elements::All) => html.push_str("<br>"),
                (Piece::Break, Elements::Links) => html.push(' '),
                (Piece::Open(tag), _) if tag.is_interactive() => {
                    if let Some(href) = page(tag) {
                        html.extend(["<a href=\"", href, "\">"]);
                        is_link_open = true;
                    }
                }
                (Piece::Close("a" | "user" | "action"), _) => {
                    if std::mem::take(&mut is_link_open) {
                        html.push_str("</a>");
                    }
                }
                (Piece::Open(tag), Elements::All) => html.push_str(tag.source),
                (Piece::Close(name), Elements::All) => html.extend(["</", name, ">"]),
                (Piece::Open(_) | Piece::Close(_), Elements::Links) => {}
            }
        }
        html
    }

    /// The labels of the actions that [`Markup::to_html_elsewhere`] shows as words.
    pub(crate) fn actions_lost_elsewhere(&self) -> impl Iterator<Item = String> + '_ {
        let mut pieces = self.pieces();
        std::iter::from_fn(move || {
            loop {
                match pieces.next()? {
                    Piece::Open(tag) if tag.name == "action" && page(tag).is_none() => {
                        return Some(label(pieces.clone()));
                    }
                    _ => {}
                }
            }
        })
    }
}

/// The address, escaped, of what the link or action opens in a browser.
fn page(tag: Tag<'_>) -> Option<&str> {
    match tag.name {
        "a" => tag.attribute("href").filter(|href| !href.is_empty()),
        "action" if tag.attribute("type") == Some(ActionKind::OpenBrowser.as_str()) => {
            let url = tag.attribute("url")?;
            let plain: Cow<'_, str> = if url.contains('&') {
                unescaped(url).collect::<String>().into()
            } else {
                url.into()
            };
            address::is_good(&plain, URL_SCHEMES).then_some(url)
        }
        _ => None,
    }
}

/// The words up to the end of the action that has just begun.
fn label(pieces: Pieces<'_>) -> String {
    pieces
        .take_while(|piece| *piece != Piece::Close("action"))
        .filter_map(|piece| match piece {
            Piece::Text(text) => Some(unescaped(text)),
            _ => None,
        })
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::{self, Action};

    fn markup() -> Markup {
        markup::bold("a < b")
            .line_break()
            .link("l", "https://example.com/?a=1&b=2")
            .action("p", Action::open_browser("https://example.com/p"))
            .action("e & f", Action::send_event("e"))
    }

    #[test]
    fn what_opens_a_page_is_a_link() {
        assert_eq!(
            markup().to_html_elsewhere(Elements::All),
            "<b>a &lt; b</b><br><a href=\"https://example.com/?a=1&amp;b=2\">l</a>\
             <a href=\"https://example.com/p\">p</a>e &amp; f"
        );
        assert_eq!(
            markup().to_html_elsewhere(Elements::Links),
            "a &lt; b <a href=\"https://example.com/?a=1&amp;b=2\">l</a>\
             <a href=\"https://example.com/p\">p</a>e &amp; f"
        );
        assert!(markup().actions_lost_elsewhere().eq(["e & f"]));
    }
}
