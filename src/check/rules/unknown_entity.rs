#![doc = include_str!("unknown-entity.md")]

use super::prelude::*;
use crate::escape;
use crate::syntax::Resolved;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-entity",
    severity: Severity::Error,
    fixable: true,
    summary: "an entity that XML does not know, or a reference to an illegal character",
    page: include_str!("unknown-entity.md"),
};

/// A reference that XML cannot resolve.
pub(crate) fn check(walk: &mut Walk<'_>, span: Span, resolved: Resolved) {
    let raw = walk.at(span);
    let (message, help, replacement) = match resolved {
        Resolved::Html(text) => {
            let written = written(text);
            (
                format!("`{raw}` is HTML's and unknown to FlockML"),
                format!("write `{written}`"),
                written,
            )
        }
        Resolved::Illegal => (
            format!("`{raw}` is a character that XML cannot carry"),
            "delete it".to_owned(),
            String::new(),
        ),
        _ => (
            format!("`{raw}` is no known entity"),
            format!("write `&amp;{}` to show it as it is", &raw[1..]),
            format!("&amp;{}", &raw[1..]),
        ),
    };
    let finding = Diagnostic::new(&RULE, span, message)
        .help(help)
        .fix(Fix::replace(span, replacement));
    walk.push(finding);
}

/// How FlockML writes a character: as itself, unless nobody would see it in the source.
fn written(text: &str) -> String {
    if text
        .chars()
        .all(|c| c.is_alphanumeric() || INVISIBLE.iter().all(|range| !range.contains(&c)))
        && !text.contains(char::is_whitespace)
    {
        return escape::text(text).into_owned();
    }
    text.chars().map(|c| format!("&#{};", c as u32)).collect()
}

/// Characters that show nothing: soft hyphen, joiners, directions, invisible operators.
const INVISIBLE: &[std::ops::RangeInclusive<char>] = &[
    '\u{AD}'..='\u{AD}',
    '\u{200B}'..='\u{200F}',
    '\u{202A}'..='\u{202E}',
    '\u{2060}'..='\u{206F}',
    '\u{FEFF}'..='\u{FEFF}',
];
