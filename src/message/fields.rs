//! The payload's fields, in one table that the check of payload files reads.
//!
//! What an attribute of the XML form already says about a field (its kind, when it has to be
//! there, what it is for) stands in [`crate::element`] and is looked up there.

use crate::element::{self, Attribute, Element};

/// The fields of one kind of object.
#[derive(Debug)]
pub(crate) struct Shape {
    /// As in "a message".
    pub(crate) noun: &'static str,
    /// The element of the XML form whose attributes are this object's fields.
    element: &'static str,
    /// The fields, in the order in which they are written.
    pub(crate) fields: &'static [Field],
}

/// One field.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its name on the wire.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) holds: Holds,
    /// Whether it has to be there; an attribute's own presence comes on top.
    pub(crate) need: Need,
}

/// What a field holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holds {
    /// What the attribute of that name of the shape's element holds.
    Attribute,
    /// Any string.
    Text,
    /// A FlockML document.
    Markup,
    /// A user's or a channel's identifier.
    Recipient,
    /// A user's identifier.
    User,
    /// Identifiers of users.
    Users,
    /// An object.
    Object(&'static Shape),
    /// Objects.
    List(&'static Shape),
    /// Whatever Flock puts there.
    Anything,
}

/// Whether a field has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// May be left out, unless it is an attribute that may not.
    Optional,
    /// Has to be there.
    Required,
    /// Works without, but not as meant.
    Advised,
    /// To whom the message goes, which is not part of it.
    Address,
    /// Only Flock sets it, on messages that it delivers.
    FlockOnly,
}

use Holds::{Anything, List, Markup, Object, Recipient, Text, User, Users};
use Need::{Address, Advised, FlockOnly, Optional, Required};

const fn field(name: &'static str, holds: Holds, need: Need) -> Field {
    Field { name, holds, need }
}

const fn attribute(name: &'static str) -> Field {
    field(name, Holds::Attribute, Optional)
}

/// <https://docs.flock.com/display/flockos/chat.sendMessage>
pub(crate) static MESSAGE: Shape = Shape {
    noun: "a message",
    element: "message",
    fields: &[
        attribute("text"),
        field("flockml", Markup, Optional),
        attribute("notification"),
        field("mentions", Users, Optional),
        field("sendAs", Object(&SEND_AS), Optional),
        field("attachments", List(&ATTACHMENT), Optional),
        field("to", Recipient, Address),
        field("token", Text, Address),
        field("onBehalfOf", User, Address),
        field("visibleTo", Users, Address),
        field("from", Anything, FlockOnly),
        field("id", Anything, FlockOnly),
        field("uid", Anything, FlockOnly),
        field("timestamp", Anything, FlockOnly),
        field("timestampInMillis", Anything, FlockOnly),
        field("appId", Anything, FlockOnly),
        field("type", Anything, FlockOnly),
    ],
};

static SEND_AS: Shape = Shape {
    noun: "`sendAs`",
    element: "sendAs",
    fields: &[
        attribute("name"),
        field("profileImage", Holds::Attribute, Advised),
    ],
};

/// <https://docs.flock.com/display/flockos/Attachment>
pub(crate) static ATTACHMENT: Shape = Shape {
    noun: "an attachment",
    element: "attachment",
    fields: &[
        attribute("id"),
        attribute("title"),
        attribute("description"),
        attribute("color"),
        attribute("url"),
        attribute("forward"),
        field("views", Object(&VIEWS), Optional),
        field("downloads", List(&DOWNLOAD), Optional),
        field("buttons", List(&BUTTON), Optional),
        field("appId", Anything, FlockOnly),
    ],
};

/// In the order of their strength.
pub(crate) static VIEWS: Shape = Shape {
    noun: "`views`",
    element: "",
    fields: &[
        field("widget", Object(&WIDGET), Optional),
        field("html", Object(&HTML), Optional),
        field("flockml", Markup, Optional),
        field("image", Object(&IMAGE), Optional),
    ],
};

static WIDGET: Shape = Shape {
    noun: "a widget",
    element: "widget",
    fields: &[attribute("src"), attribute("width"), attribute("height")],
};

static HTML: Shape = Shape {
    noun: "an HTML view",
    element: "html",
    fields: &[
        field("inline", Text, Required),
        attribute("width"),
        attribute("height"),
    ],
};

static IMAGE: Shape = Shape {
    noun: "an image",
    element: "image",
    fields: &[
        field("original", Object(&PICTURE), Required),
        field("thumbnail", Object(&THUMBNAIL), Optional),
        attribute("filename"),
    ],
};

