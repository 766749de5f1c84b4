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
    /// What it is for, where the element's own words do not fit.
    summary: &'static str,
    /// The vendor's page about it.
    pub(crate) page: &'static str,
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
    /// What it is for, where neither an attribute nor a shape says it.
    summary: &'static str,
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
    Field {
        name,
        holds,
        need,
        summary: "",
    }
}

const fn attribute(name: &'static str) -> Field {
    field(name, Holds::Attribute, Optional)
}

impl Field {
    const fn summary(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }
}

/// One that Flock sets.
const fn set_by_flock(name: &'static str, summary: &'static str) -> Field {
    field(name, Anything, FlockOnly).summary(summary)
}

const SEND_MESSAGE: &str = "https://docs.flock.com/display/flockos/chat.sendMessage";
const ATTACHMENTS: &str = "https://docs.flock.com/display/flockos/Attachment";

pub(crate) static MESSAGE: Shape = Shape {
    noun: "a message",
    element: "message",
    summary: "",
    page: SEND_MESSAGE,
    fields: &[
        attribute("text"),
        field("flockml", Markup, Optional).summary("what shows: a FlockML document"),
        attribute("notification"),
        field("mentions", Users, Optional)
            .summary("the users whom a message to a channel mentions"),
        field("sendAs", Object(&SEND_AS), Optional),
        field("attachments", List(&ATTACHMENT), Optional),
        field("to", Recipient, Address)
            .summary("whom it is sent to: a user or a channel; a webhook has its channel already"),
        field("token", Text, Address).summary("who sends it: the token of a user or a bot"),
        field("onBehalfOf", User, Address)
            .summary("the member of the channel for whom a bot posts there"),
        field("visibleTo", Users, Address).summary("the only users of the channel who see it"),
        set_by_flock("from", "who sent it"),
        set_by_flock("id", "an identifier of the message"),
        set_by_flock("uid", "the identifier of the message"),
        set_by_flock("timestamp", "when it was sent"),
        set_by_flock("timestampInMillis", "when it was sent"),
        set_by_flock("appId", "the app that sent it"),
        set_by_flock("type", "the kind of message"),
    ],
};

static SEND_AS: Shape = Shape {
    noun: "`sendAs`",
    element: "sendAs",
    summary: "",
    page: SEND_MESSAGE,
    fields: &[
        attribute("name"),
        field("profileImage", Holds::Attribute, Advised),
    ],
};

pub(crate) static ATTACHMENT: Shape = Shape {
    noun: "an attachment",
    element: "attachment",
    summary: "",
    page: ATTACHMENTS,
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
        set_by_flock("appId", "the app that sent it"),
    ],
};

/// In the order of their strength.
pub(crate) static VIEWS: Shape = Shape {
    noun: "`views`",
    element: "",
    summary: "what the attachment shows: the strongest of these that a client can show",
    page: ATTACHMENTS,
    fields: &[
        field("widget", Object(&WIDGET), Optional),
        field("html", Object(&HTML), Optional),
        field("flockml", Markup, Optional).summary("a FlockML document as the attachment's view"),
        field("image", Object(&IMAGE), Optional),
    ],
};

static WIDGET: Shape = Shape {
    noun: "a widget",
    element: "widget",
    summary: "",
    page: ATTACHMENTS,
    fields: &[attribute("src"), attribute("width"), attribute("height")],
};

pub(crate) static HTML: Shape = Shape {
    noun: "an HTML view",
    element: "html",
    summary: "",
    page: ATTACHMENTS,
    fields: &[
        field("inline", Text, Required).summary("the HTML itself"),
        attribute("width"),
        attribute("height"),
    ],
};

static IMAGE: Shape = Shape {
    noun: "an image",
    element: "image",
    summary: "",
    page: ATTACHMENTS,
    fields: &[
        field("original", Object(&PICTURE), Required),
        field("thumbnail", Object(&THUMBNAIL), Optional),
        attribute("filename"),
    ],
};

static PICTURE: Shape = Shape {
    noun: "`original`",
    element: "image",
    summary: "the picture itself",
    page: ATTACHMENTS,
    fields: &[attribute("src"), attribute("width"), attribute("height")],
};

static THUMBNAIL: Shape = Shape {
    noun: "`thumbnail`",
    element: "thumbnail",
    summary: "",
    page: ATTACHMENTS,
    fields: &[attribute("src"), attribute("width"), attribute("height")],
};

static DOWNLOAD: Shape = Shape {
    noun: "a download",
    element: "download",
    summary: "",
    page: ATTACHMENTS,
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
    summary: "",
    page: ATTACHMENTS,
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
    summary: "what pressing the button does",
    page: ATTACHMENTS,
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

    /// What it is for.
    pub(crate) fn summary(&self) -> &'static str {
        match self.element() {
            Some(element) if self.summary.is_empty() => element.summary,
            _ => self.summary,
        }
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
    /// What it is for.
    pub(crate) fn summary_in(&self, shape: &Shape) -> &'static str {
        match (self.attribute(shape), self.holds) {
            (Some(attribute), _) => attribute.summary,
            (None, Object(inner) | List(inner)) => inner.summary(),
            _ => self.summary,
        }
    }

    /// Whether the truth value may be a string: Flock's own sample of `forward` is `"true"`.
    pub(crate) fn may_be_quoted(&self) -> bool {
        self.name == "forward"
    }

    /// The highest number that it takes: pixels fit 32 bits, bytes 64.
    pub(crate) fn most(&self) -> u64 {
        match self.name {
            "size" => u64::MAX,
            _ => u64::from(u32::MAX),
        }
    }

    /// Whether it is the words on a button, which may be empty, though not well.
    pub(crate) fn is_label(&self, shape: &Shape) -> bool {
        self.name == "name" && shape.noun == BUTTON.noun
    }

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

    #[test]
    fn every_shape_and_every_field_says_what_it_is_for() {
        for shape in SHAPES {
            assert!(!shape.summary().is_empty(), "{}", shape.noun);
            for field in shape.fields {
                let summary = field.summary_in(shape);
                assert!(!summary.is_empty(), "{} of {}", field.name, shape.noun);
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
