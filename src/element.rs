//! Every element of FlockML and of the payload's XML form, in one table.
//!
//! The builder, the parser, the checker, the documentation and every "did you mean" read
//! [`ELEMENTS`]; what is not a column of it is not known anywhere else.

/// What an element may hold, who it belongs to and how sure we are of it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Element {
    /// The name, as in `<name>`.
    pub name: &'static str,
    /// Other spellings that Flock treats alike.
    pub aliases: &'static [&'static str],
    /// One sentence that says what it is for.
    pub summary: &'static str,
    /// Its attributes.
    pub attributes: &'static [Attribute],
    /// What may stand inside it.
    pub content: Content,
    /// The elements that it may stand in; none for a document's root.
    pub parents: &'static [&'static str],
    /// Whether it may be the root of a document.
    pub root: bool,
    /// Whether a reader can press it, so that it may not stand inside another such element.
    pub interactive: bool,
    /// Where Flock shows it.
    pub surface: Surface,
    /// How it is known.
    pub confidence: Confidence,
    /// A complete example.
    pub example: &'static str,
}

/// What may stand inside an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// Nothing.
    Empty,
    /// Text and inline elements.
    Inline,
    /// Only the elements that name this one as a parent.
    Elements,
    /// Characters without markup: CDATA or escaped.
    Characters,
}

/// Where Flock shows an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Surface {
    /// Desktop and mobile.
    Everywhere,
    /// Desktop only.
    Desktop,
    /// Not shown by itself.
    None,
}

/// How a fact about Flock is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Confidence {
    /// On a page of Flock's documentation or in its SDKs.
    Documented,
    /// In what Flock itself sends, but on no page.
    Observed,
    /// Follows from the above; on no page and in no capture.
    Inferred,
}

/// An attribute of an [`Element`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attribute {
    /// The name, as in `name="…"`.
    pub name: &'static str,
    /// What its value has to be.
    pub kind: Kind,
    /// When it has to be there.
    pub presence: Presence,
    /// How it is known.
    pub confidence: Confidence,
    /// Whether readers see the value, as plain text.
    pub shown: bool,
    /// One sentence that says what it is for.
    pub summary: &'static str,
}

/// What an attribute's value has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Any text.
    Text,
    /// A link that a reader can follow: `http`, `https`, `mailto` or `tel`.
    Link,
    /// An address that a client loads: `http` or `https`.
    Url,
    /// A user's identifier, `u:…`.
    UserId,
    /// `#rrggbb`, `#rgb` or one of the names in [`COLORS`].
    Color,
    /// A whole number, zero or more.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An action's type: one of [`ACTIONS`].
    Action,
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// When an attribute has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// May be left out.
    Optional,
    /// Always.
    Required,
    /// Unless this other attribute is there.
    RequiredUnless(&'static str),
    /// When the attribute `type` is one of these.
    RequiredForType(&'static [&'static str]),
}

/// An action's type and the spellings it had before.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ActionType {
    /// Today's name.
    pub name: &'static str,
    /// Older names that Flock's own documents used.
    pub legacy: &'static [&'static str],
    /// One sentence that says what it does.
    pub summary: &'static str,
}

/// The types of action.
pub const ACTIONS: &[ActionType] = &[
    ActionType {
        name: "openWidget",
        legacy: &["open_widget"],
        summary: "opens `url` in a widget: a modal window or the sidebar",
    },
    ActionType {
        name: "openBrowser",
        legacy: &["open_browser"],
        summary: "opens `url` in the reader's browser",
    },
    ActionType {
        name: "sendEvent",
        legacy: &[
            "dispatchEvent",
            "dispatch_event",
            "sendToAppService",
            "sendToApp",
        ],
        summary: "sends an event with the action's `id` to the app's event listener",
    },
];

/// Names of colours that the XML form knows, with what is written to the payload.
pub const COLORS: &[(&str, &str)] = &[
    ("critical", "#d32f2f"),
    ("warning", "#f9a825"),
    ("ok", "#2e7d32"),
    ("info", "#1976d2"),
    ("neutral", "#757575"),
];

/// Schemes that the target of a link may have.
pub const LINK_SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Schemes that an address which a client loads may have.
pub const URL_SCHEMES: &[&str] = &["http", "https"];

/// Elements deeper than this are refused.
pub const MAX_DEPTH: usize = 64;

/// The entities that XML knows without a declaration.
pub const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
];

