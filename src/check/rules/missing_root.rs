#![doc = include_str!("missing-root.md")]

use super::prelude::*;
use crate::check::walk::Root;
use crate::check::ways::Body;
use crate::element;
use crate::syntax::Document;

pub(crate) static RULE: Rule = Rule {
    id: "missing-root",
    severity: Severity::Error,
    fixable: true,
    summary: "the document is not wrapped in `<flockml>`",
    page: include_str!("missing-root.md"),
};

/// A document none of whose elements is a root; `outside` is what it has instead.
pub(crate) fn check(walk: &mut Walk<'_>, outside: &[Span]) {
    let (Some(first), Some(last)) = (outside.first(), outside.last()) else {
        let finding = Diagnostic::new(&RULE, Span::at(0), "the document is empty")
            .help("write `<flockml>…</flockml>`");
        return walk.push(finding);
    };
    let end = walk.text[..last.end()].trim_ascii_end().len();
    let line_end = walk
        .at(Span::new(first.start(), end))
        .lines()
        .next()
        .map_or(0, str::len);
    let span = Span::new(first.start(), first.start() + line_end);
    let token = Document::parse(walk.at(*first))
        .tokens()
        .first()
        .map(|token| token.name);
    let parent = token
        .and_then(|name| element::find(walk.at(name.shift(first.start()))))
        .filter(|element| !element.is_inline())
        .and_then(|element| element.parents.first());
    let message = "the document is not wrapped in a root";
    if let Some(parent) = parent {
        let finding =
            Diagnostic::new(&RULE, span, message).help(format!("write it inside `<{parent}>`"));
        return walk.push(finding);
    }
    let is_misspelt = token.is_some_and(|name| {
        walk.at(name.shift(first.start()))
            .eq_ignore_ascii_case("flockml")
    });
    if is_misspelt {
        let finding = Diagnostic::new(&RULE, span, "the document is not wrapped in `<flockml>`")
            .help("write `flockml` in lower case, in the tag that ends it too");
        return walk.push(finding);
    }
    let fix = Fix {
        edits: vec![
            insertion(first.start(), "<flockml>"),
            insertion(end, "</flockml>"),
        ],
    };
    let finding = Diagnostic::new(&RULE, span, "the document is not wrapped in `<flockml>`")
        .help("write `<flockml>` in front of it and `</flockml>` behind it")
        .fix(fix);
    walk.push(finding);
}

/// A document whose root stands in a body that may be left out, or be written more than once.
pub(crate) fn doubtful(walk: &mut Walk<'_>, body: Body, root: Root) {
    let (name, word) = (root.element.name, body.word);
    let finding = Diagnostic::new(
        &RULE,
        body.tag,
        format!("whether the document has a root depends on this `{word}`"),
    )
    .label(root.tag, format!("`<{name}>` is the root"))
    .help(match word {
        "if" | "elif" | "else" => {
            format!("write `<{name}>` around the `if`, or in every branch and in an `else`")
        }
        _ => format!("write `<{name}>` around the `{word}`"),
    });
    walk.push(finding);
}

/// A template whose root, if it has one, is written by what is called at `tag`.
#[cfg(feature = "template")]
pub(crate) fn unsure(tag: Span) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        tag,
        "what this writes is not always exactly one root",
    )
    .help("write `<flockml>` around it, in this file")
}

fn insertion(offset: usize, text: &str) -> Edit {
    Edit {
        span: Span::at(offset),
        replacement: text.to_owned(),
    }
}
