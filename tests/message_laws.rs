//! What holds for every message, and for every text that is checked as one.

use flockml::check;
use flockml::markup::{self, Action, DesktopType, MobileType, UserId};
use flockml::message::{
    Attachment, Button, Color, Download, Html, Image, Message, Object, PayloadKind, Picture,
    SendAs, Widget, check_json, check_json_as,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

const NASTY: &[&str] = &[
    "<",
    "&amp;",
    "</b>",
    "\"",
    "\\",
    "\n",
    "\t",
    "\u{0}",
    "\u{1b}[31m",
    "\u{fffe}",
    "]]>",
    "😀",
    "e\u{301}",
    "javascript:alert(1)",
    "<br/>",
    "\u{2028}",
    " ",
];

const ADDRESSES: &[&str] = &[
    "https://example.com/a?b=1&c=<d>",
    "HTTP://example.com",
    " https://example.com ",
    "https:",
    "https:example.com",
    "https://",
    "//example.com",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "https://example.com/a\nb",
    "data:text/html,x",
    "mailto:ada@example.com",
    "runbook.html",
    "localhost:3000",
    "",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        2 => "[a-z ]{0,8}",
        1 => any::<String>(),
        2 => prop::sample::select(NASTY).prop_map(str::to_owned),
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        text().prop_map(|rest| format!("https://example.com/{rest}")),
        prop::sample::select(ADDRESSES).prop_map(str::to_owned),
        text(),
    ]
}

fn user() -> impl Strategy<Value = UserId> {
    "u:[A-Za-z0-9_-]{1,12}".prop_map(|id| UserId::new(id).expect("a user id"))
}

fn action() -> impl Strategy<Value = Action<'static>> {
    let size = of((any::<u32>(), any::<u32>()));
    let kind = prop_oneof![
        address().prop_map(Action::open_browser),
        text().prop_map(Action::send_event),
        address().prop_map(|url| Action::open_widget(url, DesktopType::Sidebar)),
    ];
    (kind, size, of(any::<bool>())).prop_map(|(mut action, size, context)| {
        if let Some((width, height)) = size {
            action = action.size(width, height).mobile(MobileType::Modal);
        }
        match context {
            Some(context) => action.send_context(context),
            None => action,
        }
    })
}

fn button() -> impl Strategy<Value = Button> {
    (text(), action(), of(address()), of(text())).prop_map(|(name, action, icon, id)| {
        let mut button = Button::new(name, action);
        if let Some(icon) = icon {
            button = button.icon(icon);
        }
        match id {
            Some(id) => button.id(id),
            None => button,
        }
    })
}

fn picture() -> impl Strategy<Value = Option<Picture>> {
    (address(), of(any::<u32>())).prop_map(|(src, width)| {
        let picture = Picture::new(src).ok()?;
        Some(match width {
            Some(width) => picture.width(width).height(0),
            None => picture,
        })
    })
}

type Rest = (Option<Picture>, Option<Picture>, String, String, String);

fn with_rest(mut card: Attachment, (original, thumbnail, page, html, file): Rest) -> Attachment {
    if let Some(original) = original {
        let image = Image::new(original).filename(file.clone());
        card = card.image(match thumbnail {
            Some(thumbnail) => image.thumbnail(thumbnail),
            None => image,
        });
    }
    if let Ok(widget) = Widget::new(page.clone()) {
        card = card.widget(widget);
    }
    if let Ok(download) = Download::new(page) {
        card = card.download(download.filename(file).size(u64::MAX));
    }
    card.html(Html::new(html).height(1))
}

fn attachment() -> impl Strategy<Value = Attachment> {
    let words = (text(), text(), text(), text());
    let rest = (picture(), picture(), address(), text(), text());
    let color = of("#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})");
    (
        words,
        color,
        address(),
        of(any::<bool>()),
        rest,
        vec(button(), 0..3),
    )
        .prop_map(
            |((id, title, description, flockml), color, url, forward, rest, buttons)| {
                let mut card = Attachment::new(title)
                    .id(id)
                    .description(description)
                    .flockml(flockml)
                    .url(url)
                    .buttons(buttons);
                if let Some(color) = color {
                    card = card.color(Color::parse(&color).expect("a colour"));
                }
                if let Some(forward) = forward {
                    card = card.forward(forward);
                }
                with_rest(card, rest)
            },
        )
}

