//! Views that show something from elsewhere: in their place stands what would be there.

use serde_json::Value;

use super::value::{line, pixels, text};
use super::{Brush, LONGEST_LINE};
use crate::preview::html::{Attribute, Element, Html, Link, Style};

/// Longer documents of HTML are not drawn, in bytes.
const LONGEST_DOCUMENT: usize = 256 * 1024;

/// Frames stay between these, in pixels.
const WIDTHS: (u32, u32) = (60, 800);
const HEIGHTS: (u32, u32) = (24, 600);

/// How high a view is that does not say so, in pixels.
const HEIGHT: u32 = 160;

/// What a document in a frame may load: nothing, whatever the page around it says.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" \
    content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">";

/// Draws an HTML view: in a frame without rights.
pub(super) fn draw_html(view: &Value, brush: Brush<'_>, html: &mut Html) {
    let inline = text(view, "inline").unwrap_or_default();
    let words = brush.words(&inline);
    let inline = words.plain();
    if inline.len() > LONGEST_DOCUMENT {
        let told = format!(
            "HTML of {} characters is not drawn.",
            inline.chars().count()
        );
        return html.note(&told);
    }
    let style = size(view, Some(HEIGHT));
    let document = format!("{POLICY}{inline}");
    let attributes = [
        Attribute::Class("fk-frame"),
        Attribute::Style(&style),
        Attribute::Fixed("sandbox", ""),
        Attribute::Fixed("loading", "lazy"),
        Attribute::Title("the attachment's HTML"),
        Attribute::Srcdoc(&document),
    ];
    html.element(Element::Iframe, &attributes, |_| {});
}

/// Draws what a widget leaves room for.
pub(super) fn draw_widget(view: &Value, html: &mut Html) {
    let style = size(view, Some(HEIGHT));
    let attributes = [Attribute::Class("fk-placeholder"), Attribute::Style(&style)];
    html.element(Element::Div, &attributes, |html| {
        html.span("fk-kind", &format!("Widget{}", told_size(view)));
        draw_address(view, html);
    });
}

/// Draws what phones show of a widget.
pub(super) fn draw_widget_link(view: &Value, html: &mut Html) {
    html.div("fk-placeholder", |html| {
        html.span("fk-kind", "Widget, opens when tapped");
        draw_address(view, html);
    });
}

/// Draws what a picture leaves room for.
pub(super) fn draw_image(view: &Value, brush: Brush<'_>, html: &mut Html) {
    let original = view.get("original").unwrap_or(&Value::Null);
    let thumbnail = view
        .get("thumbnail")
        .filter(|view| text(view, "src").is_some());
    let shown = thumbnail.unwrap_or(original);
    let style = size(shown, Some(HEIGHT));
    let attributes = [Attribute::Class("fk-placeholder"), Attribute::Style(&style)];
    html.element(Element::Div, &attributes, |html| {
        html.span("fk-kind", &format!("Image{}", told_size(original)));
        match text(view, "filename") {
            Some(name) => html.div("fk-file", |html| {
                brush.words(&name).write(html, LONGEST_LINE);
            }),
            None => {
                let src = text(original, "src").unwrap_or_default();
                html.span("fk-file", &line(file_name(&src)));
            }
        }
        draw_address(original, html);
    });
}

fn draw_address(view: &Value, html: &mut Html) {
    let src = text(view, "src").unwrap_or_default();
    match Link::new(&src) {
        Some(link) => html.link(&link, "fk-address", &line(&src), |html| {
            html.text(&line(&src))
        }),
        None => html.span("fk-address", &line(&src)),
    }
}

fn size(view: &Value, height: Option<u32>) -> Style {
    let clamp = |pixels: u32, (least, most)| pixels.clamp(least, most);
    Style::Size {
        width: pixels(view, "width").map(|width| clamp(width, WIDTHS)),
        height: pixels(view, "height")
            .or(height)
            .map(|height| clamp(height, HEIGHTS)),
    }
}

fn told_size(view: &Value) -> String {
    match (pixels(view, "width"), pixels(view, "height")) {
        (Some(width), Some(height)) => format!(", {width} × {height} pixels"),
        (Some(width), None) => format!(", {width} pixels wide"),
        (None, Some(height)) => format!(", {height} pixels high"),
        (None, None) => String::new(),
    }
}

/// The last part of an address's path.
pub(super) fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.trim_end_matches('/').rsplit('/').next();
    name.filter(|name| !name.is_empty()).unwrap_or("no name")
}
