#![doc = include_str!("unsupported-construct.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unsupported-construct",
    severity: Severity::Error,
    fixable: false,
    summary: "a DOCTYPE, processing instruction, comment, CDATA or foreign encoding",
    page: include_str!("unsupported-construct.md"),
};

/// A comment.
pub(crate) fn comment(walk: &mut Walk<'_>, span: Span) {
    let raw = walk.at(span);
    let inner = &raw[4..raw.len() - 3];
    super::control_character::check(walk, span);
    if inner.contains("--") || inner.ends_with('-') {
        let finding = Diagnostic::new(&RULE, span, "a comment with `--` in it")
            .help("delete the comment; it is not shown anyway");
        return walk.push(finding);
    }
    let finding = Diagnostic::new(&RULE, span, "a comment, which Flock does not document")
        .severity(Severity::Warning)
        .help("delete it; in a template, write `{# … #}`");
    walk.push(finding);
}

/// A CDATA section.
pub(crate) fn cdata(walk: &mut Walk<'_>, span: Span) {
    let finding = Diagnostic::new(
        &RULE,
        span,
        "a CDATA section, which Flock does not document",
    )
    .severity(Severity::Warning)
    .help("write the text itself, with `&lt;` and `&amp;` for `<` and `&`");
    walk.push(finding);
}

/// A processing instruction.
pub(crate) fn instruction(walk: &mut Walk<'_>, span: Span) {
    let finding = Diagnostic::new(&RULE, span, "a processing instruction").help("delete it");
    walk.push(finding);
}

/// A document type.
pub(crate) fn doctype(walk: &mut Walk<'_>, span: Span) {
    let finding = Diagnostic::new(&RULE, span, "a document type").help("delete it");
    walk.push(finding);
}

/// An XML declaration: fine in front of everything, as long as it says UTF-8.
pub(crate) fn declaration(walk: &mut Walk<'_>, span: Span) {
    let is_first = walk.text[..span.start()]
        .trim_start_matches('\u{FEFF}')
        .is_empty();
    let raw = walk.at(span);
    let finding = if !is_first {
        Diagnostic::new(
            &RULE,
            span,
            "an XML declaration that is not in front of everything",
        )
    } else if let Some(encoding) = other_encoding(raw) {
        Diagnostic::new(
            &RULE,
            span,
            format!(
                "an XML declaration with the encoding `{}`",
                shorten(encoding)
            ),
        )
    } else if is_declaration(raw) {
        return;
    } else {
        Diagnostic::new(&RULE, span, "an XML declaration that is not well-formed")
    };
    walk.push(finding.help("delete it; FlockML is UTF-8"));
}

fn pseudo_attributes(raw: &str) -> Option<Vec<(&str, &str)>> {
    let mut rest = &raw[5..raw.len() - 2];
    let mut found = Vec::new();
    while !rest.trim_ascii().is_empty() {
        if found.len() > 3 || !rest.starts_with(|c: char| c.is_ascii_whitespace()) {
            return None;
        }
        let (name, value) = rest.split_once('=')?;
        let value = value.trim_ascii_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, behind) = value[1..].split_once(quote)?;
        found.push((name.trim_ascii(), value));
        rest = behind;
    }
    Some(found)
}

fn other_encoding(raw: &str) -> Option<&str> {
    let found = pseudo_attributes(raw)?;
    let (_, encoding) = found.into_iter().find(|(name, _)| *name == "encoding")?;
    (!encoding.eq_ignore_ascii_case("utf-8")).then_some(encoding)
}

fn is_declaration(raw: &str) -> bool {
    let Some(found) = pseudo_attributes(raw) else {
        return false;
    };
    let mut found = found.into_iter().peekable();
    found.next() == Some(("version", "1.0"))
        && found
            .next_if(|(name, _)| *name == "encoding")
            .is_none_or(|(_, e)| e.is_ascii())
        && found
            .next_if(|(name, _)| *name == "standalone")
            .is_none_or(|(_, value)| matches!(value, "yes" | "no"))
        && found.next().is_none()
}
