#![doc = include_str!("invalid-value.md")]

use super::prelude::*;
use crate::element::{ACTIONS, Attribute, COLORS, Kind};
use crate::suggest;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-value",
    severity: Severity::Error,
    fixable: false,
    summary: "a value that is not one of those allowed, or cannot be read",
    page: include_str!("invalid-value.md"),
};

/// A value that is not what the attribute wants.
pub(crate) fn check(walk: &mut Walk<'_>, known: &Attribute, at: Span, value: &str) {
    let message = format!(
        "`{}` is no {} for `{}`",
        shorten(value),
        what(known.kind),
        known.name
    );
    walk.push(Diagnostic::new(&RULE, at, message).help(help(known.kind, value)));
}

/// An address with a control character in it, the first of which stands at `at`.
pub(crate) fn broken_address(walk: &mut Walk<'_>, known: &Attribute, at: Span, value: &str) {
    let control = value.chars().find(char::is_ascii_control);
    let (what, help) = match control.map_or(0, u32::from) {
        0x0A | 0x0D => (
            "a line break".to_owned(),
            "write the address on one line; a line break that belongs to it is `%0A`".to_owned(),
        ),
        0x09 => (
            "a tab".to_owned(),
            "delete it; a tab that belongs to the address is `%09`".to_owned(),
        ),
        control => (
            format!("the control character U+{control:04X}"),
            format!("delete it, or write `%{control:02X}` if it belongs to the address"),
        ),
    };
    let message = format!("`{}` is an address with {what} in it", known.name);
    walk.push(Diagnostic::new(&RULE, at, message).help(help));
}

/// What a value of that kind is called.
pub(crate) fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::UserId => "user identifier",
        Kind::Color => "colour",
        Kind::Number => "number",
        Kind::Action => "type",
        _ => "value",
    }
}

/// What to write instead of `value`.
pub(crate) fn help(kind: Kind, value: &str) -> String {
    let near = |names: &[&'static str]| match suggest::nearest(value, names.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => {
            format!("write {}", either(names))
        }
    };
    match kind {
        Kind::UserId if value.starts_with("g:") => {
            "that is a channel; write a user's identifier, such as `u:isgpwwyralhf9aso`".to_owned()
        }
        Kind::UserId => "write `u:` and the user's id, such as `u:isgpwwyralhf9aso`".to_owned(),
        Kind::Color => {
            let names: Vec<_> = COLORS.iter().map(|(name, _)| format!("`{name}`")).collect();
            format!(
                "write six hexadecimal digits, such as `#d32f2f`, or {}",
                names.join(", ")
            )
        }
        Kind::Number => "write a whole number, without a unit".to_owned(),
        Kind::Boolean => near(&["true", "false"]),
        Kind::Choice(choices) => near(choices),
        Kind::Action => near(&ACTIONS.iter().map(|action| action.name).collect::<Vec<_>>()),
        _ => "write another value".to_owned(),
    }
}

/// "`a`, `b` or `c`".
fn either(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
