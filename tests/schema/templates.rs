//! Samples, settings, and what templates render to.

use std::fs;
use std::path::{Path, PathBuf};

use flockml::ErrorKind;
use flockml::template::{Config, Templates};
use serde_json::{Value, json};

use crate::{json_files, refusals, validator, without};

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

/// Settings, and whether they can be used.
const SETTINGS: &[(&str, bool)] = &[
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
    (
        "[targets.ops]\nto = 'g:ops'\non-behalf-of = 'u:ada'\nvisible-to = ['u:bob']",
        true,
    ),
    (
        "[targets.ops]\nto = 'u:ada'\ntoken-file = '/run/secrets/flock'",
        true,
    ),
    ("[targets.o-p_s]\nwebhook-env = 'OPS'", true),
    ("[targets.ops]", false),
    ("[targets]\nops = 'g:ops'", false),
    ("[targets.'g:ops']\nto = 'g:ops'", false),
    ("[targets.-ops]\nto = 'g:ops'", false),
    ("[targets.ops]\nto = '#ops'", false),
    ("[targets.ops]\nto = ['g:ops']", false),
    ("[targets.ops]\nto = 'g:ops'\ntoken = 'x'", false),
    ("[targets.ops]\nto = 'g:ops'\nvisible-to = 'u:ada'", false),
    ("[targets.ops]\nto = 'g:ops'\nvisible-to = ['g:ada']", false),
    ("[targets.ops]\nto = 'g:ops'\ntoken-env = '1x'", false),
    (
        "[targets.ops]\nto = 'g:ops'\ntoken-env = 'A'\ntoken-file = 'a'",
        false,
    ),
    ("[targets.ops]\nto = 'g:ops'\nwebhook-env = 'A'", false),
    (
        "[targets.ops]\nwebhook-env = 'A'\nwebhook-file = 'a'",
        false,
    ),
    (
        "[targets.ops]\nwebhook-env = 'A'\nvisible-to = ['u:ada']",
        false,
    ),
    ("[targets.ops]\nwebhook-file = ''", false),
    ("[limits]\nsteps = 7", true),
    ("[limits]\nsteps = 0", false),
    ("[limits]\nsteps = '7'", false),
    ("[limits]\nsteps = 1.5", false),
    ("[limits]\nsteps = 9_000_000_000_000", false),
];

#[test]
fn settings_are_judged_as_when_they_are_read() {
    let schema = Config::json_schema();
    jsonschema::meta::validate(&schema).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let documented = documented();
    let settings = SETTINGS.iter().copied();
    for (text, good) in settings.chain([(documented.as_str(), true)]) {
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