static PICTURE: Shape = Shape {
    noun: "`original`",
    element: "image",
    fields: &[attribute("src"), attribute("width"), attribute("height")],
};

static THUMBNAIL: Shape = Shape {
    noun: "`thumbnail`",
    element: "thumbnail",
    fields: &[attribute("src"), attribute("width"), attribute("height")],
};

static DOWNLOAD: Shape = Shape {
    noun: "a download",
    element: "download",
    fields: &[
        attribute("src"),
        attribute("mime"),
        attribute("filename"),
        attribute("size"),
    ],
};

pub(crate) static BUTTON: Shape = Shape {
    noun: "a button",
    element: "button",
    fields: &[
        attribute("name"),
        attribute("id"),
        attribute("icon"),
        field("action", Object(&ACTION), Advised),
    ],
};

static ACTION: Shape = Shape {
    noun: "an action",
    element: "action",
    fields: &[
        attribute("type"),
        attribute("url"),
        attribute("desktopType"),
        attribute("mobileType"),
        attribute("sendContext"),
        attribute("width"),
        attribute("height"),
    ],
};

impl Shape {
    /// The field of that name.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The element that has this object's fields as attributes.
    pub(crate) fn element(&self) -> Option<&'static Element> {
        element::find(self.element)
    }
}

/// Every shape, as far as objects reach.
pub(crate) static SHAPES: &[&Shape] = &[
    &MESSAGE,
    &SEND_AS,
    &ATTACHMENT,
    &VIEWS,
    &WIDGET,
    &HTML,
    &IMAGE,
    &PICTURE,
    &THUMBNAIL,
    &DOWNLOAD,
    &BUTTON,
    &ACTION,
];

impl Field {
    /// The attribute that says more about it.
    pub(crate) fn attribute(&self, shape: &Shape) -> Option<&'static Attribute> {
        match self.holds {
            Holds::Attribute => shape.element()?.attribute(self.name),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::message::Message;

    #[test]
    fn every_field_that_is_an_attribute_is_in_the_element_table() {
        for shape in SHAPES {
            for field in shape.fields {
                let is_attribute = matches!(field.holds, Holds::Attribute);
                assert_eq!(
                    field.attribute(shape).is_some(),
                    is_attribute,
                    "{} of {}",
                    field.name,
                    shape.noun
                );
            }
        }
    }

    /// A message in which everything is set.
    const FULL: &str = r##"{
        "text": "a", "flockml": "<flockml>b</flockml>", "notification": "c", "mentions": ["u:a"],
        "sendAs": {"name": "a", "profileImage": "https://example.com/a"},
        "attachments": [{
            "id": "a", "title": "a", "description": "a", "color": "#aabbcc",
            "url": "https://example.com", "forward": true,
            "views": {
                "widget": {"src": "https://example.com", "width": 1, "height": 1},
                "html": {"inline": "a", "width": 1, "height": 1},
                "flockml": "<flockml>a</flockml>",
                "image": {
                    "original": {"src": "https://example.com", "width": 1, "height": 1},
                    "thumbnail": {"src": "https://example.com", "width": 1, "height": 1},
                    "filename": "a"
                }
            },
            "downloads": [{"src": "https://example.com", "mime": "a", "filename": "a", "size": 1}],
            "buttons": [{
                "name": "a", "id": "a", "icon": "https://example.com",
                "action": {
                    "type": "openWidget", "url": "https://example.com", "desktopType": "modal",
                    "mobileType": "modal", "sendContext": true, "width": 1, "height": 1
                }
            }]
        }]
    }"##;

    fn assert_same_fields(value: &Value, shape: &Shape) {
        let object = value.as_object().expect(shape.noun);
        let known: BTreeSet<_> = shape
            .fields
            .iter()
            .filter(|field| !matches!(field.need, Address | FlockOnly))
            .map(|field| field.name)
            .collect();
        let written: BTreeSet<_> = object.keys().map(String::as_str).collect();
        assert_eq!(written, known, "{}", shape.noun);
        for field in shape.fields {
            match (field.holds, object.get(field.name)) {
                (Object(inner), Some(value)) => assert_same_fields(value, inner),
                (List(inner), Some(value)) => assert_same_fields(&value[0], inner),
                _ => {}
            }
        }
    }

    #[test]
    fn a_full_message_is_written_with_the_tables_fields_and_no_others() {
        let message: Message = serde_json::from_str(FULL).expect("a message");
        assert_same_fields(&message.to_value(), &MESSAGE);
        let given: Value = serde_json::from_str(FULL).expect("JSON");
        assert_eq!(message.to_value(), given);
    }
}
