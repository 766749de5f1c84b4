//! Links and addresses.

use super::rules;
use super::walk::Walk;
use crate::element::{Attribute as Known, Kind, LINK_SCHEMES, URL_SCHEMES};
use crate::source::Span;

/// Schemes that run code or open what is on the reader's disk.
const UNSAFE: &[&str] = &["javascript", "data", "vbscript", "file"];

/// What an address is good for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A reader can follow it.
    Good,
    /// It is empty.
    Empty,
    /// It has no scheme.
    Relative,
    /// It runs code or opens a local file.
    Unsafe(String),
    /// Its scheme is none that Flock is known to open.
    Unknown(String),
}

/// Classifies `value`, unescaped.
pub(crate) fn classify(value: &str, allowed: &[&str]) -> Target {
    // Browsers skip white space and controls in a scheme, so `java&#10;script:` is `javascript:`.
    let has_blanks = value.bytes().any(|byte| byte <= b' ');
    let compact: String;
    let value = if has_blanks {
        compact = value.chars().filter(|c| *c > ' ').collect();
        compact.as_str()
    } else {
        value
    };
    if value.is_empty() {
        return Target::Empty;
    }
    let Some((scheme, rest)) = value
        .split_once(':')
        .filter(|(scheme, _)| is_scheme(scheme))
    else {
        return Target::Relative;
    };
    if allowed
        .iter()
        .any(|allowed| allowed.eq_ignore_ascii_case(scheme))
    {
        return match rest.strip_prefix("//") {
            Some(host) if host.is_empty() || host.starts_with(['/', '?', '#']) => Target::Relative,
            None if scheme.len() >= 4 && scheme[..4].eq_ignore_ascii_case("http") => {
                Target::Relative
            }
            _ => Target::Good,
        };
    }
    if UNSAFE.iter().any(|bad| bad.eq_ignore_ascii_case(scheme)) {
        return Target::Unsafe(scheme.to_ascii_lowercase());
    }
    // `localhost:3000` and `example.com:8080` are hosts with a port.
    if scheme.contains('.') || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return Target::Relative;
    }
    Target::Unknown(scheme.to_ascii_lowercase())
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// The address that an attribute names.
pub(crate) fn check(walk: &mut Walk<'_>, known: &Known, at: Span, value: &str) {
    let allowed = if known.kind == Kind::Link {
        LINK_SCHEMES
    } else {
        URL_SCHEMES
    };
    match classify(value, allowed) {
        Target::Good => {}
        Target::Empty => rules::relative_link::empty(walk, known, at),
        Target::Relative => rules::relative_link::check(walk, known, at, value),
        Target::Unsafe(scheme) => rules::unsafe_link::check(walk, known, at, &scheme),
        Target::Unknown(scheme) => rules::unsafe_link::unknown(walk, known, at, &scheme, allowed),
    }
}

/// The host that `value` names, in lower case and without `www.`, if it looks like an address.
pub(crate) fn host(value: &str) -> Option<String> {
    let value = value.trim();
    let rest = match value.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest,
        Some(_) => return None,
        None => value,
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_host = host.contains('.')
        && host
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
        && host
            .rsplit('.')
            .next()
            .is_some_and(|last| last.chars().any(char::is_alphabetic));
    is_host.then(|| host.to_owned())
}
