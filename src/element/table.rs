//! The table.

use super::{Attribute, Confidence, Content, Element, Kind, Presence, Surface};

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
        inline: true,
        parents: INLINE_PARENTS,
        once: false,
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
        inline: false,
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
        inline: false,
        parents: &["message", "attachment"],
        once: true,
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
        once: true,
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
        once: true,
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
        once: true,
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
        once: true,
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
        once: true,
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