fn message() -> impl Strategy<Value = Message> {
    let words = (text(), of(text()), of(text()));
    let sender = of((text(), address()));
    (
        words,
        vec(user(), 0..3),
        vec(user(), 0..3),
        sender,
        vec(attachment(), 0..3),
    )
        .prop_map(
            |((flockml, plain, notification), mentioned, mentions, sender, attachments)| {
                let markup = mentioned
                    .iter()
                    .fold(markup::text(flockml), |markup, user| {
                        markup.mention(user, "x")
                    });
                let mut message = Message::new(markup)
                    .mentions(mentions)
                    .attachments(attachments);
                if let Some(plain) = plain {
                    message = message.plain_text(plain);
                }
                if let Some(notification) = notification {
                    message = message.notification(notification);
                }
                match sender {
                    Some((name, src)) => message.send_as(SendAs::new(name).profile_image(src)),
                    None => message,
                }
            },
        )
}

/// What may stand where a notification is cut.
const EDGES: &[&str] = &[
    "a",
    " ",
    "\n",
    "\r\n",
    "\"",
    "\\",
    "\t",
    "\u{7f}",
    "\u{0}",
    "ä",
    "e\u{301}",
    "\u{301}",
    "👩‍👧",
    "🇩🇪",
    "\u{600}",
];

/// Text about as long as the longest notification that is derived.
fn about_240() -> impl Strategy<Value = String> {
    let edges = |most| vec(prop::sample::select(EDGES), 0..most).prop_map(|some| some.concat());
    (edges(12), 215..240_usize, edges(30))
        .prop_map(|(before, plain, behind)| format!("{before}{:x<plain$}{behind}", ""))
}

/// A payload that says everything, to be broken.
const PAYLOADS: &[&str] = &[
    include_str!("payloads/addressed.json"),
    include_str!("payloads/bad-flockml.json"),
    include_str!("payloads/bad-missing.json"),
    include_str!("payloads/bad-values.json"),
    include_str!("payloads/capture-note.json"),
    include_str!("payloads/capture-pinned.json"),
];

const PIECES: &[&str] = &[
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "1",
    "\\u003c",
    "\\ud83d",
    "\\n",
    "\n",
    "<",
    "&",
    "ä",
    "😀",
    "<b>",
    "</flockml>",
    "\u{FEFF}",
    "//",
    "'",
    "\u{a0}",
    "\u{0}",
];

fn broken() -> impl Strategy<Value = String> {
    let edit = (
        any::<prop::sample::Index>(),
        0..12_usize,
        prop::sample::select(PIECES),
    );
    (prop::sample::select(PAYLOADS), vec(edit, 0..6)).prop_map(|(payload, edits)| {
        let mut text = payload.to_owned();
        for (at, length, piece) in edits {
            let start = text.floor_char_boundary(at.index(text.len()));
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            text.replace_range(start..end, piece);
        }
        text
    })
}

fn is_json_text(text: &str) -> bool {
    let json = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    serde_json::from_str::<serde_json::Value>(json).is_ok()
}

fn assert_places(text: &str, report: &check::Report) {
    let mut last = 0;
    for found in report.diagnostics() {
        assert!(found.span.start() >= last, "in the order of their places");
        last = found.span.start();
        let edits = found.fix.iter().flat_map(|fix| &fix.edits);
        let spans = found.labels.iter().map(|label| label.span);
        for span in spans.chain(edits.map(|edit| edit.span)).chain([found.span]) {
            assert!(text.get(span.range()).is_some(), "{span:?} of {found:?}");
        }
    }
}

/// Whether there is nothing to see.
fn is_blank(message: &Message) -> bool {
    let words = message
        .markup()
        .map(flockml::Markup::to_text)
        .unwrap_or_default();
    let text = message.to_text().unwrap_or_default();
    let is_blank = words.trim().is_empty() && text.trim().is_empty();
    is_blank && message.to_value().get("attachments").is_none()
}

