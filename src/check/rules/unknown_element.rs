#![doc = include_str!("unknown-element.md")]

use super::prelude::*;
use crate::element;
use crate::suggest;
use crate::syntax::Token;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-element",
    severity: Severity::Error,
    fixable: false,
    summary: "an element that FlockML does not have",
    page: include_str!("unknown-element.md"),
};

/// What to write instead of an element of HTML's.
const INSTEAD: &[(&[&str], &str)] = &[
    (
        &["p", "div", "section", "article", "center"],
        "write the text itself, and `<br/>` where a line ends",
    ),
    (
        &["span", "font", "small", "big", "mark", "label"],
        "write the text itself; FlockML has no colours, sizes or fonts",
    ),
    (
        &["h1", "h2", "h3", "h4", "h5", "h6"],
        "write `<b>…</b><br/>`",
    ),
    (
        &["ul", "ol", "dl"],
        "write each item as a line, such as `• item<br/>`",
    ),
    (
        &["li", "dt", "dd"],
        "write the item as a line, such as `• item<br/>`",
    ),
    (
        &["img", "picture", "figure"],
        "FlockML has no images; put it into the attachment's image view",
    ),
    (
        &["code", "pre", "tt", "kbd", "samp"],
        "write the text itself, with `<br/>` for its line breaks; FlockML has no code style",
    ),
    (
        &["blockquote", "q", "cite"],
        "write the text itself, perhaps in `<i>…</i>`",
    ),
    (
        &["table", "tr", "td", "th", "thead", "tbody"],
        "write each row as a line, such as `<b>label</b> value<br/>`",
    ),
    (&["hr"], "write a line of dashes and `<br/>`"),
    (
        &["del", "s", "strike", "sub", "sup", "ins"],
        "write the text itself; FlockML has bold, italic and underlined text only",
    ),
    (
        &[
            "script", "style", "iframe", "object", "embed", "form", "input",
        ],
        "delete it; FlockML runs and loads nothing",
    ),
    (&["link"], "write `<a href=\"https://…\">…</a>`"),
    (
        &["mention", "at"],
        "write `<user userId=\"u:…\">name</user>`",
    ),
];

/// The element that `token` opens.
pub(crate) fn check(walk: &mut Walk<'_>, token: &Token) {
    let name = walk.at(token.name);
    let lower = name.to_ascii_lowercase();
    let message = format!("FlockML has no element `{}`", shorten(name));
    let mut finding = Diagnostic::new(&RULE, token.name, message);
    if let Some(&known) = element::names()
        .collect::<Vec<_>>()
        .iter()
        .find(|n| **n == lower)
    {
        finding = finding.help(format!("write `{known}`: names are in lower case"));
    } else if let Some(parent) = walk.stack.last().and_then(|open| open.element)
        && let Some(attribute) = parent.attribute(name)
    {
        let (parent, attribute) = (parent.name, attribute.name);
        finding = finding.help(format!(
            "write it as an attribute: `<{parent} {attribute}=\"…\">`"
        ));
    } else if let Some((_, instead)) = INSTEAD.iter().find(|(names, _)| names.contains(&&*lower)) {
        finding = finding.help(*instead);
    } else if let Some(nearest) = suggest::nearest(name, element::names()) {
        finding = finding.help(format!("did you mean `{nearest}`?"));
    } else {
        finding = finding.help("write the text itself, or `&lt;` if it is no tag");
    }
    walk.push(finding);
}
