//! The attributes of a tag.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::branches::Branches;
use super::holes::{Joint, JointKind, Way};
use super::walk::Walk;
use super::{links, rules, values};
use crate::address;
use crate::element::{Attribute as Known, Element, Kind, Presence};
use crate::escape;
use crate::source::Span;
use crate::syntax::{Attribute, Token, unescape};

/// More attributes than this in one tag are compared with a hash set.
const FEW: usize = 16;

/// The attributes of a known element.
pub(crate) fn check(walk: &mut Walk<'_>, element: &Element, token: &Token, written: &[Attribute]) {
    duplicates(walk, token, written);
    for attribute in written {
        values::characters(walk, attribute.value);
        let name = walk.at(attribute.name);
        let Some(known) = element.attribute(name) else {
            rules::unknown_attribute::check(walk, element, attribute);
            continue;
        };
        if walk.holes.touch(attribute.value) {
            if matches!(known.kind, Kind::Link | Kind::Url) {
                links::partial(walk, known, attribute.value);
            }
            alternatives(walk, element, known, attribute.value);
        } else {
            value(walk, element, known, attribute.value);
        }
    }
    if !element.attributes.is_empty() {
        missing(walk, element, token, written);
    }
}

/// What stands at `at` is the value of an attribute.
#[inline]
fn value(walk: &mut Walk<'_>, element: &Element, known: &Known, at: Span) {
    let raw = walk.at(at);
    let value = if is_surely_good(known, raw) {
        Cow::Borrowed(raw)
    } else {
        unescape(raw)
    };
    let value = value.trim_ascii();
    if value.is_empty() && known.presence != Presence::Required && known.kind != Kind::UserId {
        return;
    }
    values::check(walk, element, known, at, value);
}

/// A value that a template chooses from some that are written out: each is judged.
#[cold]
fn alternatives(walk: &mut Walk<'_>, element: &Element, known: &Known, at: Span) {
    let joints = walk.holes.joints;
    let from = joints.partition_point(|joint| joint.tag.start() < at.start());
    let to = joints.partition_point(|joint| joint.tag.start() < at.end());
    let [first, .., last] = &joints[from..to] else {
        return;
    };
    let is_next = |joint: &Joint| matches!(joint.kind, JointKind::Next(_));
    let is_choice = matches!(first.kind, JointKind::Enter(Way::Choice, _))
        && matches!(last.kind, JointKind::Leave { .. })
        && joints[from + 1..to - 1].iter().all(is_next);
    let before = walk.at(Span::new(at.start(), first.tag.start()));
    let behind = walk.at(Span::new(last.tag.end(), at.end()));
    if !is_choice || !before.trim_ascii().is_empty() || !behind.trim_ascii().is_empty() {
        return;
    }
    for pair in joints[from..to].windows(2) {
        let body = Span::new(pair[0].tag.end(), pair[1].tag.start());
        if !walk.holes.touch(body) && !walk.at(body).trim_ascii().is_empty() {
            value(walk, element, known, body);
        }
    }
}

/// Whether there is nothing to find in `raw`, whatever its references stand for: unescaping the
/// addresses of a long clean document would take an allocation each.
fn is_surely_good(known: &Known, raw: &str) -> bool {
    match known.kind {
        Kind::Text => raw.starts_with(|first: char| first.is_ascii_alphanumeric()),
        Kind::Link | Kind::Url => {
            address::is_ordinary(raw) && !escape::has_control(raw) && !has_number(raw)
        }
        _ => false,
    }
}

/// Whether `raw` refers to a character by its number, which may be a control character's; the
/// builder writes `&#39;` that way.
fn has_number(raw: &str) -> bool {
    memchr::memchr_iter(b'#', raw.as_bytes())
        .any(|at| raw[..at].ends_with('&') && !raw[at..].starts_with("#39;"))
}

/// The attributes of an element that FlockML does not have.
pub(crate) fn check_unknown(walk: &mut Walk<'_>, token: &Token, written: &[Attribute]) {
    duplicates(walk, token, written);
    for attribute in written {
        values::characters(walk, attribute.value);
    }
}

fn duplicates(walk: &mut Walk<'_>, token: &Token, written: &[Attribute]) {
    if written.len() < 2 {
        return;
    }
    if walk.holes.branch(token.span) {
        return duplicates_on_one_way(walk, token, written);
    }
    if written.len() > FEW {
        let mut seen = HashSet::with_capacity(written.len());
        for attribute in written {
            if !seen.insert(walk.at(attribute.name)) {
                rules::duplicate_attribute::check(walk, attribute.name, attribute.name);
            }
        }
        return;
    }
    for (index, attribute) in written.iter().enumerate() {
        let name = walk.at(attribute.name);
        let first = written[..index]
            .iter()
            .find(|other| walk.at(other.name) == name);
        if let Some(first) = first {
            rules::duplicate_attribute::check(walk, attribute.name, first.name);
        }
    }
}

