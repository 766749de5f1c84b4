#![doc = include_str!("unclosed-element.md")]

use super::prelude::*;
use crate::check::nesting::Open;
use crate::element;
use crate::syntax::Token;

pub(crate) static RULE: Rule = Rule {
    id: "unclosed-element",
    severity: Severity::Error,
    fixable: true,
    summary: "an element is never closed, or closed by another name",
    page: include_str!("unclosed-element.md"),
};

/// An element without content, such as `<br>`, that is opened and not closed.
pub(crate) fn void(walk: &mut Walk<'_>, token: &Token) {
    let shown = shorten(walk.at(token.name));
    let finding = Diagnostic::new(&RULE, token.span, format!("`<{shown}>` is never closed"))
        .help(format!("write `{}`", void_tag(walk.at(token.span))))
        .fix(Fix::insert(token.span.end() - 1, "/"));
    walk.push(finding);
}

fn void_tag(tag: &str) -> String {
    format!("{}/>", shorten(tag.trim_end_matches('>')))
}

/// An element that `closer`, an outer end tag, or the end of the text leaves open.
pub(crate) fn never(walk: &mut Walk<'_>, open: &Open, closer: Option<Span>, insert_at: usize) {
    let name = walk.at(open.name);
    let shown = shorten(name);
    let finding = Diagnostic::new(&RULE, open.tag, format!("`<{shown}>` is never closed"));
    let mut finding = if open.element.is_some() {
        finding
            .help(format!("write `</{shown}>` where it ends"))
            .fix(Fix::insert(insert_at, format!("</{name}>")))
    } else {
        // Most such tags are text, as in `List<String>`.
        finding.help(format!(
            "write `</{shown}>` where it ends, or `&lt;` if it is no tag"
        ))
    };
    if let Some(closer) = closer {
        let outer = shorten(walk.at(closer));
        finding = finding.label(closer, format!("`{outer}` comes while `<{shown}>` is open"));
    }
    walk.push(finding);
}

/// An element that the end tag at `end`, of another name, was meant to close.
pub(crate) fn other_name(walk: &mut Walk<'_>, open: &Open, end: Span) {
    let name = walk.at(open.name);
    let shown = shorten(name);
    let tag = walk.at(end);
    let message = format!("`<{shown}>` is closed by `{}`", shorten(tag));
    let finding =
        Diagnostic::new(&RULE, end, message).label(open.tag, format!("`<{shown}>` opens here"));
    let closed = tag.trim_start_matches("</").trim_end_matches('>');
    let is_case = closed.eq_ignore_ascii_case(name);
    walk.push(if is_case && element::find(closed).is_some() {
        finding
            .help(format!("write `{closed}` in both tags"))
            .fix(Fix::replace(open.name, closed))
    } else {
        finding
            .help(format!("write `</{shown}>`"))
            .fix(Fix::replace(end, format!("</{name}>")))
    });
}

/// A tag of the same name inside an element that is never closed: it was meant as an end tag.
pub(crate) fn opened_again(walk: &mut Walk<'_>, open: &Open, again: Span) {
    let name = walk.at(open.name);
    let shown = shorten(name);
    let message = if walk.at(again).ends_with("/>") {
        format!("`<{shown}/>` stands where `</{shown}>` seems to be meant")
    } else {
        format!("`<{shown}>` is opened again where `</{shown}>` seems to be meant")
    };
    let finding = Diagnostic::new(&RULE, again, message)
        .label(open.tag, format!("`<{shown}>` opens here"))
        .help(format!("write `</{shown}>`"))
        .fix(Fix::replace(again, format!("</{name}>")));
    walk.push(finding);
}
