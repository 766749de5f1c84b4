//! The schemas that editors are given say what the check says.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

use flockml::check::{Diagnostic, Report};
use flockml::message::{PayloadKind, check_json_as, json_schema};
use jsonschema::Validator;
use serde_json::{Map, Value, json};

const KINDS: [PayloadKind; 3] = [
    PayloadKind::Message,
    PayloadKind::Attachment,
    PayloadKind::Button,
];

fn validator(kind: PayloadKind) -> Validator {
    let schema = json_schema(kind);
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::draft7::new(&schema).unwrap()
}

fn refusals(validator: &Validator, value: &Value) -> Vec<String> {
    let say =
        |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    validator.iter_errors(value).map(say).collect()
}

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

fn json_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            json_files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            found.push(path);
        }
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

fn without(fields: &Map<String, Value>, name: &str) -> Value {
    let kept = fields.iter().filter(|(other, _)| *other != name);
    Value::Object(
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
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

#[cfg(feature = "template")]
mod of_templates {
    use super::*;
    use flockml::ErrorKind;
    use flockml::template::{Config, Templates};

    fn shipped() -> (Templates, PathBuf) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        (Templates::load(&folder).unwrap(), folder)
    }

    /// The samples of a template: name and data.
    fn samples(folder: &Path, template: &str) -> Vec<(String, Value)> {
        let stem = template.split('.').next().unwrap();
        let mut files = Vec::new();
        json_files(folder, &mut files);
        let mut samples = Vec::new();
        for path in files {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if name.starts_with(&format!("{stem}.")) && name.ends_with(".sample.json") {
                let text = fs::read_to_string(&path).unwrap();
                samples.push((name, serde_json::from_str(&text).unwrap()));
            }
        }
        samples
    }

    #[test]
    fn what_shipped_templates_render_to_is_accepted() {
        let (templates, folder) = shipped();
        let mut rendered = 0;
        for template in templates.names() {
            for (name, data) in samples(&folder, template) {
                let object = templates.render(template, &data).unwrap().object;
                let refused = refusals(&validator(object.kind()), &object.to_value());
                assert_eq!(refused, [""; 0], "{name}");
                rendered += 1;
            }
        }
        assert!(rendered >= 14, "only {rendered}");
    }

    #[test]
    fn samples_fit_their_own_schema_and_a_typo_does_not() {
        let (templates, folder) = shipped();
        for template in templates.names() {
            let schema = templates.sample_schema(template).unwrap();
            jsonschema::meta::validate(&schema).unwrap();
            let validator = jsonschema::draft7::new(&schema).unwrap();
            for (name, mut data) in samples(&folder, template) {
                assert_eq!(refusals(&validator, &data), [""; 0], "{name}");
                data["titel"] = json!("x");
                let refused = refusals(&validator, &data);
                assert!(refused[0].contains("'titel'"), "{name}: {refused:?}");
            }
        }
    }

    /// The data without one of their fields, at any depth.
    fn shortened(data: &Value) -> Vec<Value> {
        let mut shorter = Vec::new();
        match data {
            Value::Object(fields) => {
                for (name, inner) in fields {
                    shorter.push(without(fields, name));
                    for inner in shortened(inner) {
                        let mut fields = fields.clone();
                        fields.insert(name.clone(), inner);
                        shorter.push(Value::Object(fields));
                    }
                }
            }
            Value::Array(items) => {
                for (at, inner) in items.iter().enumerate() {
                    for inner in shortened(inner) {
                        let mut items = items.clone();
                        items[at] = inner;
                        shorter.push(Value::Array(items));
                    }
                }
            }
            _ => {}
        }
        shorter
    }

    #[test]
    fn what_may_be_left_out_is_not_asked_for() {
        let (templates, folder) = shipped();
        let mut refused = 0;
        for template in templates.names() {
            let schema = templates.sample_schema(template).unwrap();
            let validator = jsonschema::draft7::new(&schema).unwrap();
            for (name, data) in samples(&folder, template) {
                for shorter in shortened(&data) {
                    if !validator.is_valid(&shorter) {
                        refused += 1;
                        let lacking = templates.lacking(&[template], &shorter).unwrap();
                        assert!(!lacking.is_empty(), "{name}: {shorter:#}");
                    }
                }
            }
        }
        assert!(refused > 50, "only {refused}");
    }

    #[test]
    fn a_sample_schema_is_what_the_samples_have_in_common() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write(
            "a.flockml",
            "<flockml>{{ host }} {{ load }} {% for tag in tags %}{{ tag.a }}{{ tag.b | default(value=1) }}{% endfor %}\n\
             {{ note | default(value='') }} {{ link | default(value='') }} {% for key, each in y %}{{ each }}{% endfor %}</flockml>",
        );
        write(
            "a.one.sample.json",
            r#"{ "host": "db-1", "load": 1, "tags": [{ "a": 1 }], "note": null, "s": "x", "x": [], "y": { "k": 1 }, "z": null }"#,
        );
        write(
            "a.two.sample.json",
            r#"{ "host": "db-1", "load": 1.5, "tags": [{ "a": 1, "b": 2 }], "note": "x", "y": {} }"#,
        );
        write("a.three.sample.json", "{");
        let templates = Templates::load(folder.path()).unwrap();
        let schema = templates.sample_schema("a.flockml").unwrap();
        let place = folder.path().display().to_string();
        insta::assert_snapshot!(format!("{schema:#}").replace(&place, "[DIR]"));
        let unknown = templates.sample_schema("b.flockml").unwrap_err();
        assert_eq!(unknown.kind(), ErrorKind::UnknownTemplate);
    }

    /// The first block of TOML on the page about settings.
    fn documented() -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/settings.md");
        let page = fs::read_to_string(path).unwrap();
        let block = page.split("```toml\n").nth(1).unwrap();
        block.split("```").next().unwrap().to_owned()
    }

    #[test]
    fn settings_are_judged_as_when_they_are_read() {
        let schema = Config::json_schema();
        jsonschema::meta::validate(&schema).unwrap();
        let validator = jsonschema::draft7::new(&schema).unwrap();
        for (text, good) in [
            (documented().as_str(), true),
            ("", true),
            ("[folders]\ncheck = []", true),
            ("[rules]\nempty-label = 'error'", true),
            ("[rules]\nempty-lable = 'error'", false),
            ("[rules]\nempty-label = 'fatal'", false),
            ("[rules]\nempty-label = 1", false),
            ("[folder]\ntemplates = '.'", false),
            ("[folders]\ntemplate = '.'", false),
            ("[folders]\ntemplates = ['.']", false),
            ("[folders]\ncheck = 'templates'", false),
            ("[folders]\ncheck = [1]", false),
            ("rules = 'off'", false),
            ("[limits]\nsteps = 7", true),
            ("[limits]\nsteps = 0", false),
            ("[limits]\nsteps = '7'", false),
            ("[limits]\nsteps = 1.5", false),
            ("[limits]\nsteps = 9_000_000_000_000", false),
        ] {
            let settings: Value = toml::from_str(text).unwrap();
            let refused = refusals(&validator, &settings);
            assert_eq!(refused.is_empty(), good, "{text}: {refused:?}");
            assert_eq!(Config::parse("flockml.toml", text).is_ok(), good, "{text}");
        }
    }

    #[test]
    fn without_samples_the_template_decides() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("a.flockml", "<flockml>a</flockml>");
        write(
            "b.flockml",
            "<flockml>{{ host.name }}{{ at | default(value='') }}</flockml>",
        );
        write("c.flockml", "<flockml>{{ broken </flockml>");
        let templates = Templates::load(folder.path()).unwrap();
        let accepts = |name: &str, data: Value| {
            let schema = templates.sample_schema(name).unwrap();
            jsonschema::meta::validate(&schema).unwrap();
            jsonschema::draft7::new(&schema).unwrap().is_valid(&data)
        };
        for name in ["a.flockml", "c.flockml"] {
            assert!(accepts(name, json!({ "a": 1 })), "{name}");
            assert!(!accepts(name, json!([])), "{name}");
        }
        assert!(accepts("b.flockml", json!({ "host": { "name": "db-1" } })));
        assert!(accepts(
            "b.flockml",
            json!({ "host": { "name": 1 }, "at": 2 })
        ));
        assert!(!accepts("b.flockml", json!({ "host": {} })));
        assert!(!accepts("b.flockml", json!({ "at": 2 })));
        assert!(!accepts(
            "b.flockml",
            json!({ "host": { "name": 1, "nam": 1 } })
        ));
        assert!(!accepts(
            "b.flockml",
            json!({ "host": { "name": 1 }, "att": 2 })
        ));
    }
}