/// The same for a tag in which a template's statements choose between attributes.
#[cold]
fn duplicates_on_one_way(walk: &mut Walk<'_>, token: &Token, written: &[Attribute]) {
    let branches = Branches::new(walk.holes.joints, token.span);
    let mut places: HashMap<&str, Vec<Span>> = HashMap::new();
    for attribute in written {
        let places = places.entry(walk.at(attribute.name)).or_default();
        let mut before = places.iter().take(FEW);
        let first = before.find(|place| branches.meet(**place, attribute.name));
        if let Some(&first) = first {
            rules::duplicate_attribute::check(walk, attribute.name, first);
        } else if places.len() >= FEW {
            rules::duplicate_attribute::check(walk, attribute.name, attribute.name);
        }
        places.push(attribute.name);
    }
}

/// Attributes that the element needs and does not have.
fn missing(walk: &mut Walk<'_>, element: &Element, token: &Token, written: &[Attribute]) {
    if walk.holes.branch(token.span) {
        return missing_somewhere(walk, element, token, written);
    }
    for known in element.attributes {
        if known.presence == Presence::Optional {
            continue;
        }
        if !is_there(walk, written, known) && is_needed(walk, written, known) {
            rules::missing_attribute::check(walk, element, known, token);
        }
    }
}

/// The same for a tag in which a template's statements choose between attributes.
#[cold]
fn missing_somewhere(walk: &mut Walk<'_>, element: &Element, token: &Token, written: &[Attribute]) {
    let branches = Branches::new(walk.holes.joints, token.span);
    for known in element.attributes {
        let mut places = places(walk, written, known.name);
        let first = places.first().copied();
        let is_missing = match known.presence {
            Presence::Optional => false,
            Presence::Required => !branches.cover(&places, None),
            Presence::RequiredUnless(other) => {
                places.extend(self::places(walk, written, other));
                !branches.cover(&places, None)
            }
            Presence::RequiredForType(types) => {
                let mut kinds = written.iter().filter(|attribute| {
                    let value = walk.at(attribute.value).trim_ascii();
                    walk.at(attribute.name) == "type"
                        && !walk.holes.touch(attribute.value)
                        && types.contains(&values::action_name(value))
                });
                kinds.any(|kind| !branches.cover(&places, Some(kind.name)))
            }
        };
        if is_missing {
            rules::missing_attribute::check_somewhere(walk, element, known, token, first);
        }
    }
}

/// Where an attribute is written, and not as an empty one.
fn places(walk: &Walk<'_>, written: &[Attribute], name: &str) -> Vec<Span> {
    let named = written.iter().filter(|attribute| {
        walk.at(attribute.name) == name
            && (walk.holes.touch(attribute.value)
                || !is_blank(walk.at(attribute.value))
                || matches!(name, "userId" | "href"))
    });
    named.map(|attribute| attribute.name).collect()
}

fn find(walk: &Walk<'_>, written: &[Attribute], name: &str) -> Option<Span> {
    written
        .iter()
        .find(|attribute| walk.at(attribute.name) == name)
        .map(|attribute| attribute.value)
}

/// Whether it is written; an empty one counts as absent unless its own rule speaks of it.
fn is_there(walk: &Walk<'_>, written: &[Attribute], known: &Known) -> bool {
    let Some(value) = find(walk, written, known.name) else {
        return false;
    };
    known.presence == Presence::Required || known.kind == Kind::UserId || !is_blank(walk.at(value))
}

/// Whether `raw` stands for nothing but white space.
fn is_blank(raw: &str) -> bool {
    let raw = raw.trim_ascii();
    raw.is_empty() || raw.starts_with('&') && unescape(raw).trim_ascii().is_empty()
}

fn is_needed(walk: &Walk<'_>, written: &[Attribute], known: &Known) -> bool {
    match known.presence {
        Presence::Optional => false,
        Presence::Required => true,
        Presence::RequiredUnless(other) => find(walk, written, other).is_none(),
        Presence::RequiredForType(types) => find(walk, written, "type").is_some_and(|span| {
            let value = walk.at(span).trim_ascii();
            !walk.holes.touch(span) && types.contains(&values::action_name(value))
        }),
    }
}
