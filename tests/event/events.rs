//! What events say: each file in `cases` is one, its snapshot what is read of it.

use std::error::Error as _;
use std::fs;

use flockml::ErrorKind;
use flockml::event::Event;
use flockml::message::{ChannelId, UserId};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::forge::USER;

/// The names of section "events" of Flock's documentation.
const DOCUMENTED: &[&str] = &[
    "app.install",
    "app.uninstall",
    "chat.generateUrlPreview",
    "chat.receiveMessage",
    "client.flockmlAction",
    "client.messageAction",
    "client.openAttachmentWidget",
    "client.pressButton",
    "client.slashCommand",
    "client.widgetAction",
];

/// An event with all that any event has to say.
fn full(name: &str) -> Value {
    json!({
        "name": name, "userId": USER, "userName": "Ada", "chat": "g:ops", "chatName": "Operations",
        "locale": "en-us", "token": "t-0", "url": "https://example.com", "command": "deploy",
        "button": "chatTabButton", "message": {"from": USER, "to": "u:bot"},
    })
}

fn parse(value: &Value) -> Result<Event, flockml::Error> {
    Event::parse(value.to_string().as_bytes())
}

#[test]
fn each_case() {
    insta::glob!("cases/*.json", |path| {
        let json = fs::read(path).unwrap();
        let said = match Event::parse(&json) {
            Ok(event) => format!("{}\n{event:#?}", event.name()),
            Err(error) => match error.source() {
                Some(source) => format!("{error}\nbecause: {source}"),
                None => error.to_string(),
            },
        };
        assert!(!said.contains("c2b1f0aa"), "a token prints: {said}");
        insta::assert_snapshot!(said);
    });
}

#[test]
fn every_documented_event_is_known_and_keeps_its_name_and_origin() {
    for name in DOCUMENTED {
        let event = parse(&full(name)).unwrap();
        assert!(!matches!(event, Event::Unknown(_)), "{name}");
        assert_eq!(event.name(), *name);
        let origin = event.origin();
        assert_eq!(origin.user(), Some(UserId::new(USER).unwrap()), "{name}");
        assert_eq!(origin.user_name.as_deref(), Some("Ada"), "{name}");
        assert_eq!(
            origin.channel(),
            Some(ChannelId::new("g:ops").unwrap()),
            "{name}"
        );
        assert_eq!(origin.chat_name.as_deref(), Some("Operations"), "{name}");
        assert_eq!(origin.locale.as_deref(), Some("en-us"), "{name}");
    }
}

#[test]
fn an_unknown_event_is_kept_whole() {
    let whole = json!({"name": "client.newThing", "userId": USER, "deep": [{"er": [1, null]}]});
    let Event::Unknown(raw) = parse(&whole).unwrap() else {
        panic!("it is known");
    };
    assert_eq!((raw.name.as_str(), &raw.value), ("client.newThing", &whole));
    assert_eq!(raw.origin.user_id.as_deref(), Some(USER));
}

#[test]
fn the_token_of_an_install_can_be_had_and_is_not_printed() {
    let Event::Install(install) = parse(&full("app.install")).unwrap() else {
        panic!("it is an install");
    };
    assert_eq!(install.token.reveal(), "t-0");
    assert!(!format!("{install:?}").contains("t-0"));
}

#[cfg(feature = "client")]
#[test]
fn a_client_acts_with_the_token_of_an_install() {
    let Event::Install(install) = parse(&full("app.install")).unwrap() else {
        panic!("it is an install");
    };
    let token = flockml::client::Token::from(&install.token);
    assert!(token == flockml::client::Token::new("t-0").unwrap());
}

#[test]
fn an_answer_goes_to_the_conversation_else_to_the_user() {
    let address = |chat: &str| {
        let mut event = full("app.uninstall");
        event["chat"] = chat.into();
        let event = parse(&event).unwrap();
        event
            .origin()
            .address()
            .map(|it| serde_json::to_value(it).unwrap())
    };
    assert_eq!(address("g:ops"), Some(json!({"to": "g:ops"})));
    assert_eq!(address("u:grace"), Some(json!({"to": "u:grace"})));
    assert_eq!(address("ops@groups.go.to"), Some(json!({"to": USER})));
}

#[test]
fn what_is_too_large_or_too_deep_is_refused() {
    let large = format!(
        r#"{{"name": "x", "y": "{}"}}"#,
        "y".repeat(Event::MAX_BYTES)
    );
    let refused = Event::parse(large.as_bytes()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::TooLarge);
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let nested = |levels| format!("{}1{}", open.repeat(levels), close.repeat(levels));
        let read =
            |levels| Event::parse(format!(r#"{{"name":"x","y":{}}}"#, nested(levels)).as_bytes());
        assert!(read(100).is_ok());
        assert_eq!(read(50_000).unwrap_err().kind(), ErrorKind::InvalidEvent);
    }
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,8}|messageUid|from|to", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    /// One field of a good event holds anything.
    #[test]
    fn an_odd_field_makes_no_panic_and_no_other_event(
        name in prop::sample::select(DOCUMENTED),
        field in prop::sample::select(&[
            "userId", "userName", "chat", "to", "_peerId", "chatName", "locale", "token", "userToken", "url",
            "messageId", "message", "messages", "messageUid", "messageUids", "_messageUids", "attachmentId",
            "button", "buttonId", "actionId", "command", "text",
        ][..]),
        value in json(),
    ) {
        let mut event = full(name);
        event[field] = value;
        match parse(&event) {
            Ok(event) => prop_assert_eq!(event.name(), name),
            Err(error) => prop_assert_eq!(error.kind(), ErrorKind::InvalidEvent),
        }
    }

    #[test]
    fn bytes_make_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Event::parse(&bytes);
    }
}
