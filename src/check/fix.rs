//! Mending a text.

use std::borrow::Borrow;
use std::cmp::Reverse;

use super::report::{Diagnostic, Edit, Report};

/// Applies the fixes in a report to the text that it is about.
///
/// Where two fixes touch the same characters the first wins; check the result again, and fix
/// again, until nothing fixable is left.
///
/// # Examples
///
/// ```
/// use flockml::check::{check, fix};
///
/// let text = "<flockml>R&D<br></flockml>";
/// assert_eq!(fix(text, &check(text)), "<flockml>R&amp;D<br/></flockml>");
/// ```
#[must_use]
pub fn fix(text: &str, report: &Report) -> String {
    apply(text, report.diagnostics())
}

/// Applies the fixes of some findings about `text`.
pub(crate) fn apply<D: Borrow<Diagnostic>>(text: &str, diagnostics: &[D]) -> String {
    // Of end tags inserted at one place, that of the element opened last comes first, and that
    // of a root, whose start tag the same fix inserts, comes last.
    let mut edits: Vec<(Reverse<usize>, &Edit)> = Vec::new();
    for diagnostic in diagnostics.iter().rev() {
        if let Some(fix) = &diagnostic.borrow().fix {
            let begin = fix.edits.first().map_or(0, |edit| edit.span.start());
            edits.extend(fix.edits.iter().map(|edit| (Reverse(begin), edit)));
        }
    }
    edits.sort_by_key(|&(begin, edit)| (edit.span.start(), edit.span.end(), begin));
    let mut out = String::with_capacity(text.len() + edits.len() * 8);
    let mut done = 0;
    for (_, edit) in edits {
        if edit.span.start() < done || edit.span.end() > text.len() {
            continue;
        }
        out.push_str(&text[done..edit.span.start()]);
        out.push_str(&edit.replacement);
        done = edit.span.end();
    }
    out.push_str(&text[done..]);
    out
}
