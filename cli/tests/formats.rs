//! The formats of `flockml check` that other programs read.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::Folder;

/// Findings with a second place, a fix, a sample, another file, and names that need escaping.
fn folder() -> Folder {
    Folder::with(&[
        ("a.flockml", "<flockml>ä<b>x</i>\n & 50 %\n</flockml>\n"),
        (
            "sub/odd, 50 %: ü#1.flockml",
            "<flockml>\n<a href=\"{{ url }}\">ü</a> <a href=\"https://a.example\"></a></flockml>",
        ),
        (
            "sub/odd, 50 %: ü#1.odd.sample.json",
            "{\"url\": \"javascript:x\"}",
        ),
        (
            "page.flockml",
            "<flockml>{% include \"_line.flockml\" %}</flockml>",
        ),
        ("page.x.sample.json", "{\"url\": \"javascript:y\"}"),
        ("_line.flockml", "<a href=\"{{ url }}\">line</a>"),
        ("clean.json", "{\"text\": \"hi\"}"),
        ("cut.json", "{\"text\": \n"),
    ])
}

fn check(format: &str) -> support::Ran {
    let ran = folder().run(&["check", "--format", format]);
    assert_eq!(ran.code, 1, "{}", ran.all());
    assert_eq!(ran.stderr, "");
    ran
}

#[test]
fn github_gets_a_command_for_each_finding() {
    insta::assert_snapshot!(check("github").stdout);
}

#[test]
fn junit_has_a_test_for_each_finding() {
    let ran = check("junit");
    insta::assert_snapshot!(ran.stdout);
    let folder = folder();
    let json: Value =
        serde_json::from_str(&folder.run(&["check", "--format", "json"]).stdout).unwrap();
    let number = |name: &str| usize::try_from(json["summary"][name].as_u64().unwrap()).unwrap();
    let clean = 4;
    let (errors, warnings) = (number("errors"), number("warnings"));
    support::junit::assert_valid(&ran.stdout, errors + warnings + clean, errors);
    let denied = folder.run(&["check", "--format", "junit", "--deny", "warnings"]);
    support::junit::assert_valid(&denied.stdout, errors + warnings + clean, errors + warnings);
}

#[test]
fn sarif_follows_its_schema() {
    let ran = check("sarif");
    let log: Value = serde_json::from_str(&ran.stdout).unwrap();
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/sarif/sarif-schema-2.1.0.json");
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    // These have a bracket too many to be regular expressions; nothing here has a language.
    for of in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][of]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(&log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
    for rule in log["runs"][0]["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
    {
        let page = rule["help"]["markdown"].as_str().unwrap();
        assert!(page.starts_with(&format!("# {}", rule["id"].as_str().unwrap())));
    }
    let mut results = log["runs"][0]["results"].clone();
    for result in results.as_array_mut().unwrap() {
        let rules = &log["runs"][0]["tool"]["driver"]["rules"];
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    insta::assert_snapshot!(format!("{results:#}"));
}

#[test]
fn each_format_is_whole_without_findings() {
    let folder = Folder::with(&[("a.json", "{\"text\": \"hi\"}")]);
    for format in ["github", "sarif", "junit"] {
        let ran = folder.run(&["check", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.all());
        match format {
            "sarif" => {
                let log: Value = serde_json::from_str(&ran.stdout).unwrap();
                assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
            }
            "junit" => support::junit::assert_valid(&ran.stdout, 1, 0),
            _ => assert_eq!(ran.stdout, "1 file checked, no findings\n"),
        }
    }
    let nothing = Folder::empty().run(&["check", "--format", "junit"]);
    support::junit::assert_valid(&nothing.stdout, 0, 0);
}

#[test]
fn no_format_passes_on_what_a_terminal_obeys() {
    let folder = Folder::with(&[(
        "a.flockml",
        "<flockml>\u{1b}[31m<b\u{1b}[2J \u{202e}x=1>\u{fffe}</flockml>",
    )]);
    for format in ["github", "sarif", "junit"] {
        let ran = folder.run(&["check", "--format", format]);
        assert!(
            !ran.stdout.contains(['\u{1b}', '\u{fffe}']),
            "{format}: {:?}",
            ran.stdout
        );
    }
}