const fn attribute(name: &'static str, kind: Kind, summary: &'static str) -> Attribute {
    Attribute {
        name,
        kind,
        presence: Presence::Optional,
        confidence: Confidence::Documented,
        shown: false,
        summary,
    }
}

impl Attribute {
    const fn shown(mut self) -> Self {
        self.shown = true;
        self
    }

    const fn required(mut self) -> Self {
        self.presence = Presence::Required;
        self
    }

    const fn presence(mut self, presence: Presence) -> Self {
        self.presence = presence;
        self
    }

    const fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = confidence;
        self
    }
}

const INLINE_PARENTS: &[&str] = &[
    "flockml", "a", "em", "i", "strong", "b", "u", "user", "action",
];

const fn inline(name: &'static str, summary: &'static str, example: &'static str) -> Element {
    Element {
        name,
        aliases: &[],
        summary,
        attributes: &[],
        content: Content::Inline,
        parents: INLINE_PARENTS,
        root: false,
        interactive: false,
        surface: Surface::Everywhere,
        confidence: Confidence::Documented,
        example,
    }
}

const fn part(
    name: &'static str,
    parents: &'static [&'static str],
    summary: &'static str,
    example: &'static str,
) -> Element {
    Element {
        content: Content::Empty,
        parents,
        ..inline(name, summary, example)
    }
}

const OPENING: Presence = Presence::RequiredForType(&["openWidget", "openBrowser"]);
const WIDGET: Presence = Presence::RequiredForType(&["openWidget"]);
const DESKTOP_TYPES: Kind = Kind::Choice(&["modal", "sidebar"]);
const MOBILE_TYPES: Kind = Kind::Choice(&["modal"]);

const WIDTH: Attribute = attribute(
    "width",
    Kind::Number,
    "width in pixels; 0 leaves it to Flock",
);
const HEIGHT: Attribute = attribute(
    "height",
    Kind::Number,
    "height in pixels; 0 leaves it to Flock",
);

/// What `action` and `button` have in common: the wire's ActionConfig, with its `id`.
const TYPE: Attribute = attribute("type", Kind::Action, "what pressing it does").required();
const URL: Attribute = attribute("url", Kind::Url, "the address that it opens").presence(OPENING);
const DESKTOP_TYPE: Attribute = attribute(
    "desktopType",
    DESKTOP_TYPES,
    "how a desktop shows the widget",
)
.presence(WIDGET);
const MOBILE_TYPE: Attribute =
    attribute("mobileType", MOBILE_TYPES, "how a phone shows the widget");
const SEND_CONTEXT: Attribute = attribute(
    "sendContext",
    Kind::Boolean,
    "whether the reader's event token is appended to `url`; never for somebody else's site",
);
const MODAL_WIDTH: Attribute = WIDTH.confidence(Confidence::Observed);
const MODAL_HEIGHT: Attribute = HEIGHT.confidence(Confidence::Observed);

