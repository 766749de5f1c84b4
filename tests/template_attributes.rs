//! No value ends the attribute that it stands in, be it text or markup.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::sync::LazyLock;

use flockml::template::Templates;
use flockml::{Markup, markup};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

/// What may come between a value and the attribute that shows it, as `{}`.
const WAYS: &[&str] = &[
    "{{ v }}",
    "{{- v -}}",
    "a &amp; b's {{ v }}{{ v }}",
    "{% if v %}{{ v }}{% else %}-{% endif %}",
    "{% for w in list %}{{ w }},{% endfor %}",
    "{{ list | join(sep=v) }}",
    "{{ v | upper }} {{ v | default(value='-') }} {{ v ~ v }} {{ [v, v] | first }}",
    "{{ v if v else list }}",
    "{{ fields.v }}{% for k, w in fields %}{{ k }}{{ w }}{% endfor %}",
    "{% filter upper %}{{ v }}{% endfilter %}",
    "{{ set }} {{ set | trim }}",
    "{{ <Bare value={v} /> }}",
    "{{ <Twice value={v} /> }}",
    "{% include '_part.flockml' %}",
    "{%- include '_part.flockml' -%}{{ <Bare value={v}/> }}{% include '_part.flockml' %}",
];

/// A template that shows a value in attributes, in each of the [`WAYS`]; and a child that has a
/// parent show it.
static FOLDER: LazyLock<(tempfile::TempDir, Templates)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let around = |title: &str| {
        format!(
            "{{% set set %}}{{{{ v }}}}{{% endset %}}<message><attachment title=\"{title}\">\
             <button name='b' type='sendEvent' id='{}'/></attachment></message>",
            title.replace("b's", "b").replace('\'', "\"")
        )
    };
    put(
        "components.flockml",
        "{% component Bare(value) %}{{ value }}{% endcomponent Bare %}\
         {% component Twice(value) %}{{ <Bare value={value} /> }} {{ value }}{% endcomponent Twice %}",
    );
    put("_part.flockml", "{{ v }}");
    for (number, way) in WAYS.iter().enumerate() {
        put(&format!("way{number}.flockml"), &around(way));
    }
    let parent = around("{% block b %}{{ v }}{% endblock %}").replacen("block b", "block a", 1);
    put("_parent.flockml", &parent);
    put(
        "child.flockml",
        "{% extends '_parent.flockml' %}{% block a %}{{ v }} {{ super() }}{% endblock %}\
         {% block b %}{{ <Twice value={v} /> }}{% endblock %}",
    );
    // What the author answers for.
    put(
        "safe.flockml",
        "{# flockml-allow-file unproven-markup: tried #}<message><attachment title=\"{{ text | safe }}\"/></message>",
    );
    let templates = Templates::load(folder.path()).unwrap();
    (folder, templates)
});

/// A value that tries to end an attribute.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Hostile {
    Text(String),
    Markup(Markup),
}

#[derive(Debug, Clone, Serialize)]
struct Data {
    v: Hostile,
    list: Vec<Hostile>,
    fields: Fields,
    text: String,
}

#[derive(Debug, Clone, Serialize)]
struct Fields {
    v: Hostile,
}

fn words() -> impl Strategy<Value = String> {
    let pieces = [
        "x",
        "\"",
        "'",
        "\" color=\"#f00",
        "' color='#f00",
        "\"/><button name='",
        "<b>",
        "</b>",
        "<br/>",
        ">",
        "<",
        "&",
        "&quot;",
        "&#34;",
        "&lt;",
        "]]>",
        "\n",
        " ",
        "{{ v }}",
        "\u{FDD0}",
        "\u{FDE1}",
        "é🦀",
    ];
    let piece = prop::sample::select(pieces.to_vec());
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn hostile() -> impl Strategy<Value = Hostile> {
    let markup = (words(), words(), 0..4).prop_map(|(one, other, sort)| match sort {
        0 => markup::text(one),
        1 => markup::bold(one.as_str()).text(other),
        2 => markup::text(other.as_str())
            .link(one.as_str(), format!("https://example.com/?a='{other}\"")),
        _ => markup::italic(one).line_break().text(other),
    });
    prop_oneof![
        1 => words().prop_map(Hostile::Text),
        2 => markup.prop_map(Hostile::Markup),
    ]
}

fn data() -> impl Strategy<Value = Data> {
    let list = prop::collection::vec(hostile(), 0..3);
    let all = (hostile(), list, hostile(), words());
    all.prop_map(|(v, list, field, text)| Data {
        v,
        list,
        fields: Fields { v: field },
        text,
    })
}

/// Fails unless `message` has what its template says, and nothing more.
fn holds(name: &str, message: &Value) -> Result<(), TestCaseError> {
    let keys = |value: &Value| -> Vec<String> {
        let object = value.as_object().into_iter();
        object.flat_map(|object| object.keys().cloned()).collect()
    };
    prop_assert!(
        keys(message).iter().all(|key| key == "attachments"),
        "{name}: {message}"
    );
    for attachment in message["attachments"].as_array().into_iter().flatten() {
        for key in keys(attachment) {
            prop_assert!(["title", "buttons"].contains(&&*key), "{name}: {message}");
        }
        let buttons = attachment["buttons"].as_array();
        let buttons = buttons.map_or(&[] as &[Value], Vec::as_slice);
        prop_assert!(buttons.len() <= 1, "{name}: {message}");
        for button in buttons {
            prop_assert_eq!(&button["name"], "b");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_value_ends_an_attribute(data in data()) {
        let (_, templates) = &*FOLDER;
        for name in templates.names() {
            let rendered = templates.render(name, &data);
            let rendered = rendered.map_err(|error| TestCaseError::fail(format!("{name}: {error}")))?;
            let message = rendered.object.into_message().to_json();
            holds(name, &serde_json::from_str(&message).unwrap())?;
        }
    }

    #[test]
    fn what_one_message_brings_does_not_show_in_the_next(all in prop::collection::vec(data(), 1..3)) {
        let (_, templates) = &*FOLDER;
        for name in templates.names() {
            let mut batch = templates.batch(name, &json!({})).unwrap();
            for data in &all {
                let shared = batch.render(data).unwrap().object.into_message();
                let own = templates.render(name, data).unwrap().object.into_message();
                prop_assert_eq!(shared.to_json(), own.to_json());
            }
        }
    }
}

#[test]
fn the_templates_are_what_authors_may_write() {
    let (_, templates) = &*FOLDER;
    let found: Vec<String> = templates
        .check()
        .iter()
        .filter(|found| {
            !["missing-sample", "unused-sample-field"].contains(&found.diagnostic().rule.id)
        })
        .map(ToString::to_string)
        .collect();
    assert_eq!(found, [""; 0]);
}
