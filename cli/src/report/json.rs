//! `--format json`: for programs; versioned, so that it can outlive the library's own types.

use flockml::check::Origin;
use flockml::template::Update;
use serde::Serialize;

use crate::cases::{Ran, Tested};
use crate::finding::{FileFindings, Findings, Found};
use crate::report::places::Places;
use crate::templates;

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
    text(&output)
}

fn text(output: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(output)
        .expect("strings and numbers can always be written as JSON");
    text.push('\n');
    text
}

/// The findings of a file, each by itself.
pub(super) fn values(file: &FileFindings) -> Vec<serde_json::Value> {
    let value = |finding| {
        serde_json::to_value(finding).expect("strings and numbers can always be written as JSON")
    };
    of_file(file).map(value).collect()
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

#[derive(Debug, Serialize)]
struct TestOutput<'a> {
    version: u32,
    cases: Vec<Case<'a>>,
    summary: TestSummary,
}

#[derive(Debug, Serialize)]
struct Case<'a> {
    name: &'a str,
    template: Option<&'a str>,
    expected: &'a str,
    status: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    message: Option<&'a str>,
    help: Option<&'a str>,
    diff: Option<&'a str>,
    findings: Vec<serde_json::Value>,
}

#[derive(Debug, Serialize)]
struct TestSummary {
    cases: usize,
    passed: usize,
    failed: usize,
    created: usize,
    changed: usize,
}

/// Writes the outcome of a test as one JSON object.
pub(super) fn write_cases(tested: &Tested) -> String {
    let tally = tested.tally();
    text(&TestOutput {
        version: VERSION,
        cases: tested.cases.iter().map(case).collect(),
        summary: TestSummary {
            cases: tested.cases.len(),
            passed: tally.passed,
            failed: tally.failed,
            created: tally.created,
            changed: tally.changed,
        },
    })
}

fn case(ran: &Ran) -> Case<'_> {
    let failure = ran.failure();
    let findings = failure.map(|failure| templates::files(&failure.findings));
    let findings = findings.unwrap_or_default();
    Case {
        name: ran.case.name(),
        template: ran.case.template(),
        expected: ran.case.expected(),
        status: match (failure, ran.update) {
            (Some(_), _) => "failed",
            (None, Some(Update::Created)) => "created",
            (None, Some(Update::Changed)) => "changed",
            (None, _) => "passed",
        },
        file: failure.map(|failure| failure.file.as_str()),
        line: failure.map(|failure| failure.line),
        message: failure.map(|failure| failure.message.as_str()),
        help: failure.and_then(|failure| failure.help.as_deref()),
        diff: failure.and_then(|failure| failure.diff.as_deref()),
        findings: findings.iter().flat_map(values).collect(),
    }
}