/// Every element that `flockml` knows.
pub const ELEMENTS: &[Element] = &[
    Element {
        parents: &["message", "attachment"],
        root: true,
        ..inline(
            "flockml",
            "the root of every FlockML document",
            "<flockml>Deploy of <b>web</b> finished</flockml>",
        )
    },
    Element {
        interactive: true,
        attributes: &[attribute("href", Kind::Link, "the address that it opens").required()],
        ..inline(
            "a",
            "a link that opens in the browser",
            "<a href=\"https://example.com/runbook\">runbook</a>",
        )
    },
    Element {
        aliases: &["strong"],
        ..inline("b", "bold text", "<b>db-1</b> is down")
    },
    Element {
        aliases: &["em"],
        ..inline("i", "italic text", "<i>since 09:12</i>")
    },
    inline("u", "underlined text", "<u>do not restart</u>"),
    Element {
        content: Content::Empty,
        ..inline("br", "a line break", "first line<br/>second line")
    },
    Element {
        interactive: true,
        attributes: &[
            attribute("userId", Kind::UserId, "the user's identifier")
                .presence(Presence::RequiredUnless("group")),
            attribute(
                "group",
                Kind::Text,
                "`all` mentions everybody in the channel",
            )
            .confidence(Confidence::Observed),
        ],
        ..inline(
            "user",
            "a mention of a user; the text is shown where the name is not known",
            "<user userId=\"u:isgpwwyralhf9aso\">Ada</user>",
        )
    },
    Element {
        interactive: true,
        attributes: &[
            TYPE,
            attribute("id", Kind::Text, "comes back as `actionId` in the event"),
            URL,
            DESKTOP_TYPE,
            MOBILE_TYPE,
            SEND_CONTEXT,
            MODAL_WIDTH,
            MODAL_HEIGHT,
        ],
        ..inline(
            "action",
            "text that does something when it is pressed",
            "<action type=\"sendEvent\" id=\"ack:42\">acknowledge</action>",
        )
    },
    Element {
        content: Content::Elements,
        root: true,
        confidence: Confidence::Inferred,
        attributes: &[
            attribute(
                "text",
                Kind::Text,
                "the message for clients that do not show FlockML",
            )
            .shown(),
            attribute(
                "notification",
                Kind::Text,
                "what the push notification says",
            )
            .shown(),
        ],
        ..part(
            "message",
            &[],
            "a whole message",
            "<message notification=\"db-1 is down\"><flockml><b>db-1</b> is down</flockml></message>",
        )
    },
    Element {
        confidence: Confidence::Inferred,
        surface: Surface::None,
        attributes: &[
            attribute(
                "name",
                Kind::Text,
                "the name that the message is sent under",
            )
            .shown()
            .required(),
            attribute("profileImage", Kind::Url, "the picture beside it"),
        ],
        ..part(
            "sendAs",
            &["message"],
            "another sender's name and picture",
            "<sendAs name=\"Alerts\" profileImage=\"https://example.com/bell.png\"/>",
        )
    },
    Element {
        content: Content::Elements,
        root: true,
        confidence: Confidence::Inferred,
        attributes: &[
            attribute("title", Kind::Text, "plain text above the view").shown(),
            attribute("description", Kind::Text, "plain text below the title").shown(),
            attribute("color", Kind::Color, "the bar beside the attachment"),
            attribute(
                "url",
                Kind::Url,
                "what opens when the attachment itself is pressed",
            ),
            attribute("id", Kind::Text, "comes back as `attachmentId` in events"),
            attribute("forward", Kind::Boolean, "whether readers may forward it"),
        ],
        ..part(
            "attachment",
            &["message"],
            "a card below the message",
            "<attachment title=\"db-1\" color=\"critical\"><flockml>disk is full</flockml></attachment>",
        )
    },
    Element {
        content: Content::Elements,
        confidence: Confidence::Inferred,
        attributes: &[
            attribute("src", Kind::Url, "the picture's address").required(),
            WIDTH,
            HEIGHT,
            attribute("filename", Kind::Text, "the name to save it under"),
        ],
        ..part(
            "image",
            &["attachment"],
            "a picture as the attachment's view",
            "<image src=\"https://example.com/graph.png\" width=\"400\" height=\"200\"/>",
        )
    },
    Element {
        confidence: Confidence::Inferred,
        attributes: &[
            attribute("src", Kind::Url, "the small picture's address").required(),
            WIDTH,
            HEIGHT,
        ],
        ..part(
            "thumbnail",
            &["image"],
            "a smaller version of the picture",
            "<thumbnail src=\"https://example.com/small.png\" width=\"40\" height=\"20\"/>",
        )
    },
    Element {
        surface: Surface::Desktop,
        confidence: Confidence::Inferred,
        attributes: &[
            attribute("src", Kind::Url, "the page's address").required(),
            WIDTH,
            HEIGHT,
        ],
        ..part(
            "widget",
            &["attachment"],
            "a web page as the attachment's view",
            "<widget src=\"https://example.com/w\" width=\"400\" height=\"300\"/>",
        )
    },
    Element {
        content: Content::Characters,
        surface: Surface::Desktop,
        confidence: Confidence::Inferred,
        attributes: &[WIDTH, HEIGHT],
        ..part(
            "html",
            &["attachment"],
            "HTML as the attachment's view",
            "<html height=\"50\"><![CDATA[<p>12 of 40</p>]]></html>",
        )
    },
    Element {
        confidence: Confidence::Inferred,
        attributes: &[
            attribute("src", Kind::Url, "the file's address").required(),
            attribute("mime", Kind::Text, "the file's media type"),
            attribute("filename", Kind::Text, "the name to save it under"),
            attribute("size", Kind::Number, "size in bytes"),
        ],
        ..part(
            "download",
            &["attachment"],
            "a file to download",
            "<download src=\"https://example.com/log.txt\" filename=\"log.txt\" size=\"1024\"/>",
        )
    },
    Element {
        root: true,
        interactive: true,
        confidence: Confidence::Inferred,
        attributes: &[
            attribute("name", Kind::Text, "the words on the button")
                .shown()
                .required(),
            TYPE,
            attribute("id", Kind::Text, "comes back as `buttonId` in the event"),
            attribute("icon", Kind::Url, "a picture on the button"),
            URL,
            DESKTOP_TYPE,
            MOBILE_TYPE,
            SEND_CONTEXT,
            MODAL_WIDTH,
            MODAL_HEIGHT,
        ],
        ..part(
            "button",
            &["attachment"],
            "a button below the attachment",
            "<button name=\"Runbook\" type=\"openBrowser\" url=\"https://example.com/runbook\"/>",
        )
    },
];

