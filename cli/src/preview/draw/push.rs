//! The notification on a phone.

use std::borrow::Cow;

use serde_json::Value;

use super::value::text;
use super::{Brush, LONGEST_LINE, LONGEST_TEXT, flockml_words, sender};
use crate::preview::html::{Attribute, Element, Fragment, Html};

/// Draws what a locked phone shows.
pub(super) fn draw(message: &Value, brush: Brush<'_>) -> Fragment {
    let (shown, told) = words(message, brush);
    let mut html = Html::new();
    html.div("fk-phone", |html| {
        html.div("fk-push", |html| {
            html.element(
                Element::Div,
                &[
                    Attribute::Class("fk-app"),
                    Attribute::Fixed("aria-hidden", "true"),
                ],
                |html| html.text("F"),
            );
            html.div("fk-push-words", |html| {
                html.div("fk-push-app", |html| html.text("Flock"));
                html.div("fk-push-title", |html| {
                    brush
                        .words(&sender::name(message))
                        .write(html, LONGEST_LINE);
                });
                html.div("fk-push-text", |html| {
                    brush.words(&shown).write(html, LONGEST_TEXT);
                });
            });
        });
        html.note(told);
    });
    html.finish()
}

/// What the notification says, and where that is from.
fn words<'m>(message: &'m Value, brush: Brush<'_>) -> (Cow<'m, str>, &'static str) {
    if let Some(words) = text(message, "notification") {
        return (words, "The words of `notification`.");
    }
    if let Some(words) = text(message, "text") {
        return (
            words,
            "The words of `text`: the message has no `notification`.",
        );
    }
    match flockml_words(message, brush) {
        Some(words) => (
            Cow::Owned(words),
            "The words of `flockml`, since there is nothing else (inferred: no page says so).",
        ),
        None => (
            Cow::Borrowed(""),
            "There are no words to show; what phones show then is not known.",
        ),
    }
}
