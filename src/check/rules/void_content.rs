#![doc = include_str!("void-content.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "void-content",
    severity: Severity::Error,
    fixable: false,
    summary: "content inside an element that has none",
    page: include_str!("void-content.md"),
};

/// Content at `span` inside an element that has none.
pub(crate) fn check(walk: &mut Walk<'_>, span: Span) {
    let Some(parent) = walk.stack.last() else {
        return;
    };
    let name = walk.at(parent.name);
    let finding = Diagnostic::new(&RULE, span, format!("`{name}` may not have content"))
        .label(parent.tag, format!("`{name}` opens here"))
        .help(format!("write `<{name}/>` and put the content behind it"));
    walk.push(finding);
}