impl Element {
    /// The attribute of that name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }

    /// Whether it stands among text.
    #[must_use]
    pub fn is_inline(&self) -> bool {
        !self.root && self.parents.first() == INLINE_PARENTS.first()
    }
}

/// The element of that name or alias.
///
/// # Examples
///
/// ```
/// use flockml::element;
///
/// assert_eq!(element::find("strong").map(|element| element.name), Some("b"));
/// assert!(element::find("div").is_none());
/// ```
#[must_use]
pub fn find(name: &str) -> Option<&'static Element> {
    index(name.as_bytes()).map(at)
}

/// The element of the name at `index` in [`NAMES`].
#[inline]
pub(crate) fn at(index: usize) -> &'static Element {
    &ELEMENTS[NAMES[index].1 as usize]
}

/// The place of `name` in [`NAMES`].
#[inline]
pub(crate) fn index(name: &[u8]) -> Option<usize> {
    let key = pack(name);
    let mut slot = hash(key);
    loop {
        let index = SLOTS[slot];
        if index == FREE {
            return None;
        }
        let index = index as usize;
        let known = NAMES[index].0;
        if KEYS[index] == key
            && known.len() == name.len()
            && (name.len() <= PACKED || known.as_bytes() == name)
        {
            return Some(index);
        }
        slot = (slot + 1) % SLOTS.len();
    }
}

/// How many spellings there are.
pub(crate) const NAME_COUNT: usize = {
    let (mut count, mut at) = (0, 0);
    while at < ELEMENTS.len() {
        count += 1 + ELEMENTS[at].aliases.len();
        at += 1;
    }
    count
};

/// Every spelling with the index of its element.
pub(crate) const NAMES: [(&str, u8); NAME_COUNT] = {
    let mut names = [("", 0); NAME_COUNT];
    let (mut next, mut at) = (0, 0);
    while at < ELEMENTS.len() {
        names[next] = (ELEMENTS[at].name, at as u8);
        next += 1;
        let mut alias = 0;
        while alias < ELEMENTS[at].aliases.len() {
            names[next] = (ELEMENTS[at].aliases[alias], at as u8);
            next += 1;
            alias += 1;
        }
        at += 1;
    }
    names
};

const FREE: u8 = u8::MAX;

/// How many bytes of a name one comparison takes; most names have no more.
const PACKED: usize = 8;

/// The first bytes of a name and its length, as one number.
#[inline]
const fn pack(name: &[u8]) -> u64 {
    let mut key = name.len() as u64;
    let mut at = 0;
    while at < name.len() && at < PACKED {
        key = (key << 8) ^ (key >> 56) ^ name[at] as u64;
        at += 1;
    }
    key
}

const KEYS: [u64; NAME_COUNT] = {
    let mut keys = [0; NAME_COUNT];
    let mut at = 0;
    while at < NAME_COUNT {
        keys[at] = pack(NAMES[at].0.as_bytes());
        at += 1;
    }
    keys
};

/// A hash table of the spellings, so that looking one up compares one or two numbers.
const SLOTS: [u8; 64] = {
    assert!(NAME_COUNT < 48, "the table needs free slots");
    let mut slots = [FREE; 64];
    let mut at = 0;
    while at < NAME_COUNT {
        let mut slot = hash(KEYS[at]);
        while slots[slot] != FREE {
            slot = (slot + 1) % slots.len();
        }
        slots[slot] = at as u8;
        at += 1;
    }
    slots
};

#[inline]
const fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as usize
}

/// Every spelling of every element's name.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|&(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_found_and_nothing_else() {
        for name in names() {
            let element = find(name).unwrap();
            assert!(
                element.name == name || element.aliases.contains(&name),
                "{name}"
            );
            assert!(find(&format!("{name}x")).is_none());
            assert!(find(&name[1..]).is_none_or(|other| other.name != name));
        }
        assert!(find("").is_none());
        assert!(find("attachmenT").is_none());
        assert!(find("attachmg").is_none());
        assert!(find("attachment").is_some());
    }
}
