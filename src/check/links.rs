//! Links and addresses.

use super::rules;
use super::walk::Walk;
use crate::address::{Target, classify};
use crate::element::{Attribute as Known, Kind, LINK_SCHEMES, URL_SCHEMES};
use crate::source::Span;
use crate::syntax::unescape;

/// The address that an attribute names.
pub(crate) fn check(walk: &mut Walk<'_>, known: &Known, at: Span, value: &str) {
    let allowed = schemes(known.kind);
    match classify(value, allowed) {
        Target::Good => {}
        Target::Empty => rules::relative_link::empty(walk, known, at),
        Target::Relative => rules::relative_link::check(walk, known, at, value),
        Target::Unsafe(scheme) => rules::unsafe_link::check(walk, known, at, &scheme),
        Target::Unknown(scheme) => rules::unsafe_link::unknown(walk, known, at, &scheme, allowed),
    }
}

/// An address with holes, whose beginning may say already that nobody can follow it.
pub(crate) fn beginning(walk: &mut Walk<'_>, known: &Known, at: Span) {
    let Some(hole) = walk.holes.first(at) else {
        return;
    };
    let written = Span::new(at.start(), hole.start().max(at.start()));
    let written = unescape(walk.at(written));
    let decided = written.find([':', '/', '?', '#']);
    let Some(decided) = decided else { return };
    let has_scheme = written[decided..].starts_with(':');
    let value = unescape(walk.at(at));
    let value = value.trim_ascii();
    match classify(value, schemes(known.kind)) {
        Target::Relative if has_scheme => {}
        _ => check(walk, known, at, value),
    }
}

/// The schemes that an attribute of that kind may have.
pub(crate) fn schemes(kind: Kind) -> &'static [&'static str] {
    if kind == Kind::Link {
        LINK_SCHEMES
    } else {
        URL_SCHEMES
    }
}
