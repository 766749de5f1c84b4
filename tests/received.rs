//! Messages as Flock gives them, in every form that was seen of them.

#![cfg(any(feature = "client", feature = "event"))]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use flockml::message::Received;
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(value: Value) -> Received {
    serde_json::from_value(value).unwrap()
}

/// A message with these fields beside its sender and receiver.
fn with(fields: &Value) -> Received {
    let mut message = json!({ "from": "u:ada", "to": "g:ops" });
    for (name, value) in fields.as_object().unwrap() {
        message[name] = value.clone();
    }
    read(message)
}

fn captures() -> impl Iterator<Item = (String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/payloads");
    fs::read_dir(folder).unwrap().filter_map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        name.starts_with("capture-").then(|| {
            let text = fs::read_to_string(path).unwrap();
            (name, serde_json::from_str(&text).unwrap())
        })
    })
}

#[test]
fn every_capture_is_read_and_shows_its_words() {
    let mut shown: Vec<_> = captures()
        .map(|(name, value)| {
            let message = read(value);
            assert!(
                message.uid.is_some() && message.sender().is_some(),
                "{name}"
            );
            (name, message.shown_text())
        })
        .collect();
    shown.sort();
    let shown: Vec<_> = shown.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        shown,
        [
            "@Ada @all lunch?",
            "Ada shared a note",
            "Ada pinned a message",
            "Reminder: renew the certificate",
            "on it",
            "Ada added a task",
        ]
    );
}

#[test]
fn a_capture_keeps_its_parts() {
    let (_, note) = captures()
        .find(|(name, _)| name == "capture-note.json")
        .unwrap();
    let attachment = note["attachments"][0].clone();
    let message = read(note);
    assert_eq!(message.attachments, [attachment]);
    assert_eq!(message.timestamp, Some(1_519_889_545_238));
    assert_eq!(
        message.sent_at(),
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(1_519_889_545_238))
    );
    assert_eq!(message.text, None);
    assert_eq!(
        message.channel().unwrap().as_str(),
        "g:183f2c6b0b0c4d8f9a3e5d7c1b2a4e6f"
    );
}

#[test]
fn an_old_webhooks_message_is_read() {
    let message = read(json!({
        "id": 1519889547187_i64, "from": "ada@go.to/phone", "to": "ops@groups.go.to",
        "type": "message", "text": "on it"
    }));
    assert_eq!(message.from, "ada@go.to/phone");
    assert_eq!(message.id.as_deref(), Some("1519889547187"));
    assert_eq!(message.kind.as_deref(), Some("message"));
    assert_eq!(message.sender(), None);
    assert_eq!(message.channel(), None);
    assert_eq!(message.shown_text(), "on it");
}

#[test]
fn times_are_read_in_every_form() {
    let noon = 1_519_889_545_238_i64;
    for (fields, millis) in [
        (json!({ "timestamp": noon }), Some(noon)),
        (json!({ "timestamp": noon as f64 }), Some(noon)),
        (json!({ "timestamp": noon.to_string() }), Some(noon)),
        (
            json!({ "timestamp": "2018-03-01T07:32:25.238Z" }),
            Some(noon),
        ),
        (
            json!({ "timestamp": "2018-03-01T13:02:25.238+05:30" }),
            Some(noon),
        ),
        (
            json!({ "timestamp": "2018-03-01T13:02:25.238+0530" }),
            Some(noon),
        ),
        (
            json!({ "timestamp": "2018-03-01 07:32:25.238" }),
            Some(noon),
        ),
        (
            json!({ "timestamp": "yesterday", "timestampInMillis": noon }),
            Some(noon),
        ),
        (
            json!({ "timestamp": noon, "timestampInMillis": null }),
            Some(noon),
        ),
        (json!({ "timestamp": -1 }), Some(-1)),
        (json!({ "timestamp": i64::MIN }), Some(i64::MIN)),
        (json!({ "timestamp": u64::MAX }), None),
        (json!({ "timestamp": 1e300 }), None),
        (json!({ "timestamp": "yesterday" }), None),
        (json!({ "timestamp": "" }), None),
        (json!({ "timestamp": [noon] }), None),
        (json!({ "timestamp": null }), None),
        (json!({}), None),
    ] {
        let message = with(&fields);
        assert_eq!(message.timestamp, millis, "{fields}");
        // Whatever the number is, it can be asked for.
        let _ = message.sent_at();
    }
}

