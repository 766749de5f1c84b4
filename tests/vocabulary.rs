//! What holds of every filter, whatever comes into it and wherever it stands.
#![cfg(all(feature = "template", feature = "markdown", feature = "dates"))]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use flockml::template::Templates;
use flockml::template::vocabulary::{self, Kind, Origin, Word, Yields};
use flockml::{Markup, markup};
use proptest::prelude::*;
use serde::Serialize;
use serde_json::Value;

/// A value of a template's data.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
enum Data {
    Json(Value),
    Markup(Markup),
}

/// A filter may refuse a value of the wrong type; a message of nothing but an empty value is
/// none.
const REFUSALS: &[&str] = &["render-error", "unknown-variable", "empty-message"];

/// Words that only look like something else, or none; no tag had to go.
const ODDITIES: &[&str] = &[
    "foreign-markup",
    "markup-in-plain-text",
    "disguised-link",
    "empty-message",
];

/// The filter as its example writes it, from its bar on: `| date(format="%Y")`.
fn use_of(word: &Word) -> String {
    let example = word.example.template;
    let start = example.find(&format!("| {}", word.name)).unwrap();
    let behind = &example[start + 2 + word.name.len()..];
    let arguments = match behind.strip_prefix('(') {
        Some(arguments) => &behind[..arguments.find(')').unwrap() + 2],
        None => "",
    };
    // Names in an example are those of its data; here all are `v`.
    let arguments = arguments.replace("href=url", "href=v");
    format!("| {}{arguments}", word.name)
}

/// Where a filter may stand; `@` is its use.
const PLACES: &[&str] = &[
    "<flockml>a {{ v @ }} b</flockml>",
    "<flockml><b>{{ v @ }}</b> {{ [v, v] | first @ }}</flockml>",
    "<flockml>{% if v @ %}{{ v @ | default(value=v) }}{% endif %}</flockml>",
    "<flockml>{{ v @ | upper }}|{{ v @ | title }}|{{ v @ | truncate(length=3) }}</flockml>",
    "<flockml>{{ v @ | trim }}|{{ v @ | newlines_to_br }}|{{ v @ | flockml }}</flockml>",
    "<flockml>{{ v @ | truncate_markup(length=3) }}|{{ v @ | link(href=\"https://example.com\") }}</flockml>",
    "<flockml>{{ v @ | replace(from=\"b\", to=\"c\") }}{{ v @ ~ v }}</flockml>",
    "<flockml>{% set x %}{{ v @ }}{% endset %}{{ x | upper }}{{ x }}</flockml>",
    "<flockml>{% filter upper %}{{ v @ }}{% endfilter %}</flockml>",
];

/// The same for filters that write no elements.
const ATTRIBUTES: &[&str] = &[
    "<message notification=\"{{ v @ }}\"><flockml>a</flockml></message>",
    "<message notification=\"{{ v @ | upper }}\"><flockml>a</flockml></message>",
    "<flockml><a href=\"https://example.com/{{ v @ }}\">a</a></flockml>",
];

/// The same in JSON.
const STRINGS: &[&str] = &[
    "{\"text\": \"{{ v @ }}\"}",
    "{\"text\": \"{{ v @ | upper }} {{ v @ ~ v }}\"}",
    "{\"text\": \"{% set x %}{{ v @ }}{% endset %}{{ x }}{{ x | lower }}\"}",
    "{\"flockml\": \"<flockml>{{ v @ | flockml }}</flockml>\"}",
    "{\"flockml\": \"<flockml>{{ v @ | truncate_markup(length=4) }}</flockml>\"}",
    "{\"flockml\": \"<flockml>{{ v @ | trim | flockml }}{{ v @ | newlines_to_br }}</flockml>\"}",
    "{% set x %}{{ v @ }}{% endset %}{\"flockml\": \"<flockml>{{ x | flockml }}</flockml>\"}",
];

struct Folder {
    templates: Templates,
    names: Vec<String>,
}

