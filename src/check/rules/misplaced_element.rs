#![doc = include_str!("misplaced-element.md")]

use super::prelude::*;
#[cfg(feature = "template")]
use crate::check::Calling;
use crate::element::{self, Content, Element};
use crate::syntax::{Token, TokenKind};

pub(crate) static RULE: Rule = Rule {
    id: "misplaced-element",
    severity: Severity::Error,
    fixable: false,
    summary: "an element or text where it may not stand",
    page: include_str!("misplaced-element.md"),
};

/// An element inside `parent`; says whether to report it once it is closed.
pub(crate) fn check(
    walk: &mut Walk<'_>,
    token: &Token,
    parent: &Element,
    found: Option<&'static Element>,
) -> bool {
    let Some(element) = found.filter(|element| !element.parents.contains(&parent.name)) else {
        return false;
    };
    if element.name == parent.name && token.kind == TokenKind::Start {
        // `<flockml>…<flockml>` is a mistyped end tag, unless a `</flockml>` comes for it.
        return true;
    }
    report(walk, token.span, token.name);
    false
}

/// The element at `tag` stands where it may not.
pub(crate) fn report(walk: &mut Walk<'_>, tag: Span, name: Span) {
    let name = walk.at(name);
    let Some(element) = element::find(name) else {
        return;
    };
    let mut finding = Diagnostic::new(&RULE, tag, message(walk, element, name));
    let mut help = help(element, name);
    if let Some(parent) = walk.stack.last() {
        finding = finding.label(parent.tag, "inside this");
        let is_root_in_markup = element.root && element.content == Content::Inline;
        if is_root_in_markup && walk.root.is_some() {
            help = format!("delete its tags: what is in them is inside `<{name}>` anyway");
        }
    }
    walk.push(finding.help(help));
}

fn help(element: &Element, name: &str) -> String {
    match element.parents {
        _ if element.is_inline() => "put it inside `<flockml>`".to_owned(),
        [] => format!("`{name}` is a document's root; delete it here"),
        parents => {
            let parents: Vec<_> = parents
                .iter()
                .map(|parent| format!("`<{parent}>`"))
                .collect();
            format!("put it inside {}", parents.join(" or "))
        }
    }
}

/// What is called `what` and stands at `written`, in this text or another, writes `element` at
/// `call`.
#[cfg(feature = "template")]
pub(crate) fn called(
    call: &Calling,
    at: Span,
    what: &str,
    element: &Element,
    written: Result<Span, String>,
) -> Diagnostic {
    let (name, parent) = (element.name, call.inside.name);
    let place = match &written {
        Ok(_) => String::new(),
        Err(place) => format!(", at {place}"),
    };
    let message = format!("{what} writes `{name}`{place}, which may not stand inside `{parent}`");
    let mut finding = Diagnostic::new(&RULE, at, message).label(call.inside_tag, "inside this");
    if let Ok(written) = written {
        finding = finding.label(written, "written here");
    }
    let help = match element.parents {
        _ if call.inside.content == element::Content::Characters => as_characters(call.inside),
        [] => format!("use a part without `<{name}>`: that is a document's root"),
        _ => help(element, name),
    };
    finding.help(help)
}

fn message(walk: &Walk<'_>, element: &Element, name: &str) -> String {
    match walk.stack.last() {
        Some(parent) => {
            let parent = shorten(walk.at(parent.name));
            format!("`{name}` may not stand inside `{parent}`")
        }
        None => format!("`{}` may not stand here", element.name),
    }
}

/// An element inside `parent`, at a tag, which has one of it at most.
pub(crate) fn again(
    walk: &mut Walk<'_>,
    token: &Token,
    (parent, tag): (&Element, Span),
    element: &'static Element,
) {
    if !element.parents.contains(&parent.name) {
        return;
    }
    let bodies = walk.ways.bodies();
    let Some(first) = walk.parts.note(tag, element, token.span, bodies) else {
        return;
    };
    let (name, parent) = (element.name, parent.name);
    let help = if element.content == Content::Inline {
        format!("put the words of both into one `<{name}>`: only the last would be sent")
    } else {
        format!("delete one `<{name}>`: only the last would be sent")
    };
    let message = format!("`{parent}` has a second `{name}`");
    let finding = Diagnostic::new(&RULE, token.span, message).label(first, "the first is here");
    walk.push(finding.help(help));
}

/// Text directly inside an element that holds elements only.
pub(crate) fn text(walk: &mut Walk<'_>, span: Span) {
    let Some(parent) = walk.stack.last() else {
        return;
    };
    let name = walk.at(parent.name);
    let finding = Diagnostic::new(
        &RULE,
        span,
        format!("text may not stand directly inside `{name}`"),
    )
    .label(parent.tag, "inside this")
    .help("put it inside `<flockml>`");
    walk.push(finding);
}

/// A tag where only characters are allowed.
pub(crate) fn in_characters(walk: &mut Walk<'_>, token: &Token, parent: &Element) {
    let name = parent.name;
    let finding = Diagnostic::new(
        &RULE,
        token.span,
        format!("a tag may not stand directly inside `{name}`"),
    )
    .help(as_characters(parent));
    walk.push(finding);
}

fn as_characters(parent: &Element) -> String {
    let name = parent.name;
    format!("write `<{name}><![CDATA[…]]></{name}>`")
}
