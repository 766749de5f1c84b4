//! How findings are written: one format, one file.

mod concise;
mod github;
mod human;
mod json;
mod junit;
mod places;
mod sarif;

use std::io;
use std::time::Duration;

use crate::args::{Color, Format, TestFormat};
use crate::cases::{Tally, Tested};
use crate::finding::{FileFindings, Findings, Summary};
use crate::output;

/// The findings as `format` writes them; only `human` is ever coloured.
pub(crate) fn write(findings: &Findings, format: Format, coloured: bool) -> String {
    match format {
        Format::Human => human::write(findings, coloured),
        Format::Concise => concise::write(findings),
        Format::Json => json::write(findings),
        Format::Github => github::write(findings),
        Format::Sarif => sarif::write(findings),
        Format::Junit => junit::write(findings),
    }
}

/// The findings of a file as `--format json` has them.
pub(crate) fn values(file: &FileFindings) -> Vec<serde_json::Value> {
    json::values(file)
}

/// The outcome of a test as `format` writes it; only `human` is ever coloured.
pub(crate) fn write_cases(tested: &Tested, format: TestFormat, coloured: bool) -> String {
    match format {
        TestFormat::Human => human::write_cases(tested, coloured),
        TestFormat::Json => json::write_cases(tested),
        TestFormat::Github => github::write_cases(tested),
        TestFormat::Junit => junit::write_cases(tested),
    }
}

/// Writes findings to standard error, for commands whose output is something else.
pub(crate) fn tell(files: Vec<FileFindings>, color: Color) {
    let findings = Findings {
        files,
        ..Findings::default()
    };
    if !findings.is_empty() {
        let coloured = output::is_coloured(color, &io::stderr());
        let mut text = human::write_findings(&findings, coloured);
        let omitted = findings.summary().omitted;
        if omitted > 0 {
            text.push_str(&omitted_line(omitted));
        }
        output::complain(&text);
    }
}

/// The closing line of a report for people.
fn summary_line(summary: &Summary) -> String {
    let files = plural(summary.files, "file");
    if summary.errors + summary.warnings == 0 {
        return format!("{files} checked, no findings\n");
    }
    let mut line = format!(
        "{files} checked: {}, {}",
        plural(summary.errors, "error"),
        plural(summary.warnings, "warning")
    );
    if summary.omitted > 0 {
        line.push_str(&format!(" and {} more not shown", summary.omitted));
    }
    if summary.fixable > 0 {
        line.push_str(&format!("; `--fix` fixes {}", summary.fixable));
    }
    line.push('\n');
    line
}

/// The closing line of a test's report for people.
fn tally_line(tally: &Tally) -> String {
    let mut line = format!(
        "{}: {} passed, {} failed",
        plural(tally.passed + tally.failed, "case"),
        tally.passed,
        tally.failed
    );
    if tally.created + tally.changed > 0 {
        line.push_str(&format!(
            "; {} created, {} changed",
            plural(tally.created, "expected payload"),
            tally.changed
        ));
    }
    line.push('\n');
    line
}

/// Says that there are more findings than the report has.
pub(crate) fn omitted_line(omitted: usize) -> String {
    format!("note: {} more not shown", plural(omitted, "finding"))
}

/// `1 error`, `2 errors`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// `30 seconds`, rounded up.
pub(crate) fn seconds(pause: Duration) -> String {
    let whole = pause.as_secs() + u64::from(pause.subsec_nanos() > 0);
    plural(usize::try_from(whole).unwrap_or(usize::MAX), "second")
}

/// `text` on one line, without characters that a terminal obeys or that turn its reading order.
pub(crate) fn harmless(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\n' | '\r' | '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
            control if control.is_control() => char::REPLACEMENT_CHARACTER,
            other => other,
        })
        .collect()
}
