//! `flockml schema`

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use serde_json::Value;
use support::Folder;

const TEMPLATE: &str = "<flockml>{{ host }}</flockml>";
const SAMPLE: &str = r#"{ "host": "db-1" }"#;

fn folder() -> Folder {
    Folder::with(&[
        ("t/alert.flockml", TEMPLATE),
        ("t/alert.down.sample.json", SAMPLE),
    ])
}

fn schema(args: &[&str]) -> Value {
    let ran = folder().run(args);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn every_kind_of_file_has_a_schema() {
    for (kind, field) in [
        ("payload", "attachments"),
        ("attachment", "views"),
        ("button", "action"),
        ("config", "rules"),
    ] {
        let schema = schema(&["schema", kind]);
        assert!(schema["properties"][field].is_object(), "{kind}");
    }
    assert_eq!(
        schema(&["schema", "message"]),
        schema(&["schema", "payload"])
    );
}

#[test]
fn samples_have_the_schema_of_their_template() {
    let ways: [&[&str]; 4] = [
        &["schema", "sample", "t/alert.flockml"],
        &["schema", "sample", "t/alert"],
        &["schema", "sample", "alert.flockml", "--root", "t"],
        &["schema", "sample", "alert", "--root", "t"],
    ];
    for way in ways {
        assert_eq!(
            schema(way)["required"],
            serde_json::json!(["host"]),
            "{way:?}"
        );
    }
}

#[test]
fn a_mistake_is_told() {
    let told = |args: &[&str]| folder().run(args).all();
    insta::assert_snapshot!(told(&["schema"]));
    insta::assert_snapshot!(told(&["schema", "sample"]));
    insta::assert_snapshot!(told(&["schema", "payload", "t/alert.flockml"]));
    insta::assert_snapshot!(told(&["schema", "sample", "t/alrt.flockml"]));
    insta::assert_snapshot!(told(&["schema", "sample", "t/alert.down.sample.json"]));
}
