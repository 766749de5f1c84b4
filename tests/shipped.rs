//! The shipped templates: nothing to find, and what each of their samples looks like.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use flockml::Markup;
use flockml::template::{Templates, assert_cases};
use serde_json::Value;

/// Every sample: its name without `.sample.json`, its template and its data.
fn samples(templates: &Templates) -> Vec<(String, String, Value)> {
    let mut samples = Vec::new();
    for entry in Path::new("templates").read_dir().unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        let Some(name) = file.strip_suffix(".sample.json") else {
            continue;
        };
        let (stem, _case) = name.rsplit_once('.').unwrap();
        let template = templates
            .names()
            .find(|template| template.split('.').next() == Some(stem))
            .unwrap_or_else(|| panic!("{name} belongs to no template"));
        let data = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        samples.push((name.to_owned(), template.to_owned(), data));
    }
    samples.sort_by(|a, b| a.0.cmp(&b.0));
    samples
}

/// The markup of a message and of its attachments.
fn markups(message: &Value) -> Vec<Markup> {
    let attachments = message["attachments"].as_array().into_iter().flatten();
    let views = attachments.map(|attachment| &attachment["views"]["flockml"]);
    std::iter::once(&message["flockml"])
        .chain(views)
        .filter_map(Value::as_str)
        .map(|flockml| Markup::parse(flockml).unwrap())
        .collect()
}

#[test]
fn there_is_nothing_to_find() {
    let templates = Templates::load("templates").unwrap();
    let findings: Vec<String> = templates.check().iter().map(ToString::to_string).collect();
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn samples_make_what_is_expected_of_them() {
    assert_cases("templates");
}

#[test]
fn samples_look_as_recorded() {
    let templates = Templates::load("templates").unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("shipped");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, template, data) in samples(&templates) {
            let rendered = templates.render(&template, &data).unwrap();
            let findings: Vec<String> = rendered.findings.iter().map(ToString::to_string).collect();
            assert_eq!(findings, Vec::<String>::new(), "{name}");
            let mut shown = format!("-- payload\n{}\n", rendered.object.to_json_pretty());
            for markup in markups(&rendered.object.to_message().to_value()) {
                shown += &format!("\n-- text\n{}\n", markup.to_text());
                shown += &format!("\n-- html\n{}\n", markup.to_html());
            }
            insta::assert_snapshot!(name, shown);
        }
    });
}
