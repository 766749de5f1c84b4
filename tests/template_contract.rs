//! What templates read, and what is said of samples and data that do not fit.
//!
//! Each folder in `tests/contracts` is a case; its snapshot lists what each template reads and
//! then what is found.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use flockml::ErrorKind;
use flockml::template::contract::Shape;
use flockml::template::{Finding, Templates};
use serde::Serialize;
use serde_json::json;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contracts")
}

fn line(finding: &Finding, root: &Path) -> String {
    let file = Path::new(finding.file()).strip_prefix(root).unwrap();
    let diagnostic = finding.diagnostic();
    let mut line = format!(
        "{}:{} {} {}: {}\n",
        file.display(),
        finding.position(),
        diagnostic.severity.as_str(),
        diagnostic.rule.id,
        diagnostic.message
    );
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(line, "    help: {help}");
    }
    for related in finding.related() {
        let file = Path::new(related.file()).strip_prefix(root).unwrap();
        let (position, message) = (related.position(), related.message());
        let _ = writeln!(line, "    {}:{position}: {message}", file.display());
    }
    if let Some(sample) = finding.sample() {
        let _ = writeln!(line, "    with `{sample}`");
    }
    line
}

fn report(root: &Path) -> String {
    let templates = Templates::load(root).unwrap();
    let mut report = String::new();
    for name in templates.names() {
        match templates.contract(name) {
            Ok(contract) => {
                let shown = contract
                    .to_string()
                    .replace(&format!("{}/", root.display()), "");
                report += &shown;
            }
            Err(error) => report += &format!("{name}: {error}\n"),
        }
        report.push('\n');
    }
    let is_ours = |finding: &Finding| {
        matches!(
            finding.diagnostic().rule.id,
            "unknown-variable" | "unused-sample-field"
        )
    };
    for finding in templates.check().iter().filter(|finding| is_ours(finding)) {
        report += &line(finding, root);
    }
    report
}

#[test]
fn cases_are_as_recorded() {
    let mut folders: Vec<PathBuf> = fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && !path.ends_with("snapshots"))
        .collect();
    folders.sort();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(cases().join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        settings.bind(|| insta::assert_snapshot!(name, report(&folder)));
    }
}

fn load(name: &str) -> Templates {
    Templates::load(cases().join(name)).unwrap()
}

#[derive(Serialize)]
struct Alert {
    on_call: Person,
    requester: Person,
    #[serde(skip_serializing_if = "Option::is_none")]
    onn_call: Option<Person>,
    load: f64,
    host: Host,
    row: Host,
    title: &'static str,
    body_text: &'static str,
    severity: Option<&'static str>,
}

#[derive(Serialize)]
struct Person {
    id: &'static str,
    name: &'static str,
}

#[derive(Serialize)]
struct Host {
    name: &'static str,
}

fn alert(onn_call: Option<Person>) -> Alert {
    let ada = || Person {
        id: "u:ada",
        name: "Ada",
    };
    Alert {
        on_call: ada(),
        requester: ada(),
        onn_call,
        load: 0.5,
        host: Host { name: "db-1" },
        row: Host { name: "db-1" },
        title: "t",
        body_text: "b",
        severity: None,
    }
}

#[test]
fn a_struct_that_lacks_something_fails_with_template_line_and_field() {
    let templates = load("components");
    let lacking = templates.lacking(&["alert"], &alert(None)).unwrap();
    let lines: Vec<String> = lacking
        .iter()
        .map(|finding| line(finding, &cases().join("components")))
        .collect();
    insta::assert_snapshot!(lines.concat());
    let asserted = || templates.assert_satisfied_by(&["alert"], &alert(None));
    let told = catch_unwind(AssertUnwindSafe(asserted));
    let told = told.unwrap_err().downcast::<String>().unwrap();
    assert!(
        told.contains("alert.flockml:2:89: unknown-variable: `onn_call`"),
        "{told}"
    );
}

#[test]
fn a_struct_that_has_all_of_it_satisfies() {
    load("files").assert_satisfied_by(
        &["alert.flockml"],
        &json!({
            "header": "h", "base_only": { "x": 1 }, "title": "t", "default_main": 1, "footer": "f",
            "items": [{ "name": "n", "titel": "t", "more": { "x": 1 } }], "everywhere": 1,
        }),
    );
    let lacking = load("optional")
        .lacking(&["alert"], &json!({ "e": {}, "v": 1, "hh": {} }))
        .unwrap();
    assert!(lacking.is_empty(), "{lacking:?}");
}

#[test]
fn a_contract_is_asked_by_path() {
    let contract = load("loops").contract("alert").unwrap();
    let title = contract.field("pulls[].title").unwrap();
    assert!(title.required);
    assert_eq!(title.shape, Shape::Text);
    assert_eq!(title.places[0].position.to_string(), "5:69");
    assert!(contract.field("pulls[].nothing").is_none());
    assert!(
        contract
            .required()
            .all(|field| field.path != "people[].on_call")
    );
    assert!(load("all").contract("alert").unwrap().whole);
}

#[test]
fn the_operation_fails_with_its_own_kind() {
    let templates = load("loops");
    let unknown = templates.contract("alrt").unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::UnknownTemplate);
    let list = templates.lacking(&["alert"], &json!([1])).unwrap_err();
    assert_eq!(list.kind(), ErrorKind::InvalidData);
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("alert.flockml"),
        "<flockml>{{ x | }}</flockml>",
    )
    .unwrap();
    let templates = Templates::load(folder.path()).unwrap();
    let broken = templates.contract("alert").unwrap_err();
    assert_eq!(broken.kind(), ErrorKind::InvalidContent);
    assert!(!broken.findings().is_empty());
}
