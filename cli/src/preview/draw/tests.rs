//! What is drawn holds nothing but what the table of elements has, whatever the message is.

use std::fs;
use std::path::Path;

use flockml::template::Templates;
use serde_json::Value;

use super::draw;

/// The messages that the shipped templates make of their samples.
fn shipped() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let templates = Templates::load(&folder).expect("the shipped templates load");
    let mut messages = Vec::new();
    for case in templates.cases() {
        let template = case.template().expect("every case has a template");
        let sample = folder.join(format!("{}.sample.json", case.name()));
        let data = fs::read_to_string(sample).expect("a sample");
        let data: Value = serde_json::from_str(&data).expect("JSON");
        let rendered = templates.render(template, &data).expect("it renders");
        let message = rendered.object.to_message().to_value();
        messages.push((case.name().to_owned(), message));
    }
    messages
}

#[test]
fn shipped_templates_are_drawn() {
    for (name, message) in shipped() {
        let picture = draw(&message, None);
        assert!(picture.desktop.contains("fk-body"), "{name}");
    }
}
