//! Holes of other languages in the words of a template, which a reader would see as they are.
//!
//! `{x}` may well be meant as it is, so only what has the name of a field of the data is told; but
//! `${x}` with a small letter is no variable of a shell that words would speak of.

use crate::check::Diagnostic;
use crate::check::rules::foreign_markup::RULE;
use crate::source::Span;
use crate::template::scan::{self, Tag};

use super::table::{Form, Spelling, TABLE};

/// What looks like a hole.
pub(crate) struct Hole<'t> {
    /// The variable that it would show.
    pub(crate) variable: &'t str,
    /// Whether it can hardly be anything else.
    pub(crate) certain: bool,
    /// What is wrong, if there is such a variable.
    pub(crate) diagnostic: Diagnostic,
}

const CERTAIN: &[&str] = &["${…}", "#{…}", "%{…}", "%(…)s", "%(…)d"];

/// What of `text` looks like a hole outside of `tags`.
pub(crate) fn holes<'t>(text: &'t str, tags: &[Tag]) -> Vec<Hole<'t>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut is_raw = false;
    for tag in tags {
        if !is_raw {
            words(text, Span::new(at, tag.span.start()), &mut found);
        }
        is_raw = scan::word(text, tag.inner) == "raw";
        at = tag.span.end();
    }
    if !is_raw {
        words(text, Span::new(at, text.len()), &mut found);
    }
    found
}

fn words<'t>(text: &'t str, span: Span, found: &mut Vec<Hole<'t>>) {
    let mut at = span.start();
    while at < span.end() {
        let rest = &text[at..span.end()];
        let Some(next) = rest.find(['$', '#', '%', '[', '{']) else {
            break;
        };
        at += next;
        let before = text[..at].chars().next_back();
        let hole = TABLE
            .iter()
            .filter(|row| row.form == Form::Text)
            .find_map(|row| Some((row, hole(&rest[next..], before, row)?)));
        let Some((row, (name, length))) = hole else {
            at += 1;
            continue;
        };
        let span = Span::new(at, at + length);
        let message = format!("`{}` is shown as it is", &text[span.range()]);
        let help = row.write.replace("@rest", name);
        let is_small = name.starts_with(|c: char| c.is_ascii_lowercase());
        found.push(Hole {
            certain: is_small && CERTAIN.contains(&row.spelled),
            variable: name.split('.').next().unwrap_or(name),
            diagnostic: Diagnostic::new(&RULE, span, message).help(help),
        });
        at += length;
    }
}

/// The name in the hole that `rest` begins with, and the hole's length.
fn hole<'t>(rest: &'t str, before: Option<char>, row: &Spelling) -> Option<(&'t str, usize)> {
    let (open, close) = row.spelled.split_once('…')?;
    let inside = rest.strip_prefix(open)?;
    let name = inside.trim_start_matches(' ');
    let is_name = |c: char| c == '_' || c == '.' || c.is_ascii_alphanumeric();
    let end = name.find(|c| !is_name(c)).unwrap_or(name.len());
    let path = name[..end].trim_end_matches('.');
    let start = inside.len() - name.len();
    if !path.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic()) {
        return None;
    }
    if close.is_empty() {
        let is_word = before.is_some_and(|c| c.is_alphanumeric() || c == '$');
        return (!is_word).then_some((path, open.len() + path.len()));
    }
    let behind = name[path.len()..].trim_start_matches(' ');
    behind.strip_prefix(close)?;
    let blanks = name.len() - path.len() - behind.len();
    Some((path, open.len() + start + path.len() + blanks + close.len()))
}
