//! `--format json`: for programs; versioned, so that it can outlive the library's own types.

use flockml::check::Origin;
use serde::Serialize;

use crate::finding::{FileFindings, Findings, Found};
use crate::report::places::Places;

const VERSION: u32 = 1;

#[derive(Debug, Serialize)]
struct Output<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    summary: Summary,
}

#[derive(Debug, Serialize)]
struct Finding<'a> {
    file: &'a str,
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    origin: &'a str,
    sample: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
}

/// Writes everything as one JSON object.
pub(super) fn write(findings: &Findings) -> String {
    let summary = findings.summary();
    let output = Output {
        version: VERSION,
        findings: findings.files.iter().flat_map(of_file).collect(),
        summary: Summary {
            files: summary.files,
            errors: summary.errors,
            warnings: summary.warnings,
        },
    };
    let mut text = serde_json::to_string_pretty(&output)
        .expect("strings and numbers can always be written as JSON");
    text.push('\n');
    text
}

fn of_file(file: &FileFindings) -> impl Iterator<Item = Finding<'_>> {
    let places = Places::of(file);
    let found = file.list.found.iter();
    found.map(move |found| finding(file, &places, found))
}

fn finding<'a>(file: &'a FileFindings, places: &Places, found: &'a Found) -> Finding<'a> {
    let diagnostic = &found.diagnostic;
    let start = places.position(diagnostic.span.start());
    let end = places.position(diagnostic.span.end());
    Finding {
        file: file.source.name(),
        rule: diagnostic.rule.id,
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        origin: match diagnostic.origin {
            Origin::Rendered => "rendered",
            _ => "source",
        },
        sample: found.sample.as_deref(),
    }
}