/// Every filter in every place, one template each.
fn folder() -> &'static Folder {
    static FOLDER: OnceLock<Folder> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        // `safe` is the author's word that the value is markup.
        let filters = vocabulary::of(Kind::Filter)
            .iter()
            .filter(|word| word.name != "safe");
        for word in filters {
            let put = |number: usize, place: &str, suffix: &str| {
                let text = place.replace('@', &use_of(word));
                let name = format!("{}{number}{suffix}", word.name);
                fs::write(folder.path().join(name), text).unwrap();
            };
            for (number, place) in PLACES.iter().enumerate() {
                put(number, place, ".flockml");
            }
            if word.yields == Yields::Text {
                for (number, place) in ATTRIBUTES.iter().enumerate() {
                    put(100 + number, place, ".flockml");
                }
            }
            for (number, place) in STRINGS.iter().enumerate() {
                put(number, place, ".message.json");
            }
            if vocabulary::writes_flockml(word.name) {
                let place = "{\"flockml\": \"<flockml>{{ v @ }}</flockml>\"}";
                put(100, place, ".message.json");
            }
        }
        let templates = Templates::load(folder.path()).unwrap();
        let names = templates.names().map(str::to_owned).collect();
        Folder { templates, names }
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,12}",
        "[<>&\"'a-c \n\\[\\]()*_`#\u{1b}\u{0}😀é/:;]{0,16}",
        prop::sample::select(vec![
            "u:ada",
            "javascript:alert(1)",
            "https://example.com/?a=1&b=\"2\"",
            "**b** [a](https://example.com) <b>",
            "2026-11-21T03:00:00Z",
            "2026-11-21",
            "</flockml>",
            "<b>",
            "&lt;",
            "\\u003cb\\u003e",
            "1e400",
            "-1",
        ])
        .prop_map(str::to_owned),
    ]
}

fn data() -> impl Strategy<Value = Data> {
    let leaf = prop_oneof![
        6 => text().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    let tree = leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("id|name|x|<b>", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    prop_oneof![
        4 => tree.prop_map(Data::Json),
        1 => (text(), text()).prop_map(|(a, b)| {
            Data::Markup(markup::bold(&a).text(&b).link(&b, &a))
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_value_breaks_what_a_filter_writes(value in data(), at in any::<prop::sample::Index>()) {
        let folder = folder();
        let name = at.get(&folder.names);
        let data = BTreeMap::from([("v", value)]);
        // A template that is given markup in JSON says how it is to be escaped.
        let is_markup = matches!(data["v"], Data::Markup(_));
        prop_assume!(!(is_markup && name.ends_with(".json")));
        let (findings, refusals) = match folder.templates.render(name, &data) {
            Ok(rendered) => (rendered.findings, [].as_slice()),
            Err(error) => (error.findings().to_vec(), REFUSALS),
        };
        for finding in findings {
            let rule = finding.diagnostic().rule.id;
            let told = &finding.diagnostic().message;
            // A value with a line break in it ends an address; that is told, and the words stay.
            let is_address = rule == "invalid-value" && told.contains(" is an address with ");
            let expected = is_address || ODDITIES.contains(&rule) || refusals.contains(&rule);
            prop_assert!(expected, "{name}: {finding}");
        }
    }
}

#[test]
fn every_template_of_the_law_can_be_read() {
    let folder = folder();
    assert!(folder.names.len() > 500, "{}", folder.names.len());
    let found = folder.templates.check();
    let broken: Vec<String> = found
        .iter()
        .filter(|finding| finding.diagnostic().rule.id == "template-syntax")
        .map(ToString::to_string)
        .collect();
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn large_values_are_written_or_refused() {
    let folder = folder();
    let ours = vocabulary::of(Kind::Filter)
        .iter()
        .filter(|word| word.origin != Origin::Tera && word.name != "safe");
    let names: Vec<String> = ours.map(|word| format!("{}0.flockml", word.name)).collect();
    for piece in ["*", "[", "<b>", "\n", "> ", "| a ", "`", "é"] {
        let data = BTreeMap::from([("v", piece.repeat(60_000 / piece.len()))]);
        for name in &names {
            if let Err(error) = folder.templates.render(name, &data) {
                let rule = error.findings()[0].diagnostic().rule.id;
                assert_eq!(rule, "render-error", "{name} with {piece}");
            }
        }
    }
}