#[test]
fn flockml_with_faults_still_shows_its_words() {
    for (flockml, shown) in [
        (
            "<flockml><b>db-1</b> &amp; <i>db-2</i><br/>are down</flockml>",
            "db-1 & db-2\nare down",
        ),
        (
            "<flockml>see <a href=\"https://example.com\">it</a></flockml>",
            "see it (https://example.com)",
        ),
        (
            "<b>db-1</b> R&D &nbsp;<br>1 < 2</br>",
            "db-1 R&D \u{a0}\n1 < 2",
        ),
        (
            "<flockml><p>a</p><![CDATA[<b>]]><!-- c --></flockml>",
            "a<b>",
        ),
        ("<flockml>open <b", "open <b"),
        ("plain", "plain"),
        ("", ""),
    ] {
        let message = with(&json!({ "flockml": flockml, "text": " ", "notification": "" }));
        assert_eq!(message.shown_text(), shown, "{flockml}");
    }
}

#[test]
fn long_flockml_is_shown_whatever_it_is() {
    for piece in [
        "<b>",
        "</b>",
        "&",
        "<",
        "<br>",
        "<!--",
        "x &amp; ",
        "<user userId='u:a'>",
        "]]>",
    ] {
        let flockml = piece.repeat((1 << 15) / piece.len());
        let shown = with(&json!({ "flockml": flockml })).shown_text();
        assert!(shown.len() <= flockml.len(), "{piece}");
    }
}

#[test]
fn odd_fields_count_as_absent() {
    let message = with(&json!({
        "uid": {}, "text": ["a"], "mentions": "u:ada", "attachments": {}, "sendAs": "Ada",
        "visibleTo": null, "onBehalfOf": "", "later": { "x": 1 }
    }));
    assert_eq!(message, with(&json!({})));
    let message = with(&json!({ "mentions": ["u:ada", null, 7], "attachments": [null, {}] }));
    assert_eq!(message.mentions, ["u:ada", "7"]);
    assert_eq!(message.attachments, [json!({})]);
}

#[test]
fn a_message_has_a_sender_and_a_receiver() {
    for (message, missing) in [
        (json!({ "to": "g:ops" }), "missing field `from`"),
        (json!({ "from": "u:ada" }), "missing field `to`"),
        (json!({ "from": "", "to": "g:ops" }), "id is missing"),
        (json!({ "from": null, "to": "g:ops" }), "id is missing"),
        (json!([]), "expected a message"),
        (json!("on it"), "expected a message"),
    ] {
        let said = serde_json::from_value::<Received>(message)
            .unwrap_err()
            .to_string();
        assert!(said.contains(missing), "{said}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
        "(<[/a-z]{0,4}>?|&[a-z#0-9]{0,3};?|[ -~]){0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_optional_fields_hold_the_message_is_read(
        values in prop::collection::vec(any_value(), 14)
    ) {
        let names = [
            "id", "uid", "timestamp", "timestampInMillis", "text", "flockml", "notification",
            "appId", "mentions", "attachments", "sendAs", "onBehalfOf", "visibleTo", "type",
        ];
        let fields: serde_json::Map<_, _> =
            names.into_iter().map(str::to_owned).zip(values).collect();
        let message = with(&Value::Object(fields));
        let _ = (message.shown_text(), message.sent_at());
        prop_assert_eq!(&message.from, "u:ada");
    }
}
