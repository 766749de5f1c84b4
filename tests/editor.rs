//! The words in the grammars of the editor's extension are those of the tables.

#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use flockml::element::{self, ELEMENTS, ENTITIES};
use flockml::template::Templates;
use serde_json::Value;

fn grammar(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode/syntaxes");
    let text = fs::read_to_string(path.join(format!("{name}.tmLanguage.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The words of the first group of alternatives in a pattern.
fn words(pattern: &Value) -> BTreeSet<&str> {
    let groups = pattern.as_str().unwrap().split(['(', ')']);
    let is_list = |group: &&str| {
        let word = |word: &str| !word.is_empty() && word.chars().all(is_letter);
        group.contains('|') && group.trim_start_matches("?:").split('|').all(word)
    };
    let group = groups.into_iter().find(is_list).unwrap();
    group.trim_start_matches("?:").split('|').collect()
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

#[test]
fn elements_attributes_and_entities_are_the_tables() {
    let grammar = grammar("flockml");
    let rules = &grammar["repository"];
    assert_eq!(
        words(&rules["element-name"]["match"]),
        element::names().collect()
    );
    let attributes = ELEMENTS.iter().flat_map(|element| element.attributes);
    assert_eq!(
        words(&rules["attribute-name"]["match"]),
        attributes.map(|attribute| attribute.name).collect()
    );
    assert_eq!(
        words(&rules["reference"]["patterns"][0]["match"]),
        ENTITIES.iter().map(|(name, _)| *name).collect()
    );
}

/// What is said about a template that has a tag of that name.
fn said_about(statement: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("<flockml>{{% {statement} %}}</flockml>");
    fs::write(folder.path().join("a.flockml"), text).unwrap();
    let findings = Templates::load(folder.path()).unwrap().check();
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn statements_are_those_that_the_engine_knows() {
    let grammar = grammar("tera");
    let keywords = grammar["repository"]["keyword"]["patterns"]
        .as_array()
        .unwrap();
    let list = keywords
        .iter()
        .find(|rule| rule["match"].as_str().unwrap().contains("|endif|"));
    let known = words(&list.unwrap()["match"]);
    assert!(said_about("frobnicate").contains("has no tag"));
    for keyword in &known {
        assert!(!said_about(keyword).contains("has no tag"), "{keyword}");
    }
    for keyword in ["if", "for", "set", "block", "filter", "component", "raw"] {
        assert!(known.contains(keyword), "{keyword}");
        assert!(
            known.contains(format!("end{keyword}").as_str()),
            "{keyword}"
        );
    }
}
