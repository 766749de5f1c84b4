#![doc = include_str!("empty-label.md")]

use super::prelude::*;
use crate::check::nesting::Open;
use crate::element::Element;
use crate::syntax::Token;

pub(crate) static RULE: Rule = Rule {
    id: "empty-label",
    severity: Severity::Warning,
    fixable: false,
    summary: "a link, action or button that shows nothing",
    page: include_str!("empty-label.md"),
};

/// The element `open`, which is being closed.
#[inline]
pub(crate) fn check(walk: &mut Walk<'_>, open: &Open) {
    if open.visible {
        return;
    }
    if let Some(element) = open.element.filter(|element| needs_label(element)) {
        report(walk, element, open.tag);
    }
}

/// An element that `token` opens and closes.
pub(crate) fn check_empty(walk: &mut Walk<'_>, element: &Element, token: &Token) {
    if needs_label(element) {
        report(walk, element, token.span);
    } else if let Some(open) = walk.stack.last_mut()
        && element.name == "user"
    {
        // The client shows the user's name.
        open.visible = true;
    }
}

/// A mention without words shows the user's name, so it needs no label.
fn needs_label(element: &Element) -> bool {
    element.interactive && element.is_inline() && element.name != "user"
}

fn report(walk: &mut Walk<'_>, element: &Element, tag: Span) {
    let name = element.name;
    let finding = Diagnostic::new(
        &RULE,
        tag,
        format!("`{name}` shows nothing that a reader could press"),
    )
    .help(format!("write words between `<{name} …>` and `</{name}>`"));
    walk.push(finding);
}

/// A required text that is empty, at `at`.
pub(crate) fn name(walk: &mut Walk<'_>, element: &Element, at: Span) {
    let message = format!("`{}` shows nothing: its name is empty", element.name);
    walk.push(Diagnostic::new(&RULE, at, message).help("write what it shall say"));
}
