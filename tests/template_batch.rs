//! One template for many messages.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::hint::black_box;

use allocation_counter::measure;
use flockml::ErrorKind;
use flockml::template::{Batch, Templates};
use serde_json::{Value, json};

fn templates(text: &str) -> Templates {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hello.flockml"), text).unwrap();
    Templates::load(folder.path()).unwrap()
}

fn text(batch: &mut Batch<'_>, own: &Value) -> String {
    let rendered = batch.render(own).unwrap();
    rendered
        .object
        .markup()
        .unwrap()
        .to_text()
        .trim_end()
        .to_owned()
}

fn recipient(number: usize) -> Value {
    json!({ "name": format!("<{number}>"), "id": format!("u:{number}") })
}

const HELLO: &str = "<flockml>{{ greeting }}, {{ name | default(value=\"you\") }}: \
    {% for host in hosts %}{{ host }} {% endfor %}</flockml>";

#[test]
fn each_message_is_what_a_single_rendering_gives() {
    let templates = templates(HELLO);
    let shared = json!({ "greeting": "Hi", "hosts": ["db-1", "db-2"] });
    let all = [
        json!({ "name": "Ada" }),
        json!({}),
        json!({ "greeting": "Hello", "hosts": [] }),
        json!({ "name": "Bob & <b>" }),
    ];
    let mut batch = templates.batch("hello.flockml", &shared).unwrap();
    let rendered = batch.render_each(&all).map(Result::unwrap);
    for (rendered, own) in rendered.zip(&all) {
        let mut whole = shared.clone();
        whole
            .as_object_mut()
            .unwrap()
            .extend(own.as_object().unwrap().clone());
        let single = templates.render("hello.flockml", &whole).unwrap();
        assert_eq!(rendered.object, single.object);
    }
}

/// Objects in every form that data come in.
#[test]
fn whatever_serialises_to_an_object_is_data() {
    #[derive(serde::Serialize)]
    struct Wrapped(Fields);
    #[derive(serde::Serialize)]
    struct Fields {
        #[serde(skip_serializing_if = "Option::is_none")]
        greeting: Option<&'static str>,
        name: flockml::Markup,
        hosts: [&'static str; 1],
    }
    #[derive(serde::Serialize)]
    struct Flat {
        #[serde(flatten)]
        fields: Fields,
    }
    let fields = || Fields {
        greeting: Some("Hi"),
        name: flockml::markup::bold("Ada"),
        hosts: ["db-1"],
    };
    let templates = templates(HELLO);
    let render = |data: &dyn Fn() -> Result<flockml::template::Rendered, flockml::Error>| {
        data().unwrap().object.markup().unwrap().as_str().to_owned()
    };
    let expected = "Hi, <b>Ada</b>: db-1 ";
    let name = "hello.flockml";
    assert_eq!(render(&|| templates.render(name, &fields())), expected);
    assert_eq!(
        render(&|| templates.render(name, &Some(fields()))),
        expected
    );
    assert_eq!(
        render(&|| templates.render(name, &Wrapped(fields()))),
        expected
    );
    assert_eq!(
        render(&|| templates.render(name, &Flat { fields: fields() })),
        expected
    );
    let numbers = std::collections::BTreeMap::from([(1, "a")]);
    assert_eq!(
        templates.render(name, &numbers).unwrap_err().kind(),
        ErrorKind::InvalidContent
    );
    for (data, is) in [
        (json!(null), "null"),
        (json!("a"), "a text"),
        (json!(1.5), "a number"),
    ] {
        let said = templates.render(name, &data).unwrap_err().to_string();
        assert_eq!(
            said,
            format!("unusable data: a template takes an object, not {is}")
        );
    }
}

#[test]
fn nothing_of_one_message_is_left_for_the_next() {
    let templates = templates(HELLO);
    let shared = json!({ "greeting": "Hi", "hosts": [] });
    let mut batch = templates.batch("hello.flockml", &shared).unwrap();
    assert_eq!(
        text(&mut batch, &json!({ "name": "Ada", "greeting": "Ho" })),
        "Ho, Ada:"
    );
    assert_eq!(text(&mut batch, &json!({})), "Hi, you:");
    // One that fails half way leaves nothing either.
    let failed = batch
        .render(&json!({ "hosts": 3, "greeting": "Ho" }))
        .unwrap_err();
    assert_eq!(failed.kind(), ErrorKind::InvalidContent);
    assert_eq!(text(&mut batch, &json!({})), "Hi, you:");
    let refused = batch.render(&json!(["Ada"])).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "unusable data: a template takes an object, not a list"
    );
    assert_eq!(text(&mut batch, &json!({})), "Hi, you:");
}

#[test]
fn what_cannot_be_rendered_is_refused_at_once() {
    let templates = templates("<flockml><b>{{ name }}</flockml>");
    let refused = templates.batch("hello.flockml", &json!({})).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidContent);
    let unknown = templates.batch("hallo.flockml", &json!({})).unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::UnknownTemplate);
}

#[test]
fn messages_are_rendered_when_asked_for() {
    let templates = templates(HELLO);
    let shared = json!({ "greeting": "Hi", "hosts": [] });
    let mut batch = templates.batch("hello.flockml", &shared).unwrap();
    // Would never end if it were not so.
    let first: Vec<_> = batch.render_each((0..).map(recipient)).take(2).collect();
    assert!(first.iter().all(Result::is_ok));
}

#[test]
fn ten_times_as_many_recipients_take_no_more_memory() {
    let templates = templates(HELLO);
    let shared = json!({ "greeting": "Hi", "hosts": vec!["db-1"; 100] });
    let mut batch = templates.batch("hello.flockml", &shared).unwrap();
    let mut most = |count: usize| {
        let info = measure(|| {
            for rendered in batch.render_each((0..count).map(|number| recipient(number % 10))) {
                black_box(rendered.unwrap());
            }
        });
        (info.bytes_max, info.count_current)
    };
    // The first time, buffers are made that stay.
    most(10);
    let (bytes, kept) = most(100);
    assert_eq!(kept, 0);
    assert_eq!(most(1_000), (bytes, 0));
}
