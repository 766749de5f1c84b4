//! JSON templates: what their text shows to be wrong.

use crate::check::rules::unescaped_hole::RULE;
use crate::check::{Diagnostic, Edit, Fix};
use crate::message::{PayloadKind, check_json_as};
use crate::source::Span;

use super::super::files::Kind;
use super::super::load::File;
use super::super::scan::TagKind;
use super::mask::Mask;

/// What a JSON template renders to.
pub(crate) fn payload_kind(kind: Kind) -> PayloadKind {
    match kind {
        Kind::Attachment => PayloadKind::Attachment,
        Kind::Button => PayloadKind::Button,
        Kind::Message | Kind::Flockml => PayloadKind::Message,
    }
}

/// Checks the text of `file`, masked.
pub(crate) fn check(file: &File, mask: &Mask) -> Vec<Diagnostic> {
    let strings = strings(&mask.text);
    let mut found: Vec<Diagnostic> = mask
        .values
        .iter()
        .filter(|value| string_around(&strings, **value).is_some_and(|string| string.is_flockml))
        .map(|value| unescaped(file, *value))
        .collect();
    // What statements leave out or repeat, commas above all, shows in the output only.
    if file.tags.iter().all(|tag| tag.kind != TagKind::Statement) {
        found.extend(
            check_json_as(&filled(file, mask, &strings), payload_kind(file.kind))
                .into_diagnostics()
                .into_iter()
                .filter(|found| !file.tags.iter().any(|tag| tag.span.overlaps(found.span))),
        );
    }
    found
}

/// A string in JSON.
#[derive(Debug, Clone, Copy)]
struct Text {
    span: Span,
    /// Whether it is the value of a `flockml` field.
    is_flockml: bool,
}

fn strings(json: &str) -> Vec<Text> {
    let bytes = json.as_bytes();
    let mut strings: Vec<Text> = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'"', &bytes[at..]).map(|found| at + found) {
        let Some(end) = super::super::scan::skip_string(bytes, start) else {
            break;
        };
        let is_flockml = strings.last().is_some_and(|key| {
            json[key.span.range()].trim_matches('"') == "flockml"
                && json[key.span.end()..start].trim() == ":"
        });
        strings.push(Text {
            span: Span::new(start, end),
            is_flockml,
        });
        at = end;
    }
    strings
}

fn string_around(strings: &[Text], span: Span) -> Option<&Text> {
    let next = strings.partition_point(|string| string.span.end() <= span.start());
    strings
        .get(next)
        .filter(|string| string.span.overlaps(span))
}

fn unescaped(file: &File, hole: Span) -> Diagnostic {
    let text = file.source.text();
    let inner = file
        .tags
        .iter()
        .find(|tag| tag.span == hole)
        .map_or(hole, |tag| tag.inner);
    let code = text[inner.range()].trim();
    let start =
        inner.start() + (text[inner.range()].len() - text[inner.range()].trim_start().len());
    let end = start + code.len();
    let edits = if is_simple(code) {
        vec![insert(end, " | flockml")]
    } else {
        vec![insert(start, "("), insert(end, ") | flockml")]
    };
    let mended = if is_simple(code) {
        format!("{{{{ {code} | flockml }}}}")
    } else {
        format!("{{{{ ({code}) | flockml }}}}")
    };
    Diagnostic::new(&RULE, hole, format!("`{code}` is not escaped for FlockML"))
        .help(format!("write `{mended}`"))
        .fix(Fix { edits })
}

fn insert(offset: usize, text: &str) -> Edit {
    Edit {
        span: Span::at(offset),
        replacement: text.to_owned(),
    }
}

/// Whether a filter behind `code` takes all of it.
fn is_simple(code: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.?[]".contains(c);
    code.split('|')
        .next()
        .is_some_and(|operand| operand.trim().chars().all(plain))
        && !code.contains('~')
}

/// The masked text with something of the right kind in every hole.
fn filled(file: &File, mask: &Mask, strings: &[Text]) -> String {
    let mut json = mask.text.clone();
    for tag in file.tags.iter().filter(|tag| tag.kind == TagKind::Value) {
        let filler: String = match string_around(strings, tag.span) {
            Some(_) => "x".repeat(tag.span.len()),
            None => format!("{:<1$}", "0", tag.span.len()),
        };
        json.replace_range(tag.span.range(), &filler);
    }
    json
}
