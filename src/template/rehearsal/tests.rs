use std::collections::BTreeSet;
use std::fs;

use super::super::data::Data;
use super::super::files::Kind;
use super::*;

/// Templates that break, and a sample of each that does not break it.
const SEEDS: &[(&str, &str)] = &[
    ("<flockml>{{ x | safe }}</flockml>", r#""a""#),
    (
        "<flockml>{{ x | split(pat=\"-\") | nth(n=1) | upper }}</flockml>",
        r#""AB-1""#,
    ),
    (
        "<flockml>{% for word in x | split(pat=\" \") %}{{ x }}{% endfor %}</flockml>",
        r#""a b""#,
    ),
    ("<flockml>{{ 100 / x }}</flockml>", "3"),
    (
        "<flockml>a{% for i in range(end=x) %}.{% endfor %}</flockml>",
        "3",
    ),
    (
        "<flockml>{% if x %}a{% else %}{{ throw(message=\"off\") }}{% endif %}</flockml>",
        "true",
    ),
    (
        "<flockml>a{% if x %}{{ throw(message=\"on\") }}{% endif %}</flockml>",
        "false",
    ),
    ("<flockml>{{ x | first | upper }}</flockml>", r#"["a"]"#),
    ("<flockml>{{ x[1] }}</flockml>", r#"["a", "b"]"#),
    (
        "<flockml>{% for a in x %}{% for b in x %}{{ a }} and {{ b }}, {% endfor %}{% endfor %}</flockml>",
        r#"["one host", "another"]"#,
    ),
    (
        "<flockml>{{ x | values | first | upper }}</flockml>",
        r#"{"job": "backup"}"#,
    ),
    (
        "<flockml>{% for k, v in x %}{{ k | safe }}{% endfor %}</flockml>",
        r#"{"job": 1}"#,
    ),
];

/// What `see` is told of the rehearsal of `template` with the sample `data`.
fn rehearse<T>(template: &str, data: &Json, see: impl Fn(Stage<'_>) -> T) -> T {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.flockml"), template).expect("it is written");
    let templates = Templates::load(folder.path()).expect("it is there");
    let context = Data::new(Kind::Flockml, data).expect("an object");
    let file = &templates.files[0];
    let own = templates.run(file, &context);
    assert!(
        matches!(own, Outcome::Done(_)),
        "{template} breaks with its own sample"
    );
    let mut stage = Stage::new(&templates, file, "x", context);
    stage.replace_all(data);
    see(stage)
}

fn breaks(template: &str, sample: &str) -> Vec<Break> {
    let data: Json = serde_json::from_str(&format!("{{\"x\": {sample}}}")).expect("JSON");
    rehearse(template, &data, |stage| stage.breaks)
}

/// How often a template is rendered that reads so many texts.
fn renders(fields: usize) -> usize {
    let names = (0..fields).map(|at| format!("field{at}"));
    let holes: String = names
        .clone()
        .map(|name| format!("{{{{ {name} }}}} "))
        .collect();
    let data: Json = names.map(|name| (name, Json::from("a"))).collect();
    rehearse(&format!("<flockml>{holes}</flockml>"), &data, |stage| {
        stage.renders
    })
}

#[test]
fn the_work_grows_with_the_data_and_is_bounded() {
    assert_eq!(renders(10), 2 * renders(5));
    assert_eq!(renders(500), MOST_RENDERS);
    let bomb =
        "<flockml>a{% for a in x %}{% for b in x %}{{ b }}{% endfor %}{% endfor %}</flockml>";
    let data = serde_json::json!({ "x": vec!["a".repeat(1_000); 40] });
    let bytes = rehearse(bomb, &data, |stage| stage.bytes);
    assert!(bytes < MOST_BYTES + 4 * 1024 * 1024, "{bytes}");
}

#[test]
fn every_hostile_value_breaks_something() {
    let seeds = SEEDS.iter();
    let found = seeds.flat_map(|(template, sample)| breaks(template, sample));
    let broke: BTreeSet<&str> = found.map(|found| found.hostile.called).collect();
    for hostile in HOSTILE {
        assert!(broke.contains(hostile.called), "{}", hostile.called);
    }
}

#[test]
fn every_seed_breaks() {
    for (template, sample) in SEEDS {
        assert!(!breaks(template, sample).is_empty(), "{template}");
    }
}

#[test]
fn a_variable_that_no_tag_names_is_not_replaced() {
    let template = "<flockml>{# x #}x {{ \"{% if %}\" }}</flockml>";
    assert!(breaks(template, "1").is_empty());
}

#[test]
fn what_leads_elsewhere_stays_and_what_breaks_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let template = "<flockml>{% if state == \"firing\" %}{{ host }}{% else %}{{ summary }}{% endif %}{{ hosts[0].name }}</flockml>";
    fs::write(folder.path().join("a.flockml"), template).expect("it is written");
    let templates = Templates::load(folder.path()).expect("it is there");
    let sample = serde_json::json!({ "state": "firing", "host": "a", "hosts": [{ "name": "b" }] });
    let hostile = |name| templates.hostile_data("a", &sample, name);
    let longer = hostile("a very long text");
    assert_eq!(longer["state"], "firing");
    assert_ne!(longer["host"], "a");
    assert_ne!(longer["hosts"], sample["hosts"]);
    assert_eq!(hostile("an empty list")["hosts"], serde_json::json!([]));
    assert_eq!(hostile("no such"), sample);
}
