#![doc = include_str!("malformed-tag.md")]

use super::prelude::*;
use crate::syntax::{AttributeFault, Fault, Token, first_fault};

pub(crate) static RULE: Rule = Rule {
    id: "malformed-tag",
    severity: Severity::Error,
    fixable: false,
    summary: "a tag's name, attributes, quotes or `>` are not as XML wants them",
    page: include_str!("malformed-tag.md"),
};

/// A tag that cannot be read.
pub(crate) fn check(walk: &mut Walk<'_>, token: &Token, fault: Fault) {
    let raw = walk.at(token.span);
    let shown = shorten(raw);
    if fault == Fault::UnclosedTag {
        let message = format!("`{shown}` has no `>`");
        let finding = Diagnostic::new(&RULE, token.span, message)
            .help("write `>` where the tag ends, or `&lt;` if it is no tag");
        return walk.push(finding);
    }
    if raw.starts_with("</") || raw.starts_with("<\\") {
        let help = match walk.at(token.name) {
            "" => "write the element's name behind `</`".to_owned(),
            name => format!("write `</{name}>`"),
        };
        let message = format!("`{shown}` is no end tag");
        return walk.push(Diagnostic::new(&RULE, token.span, message).help(help));
    }
    let end = if raw.ends_with("/>") { 2 } else { 1 };
    let content = Span::new(token.name.end(), token.span.end() - end);
    let Some(first) = first_fault(walk.text, content) else {
        let finding = Diagnostic::new(&RULE, token.span, format!("`{shown}` is no tag"))
            .help("write `&lt;` if it is no tag");
        return walk.push(finding);
    };
    for fault in faults(walk.text, content, first) {
        let finding = attribute(walk, fault).label(token.span, "in this tag");
        walk.push(finding);
    }
}

/// The faults of a tag's attributes, as far as there is something to go on with behind each.
fn faults(text: &str, content: Span, first: AttributeFault) -> Vec<AttributeFault> {
    const MOST: usize = 16;
    let mut faults = vec![first];
    while let Some(last) = faults.last()
        && faults.len() < MOST
    {
        let behind = match last {
            AttributeFault::NoValue(span) | AttributeFault::Unquoted(span) => span.end(),
            _ => break,
        };
        if behind >= content.end() || !text[behind..].starts_with(|c: char| c.is_ascii_whitespace())
        {
            break;
        }
        match first_fault(text, Span::new(behind, content.end())) {
            Some(next) => faults.push(next),
            None => break,
        }
    }
    faults
}

fn attribute(walk: &Walk<'_>, fault: AttributeFault) -> Diagnostic {
    let at = |span: Span| shorten(walk.at(span));
    let (span, message, help) = match fault {
        AttributeFault::NoValue(span) if span.is_empty() => (
            span,
            "an attribute has no value".to_owned(),
            "write `name=\"value\"`".to_owned(),
        ),
        AttributeFault::NoValue(span) => (
            span,
            format!("attribute `{}` has no value", at(span)),
            format!("write `{}=\"…\"`", at(span)),
        ),
        AttributeFault::Unquoted(span) => (
            span,
            format!("the value `{}` has no quotes", at(span)),
            format!(
                "write `\"{}\"`",
                at(span).trim_matches(['"', '\'', '\u{201C}', '\u{201D}'])
            ),
        ),
        AttributeFault::OpenQuote(span) => (
            span,
            "a quote is opened and never closed".to_owned(),
            "write the closing quote where the value ends".to_owned(),
        ),
        AttributeFault::NoBlank(span) => (
            span,
            format!(
                "attribute `{}` follows the one before without a blank",
                at(span)
            ),
            format!("write a blank in front of `{}`", at(span)),
        ),
        AttributeFault::BadName(span) if matches!(walk.at(span), "\"" | "'") => {
            (span, "a stray quote".to_owned(), "delete it".to_owned())
        }
        AttributeFault::BadName(span) if matches!(walk.at(span), "/" | "\\") => (
            span,
            format!("a stray `{}`", at(span)),
            "write `/>` at the end of a tag without content, otherwise delete it".to_owned(),
        ),
        AttributeFault::BadName(span) => (
            span,
            format!("`{}` is no attribute name", at(span)),
            "write `name=\"value\"`, with quotes around the value only".to_owned(),
        ),
    };
    Diagnostic::new(&RULE, span, message).help(help)
}

/// An attribute at `name` that joins to what stands before it, once a template is rendered; where
/// no name stands, a quote does.
#[cfg(feature = "template")]
pub(crate) fn no_blank(text: &str, name: Span) -> Diagnostic {
    if name.is_empty() && text[name.start()..].starts_with(['"', '\'']) {
        let quote = Span::new(name.start(), name.start() + 1);
        return Diagnostic::new(&RULE, quote, "a stray quote").help("delete it");
    }
    let name_shown = shorten(&text[name.range()]);
    let message = format!("attribute `{name_shown}` follows the one before without a blank");
    Diagnostic::new(&RULE, name, message).help(format!("write a blank in front of `{name_shown}`"))
}

/// A comment, CDATA section or the like that begins at `span` and never ends.
pub(crate) fn unterminated(walk: &mut Walk<'_>, span: Span) {
    let (what, end) = match walk.at(span) {
        "<!--" => ("comment", "`-->`"),
        "<![CDATA[" => ("CDATA section", "`]]>`"),
        "<?" => ("processing instruction", "`?>`"),
        _ => ("document type", "`>`"),
    };
    let finding = Diagnostic::new(&RULE, span, format!("the {what} has no {end}")).help(format!(
        "write {end} where it ends, or `&lt;` if it is text"
    ));
    walk.push(finding);
}
