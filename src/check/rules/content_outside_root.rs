#![doc = include_str!("content-outside-root.md")]

use super::prelude::*;
use crate::check::walk::Root;

pub(crate) static RULE: Rule = Rule {
    id: "content-outside-root",
    severity: Severity::Error,
    fixable: false,
    summary: "text or a second root beside the first",
    page: include_str!("content-outside-root.md"),
};

/// Content at `span`, beside the root.
pub(crate) fn check(walk: &mut Walk<'_>, span: Span, root: Root) {
    let name = root.element.name;
    let raw = walk.at(span);
    let is_root = raw
        .strip_prefix('<')
        .is_some_and(|rest| rest.starts_with(name));
    let side = if span.start() < root.tag.start() {
        "before"
    } else {
        "behind"
    };
    let message = if is_root {
        format!("a second `<{name}>` stands {side} the first")
    } else {
        format!("content stands {side} `<{name}>`")
    };
    let help = if is_root {
        format!("put the content of both into one `<{name}>`")
    } else {
        format!("move it inside `<{name}>`, or delete it")
    };
    let first_line = raw.lines().next().map_or(0, |line| line.trim_end().len());
    let span = Span::new(span.start(), span.start() + first_line);
    let finding = Diagnostic::new(&RULE, span, message)
        .label(root.tag, format!("`<{name}>` is the root"))
        .help(help);
    walk.push(finding);
}

/// What the template's tag at `tag` writes stands beside the root.
#[cfg(feature = "template")]
pub(crate) fn written(tag: Span) -> Diagnostic {
    Diagnostic::new(&RULE, tag, "what this writes stands beside the root")
        .help("move it inside the root")
}

/// Content at `span`, beside a root that another file or a component writes.
#[cfg(feature = "template")]
pub(crate) fn beside(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "content stands beside the root")
        .help("move it inside the root, or delete it")
}
