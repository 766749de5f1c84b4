//! What to write instead of a field that the payload does not have.

use super::fields::{ATTACHMENT, BUTTON, Field, MESSAGE, Need, SHAPES, Shape};
use crate::suggest;

/// Names that other chats, older versions and slips of the pen use, and what to do instead; the
/// first column is the only kind of object for which it is meant, if there is one.
const FOREIGN: &[(&str, &str, &str)] = &[
    (
        "an attachment",
        "flockml",
        "write `\"views\": { \"flockml\": … }`",
    ),
    (
        "an attachment",
        "text",
        "write `\"views\": { \"flockml\": … }`, or `description`",
    ),
    ("an attachment", "name", "write `title`"),
    ("a button", "text", "write `name`"),
    ("a button", "label", "write `name`"),
    ("a button", "title", "write `name`"),
    ("a button", "type", "write `\"action\": { \"type\": … }`"),
    (
        "a button",
        "url",
        "write `\"action\": { \"type\": \"openBrowser\", \"url\": … }`",
    ),
    ("a button", "style", "Flock's buttons have no style"),
    (
        "an action",
        "id",
        "write the `id` beside `name`, on the button",
    ),
    (
        "an HTML view",
        "src",
        "write the HTML itself as `inline`, or use a `widget`",
    ),
    ("an HTML view", "html", "write `inline`"),
    ("an HTML view", "content", "write `inline`"),
    ("an image", "src", "write `\"original\": { \"src\": … }`"),
    ("an image", "url", "write `\"original\": { \"src\": … }`"),
    ("an image", "width", "write it into `original`"),
    ("an image", "height", "write it into `original`"),
    ("a widget", "url", "write `src`"),
    ("`original`", "url", "write `src`"),
    ("a download", "url", "write `src`"),
    ("`sendAs`", "image", "write `profileImage`"),
    ("`sendAs`", "icon", "write `profileImage`"),
    ("`sendAs`", "avatar", "write `profileImage`"),
    (
        "",
        "message",
        "send what is in it without this envelope, which Flock dropped in 2016",
    ),
    (
        "",
        "channel",
        "name the receiver in `to`; a webhook has its channel already",
    ),
    (
        "",
        "username",
        "write `\"sendAs\": { \"name\": …, \"profileImage\": … }`",
    ),
    (
        "",
        "icon_url",
        "write `\"sendAs\": { \"name\": …, \"profileImage\": … }`",
    ),
    (
        "",
        "avatar_url",
        "write `\"sendAs\": { \"name\": …, \"profileImage\": … }`",
    ),
    (
        "",
        "icon_emoji",
        "Flock takes a picture's address, in `sendAs.profileImage`",
    ),
    (
        "",
        "author_name",
        "write the name into `flockml` or `description`",
    ),
    ("", "blocks", "write the text as `flockml`"),
    ("", "content", "write `text` or `flockml`"),
    ("", "body", "write `text` or `flockml`"),
    ("", "msg", "write `text` or `flockml`"),
    (
        "",
        "markdown",
        "Flock has no Markdown; `flockml convert` makes `flockml` of it",
    ),
    ("", "mrkdwn", "Flock has no Markdown; write `flockml`"),
    ("", "mrkdwn_in", "Flock has no Markdown; write `flockml`"),
    ("", "summary", "write `notification`"),
    ("", "fallback", "write the message's `notification`"),
    (
        "",
        "pretext",
        "write it into the message's `text` or `flockml`",
    ),
    ("", "embeds", "write `attachments`"),
    ("", "sections", "write `attachments`"),
    ("", "cards", "write `attachments`"),
    ("", "attachment", "write `\"attachments\": [{ … }]`"),
    ("", "fields", "write a line for each into the FlockML"),
    ("", "footer", "write it into the FlockML"),
    ("", "ts", "write the time into the FlockML"),
    ("", "themeColor", "write `color`"),
    ("", "title_link", "write `url`"),
    ("", "link", "write `url`"),
    ("", "defaultAction", "write `url`"),
    ("", "actions", "write the attachment's `buttons`"),
    ("", "potentialAction", "write the attachment's `buttons`"),
    (
        "",
        "image_url",
        "write `\"views\": { \"image\": { \"original\": { \"src\": … } } }`",
    ),
    (
        "",
        "thumb_url",
        "write `\"views\": { \"image\": { \"original\": …, \"thumbnail\": { \"src\": … } } }`",
    ),
    (
        "",
        "image",
        "write `\"views\": { \"image\": { \"original\": { \"src\": … } } }`",
    ),
    (
        "",
        "images",
        "write `\"views\": { \"image\": { \"original\": { \"src\": … } } }`; there is one",
    ),
    (
        "",
        "html",
        "write `\"views\": { \"html\": { \"inline\": … } }`",
    ),
    (
        "",
        "widget",
        "write `\"views\": { \"widget\": { \"src\": … } }`",
    ),
    ("", "value", "write `id`"),
    ("", "widget_type", "write `desktopType`"),
    ("", "replyTo", "Flock documents no threads"),
    ("", "thread_ts", "Flock documents no threads"),
    ("", "thread", "Flock documents no threads"),
    ("", "parent", "Flock documents no threads"),
];

