//! Links and addresses.

use std::ops::Range;

use super::rules;
use super::values::MAX_REFERENCE;
use super::walk::Walk;
use crate::address::{Target, classify};
use crate::element::{Attribute as Known, Kind, LINK_SCHEMES, URL_SCHEMES};
use crate::escape;
use crate::source::Span;
use crate::syntax::{is_xml_character, unescape};

/// The address that an attribute names.
pub(crate) fn check(walk: &mut Walk<'_>, known: &Known, at: Span, value: &str) {
    let allowed = schemes(known.kind);
    match classify(value, allowed) {
        Target::Good => {}
        Target::Empty => rules::relative_link::empty(walk, known, at),
        Target::Relative => rules::relative_link::check(walk, known, at, value),
        Target::Unsafe(scheme) => rules::unsafe_link::check(walk, known, at, &scheme),
        Target::Broken => broken(walk, known, at, value),
        Target::Unknown(scheme) => rules::unsafe_link::unknown(walk, known, at, &scheme, allowed),
    }
}

/// An address with holes, of which what is written may say already that nobody can follow it.
pub(crate) fn partial(walk: &mut Walk<'_>, known: &Known, at: Span) {
    let Some(hole) = walk.holes.first(at) else {
        return;
    };
    if !beginning(walk, known, at, hole) {
        between(walk, known, at);
    }
}

/// Says what is wrong with a scheme that is written out; whether anything is.
fn beginning(walk: &mut Walk<'_>, known: &Known, at: Span, hole: Span) -> bool {
    let written = Span::new(at.start(), hole.start().max(at.start()));
    let written = unescape(walk.at(written));
    let decided = written.find([':', '/', '?', '#']);
    let Some(decided) = decided else {
        return false;
    };
    let has_scheme = written[decided..].starts_with(':');
    let value = unescape(walk.at(at));
    let value = value.trim_ascii();
    match classify(value, schemes(known.kind)) {
        Target::Good | Target::Broken => false,
        Target::Relative if has_scheme => false,
        _ => {
            check(walk, known, at, value);
            true
        }
    }
}

/// A control character between what is written out, whatever the holes stand for.
fn between(walk: &mut Walk<'_>, known: &Known, at: Span) {
    if walk.holes.branch(at) {
        return;
    }
    let mut written = String::new();
    let mut from = at.start();
    while let Some(hole) = walk.holes.first(Span::new(from, at.end())) {
        let before = Span::new(from, hole.start().max(from));
        written.push_str(&unescape(walk.at(before)));
        from = hole.end().min(at.end());
    }
    written.push_str(&unescape(walk.at(Span::new(from, at.end()))));
    let written = written.trim_ascii();
    if escape::has_control(written) {
        broken(walk, known, at, written);
    }
}

/// An address with a control character, said once: those that XML cannot carry have their own rule.
#[cold]
fn broken(walk: &mut Walk<'_>, known: &Known, at: Span, value: &str) {
    let at = control(walk.at(at)).map_or(at, |found| {
        Span::new(at.start() + found.start, at.start() + found.end)
    });
    if walk.at(at).starts_with(is_xml_character) {
        rules::invalid_value::broken_address(walk, known, at, value);
    }
}

/// Where the first control character behind anything visible is written in a tag, as it is or as
/// a reference.
fn control(raw: &str) -> Option<Range<usize>> {
    let bytes = raw.as_bytes();
    let (mut start, mut is_inside) = (0, false);
    while start < bytes.len() {
        let reference = &bytes[start..bytes.len().min(start + MAX_REFERENCE)];
        let (end, is_control, is_blank) = match memchr::memchr(b';', reference) {
            Some(len) if bytes[start] == b'&' => {
                let end = start + len + 1;
                let text = unescape(&raw[start..end]);
                let is_blank = text.trim_ascii().is_empty();
                (end, escape::has_control(&text), is_blank)
            }
            _ => {
                let is_pair = bytes[start..].starts_with(b"\r\n");
                let byte = bytes[start];
                let end = start + 1 + usize::from(is_pair);
                (end, byte.is_ascii_control(), byte.is_ascii_whitespace())
            }
        };
        if is_inside && is_control {
            return Some(start..end);
        }
        is_inside |= !is_blank;
        start = end;
    }
    None
}

/// Whether `value`, unescaped and trimmed, is an address but for a control character.
pub(crate) fn is_broken(kind: Kind, value: &str) -> bool {
    matches!(kind, Kind::Link | Kind::Url) && classify(value, schemes(kind)) == Target::Broken
}

/// The schemes that an attribute of that kind may have.
pub(crate) fn schemes(kind: Kind) -> &'static [&'static str] {
    if kind == Kind::Link {
        LINK_SCHEMES
    } else {
        URL_SCHEMES
    }
}
