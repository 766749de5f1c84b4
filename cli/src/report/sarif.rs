//! `--format sarif`: SARIF 2.1.0, for code scanning.
//!
//! See <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use flockml::check::{Edit, Origin, Rule, Severity};
use flockml::source::Position;
use flockml::template::Related;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use crate::finding::{FileFindings, Findings, Found};
use crate::report::places::Places;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What a path keeps in a URI.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Writes one run.
pub(super) fn write(findings: &Findings) -> String {
    let mut rules: Vec<&'static Rule> = Vec::new();
    let mut results = Vec::new();
    for file in &findings.files {
        let places = Places::of(file);
        for found in &file.list.found {
            let rule = found.diagnostic.rule;
            let known = rules.iter().position(|known| known.id == rule.id);
            let index = known.unwrap_or_else(|| {
                rules.push(rule);
                rules.len() - 1
            });
            results.push(result(file, &places, found, index));
        }
    }
    let rules: Vec<Value> = rules.into_iter().map(described).collect();
    let driver = json!({
        "name": "flockml",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules,
    });
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn described(rule: &'static Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "fixable": rule.fixable },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        _ => "warning",
    }
}

fn result(file: &FileFindings, places: &Places, found: &Found, rule: usize) -> Value {
    let diagnostic = &found.diagnostic;
    let name = file.source.name();
    let place = |start, end| location(name, places.position(start), places.position(end));
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    let mut result = json!({
        "ruleId": diagnostic.rule.id,
        "ruleIndex": rule,
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": [place(diagnostic.span.start(), diagnostic.span.end())],
        "properties": properties(found),
    });
    let labels = diagnostic.labels.iter().map(|label| {
        let place = place(label.span.start(), label.span.end());
        (place, label.message.as_str())
    });
    let others = found
        .related
        .iter()
        .map(|other| (elsewhere(other), other.message()));
    let related: Vec<Value> = labels.chain(others).enumerate().map(explained).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if found.is_fixable()
        && let Some(fix) = &diagnostic.fix
    {
        let replacements: Vec<Value> = fix
            .edits
            .iter()
            .map(|edit| replacement(places, edit))
            .collect();
        let artifact = json!({ "uri": uri(name) });
        let change = json!({ "artifactLocation": artifact, "replacements": replacements });
        result["fixes"] = json!([{ "artifactChanges": [change] }]);
    }
    result
}

fn properties(found: &Found) -> Value {
    let origin = match found.diagnostic.origin {
        Origin::Rendered => "rendered",
        _ => "source",
    };
    let mut properties = Map::from_iter([("origin".to_owned(), origin.into())]);
    let named = [("sample", &found.sample), ("rendered", &found.excerpt)];
    for (name, value) in named {
        if let Some(value) = value {
            properties.insert(name.to_owned(), value.as_str().into());
        }
    }
    properties.into()
}

fn location(file: &str, start: Position, end: Position) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(file) },
            "region": region(start, end),
        },
    })
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// A place in another file.
fn elsewhere(other: &Related) -> Value {
    let end = other.source().position(other.span().end());
    location(other.file(), other.position(), end)
}

fn explained((index, (mut place, message)): (usize, (Value, &str))) -> Value {
    place["id"] = index.into();
    place["message"] = json!({ "text": message });
    place
}

fn replacement(places: &Places, edit: &Edit) -> Value {
    let start = places.position(edit.span.start());
    let end = places.position(edit.span.end());
    json!({
        "deletedRegion": region(start, end),
        "insertedContent": { "text": edit.replacement },
    })
}

/// The path of a file as a URI, relative if the path is.
fn uri(path: &str) -> String {
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    let encoded = utf8_percent_encode(&path, PATH).to_string();
    match path.as_bytes() {
        [b'/', ..] => format!("file://{encoded}"),
        [drive, b':', ..] if cfg!(windows) => {
            format!(
                "file:///{}:{}",
                char::from(*drive),
                encoded.get(4..).unwrap_or_default()
            )
        }
        _ => encoded,
    }
}