/// The foreign names to expect in a shape: its own, and any in what can be sent by itself.
pub(super) fn names(shape: &'static Shape) -> impl Iterator<Item = &'static str> {
    let whole = [MESSAGE.noun, ATTACHMENT.noun, BUTTON.noun].contains(&shape.noun);
    FOREIGN
        .iter()
        .filter(move |(only, _, _)| *only == shape.noun || whole && only.is_empty())
        .map(|(_, name, _)| *name)
        .filter(|name| shape.field(name).is_none())
}

impl Shape {
    /// What to do instead of writing a field of that name here.
    pub(crate) fn advice(&'static self, name: &str) -> String {
        let is_plural = |field: &Field| name.strip_suffix('s') == Some(field.name);
        let foreign = FOREIGN
            .iter()
            .find(|(only, foreign, _)| *foreign == name && (only.is_empty() || *only == self.noun));
        if let Some((_, _, advice)) = foreign
            && !self.fields.iter().any(is_plural)
        {
            return (*advice).to_owned();
        }
        if let Some(meant) = self.nearest(name) {
            return format!("did you mean `{meant}`?");
        }
        if let Some(home) = home(name) {
            return format!("`{name}` is a field of {home}");
        }
        let names: Vec<_> = self
            .fields
            .iter()
            .filter(|field| !matches!(field.need, Need::Address | Need::FlockOnly))
            .map(|field| format!("`{}`", field.name))
            .collect();
        format!("{} has {}", self.noun, names.join(", "))
    }

    fn nearest(&'static self, name: &str) -> Option<&'static str> {
        let joined = name.replace(['_', '-'], "");
        let candidates = self
            .fields
            .iter()
            .filter(|field| field.need != Need::FlockOnly)
            .map(|field| field.name);
        suggest::nearest(&joined, candidates)
    }
}

/// The object that has a field of that name, if it is the only one.
fn home(name: &str) -> Option<&'static str> {
    let mut homes = SHAPES.iter().filter(|shape| {
        shape
            .field(name)
            .is_some_and(|field| field.need != Need::FlockOnly)
    });
    match (homes.next(), homes.next()) {
        (Some(shape), None) => Some(shape.noun),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_foreign_name_is_a_field_where_it_is_foreign() {
        for (only, name, _) in FOREIGN {
            let mut homes = SHAPES
                .iter()
                .filter(|shape| only.is_empty() || *only == shape.noun);
            assert!(
                homes.any(|shape| shape.field(name).is_none()),
                "{only} {name}"
            );
        }
    }
}
