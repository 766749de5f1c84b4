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
    let help = match parent.element {
        Some(element) if element.is_inline() => {
            format!("write `<{name}/>` and put the content behind it")
        }
        Some(element) if element.attribute("name").is_some() => {
            format!("write `<{name} name=\"…\"/>`, with the words as its name")
        }
        _ => "delete it, or write it into `<flockml>`".to_owned(),
    };
    let finding = Diagnostic::new(&RULE, span, format!("`{name}` may not have content"))
        .label(parent.tag, format!("`{name}` opens here"))
        .help(help);
    walk.push(finding);
}
