//! `--format concise`: a line for each finding.

use std::fmt::Write;

use crate::finding::Findings;
use crate::report::places::Places;
use crate::report::{harmless, summary_line};

/// Writes `file:line:col: severity[rule]: message` for each finding, then how many there are.
pub(super) fn write(findings: &Findings) -> String {
    let mut out = String::new();
    for file in &findings.files {
        let places = Places::of(file);
        for found in &file.list.found {
            let diagnostic = &found.diagnostic;
            let _ = write!(
                out,
                "{}:{}: {}[{}]: {}",
                harmless(file.source.name()),
                places.position(diagnostic.span.start()),
                diagnostic.severity.as_str(),
                diagnostic.rule.id,
                harmless(&diagnostic.message)
            );
            for related in &found.related {
                let _ = write!(out, " ({})", harmless(&related.to_string()));
            }
            out.push('\n');
        }
    }
    out.push_str(&summary_line(&findings.summary()));
    out
}
