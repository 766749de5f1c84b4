#![doc = include_str!("desktop-only-view.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "desktop-only-view",
    severity: Severity::Warning,
    fixable: false,
    summary: "a widget or HTML view with nothing for phones",
    page: include_str!("desktop-only-view.md"),
};

/// `views` are an attachment's, by the names of their elements.
pub(crate) fn check(views: &[(&str, Span)]) -> Option<Diagnostic> {
    let has = |name| views.iter().any(|(view, _)| *view == name);
    let (name, place) = views
        .iter()
        .find(|(view, _)| matches!(*view, "widget" | "html"))?;
    (!has("flockml") && !has("image")).then(|| {
        Diagnostic::new(&RULE, *place, format!("phones do not show `{name}`"))
            .help("add a `flockml` view that says the essential in words, or an `image`")
    })
}
