#![doc = include_str!("nested-interactive.md")]

use super::prelude::*;
use crate::syntax::Token;

pub(crate) static RULE: Rule = Rule {
    id: "nested-interactive",
    severity: Severity::Warning,
    fixable: false,
    summary: "a link, mention or action inside another",
    page: include_str!("nested-interactive.md"),
};

/// The element that `token` opens.
pub(crate) fn check(walk: &mut Walk<'_>, token: &Token) {
    let Some(outer) = walk.stack.interactive() else {
        return;
    };
    let inner = walk.at(token.name);
    let message = format!("`{inner}` stands inside `{}`", walk.at(outer.name));
    let finding = Diagnostic::new(&RULE, token.span, message)
        .label(outer.tag, "inside this")
        .help("close the outer one first: a reader can press only one of them");
    walk.push(finding);
}
