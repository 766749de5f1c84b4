//! Every rule about template folders finds what its fixtures say, at the place they record.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

use flockml::template::{Finding, Templates};

/// Rules whose fixtures are folders. Those of the proof, the contract and the rehearsal are
/// raised by nothing yet.
const RULES: &[&str] = &[
    "template-syntax",
    "render-error",
    "unescaped-hole",
    "unknown-variable",
    "missing-sample",
];

fn fixtures(rule: &str, prefix: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/rules")
        .join(rule);
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with(prefix)
        })
        .collect();
    found.sort();
    assert!(!found.is_empty(), "{rule} has no {prefix} fixture");
    found
}

fn line(finding: &Finding, root: &Path) -> String {
    let file = Path::new(finding.file()).strip_prefix(root).unwrap();
    let diagnostic = finding.diagnostic();
    let help = diagnostic.help.as_deref().unwrap_or("none");
    format!(
        "  {}:{} {}[{}] {} | help: {help}\n",
        file.display(),
        finding.position(),
        diagnostic.severity.as_str(),
        diagnostic.rule.id,
        diagnostic.message
    )
}

#[test]
fn bad_fixtures_break_their_rule() {
    for rule in RULES {
        let mut recorded = String::new();
        for root in fixtures(rule, "bad-") {
            let findings = Templates::load(&root).unwrap().check();
            let is_found = findings
                .iter()
                .any(|finding| finding.diagnostic().rule.id == *rule);
            assert!(is_found, "{}: {findings:#?}", root.display());
            recorded += &format!("{}\n", root.file_name().unwrap().to_str().unwrap());
            recorded.extend(findings.iter().map(|finding| line(finding, &root)));
        }
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(*rule, recorded);
        });
    }
}

#[test]
fn good_fixtures_have_no_findings() {
    for rule in RULES {
        for root in fixtures(rule, "good-") {
            let findings = Templates::load(&root).unwrap().check();
            let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
            assert_eq!(lines, Vec::<String>::new());
        }
    }
}
