//! The shipped components, with what they are made for and with what they are not.
//!
//! The templates in `tests/components` call all of them; each snapshot is one sample.
#![cfg(all(feature = "template", feature = "dates", feature = "markdown"))]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

use flockml::template::Templates;
use serde_json::{Value, json};

const SHIPPED: &str = "templates/components.flockml";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files of `tests/components` beside the shipped components.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(
        root().join(SHIPPED),
        folder.path().join("components.flockml"),
    )
    .unwrap();
    for entry in fs::read_dir(root().join("tests/components")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

fn shown(templates: &Templates, folder: &Path, name: &str, data: &Value) -> String {
    let rendered = templates.render(name, data).unwrap();
    let mut shown = rendered.object.to_json_pretty();
    let text = rendered.object.into_message().to_value()["text"].clone();
    shown += &format!("\n\n{}\n", text.as_str().unwrap_or_default());
    for finding in rendered.findings {
        let line = finding
            .to_string()
            .replace(&format!("{}/", folder.display()), "");
        shown += &format!("\n{line}");
    }
    shown
}

#[test]
fn components_show_what_they_are_given() {
    let folder = folder();
    let templates = Templates::load(folder.path()).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("components/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for case in ["plain", "null", "empty", "hostile"] {
            let path = folder.path().join(format!("probe.{case}.sample.json"));
            let data = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            let shown = shown(&templates, folder.path(), "probe.flockml", &data);
            insta::assert_snapshot!(case, shown);
        }
        let shown = shown(&templates, folder.path(), "required.flockml", &json!({}));
        insta::assert_snapshot!("required", shown);
    });
}

#[test]
fn nothing_is_found_but_what_data_are_at_fault_for() {
    let folder = folder();
    let findings = Templates::load(folder.path()).unwrap().check();
    let errors: Vec<String> = findings
        .iter()
        .filter(|finding| finding.is_error() || finding.sample() != Some("hostile"))
        .map(ToString::to_string)
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

/// The comment before each component, and the component.
fn components(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("{% component ") {
        let name = text[at..].split([' ', '(']).nth(2).unwrap();
        let comment = text[..at].rfind("{#").unwrap();
        found.push((&text[comment..at], name));
    }
    found
}

#[test]
fn every_component_is_documented_by_a_call_that_works() {
    let text = fs::read_to_string(root().join(SHIPPED)).unwrap();
    let components = components(&text);
    assert!(components.len() >= 13);
    let probe = fs::read_to_string(root().join("tests/components/probe.flockml")).unwrap();
    for (comment, name) in components {
        let call = comment.find(&format!("{{{{ <{name} ")).expect(name);
        let call = &comment[call..];
        let call = &call[..call.find("}}").unwrap() + 2];
        assert!(call.ends_with("/> }}"), "{call}");
        assert!(probe.contains(&format!("<{name} ")), "no probe for {name}");
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("components.flockml"), &text).unwrap();
        let document = match name.ends_with('s') && name == "Buttons" || call.contains("Button") {
            true => format!("<attachment>{call}</attachment>"),
            false => format!("<flockml>{call}</flockml>"),
        };
        let document = match name {
            "Runbook" | "Acknowledge" => document.replace("flockml>", "attachment>"),
            _ => document,
        };
        fs::write(folder.path().join("a.flockml"), document).unwrap();
        let data = json!({
            "title": "a", "state": "ok", "dashboard": "https://example.com", "host": "db-1",
            "facts": [{ "name": "a", "value": 1 }], "hosts": ["db-1"], "columns": ["a"],
            "rows": [[1]], "log": "a\nb", "percent": 50, "on_call": { "id": "u:ada", "name": "Ada" },
            "reviewers": [{ "id": "u:ada", "name": "Ada" }], "links": [{ "name": "a", "url": "https://example.com" }],
            "runbook": "https://example.com", "id": 1,
        });
        let templates = Templates::load(folder.path()).unwrap();
        let rendered = templates.render("a.flockml", &data).unwrap();
        assert!(
            rendered.findings.is_empty(),
            "{name}: {:?}",
            rendered.findings
        );
    }
}
