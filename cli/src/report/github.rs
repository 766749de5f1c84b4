//! `--format github`: workflow commands, which GitHub shows beside the lines of a change.
//!
//! See <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>.

use std::fmt::Write;

use flockml::check::Severity;

use crate::cases::Tested;
use crate::finding::{FileFindings, Findings, Found};
use crate::report::places::Places;
use crate::report::{harmless, summary_line, tally_line};

/// Writes a command for each finding, then how many there are.
pub(super) fn write(findings: &Findings) -> String {
    let mut out = String::new();
    for file in &findings.files {
        let places = Places::of(file);
        for found in &file.list.found {
            finding(&mut out, file, &places, found);
        }
    }
    out.push_str(&summary_line(&findings.summary()));
    out
}

fn finding(out: &mut String, file: &FileFindings, places: &Places, found: &Found) {
    let diagnostic = &found.diagnostic;
    let start = places.position(diagnostic.span.start());
    let end = places.position(diagnostic.span.end());
    let command = match diagnostic.severity {
        Severity::Error => "error",
        _ => "warning",
    };
    let mut place = format!("line={},endLine={}", start.line, end.line);
    // GitHub takes columns only of what stands in one line.
    if start.line == end.line {
        let _ = write!(place, ",col={},endColumn={}", start.column, end.column);
    }
    let mut lines = vec![harmless(&diagnostic.message)];
    let related = found
        .related
        .iter()
        .map(|related| harmless(&related.to_string()));
    lines.extend(related);
    let sample = found.sample.as_ref();
    lines.extend(sample.map(|sample| format!("with the sample `{}`", harmless(sample))));
    let help = diagnostic.help.as_ref();
    lines.extend(help.map(|help| format!("help: {}", harmless(help))));
    let _ = writeln!(
        out,
        "::{command} file={},{place},title={}::{}",
        property(&harmless(file.source.name())),
        property(diagnostic.rule.id),
        data(&lines.join("\n"))
    );
}

/// Writes a command for each case that failed, then how many there are.
pub(super) fn write_cases(tested: &Tested) -> String {
    let mut out = String::new();
    for ran in &tested.cases {
        let Some(failure) = ran.failure() else {
            continue;
        };
        let mut text = harmless(&failure.message);
        if let Some(diff) = &failure.diff {
            let _ = write!(text, "\n{}", diff.trim_end());
        }
        for found in &failure.findings {
            let _ = write!(text, "\n{}", harmless(&found.to_string()));
        }
        if let Some(help) = &failure.help {
            let _ = write!(text, "\nhelp: {}", harmless(help));
        }
        let _ = writeln!(
            out,
            "::error file={},line={},title={}::{}",
            property(&harmless(&failure.file)),
            failure.line,
            property(&harmless(ran.case.name())),
            data(&text)
        );
    }
    out.push_str(&tally_line(&tested.tally()));
    out
}

/// The text of a command, which ends with its line.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_command_is_escaped() {
        assert_eq!(data("50 % of a,b: c\r\nd"), "50 %25 of a,b: c%0D%0Ad");
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
    }
}
