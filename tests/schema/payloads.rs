//! Payloads.

use std::fs;
use std::path::Path;

use flockml::check::{Diagnostic, Report};
use flockml::message::{PayloadKind, check_json_as, json_schema};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::{json_files, refusals, validator, without};

const KINDS: [PayloadKind; 3] = [
    PayloadKind::Message,
    PayloadKind::Attachment,
    PayloadKind::Button,
];

/// Whether it is of what a schema can see by itself.
fn is_of_shape(found: &Diagnostic) -> bool {
    let id = found.rule.id;
    found.is_error() && ["unknown-field", "wrong-type", "missing-field"].contains(&id)
}

fn said(report: &Report) -> Vec<String> {
    let say = |found: &Diagnostic| format!("{}: {}", found.rule.id, found.message);
    report.diagnostics().iter().map(say).collect()
}

/// Asserts that the schema refuses what has the wrong shape, and nothing that is fine.
fn assert_agree(name: &str, validator: &Validator, text: &str, kind: PayloadKind) {
    let Ok(value) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) else {
        return;
    };
    let report = check_json_as(text, kind);
    let refused = refusals(validator, &value);
    let said = said(&report);
    if report.diagnostics().iter().any(is_of_shape) {
        assert!(!refused.is_empty(), "{name} is accepted: {said:?}\n{text}");
    }
    // A scheme that Flock is not known to open is the one warning that editors show as well.
    let is_wrong = |found: &Diagnostic| found.is_error() || found.rule.id == "unsafe-link";
    if !report.diagnostics().iter().any(is_wrong) {
        assert!(refused.is_empty(), "{name} is refused: {refused:?}\n{text}");
    }
}

#[test]
fn every_payload_fixture_is_judged_as_by_the_check() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    json_files(&root.join("tests/payloads"), &mut files);
    json_files(&root.join("tests/rules"), &mut files);
    assert!(files.len() > 60, "only {} files", files.len());
    for kind in KINDS {
        let validator = validator(kind);
        for path in &files {
            let text = fs::read_to_string(path).unwrap();
            assert_agree(&path.display().to_string(), &validator, &text, kind);
        }
    }
}

/// A message in which everything is set.
fn full() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/rules/unknown-field/good-everything.json");
    let mut message: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let button = json!({
        "name": "a", "id": "b", "icon": "https://example.com/i.png",
        "action": {
            "type": "openWidget", "url": "https://example.com", "desktopType": "modal",
            "mobileType": "modal", "sendContext": true, "width": 1, "height": 1
        }
    });
    let picture = json!({ "src": "https://example.com/p.png", "width": 4, "height": 3 });
    let views = json!({
        "widget": picture, "html": { "inline": "<p>a</p>", "width": 4, "height": 3 },
        "flockml": "<flockml>a</flockml>",
        "image": { "original": picture, "thumbnail": picture, "filename": "p.png" }
    });
    let download =
        json!({ "src": "https://example.com/l", "mime": "a", "filename": "l", "size": 1 });
    message["attachments"][0]["buttons"] = json!([button]);
    message["attachments"][0]["views"] = views;
    message["attachments"][0]["downloads"] = json!([download]);
    message["token"] = json!("t");
    message["to"] = json!("g:183f");
    message["onBehalfOf"] = json!("u:ada");
    message["visibleTo"] = json!(["u:ada"]);
    message
}

/// What authors write in the place of a value.
fn replacements() -> Vec<Value> {
    let texts = [
        "",
        "  ",
        "x",
        "true",
        "400",
        "#abc",
        "#d32f2f",
        "critical",
        "sendEvent",
    ];
    let more = [
        "dispatchEvent",
        "u:ada",
        "g:1",
        "https://example.com",
        "/x",
        "javascript:x",
    ];
    let texts = texts.iter().chain(&more).map(|text| json!(text));
    let others = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(5_000_000_000_u64),
        json!([]),
        json!([null]),
        json!(["x"]),
        json!([7]),
        json!({}),
        json!({ "x": 1 }),
        json!("<flockml>x</flockml>"),
        json!("<b>x</b>"),
    ];
    texts.chain(others).collect()
}

/// The message with each of its values, at any depth, changed in each way; one change at a time.
fn mutants(value: &Value) -> Vec<Value> {
    let mut mutants = replacements();
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let with = |changed: Value| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), changed);
                    Value::Object(fields)
                };
                mutants.extend(self::mutants(inner).into_iter().map(with));
                mutants.push(without(fields, name));
            }
            for foreign in [
                "colour", "text", "title", "src", "url", "html", "send_as", "x",
            ] {
                let mut fields = fields.clone();
                fields.insert(foreign.to_owned(), json!("x"));
                mutants.push(Value::Object(fields));
            }
        }
        Value::Array(items) => {
            for inner in items {
                mutants.extend(
                    self::mutants(inner)
                        .into_iter()
                        .map(|changed| json!([changed])),
                );
            }
        }
        _ => {}
    }
    mutants
}

#[test]
fn every_small_change_is_judged_as_by_the_check() {
    let message = full();
    let attachment = message["attachments"][0].clone();
    let button = attachment["buttons"][0].clone();
    for (kind, whole) in KINDS.into_iter().zip([message, attachment, button]) {
        let validator = validator(kind);
        assert_eq!(refusals(&validator, &whole), [""; 0]);
        let mutants = mutants(&whole);
        assert!(mutants.len() > 200);
        for mutant in mutants {
            assert_agree("a mutant", &validator, &mutant.to_string(), kind);
        }
    }
}

#[test]
fn templates_may_write_any_string() {
    let validator = validator(PayloadKind::Attachment);
    let template = json!({
        "color": "{{ color }}", "url": "{% if a %}https://a.example{% endif %}",
        "forward": "{{ forward }}", "views": { "flockml": "{% include 'body' %}" },
        "buttons": [{ "name": "{{ a }}", "action": { "type": "{{ kind }}" } }]
    });
    assert_eq!(refusals(&validator, &template), [""; 0]);
}

#[test]
fn a_foreign_name_is_told_what_to_write() {
    let schema = json_schema(PayloadKind::Message);
    let attachment = &schema["properties"]["attachments"]["items"];
    assert_eq!(
        attachment["properties"]["fields"]["errorMessage"],
        "`fields` is no field of an attachment: write a line for each into the FlockML"
    );
    assert_eq!(schema["properties"]["text"].get("not"), None);
}
