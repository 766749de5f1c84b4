//! Any template and any data: no panic, and what is rendered is XML without errors.
//!
//! An input is the template, a line `---`, and its data as JSON.

#![no_main]

use std::fs;
use std::sync::LazyLock;

use flockml::check::check;
use flockml::message::Object;
use flockml::template::Templates;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let memory = "/dev/shm";
    TempDir::new_in(memory)
        .or_else(|_| TempDir::new())
        .expect("a folder for the templates")
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (template, data) = text.split_once("\n---\n").unwrap_or((&text, "{}"));
    // a template may loop as long as its author wants
    if template.contains("range") {
        return;
    }
    let data = match serde_json::from_str(data) {
        Ok(Value::Object(fields)) => Value::Object(fields),
        _ => json!({ "host": data, "hosts": [data, 1, null], "firing": true }),
    };
    let folder = FOLDER.path();
    let (name, other) = match template.starts_with("{ ") {
        true => ("fuzz.message.json", "fuzz.flockml"),
        false => ("fuzz.flockml", "fuzz.message.json"),
    };
    let _ = fs::remove_file(folder.join(other));
    fs::write(folder.join(name), template).expect("the folder can be written");
    let sample = folder.join("fuzz.case.sample.json");
    fs::write(sample, data.to_string()).expect("the folder can be written");

    let templates = Templates::load(folder).expect("the folder can be read");
    for finding in templates.check() {
        let span = finding.diagnostic().span;
        assert!(finding.source().text().get(span.range()).is_some(), "{finding:?}");
    }
    let Ok(rendered) = templates.render("fuzz", &data) else {
        return;
    };
    if let Object::Markup(markup) = &rendered.object {
        let flockml = markup.to_flockml();
        let report = check(&flockml);
        assert!(!report.has_errors(), "{:?} in {flockml:?}", report.diagnostics());
        if let Err(error) = roxmltree::Document::parse(&flockml) {
            panic!("{error} in {flockml:?}");
        }
    }
    let json = rendered.object.to_message().to_json();
    assert!(serde_json::from_str::<Value>(&json).is_ok(), "{json}");
});
