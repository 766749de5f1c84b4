#![doc = include_str!("missing-attribute.md")]

use super::prelude::*;
use crate::element::{Attribute, Element, Kind, Presence};
use crate::syntax::Token;

pub(crate) static RULE: Rule = Rule {
    id: "missing-attribute",
    severity: Severity::Error,
    fixable: false,
    summary: "an attribute that the element needs is not there",
    page: include_str!("missing-attribute.md"),
};

/// An attribute that the element needs and does not have.
pub(crate) fn check(walk: &mut Walk<'_>, element: &Element, known: &Attribute, token: &Token) {
    let finding = found(element, known, token);
    walk.push(finding);
}

/// An attribute that a template writes at `there` and not in all cases, or not at all.
pub(crate) fn check_somewhere(
    walk: &mut Walk<'_>,
    element: &Element,
    known: &Attribute,
    token: &Token,
    there: Option<Span>,
) {
    let mut finding = found(element, known, token);
    if let Some(there) = there {
        finding.message = format!("`{}` has no `{}` in every case", element.name, known.name);
        finding = finding.label(there, "it stands in a branch that may be left out");
    }
    walk.push(finding);
}

fn found(element: &Element, known: &Attribute, token: &Token) -> Diagnostic {
    let because = match known.presence {
        Presence::RequiredForType(_) => " for its type",
        _ => "",
    };
    let message = format!(
        "`{}` has no `{}`, which it needs{because}",
        element.name, known.name
    );
    let sample = match known.kind {
        Kind::Link | Kind::Url => "https://…",
        Kind::UserId => "u:…",
        Kind::Action => "openBrowser",
        Kind::Choice([first, ..]) => first,
        _ => "…",
    };
    Diagnostic::new(&RULE, token.span, message).help(format!("write `{}=\"{sample}\"`", known.name))
}
