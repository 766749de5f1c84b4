//! Attachments: bar, title, description, view, downloads, buttons.

use std::borrow::Cow;

use flockml::message::Color;
use serde_json::Value;

use super::action::Action;
use super::value::{line, list, number, text};
use super::views::Views;
use super::{Brush, LONGEST_LINE, LONGEST_TEXT, Screen, frame, more};
use crate::preview::html::{Attribute, Element, Html, Link, Style};

/// More than this of anything are counted, not drawn.
const MOST: usize = 20;

/// Draws the attachments of `message`.
pub(super) fn draw_all(message: &Value, brush: Brush<'_>, html: &mut Html) {
    let all = list(message, "attachments");
    for (index, attachment) in all.iter().take(MOST).enumerate() {
        if index == 1 {
            html.note(
                "Flock documents one attachment a message; what becomes of more is not known.",
            );
        }
        draw(attachment, brush, html);
    }
    more(all.len(), MOST, "attachment", html);
}

fn draw(attachment: &Value, brush: Brush<'_>, html: &mut Html) {
    let color = text(attachment, "color").and_then(|color| Color::parse(color.trim()).ok());
    let style = color.map(Style::Bar);
    let mut attributes = vec![Attribute::Class("fk-attachment")];
    attributes.extend(style.as_ref().map(Attribute::Style));
    html.element(Element::Div, &attributes, |html| {
        let views = Views::of(attachment);
        draw_title(attachment, &views, brush, html);
        if let Some(description) = text(attachment, "description") {
            html.div("fk-description", |html| {
                brush.words(&description).write(html, LONGEST_TEXT);
            });
        }
        draw_view(&views, brush, html);
        draw_downloads(attachment, brush, html);
        draw_buttons(attachment, brush, html);
    });
}

fn draw_title(attachment: &Value, views: &Views<'_>, brush: Brush<'_>, html: &mut Html) {
    let url = text(attachment, "url");
    let title = text(attachment, "title").or_else(|| url.clone());
    let Some(title) = title else {
        return;
    };
    let write = |html: &mut Html| brush.words(&title).write(html, LONGEST_LINE);
    html.div("fk-title", |html| {
        let Some(url) = &url else {
            return write(html);
        };
        let stronger = [("widget", "a widget"), ("flockml", "a FlockML view")]
            .into_iter()
            .find_map(|(name, said)| views.has(name).then_some(said));
        let told = match (stronger, Link::new(url)) {
            (None, Some(link)) => return html.link(&link, "fk-link", &line(url), write),
            (None, None) => format!("leads nowhere: {}", line(url)),
            (Some(view), _) => format!(
                "does not open {}: Flock opens an attachment's address only where it has \
                 neither a widget nor a FlockML view, and this one has {view}",
                line(url)
            ),
        };
        html.element(Element::Span, &[Attribute::Title(&told)], write);
    });
}

fn draw_view(views: &Views<'_>, brush: Brush<'_>, html: &mut Html) {
    let shown = match brush.screen {
        Screen::Desktop => views.desktop,
        Screen::Mobile => views.mobile,
    };
    match shown {
        Some("flockml") => {
            let flockml = views.get("flockml");
            let source = flockml
                .as_str()
                .map_or_else(|| flockml.to_string().into(), Cow::Borrowed);
            html.div("fk-view", |html| {
                super::flockml::draw(&brush.words(&source), html);
            });
        }
        Some("image") => frame::draw_image(views.get("image"), brush, html),
        Some("widget") => frame::draw_widget(views.get("widget"), html),
        Some("html") => frame::draw_html(views.get("html"), brush, html),
        _ if views.desktop == Some("widget") => {
            frame::draw_widget_link(views.get("widget"), html);
        }
        _ if views.desktop.is_some() => {
            html.note("Phones show no HTML, and there is neither FlockML nor an image beside it.");
        }
        _ => {}
    }
}

fn draw_downloads(attachment: &Value, brush: Brush<'_>, html: &mut Html) {
    let downloads = list(attachment, "downloads");
    for download in downloads.iter().take(MOST) {
        html.div("fk-download", |html| {
            let src = text(download, "src").unwrap_or_default();
            let name = text(download, "filename");
            let name = name.unwrap_or_else(|| frame::file_name(&src).to_owned().into());
            let write = |html: &mut Html| brush.words(&name).write(html, LONGEST_LINE);
            match Link::new(&src) {
                Some(link) => html.link(&link, "fk-link", &line(&src), write),
                None => {
                    let told = format!("cannot be loaded: {}", line(&src));
                    let attributes = [Attribute::Class("fk-dead"), Attribute::Title(&told)];
                    html.element(Element::Span, &attributes, write);
                }
            }
            let size = number(download, "size").map(bytes);
            let mime = text(download, "mime").map(|mime| line(&mime).into_owned());
            let told: Vec<String> = size.into_iter().chain(mime).collect();
            html.span("fk-fact", &told.join(", "));
        });
    }
    more(downloads.len(), MOST, "download", html);
}

fn draw_buttons(attachment: &Value, brush: Brush<'_>, html: &mut Html) {
    let buttons = list(attachment, "buttons");
    if buttons.is_empty() {
        return;
    }
    html.div("fk-buttons", |html| {
        for button in buttons.iter().take(MOST) {
            draw_button(button, brush, html);
        }
        more(buttons.len(), MOST, "button", html);
    });
}

fn draw_button(button: &Value, brush: Brush<'_>, html: &mut Html) {
    let given = button.get("action").unwrap_or(&Value::Null);
    let action = Action {
        kind: text(given, "type"),
        url: text(given, "url"),
        id: text(button, "id"),
    };
    let class = if action.does_something() {
        "fk-button"
    } else {
        "fk-button fk-dead"
    };
    action.open(html, class);
    if let Some(icon) = text(button, "icon") {
        let told = format!("the picture {}, which is not loaded here", line(&icon));
        let attributes = [Attribute::Class("fk-icon"), Attribute::Title(&told)];
        html.element(Element::Span, &attributes, |_| {});
    }
    match text(button, "name") {
        Some(name) => brush.words(&name).write(html, LONGEST_LINE),
        None => html.span("fk-fact", "no name"),
    }
    html.close();
}

/// `12 KB`.
fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if count < 1_000 {
        return format!("{count} bytes");
    }
    let mut amount = count / 1_000;
    let mut unit = 0;
    while amount >= 1_000 && unit + 1 < UNITS.len() {
        amount /= 1_000;
        unit += 1;
    }
    format!("{amount} {}", UNITS[unit])
}
