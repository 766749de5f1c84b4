//! `{# flockml-allow RULE: reason #}`: every rule can be allowed, and nothing broken comes of it.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use flockml::check::RULES;
use flockml::template::{Config, Templates};
use tempfile::TempDir;

/// What keeps a template from being read or rendered: no comment hides it where that happens.
const BINDING: &[&str] = &["template-syntax", "render-error", "unknown-variable"];

/// The fixtures of `rule` that break it, each as a folder of templates without samples for
/// those that are single files.
fn fixtures(rule: &str) -> Vec<(String, TempDir)> {
    let mut folders = Vec::new();
    for entry in Path::new("tests/rules").join(rule).read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.starts_with("bad-") {
            continue;
        }
        let folder = TempDir::new().unwrap();
        if path.is_dir() {
            copy(&path, folder.path());
        } else if name.ends_with(".flockml") {
            fs::copy(&path, folder.path().join(&name)).unwrap();
        } else {
            fs::copy(&path, folder.path().join("bad.message.json")).unwrap();
        }
        folders.push((name, folder));
    }
    folders
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// Allows `rule` in every template below `folder`.
fn allow(folder: &Path, rule: &str) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let data = [".sample.json", ".expected.json", ".toml"];
        if path.is_dir() {
            allow(&path, rule);
        } else if !data.iter().any(|suffix| name.ends_with(suffix)) {
            let mut text = format!("{{# flockml-allow-file {rule}: a test #}}").into_bytes();
            text.extend(fs::read(&path).unwrap());
            fs::write(&path, text).unwrap();
        }
    }
}

fn found(folder: &Path, config: Config, rule: &str) -> usize {
    let templates = Templates::load_with(folder, config).unwrap();
    let findings = templates.check();
    findings
        .iter()
        .filter(|found| found.diagnostic().rule.id == rule)
        .count()
}

#[test]
fn every_rule_can_be_allowed() {
    let mut tried = 0;
    for rule in RULES.iter().filter(|rule| !BINDING.contains(&rule.id)) {
        for (name, folder) in fixtures(rule.id) {
            let before = found(folder.path(), Config::default(), rule.id);
            if before == 0 {
                continue;
            }
            tried += 1;
            allow(folder.path(), rule.id);
            let left = found(folder.path(), Config::default(), rule.id);
            assert_eq!(left, 0, "{}/{name}", rule.id);
        }
    }
    assert!(tried > 100, "{tried}");
}

#[test]
fn every_rule_can_be_turned_off() {
    for rule in RULES.iter().filter(|rule| !BINDING.contains(&rule.id)) {
        for (name, folder) in fixtures(rule.id) {
            let text = format!("[rules]\n{} = \"off\"", rule.id);
            let config = Config::parse("flockml.toml", &text).unwrap();
            let left = found(folder.path(), config, rule.id);
            assert_eq!(left, 0, "{}/{name}", rule.id);
        }
    }
}

#[test]
fn what_cannot_be_rendered_is_told_whatever_is_allowed() {
    for rule in BINDING {
        for (name, folder) in fixtures(rule) {
            let before = found(folder.path(), Config::default(), rule);
            allow(folder.path(), rule);
            let text = format!("[rules]\n{rule} = \"off\"");
            let config = Config::parse("flockml.toml", &text).unwrap();
            let left = found(folder.path(), config, rule);
            assert!(before == 0 || left > 0, "{rule}/{name}");
        }
    }
}
