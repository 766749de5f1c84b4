//! Markup as HTML.

use super::Markup;
use super::pieces::{Piece, Tag};

impl Markup {
    /// HTML for a preview: the same words and links, nothing that runs.
    ///
    /// A mention is a `<span class="user" data-user-id="…">`, an action a `<span class="action"
    /// data-type="…">` with its other attributes as further `data-…`.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::markup;
    ///
    /// assert_eq!(
    ///     markup::text("<script>").line_break().link("a", "https://example.com").to_html(),
    ///     "&lt;script&gt;<br><a href=\"https://example.com\" rel=\"noopener noreferrer\">a</a>"
    /// );
    /// ```
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut html = String::with_capacity(self.flockml.len() + self.flockml.len() / 4);
        for piece in self.pieces() {
            match piece {
                // FlockML's references are HTML's.
                Piece::Text(text) => html.push_str(text),
                Piece::Break => html.push_str("<br>"),
                Piece::Open(tag) => push_start_tag(&mut html, tag),
                Piece::Close("user" | "action") => html.push_str("</span>"),
                Piece::Close(name) => {
                    html.push_str("</");
                    html.push_str(name);
                    html.push('>');
                }
            }
        }
        html
    }
}

fn push_start_tag(html: &mut String, tag: Tag<'_>) {
    match tag.name {
        "a" => {
            html.push_str("<a href=\"");
            html.push_str(tag.attribute("href").unwrap_or_default());
            html.push_str("\" rel=\"noopener noreferrer\">");
        }
        "user" | "action" => {
            html.push_str("<span class=\"");
            html.push_str(tag.name);
            html.push('"');
            for (name, value) in tag.attributes() {
                push_data_attribute(html, name, value);
            }
            html.push('>');
        }
        _ => html.push_str(tag.source),
    }
}

/// `userId="u:1"` as ` data-user-id="u:1"`.
fn push_data_attribute(html: &mut String, name: &str, value: &str) {
    html.push_str(" data-");
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            html.push('-');
        }
        html.push(letter.to_ascii_lowercase());
    }
    html.push_str("=\"");
    html.push_str(value);
    html.push('"');
}
