#![doc = include_str!("missing-root.md")]

use super::prelude::*;
use crate::check::walk::Root;
use crate::check::ways::Body;
use crate::element;
use crate::suggest;
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
    let end = walk.holes.content_end(walk.text, last.end());
    // A root in a statement's body may be left out, or be written twice.
    let around = |at| walk.holes.outermost(at);
    let whole = Span::new(
        around(first.start()).map_or(first.start(), Span::start),
        around(end).map_or(end, Span::end),
    );
    let line_end = walk.at(whole).lines().next().map_or(0, str::len);
    let span = Span::new(whole.start(), whole.start() + line_end);
    let name = first_name(walk, *first);
    if let Some((root, help)) = name.and_then(|name| meant(name, walk.at(whole))) {
        let message = format!("the document is not wrapped in {root}");
        return walk.push(Diagnostic::new(&RULE, span, message).help(help));
    }
    let fix = Fix {
        edits: vec![
            insertion(whole.start(), "<flockml>"),
            insertion(whole.end(), "</flockml>"),
        ],
    };
    let finding = Diagnostic::new(&RULE, span, "the document is not wrapped in `<flockml>`")
        .help("write `<flockml>` in front of it and `</flockml>` behind it")
        .fix(fix);
    walk.push(finding);
}

/// The name of the element that `content` begins with.
fn first_name<'s>(walk: &Walk<'s>, content: Span) -> Option<&'s str> {
    let document = Document::parse(walk.at(content));
    let token = document.tokens().first()?;
    Some(walk.at(token.name.shift(content.start())))
}

/// What is missing, and what to do, where a root around `content`, which begins with the element
/// `name`, would mend nothing.
fn meant(name: &str, content: &str) -> Option<(&'static str, String)> {
    let element = element::find(name).filter(|element| !element.is_inline());
    if let Some(parent) = element.and_then(|element| element.parents.first()) {
        return Some(("a root", format!("write it inside `<{parent}>`")));
    }
    let help = if suggest::nearest(name, element::names()) == Some("flockml") {
        let name = shorten(name);
        format!("write `flockml` instead of `{name}`, in the tag that ends it too")
    } else if content.contains("<flockml>") {
        "move `<flockml>` to the front of everything, and `</flockml>` to its end".to_owned()
    } else {
        return None;
    };
    Some(("`<flockml>`", help))
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
