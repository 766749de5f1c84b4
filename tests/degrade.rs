//! An alert whose template fails is delivered all the same.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::fs;

use flockml::check;
use flockml::message::Message;
use flockml::template::{Config, Degraded, Limits, Rendering, Templates};
use flockml::{ErrorKind, Markup, markup};
use proptest::prelude::*;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

fn load(text: &str) -> (tempfile::TempDir, Templates) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("disk.flockml"), text).unwrap();
    let limits = Limits::default().output_bytes(10_000);
    let config = Config::default().with_limits(limits);
    let templates = Templates::load_with(folder.path(), config).unwrap();
    (folder, templates)
}

fn degraded(rendering: Rendering) -> Degraded {
    match rendering {
        Rendering::Degraded(degraded) => *degraded,
        Rendering::Whole(rendered) => panic!("not degraded: {:?}", rendered.object),
    }
}

fn text(message: &Message) -> String {
    message.to_text().unwrap().into_owned()
}

fn data() -> Value {
    json!({
        "host": "db-1 <primary>",
        "alert": { "labels": { "severity": "critical", "team": null }, "firing": true },
        "disks": [{ "name": "/", "free": 0.02 }, { "name": "/var", "free": 0.5 }],
        "tags": ["a", "b"],
        "log": "line 1\nline 2 **bold**",
        "empty": {},
    })
}

#[test]
fn whatever_fails_the_message_says_what_and_shows_the_data() {
    let broken = [
        ("missing variable", "<flockml>{{ hots }}</flockml>"),
        ("syntax", "<flockml>{{ host }</flockml>"),
        ("rule", "<flockml><blink>{{ host }}</blink></flockml>"),
        ("raised", "<flockml>{{ throw(message=\"no\") }}</flockml>"),
        (
            "too much",
            "<flockml>{% for i in range(end=2000) %}{{ host }}{% endfor %}</flockml>",
        ),
    ];
    let mut said = String::new();
    for (name, template) in broken {
        let (folder, templates) = load(template);
        let degraded = degraded(templates.render_or_degrade("disk.flockml", &data()));
        let shown = text(&degraded.message).replace(folder.path().to_str().unwrap(), "");
        let head: Vec<&str> = shown.lines().take(3).collect();
        let _ = writeln!(said, "== {name}\n{}", head.join("\n"));
        assert_eq!(degraded.reason.kind(), ErrorKind::InvalidContent);
        assert!(degraded.rule().is_some());
    }
    let (_folder, templates) = load("<flockml>{{ host }}</flockml>");
    let _ = writeln!(said, "== not there, all of it");
    let missing = degraded(templates.render_or_degrade("disc.flockml", &data()));
    said += &text(&missing.message);
    let _ = writeln!(
        said,
        "-- notification\n{}",
        missing.message.to_notification().unwrap()
    );
    insta::assert_snapshot!(said);
    let whole = templates.render_or_degrade("disk.flockml", &data());
    assert!(!whole.is_degraded() && whole.findings().is_empty());
    assert_eq!(text(&whole.into_message()), "db-1 <primary>");
}

#[test]
fn data_that_no_template_takes_are_shown_as_far_as_they_can() {
    struct Unusable;
    impl Serialize for Unusable {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("no connection"))
        }
    }
    struct Panics;
    impl Serialize for Panics {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            panic!("a defect of the caller")
        }
    }
    let (_folder, templates) = load("<flockml>{{ host }}</flockml>");
    let shown = |rendering| text(&degraded(rendering).message);
    let list = shown(templates.render_or_degrade("disk.flockml", &json!([1, [2]])));
    assert!(list.contains("[0]: 1\n[1]: 2"), "{list}");
    let word = shown(templates.render_or_degrade("disk.flockml", "down"));
    assert!(word.contains("data: down"), "{word}");
    let unusable = shown(templates.render_or_degrade("disk.flockml", &Unusable));
    assert!(
        unusable.contains("data: cannot be shown: no connection"),
        "{unusable}"
    );
    let panics = shown(templates.render_or_degrade("disk.flockml", &Panics));
    assert!(panics.contains("data: cannot be shown"), "{panics}");
}

#[test]
fn huge_data_are_cut_and_what_is_missing_is_counted() {
    let mut fields = Map::new();
    for index in 0..1_000 {
        fields.insert(format!("field{index}"), json!("x".repeat(10_000)));
    }
    let mut deep = json!("bottom");
    for _ in 0..100 {
        deep = json!({ "down": deep });
    }
    let (_folder, templates) = load("<flockml>{{ nothing }}</flockml>");
    let wide = degraded(templates.render_or_degrade("disk.flockml", &Value::Object(fields)));
    let shown = text(&wide.message);
    assert!(shown.contains("… (9600 more characters)"), "{shown}");
    assert!(shown.ends_with("and 960 more values"), "{shown}");
    assert!(wide.message.to_json().len() < 100_000);
    let deep = text(&degraded(templates.render_or_degrade("disk.flockml", &deep)).message);
    assert!(deep.ends_with("and 1 more value"), "{deep}");
    let list = json!({ "hosts": (0..500).collect::<Vec<_>>() });
    let list = text(&degraded(templates.render_or_degrade("disk.flockml", &list)).message);
    assert!(list.contains("18, 19 and 480 more"), "{list}");
}

#[test]
fn markup_in_the_data_stays_markup() {
    #[derive(Serialize)]
    struct Data {
        body: Markup,
    }
    let data = Data {
        body: markup::bold("R&D"),
    };
    let (_folder, templates) = load("<flockml>{{ nothing }}</flockml>");
    let degraded = degraded(templates.render_or_degrade("disk.flockml", &data));
    let markup = degraded.message.markup().unwrap().as_str();
    assert!(
        markup.ends_with("<b>body:</b> <b>R&amp;D</b><br/>"),
        "{markup}"
    );
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[<>&\"'{}%#\\-\u{1b}\u{fdd0}\u{fffe}a\n]{0,40}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_template() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{{ ",
        " }}",
        "{% ",
        " %}",
        "{# ",
        " #}",
        "{{ a }}",
        "{{ a | safe }}",
        "{% for x in a %}",
        "{% endfor %}",
        "{% if a %}",
        "{% endif %}",
        "<b>",
        "</b>",
        "<flockml>",
        "</flockml>",
        "<a href=\"{{ a }}\">",
        "</a>",
        "&",
        "\"",
        "é",
        "\n",
        "{{ a.b }}",
        "{% set a = a ~ a %}",
    ]);
    prop::collection::vec(pieces, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_template_and_any_data_make_a_clean_message(
        template in any_template(),
        value in any_json(),
        name in "disk\\.flockml|[a-z<&]{1,12}",
    ) {
        let (_folder, templates) = load(&template);
        let data = match &value {
            Value::Object(_) => value.clone(),
            other => json!({ "a": other }),
        };
        for data in [&data, &value] {
            let rendering = templates.render_or_degrade(&name, data);
            let is_degraded = rendering.is_degraded();
            let message = rendering.into_message();
            let source = message.markup().map(|markup| markup.to_flockml()).unwrap_or_default();
            prop_assert!(!check::check(&source).has_errors(), "{source}");
            if is_degraded {
                prop_assert!(text(&message).starts_with(&name), "{source}");
                prop_assert!(text(&message).contains("could not be rendered"));
                let canonical = Markup::parse(&source).unwrap();
                prop_assert_eq!(Some(&canonical), message.markup());
            }
        }
    }
}
