//! What authors get wrong, one mistake a file: found at its line, alone, and mended where that is
//! certain.
//!
//! A file says what it is to be found as, then the files of a template folder.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::Folder;

/// A mistake and what is expected of the program.
struct Mistake {
    name: String,
    /// `rule at file:line`
    finds: String,
    /// What is found beside it, because one mistake can show in two places.
    also: Vec<String>,
    fixed: bool,
    folder: Folder,
}

fn mistakes() -> Vec<Mistake> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Mistake {
    let text = fs::read_to_string(path).unwrap();
    let mut parts = text.split("=== ");
    let head = parts.next().unwrap();
    let said = |key: &str| {
        head.lines()
            .filter_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let folder = Folder::empty();
    for part in parts {
        let (name, content) = part.split_once('\n').unwrap();
        folder.write(name, content);
    }
    Mistake {
        name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
        finds: said("finds").remove(0),
        also: said("also"),
        fixed: said("fixed") == ["yes"],
        folder,
    }
}

/// `rule at file:line` of every finding.
fn found(folder: &Folder) -> Vec<String> {
    let ran = folder.run(&["check", ".", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    findings
        .iter()
        .map(|found| {
            let file = text(&found["file"]);
            let file = file.trim_start_matches("./");
            format!("{} at {file}:{}", text(&found["rule"]), found["line"])
        })
        .collect()
}

#[test]
fn every_mistake_is_found_where_it_was_made() {
    let mut wrong = String::new();
    let mut table = String::new();
    for mistake in mistakes() {
        let said = mistake.folder.run(&["check", ".", "--format", "concise"]);
        let before = found(&mistake.folder);
        mistake.folder.run(&["check", ".", "--fix"]);
        let after = found(&mistake.folder);

        let is_found = before.contains(&mistake.finds);
        let beside: Vec<&String> = before
            .iter()
            .filter(|found| **found != mistake.finds && !mistake.also.contains(found))
            .collect();
        let is_fixed = !after.contains(&mistake.finds);
        if !is_found || !beside.is_empty() || is_fixed != mistake.fixed {
            let _ = writeln!(
                wrong,
                "{}: expected {} (fixed: {}), got (fixed: {is_fixed})\n{}",
                mistake.name, mistake.finds, mistake.fixed, said.stdout
            );
        }
        let _ = writeln!(
            table,
            "{} ({})\n{}",
            mistake.name,
            if is_fixed { "fixed" } else { "for its author" },
            said.stdout
        );
    }
    assert!(wrong.is_empty(), "{wrong}");
    insta::assert_snapshot!(table);
}

#[test]
fn what_is_mended_is_clean() {
    for mistake in mistakes().iter().filter(|mistake| mistake.fixed) {
        mistake.folder.run(&["check", ".", "--fix"]);
        let left = found(&mistake.folder);
        assert!(left.is_empty(), "{}: {left:?}", mistake.name);
    }
}
