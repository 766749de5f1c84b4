//! Mending a text.

use std::borrow::Borrow;

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
    // Of insertions at one place, that of the element opened last comes first.
    let mut edits: Vec<&Edit> = Vec::new();
    for diagnostic in diagnostics.iter().rev() {
        if let Some(fix) = &diagnostic.borrow().fix {
            edits.extend(&fix.edits);
        }
    }
    edits.sort_by_key(|edit| (edit.span.start(), edit.span.end()));
    let mut out = String::with_capacity(text.len() + edits.len() * 8);
    let mut done = 0;
    for edit in edits {
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
