//! The FlockML inside JSON strings.

use super::literal::Literal;
use crate::check::rules::{empty_message, misplaced_element};
use crate::check::{self, Diagnostic, Edit, Fix};
use crate::element;
use crate::escape;
use crate::source::Span;
use crate::syntax::{Document, TokenKind};

/// What is wrong with the FlockML that a string stands for, with places in the file; returns how
/// many findings were not kept.
pub(super) fn check(literal: &Literal, mut found: impl FnMut(Diagnostic)) -> usize {
    if let Some(diagnostic) = foreign_root(&literal.text) {
        found(relocated(diagnostic, literal));
        return 0;
    }
    // Whether the message is empty is seen in its other fields.
    let report = check::check(&literal.text);
    let omitted = report.omitted();
    for diagnostic in report
        .into_iter()
        .filter(|found| found.rule.id != empty_message::RULE.id)
    {
        found(relocated(diagnostic, literal));
    }
    omitted
}

/// Whether it is nothing but a root.
pub(in crate::message) fn is_empty(flockml: &str) -> bool {
    ["<flockml>", "</flockml>", "<flockml/>"]
        .iter()
        .fold(flockml.to_owned(), |text, tag| text.replacen(tag, "", 1))
        .trim_ascii()
        .is_empty()
}

/// A `<message>` or `<attachment>` is a document of its own, but no FlockML.
fn foreign_root(text: &str) -> Option<Diagnostic> {
    let document = Document::parse(text);
    let tag = document
        .tokens()
        .iter()
        .find(|token| matches!(token.kind, TokenKind::Start | TokenKind::Empty))?;
    let name = document.slice(tag.name);
    let element = element::find(name)?;
    (element.root && name != "flockml").then(|| {
        Diagnostic::new(
            &misplaced_element::RULE,
            tag.span,
            format!("`<{name}>` in a field that holds FlockML"),
        )
        .help("write `<flockml>…</flockml>`; the other parts have fields of their own")
    })
}

fn relocated(mut diagnostic: Diagnostic, literal: &Literal) -> Diagnostic {
    diagnostic.span = literal.span(diagnostic.span);
    for label in &mut diagnostic.labels {
        label.span = literal.span(label.span);
    }
    diagnostic.fix = diagnostic.fix.map(|fix| Fix {
        edits: fix
            .edits
            .into_iter()
            .map(|edit| Edit {
                span: literal.span(edit.span),
                replacement: escape::json(&edit.replacement).into_owned(),
            })
            .collect(),
    });
    diagnostic
}

/// The place of a span of a string, when its quotes are part of `quoted`.
pub(super) fn inside(quoted: Span) -> Span {
    Span::new(quoted.start() + 1, quoted.end().saturating_sub(1))
}
