#![doc = include_str!("shadowed-view.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "shadowed-view",
    severity: Severity::Warning,
    fixable: false,
    summary: "a view that a stronger one hides",
    page: include_str!("shadowed-view.md"),
};

/// The views of one surface, strongest first: the others of its row are never seen.
///
/// A weaker view of the other row is what the reader of the other surface sees.
const ROWS: [[&str; 2]; 2] = [["widget", "html"], ["flockml", "image"]];

/// `views` are an attachment's, by the names of their elements.
pub(crate) fn check(views: &[(&str, Span)]) -> Vec<Diagnostic> {
    let place = |name| views.iter().find(|(view, _)| *view == name);
    ROWS.iter()
        .filter_map(|[strong, weak]| {
            let (_, stronger) = place(*strong)?;
            let (_, hidden) = place(*weak)?;
            Some(
                Diagnostic::new(
                    &RULE,
                    *hidden,
                    format!("`{weak}` is never seen: `{strong}` hides it"),
                )
                .label(*stronger, format!("`{strong}` is shown instead"))
                .help(format!("remove `{weak}`, or `{strong}`")),
            )
        })
        .collect()
}
