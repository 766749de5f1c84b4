//! Any templates: without findings they render to well-formed output, whatever the data.
//!
//! An input is a page, a partial `_part` and a file of components, divided by lines `---`.

#![no_main]

use std::fs;
use std::sync::LazyLock;

use flockml::template::Templates;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let memory = "/dev/shm";
    TempDir::new_in(memory)
        .or_else(|_| TempDir::new())
        .expect("a folder for the templates")
});

/// What makes a document ill-formed.
const ILL_FORMED: &[&str] = &[
    "missing-root",
    "content-outside-root",
    "unclosed-element",
    "unexpected-end-tag",
    "malformed-tag",
    "duplicate-attribute",
    "unescaped-character",
    "unknown-entity",
    "control-character",
    "unsupported-construct",
    "invalid-json",
    "unescaped-hole",
];

fn data() -> [Value; 4] {
    [
        json!({ "s": "<&\"'>]]", "t": "]", "flag": true, "n": 2, "list": ["<b>", "]]>", ""], "map": { "a": "\u{1b}[1m\u{0}" } }),
        json!({ "s": "", "t": "]]", "flag": false, "n": 0, "list": [], "map": {} }),
        json!({ "s": [["<"]], "t": null, "flag": "--", "n": 1.5, "list": [null, 1, [], {}], "map": { "a": { "a": "\n" } } }),
        json!({ "s": "x", "t": "{{ s }}", "flag": true, "n": -1, "list": ["a"], "map": { "a": "é🦀\u{fffe}", "b": "" } }),
    ]
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut texts = text.split("\n---\n");
    let page = texts.next().unwrap_or_default();
    let folder = FOLDER.path();
    let (sort, other) = match page.starts_with("{ ") {
        true => ("message.json", "flockml"),
        false => ("flockml", "message.json"),
    };
    let name = format!("page.{sort}");
    for stem in ["page", "_part", "components"] {
        let _ = fs::remove_file(folder.join(format!("{stem}.{other}")));
        let text = if stem == "page" { page } else { texts.next().unwrap_or_default() };
        fs::write(folder.join(format!("{stem}.{sort}")), text).expect("the folder can be written");
    }

    let templates = Templates::load(folder).expect("the folder can be read");
    let is_doubted = templates.check().iter().any(|finding| {
        let diagnostic = finding.diagnostic();
        let text = finding.source().text();
        assert!(text.get(diagnostic.span.range()).is_some(), "{finding:?}");
        for label in &diagnostic.labels {
            assert!(text.get(label.span.range()).is_some(), "{finding:?}");
        }
        finding.is_error() || diagnostic.rule.id == "unproven-markup"
    });
    if is_doubted || !templates.names().any(|other| other == name) {
        return;
    }
    for data in data() {
        match templates.render(&name, &data) {
            Ok(rendered) => {
                if let Some(markup) = rendered.object.markup() {
                    let flockml = markup.to_flockml();
                    if let Err(error) = roxmltree::Document::parse(&flockml) {
                        panic!("{error} in {flockml:?}");
                    }
                }
            }
            Err(error) => {
                for finding in error.findings() {
                    let diagnostic = finding.diagnostic();
                    // a key may stand twice in what is JSON all the same
                    let is_fine = !ILL_FORMED.contains(&diagnostic.rule.id)
                        || diagnostic.message.ends_with("is there twice");
                    assert!(is_fine, "{finding} with {data}");
                }
            }
        }
    }
});
