//! The outcome of a test, for people.

use std::fmt::Write;

use annotate_snippets::renderer::{AnsiColor, Style};
use flockml::template::{Failure, Update};

use crate::cases::{Ran, Tested};
use crate::finding::Findings;
use crate::report::{harmless, tally_line};
use crate::templates;

/// Writes what failed and what was written, and last how many cases there are.
pub(in crate::report) fn write_cases(tested: &Tested, coloured: bool) -> String {
    let mut out = String::new();
    for ran in &tested.cases {
        match ran.failure() {
            Some(failure) => failed(&mut out, ran, failure, coloured),
            None => written(&mut out, ran),
        }
    }
    out.push_str(&tally_line(&tested.tally()));
    out
}

fn written(out: &mut String, ran: &Ran) {
    let what = match ran.update {
        Some(Update::Created) => "created",
        Some(Update::Changed) => "changed",
        _ => return,
    };
    let _ = writeln!(out, "{what} {}", harmless(ran.case.expected()));
}

fn failed(out: &mut String, ran: &Ran, failure: &Failure, coloured: bool) {
    let red = paint(AnsiColor::BrightRed.on_default().bold(), coloured);
    let bold = paint(Style::new().bold(), coloured);
    let _ = writeln!(
        out,
        "{}:{}:1: {red}failed[{}]{red:#}{bold}: {}{bold:#}",
        harmless(&failure.file),
        failure.line,
        harmless(ran.case.name()),
        harmless(&failure.message)
    );
    for line in failure.diff.iter().flat_map(|diff| diff.lines()) {
        let color = match line.as_bytes().first() {
            Some(b'-') => AnsiColor::Red.on_default(),
            Some(b'+') => AnsiColor::Green.on_default(),
            _ => Style::new(),
        };
        let color = paint(color, coloured);
        let _ = writeln!(out, "  {color}{line}{color:#}");
    }
    if !failure.findings.is_empty() {
        let findings = Findings {
            files: templates::files(&failure.findings),
            ..Findings::default()
        };
        out.push('\n');
        out.push_str(super::write_findings(&findings, coloured).trim_end());
        out.push('\n');
    }
    if let Some(help) = &failure.help {
        let _ = writeln!(out, "  = help: {}", harmless(help));
    }
    out.push('\n');
}

fn paint(style: Style, coloured: bool) -> Style {
    if coloured { style } else { Style::new() }
}
