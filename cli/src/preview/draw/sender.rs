//! Who a message is from.

use std::borrow::Cow;

use serde_json::Value;

use super::value::{line, list, text};
use super::{Brush, LONGEST_LINE};
use crate::preview::html::{Attribute, Element, Html};
use crate::report::plural;

/// Who sends what says nothing about it.
const NOBODY: &str = "your app";

/// Tints of avatars; which one a name has is always the same.
const TINTS: [&str; 6] = [
    "fk-avatar fk-tint-1",
    "fk-avatar fk-tint-2",
    "fk-avatar fk-tint-3",
    "fk-avatar fk-tint-4",
    "fk-avatar fk-tint-5",
    "fk-avatar fk-tint-6",
];

/// The sender's name, as it stands in the message.
pub(super) fn name(message: &Value) -> Cow<'_, str> {
    let name = message
        .get("sendAs")
        .and_then(|sender| text(sender, "name"));
    name.unwrap_or(Cow::Borrowed(NOBODY))
}

/// Draws the sender's initials, in the place of a picture.
pub(super) fn draw_avatar(message: &Value, brush: Brush<'_>, html: &mut Html) {
    let name = name(message);
    let words = brush.words(&name);
    let name = words.plain();
    let picture = message
        .get("sendAs")
        .and_then(|sender| text(sender, "profileImage"));
    let told =
        picture.map(|picture| format!("the picture {}, which is not loaded here", line(&picture)));
    let mut attributes = vec![
        Attribute::Class(tint(name)),
        Attribute::Fixed("aria-hidden", "true"),
    ];
    attributes.extend(told.as_deref().map(Attribute::Title));
    html.element(Element::Div, &attributes, |html| html.text(&initials(name)));
}

/// Draws the line above the message.
pub(super) fn draw_name(message: &Value, brush: Brush<'_>, html: &mut Html) {
    html.div("fk-sender", |html| {
        html.element(Element::Span, &[Attribute::Class("fk-name")], |html| {
            brush.words(&name(message)).write(html, LONGEST_LINE);
        });
        html.span("fk-badge", "App");
        let readers = list(message, "visibleTo").len();
        if readers > 0 {
            html.span(
                "fk-fact",
                &format!("only {} can see it", plural(readers, "member")),
            );
        }
    });
}

fn initials(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let letters = words.filter_map(|word| word.chars().next());
    let initials: String = letters.take(2).flat_map(char::to_uppercase).collect();
    if initials.is_empty() {
        "?".to_owned()
    } else {
        initials
    }
}

fn tint(name: &str) -> &'static str {
    let sum = name.bytes().fold(0_usize, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(usize::from(byte))
    });
    TINTS[sum % TINTS.len()]
}
