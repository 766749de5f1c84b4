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
        for diagnostic in file.list.found.iter().map(|found| &found.diagnostic) {
            let _ = writeln!(
                out,
                "{}:{}: {}[{}]: {}",
                harmless(file.source.name()),
                places.position(diagnostic.span.start()),
                diagnostic.severity.as_str(),
                diagnostic.rule.id,
                harmless(&diagnostic.message)
            );
        }
    }
    out.push_str(&summary_line(&findings.summary()));
    out
}