/// `text` without blanks.
fn visible(text: &str) -> String {
    text.split_whitespace().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_composed_has_no_errors_and_reads_back_equal(message in message()) {
        let json = message.to_json();
        prop_assert_eq!(&json, &serde_json::to_string(&message).expect("JSON"));
        let report = check_json(&json);
        let errors: Vec<_> = report.diagnostics().iter().filter(|found| found.is_error()).collect();
        if is_blank(&message) {
            let all_empty = errors.iter().all(|found| found.rule.id == "empty-message");
            prop_assert!(all_empty, "{}: {:?}", json, errors);
        } else {
            prop_assert!(errors.is_empty(), "{}: {:?}", json, errors);
        }
        let read: Message = serde_json::from_str(&json).expect("a message");
        prop_assert_eq!(read.to_json(), json);
        prop_assert_eq!(read.to_value(), message.to_value());
    }

    #[test]
    fn parts_are_within_limits_and_say_the_same(
        message in message(),
        further in vec(address(), 0..3),
        max in 1..40_usize,
    ) {
        let downloads = further.into_iter().filter_map(|src| Download::new(src).ok());
        let card = Attachment::new("files").button(Button::new("Ack", Action::send_event("ack")));
        let message = message.attachment(card.downloads(downloads));
        let parts = message.split(max);
        let seen = |message: &Message| visible(&message.markup().map(markup::Markup::to_text).unwrap_or_default());
        prop_assert_eq!(parts.iter().map(seen).collect::<String>(), seen(&message));
        for part in &parts {
            prop_assert!(part.excess().is_empty(), "{:?}", part.excess());
            let errors: Vec<_> = check_json(&part.to_json()).into_iter().filter(|found| found.is_error()).collect();
            prop_assert!(errors.iter().all(|found| found.rule.id == "empty-message"), "{errors:?}");
            prop_assert_eq!(&part.to_value()["sendAs"], &message.to_value()["sendAs"]);
        }
        let all = |parts: &[Message], what: &str| -> Vec<serde_json::Value> {
            let cards = parts.iter().flat_map(|part| part.to_value()["attachments"].as_array().cloned());
            let lists = cards.flatten().filter_map(|card| card[what].as_array().cloned());
            lists.flatten().collect()
        };
        for what in ["buttons", "downloads"] {
            prop_assert_eq!(all(&parts, what), all(std::slice::from_ref(&message), what));
        }
        let last = parts.last().expect("a part").to_value();
        prop_assert_eq!(&last["attachments"][0]["buttons"][0]["name"], "Ack");
        if let [only] = parts.as_slice() && only.to_text() == message.to_text() && only.markup() == message.markup() {
            prop_assert_eq!(only, &message);
        }
    }

    #[test]
    fn parts_of_a_text_are_the_text(text in text(), max in 0..9_usize) {
        let parts = Message::text(&text).split(max);
        let joined: String = parts.iter().map(|part| visible(&part.to_text().unwrap_or_default())).collect();
        prop_assert_eq!(joined, visible(&text));
    }

    #[test]
    fn a_derived_notification_is_the_same_however_it_is_asked_for(text in about_240()) {
        let message = Message::new(&text);
        let json = message.to_json();
        prop_assert_eq!(&json, &serde_json::to_string(&message).expect("JSON"));
        let notification = message.to_notification().expect("derived");
        prop_assert_eq!(&*notification, &message.to_value()["notification"]);
        prop_assert!(notification.chars().count() <= 240);
        let whole = message.to_text().expect("derived");
        let start = notification.strip_suffix('…').unwrap_or(&notification);
        prop_assert!(whole.starts_with(start));
    }

    #[test]
    fn whatever_is_checked_is_judged_at_its_place(text in broken()) {
        for kind in [PayloadKind::Message, PayloadKind::Attachment, PayloadKind::Button] {
            let report = check_json_as(&text, kind);
            assert_places(&text, &report);
            let is_json = is_json_text(&text);
            let refused = report.diagnostics().iter().any(|found| {
                found.rule.id == "invalid-json" && !found.message.contains("twice")
            });
            prop_assert_eq!(is_json, !refused, "{}", text);
            let mended = check::fix(&text, &report);
            if is_json {
                prop_assert!(is_json_text(&mended), "{}", mended);
            } else {
                prop_assert_eq!(&mended, &text);
            }
            if !report.has_errors() {
                prop_assert!(Object::from_json(&text, kind).is_ok(), "{}", text);
            }
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_checked(text in any::<String>()) {
        assert_places(&text, &check_json(&text));
    }
}
