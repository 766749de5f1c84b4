//! Attribute values.

use super::walk::Walk;
use super::{links, rules};
use crate::element::{ACTIONS, Attribute as Known, COLORS, Element, Kind};
use crate::markup::UserId;
use crate::source::Span;
use crate::syntax::{Marks, Resolved, resolve};

/// The longest reference that is looked for, `&` and `;` included.
pub(super) const MAX_REFERENCE: usize = 42;

/// Characters that no value may have as they are.
pub(crate) fn characters(walk: &mut Walk<'_>, value: Span) {
    let raw = walk.at(value);
    let marks = Marks::of(raw);
    if marks.has(Marks::CONTROL) || marks.has(Marks::RARE) {
        rules::control_character::check(walk, value);
    }
    if !marks.has(Marks::STOP) {
        return;
    }
    for at in memchr::memchr2_iter(b'<', b'&', raw.as_bytes()) {
        let span = Span::at(value.start() + at);
        if raw.as_bytes()[at] == b'<' {
            rules::unescaped_character::bracket(walk, Span::new(span.start(), span.start() + 1));
        } else {
            reference(walk, &raw[at..], span.start());
        }
    }
}

/// What begins with a `&` in a value.
fn reference(walk: &mut Walk<'_>, raw: &str, start: usize) {
    let end = raw
        .bytes()
        .take(MAX_REFERENCE)
        .skip(1)
        .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'));
    match end {
        Some(len) if len > 0 && raw.as_bytes()[len + 1] == b';' => {
            let resolved = resolve(&raw[1..=len]);
            if !matches!(resolved, Resolved::Character(_)) {
                let span = Span::new(start, start + len + 2);
                rules::unknown_entity::check(walk, span, resolved);
            }
        }
        _ => rules::unescaped_character::ampersand(walk, Span::new(start, start + 1)),
    }
}

/// Whether `value`, unescaped and trimmed, is what the attribute wants.
pub(crate) fn check(walk: &mut Walk<'_>, on: &Element, known: &Known, at: Span, value: &str) {
    match known.kind {
        Kind::Text if value.is_empty() => rules::empty_label::name(walk, on, at),
        Kind::Text => {}
        Kind::Link | Kind::Url => links::check(walk, known, at, value),
        Kind::Action => action(walk, known, at, value),
        kind if is_valid(kind, value) => {}
        _ => rules::invalid_value::check(walk, known, at, value),
    }
}

/// Whether `value`, unescaped and trimmed, is one of that kind; addresses aside.
pub(crate) fn is_valid(kind: Kind, value: &str) -> bool {
    match kind {
        Kind::UserId => UserId::is_valid(value),
        Kind::Color => color(value).is_some(),
        Kind::Number => {
            // Nine digits hold any size in pixels or bytes and fit every integer.
            value.len() <= 9 && value.bytes().all(|byte| byte.is_ascii_digit())
        }
        Kind::Boolean => matches!(value, "true" | "false"),
        Kind::Choice(choices) => choices.contains(&value),
        Kind::Action => ACTIONS
            .iter()
            .any(|action| action.name == value || action.legacy.contains(&value)),
        Kind::Text | Kind::Link | Kind::Url => true,
    }
}

fn action(walk: &mut Walk<'_>, known: &Known, at: Span, value: &str) {
    if ACTIONS.iter().any(|action| action.name == value) {
        return;
    }
    match ACTIONS.iter().find(|action| action.legacy.contains(&value)) {
        Some(action) => rules::legacy_action::check(walk, at, value, action.name),
        None => rules::invalid_value::check(walk, known, at, value),
    }
}

/// Today's name of an action type, or the value itself.
pub(crate) fn action_name(value: &str) -> &str {
    ACTIONS
        .iter()
        .find(|action| action.legacy.contains(&value))
        .map_or(value, |action| action.name)
}

/// The colour as six digits behind a `#`, if it is one.
pub(crate) fn color(value: &str) -> Option<String> {
    if let Some(&(_, hex)) = COLORS.iter().find(|(name, _)| *name == value) {
        return Some(hex.to_owned());
    }
    let digits = value.strip_prefix('#')?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    match digits.len() {
        3 => Some(
            std::iter::once('#')
                .chain(digits.chars().flat_map(|c| [c, c]))
                .collect(),
        ),
        6 => Some(value.to_owned()),
        _ => None,
    }
}
