//! What references stand for.

use std::borrow::Cow;

use crate::element::ENTITIES;

/// What the name in a reference stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// A character that XML knows by that reference.
    Character(char),
    /// A name of HTML's, which XML does not know.
    Html(&'static str),
    /// A number that is no character of XML's.
    Illegal,
    /// Nothing.
    Unknown,
}

/// Resolves what stands between `&` and `;`.
pub(crate) fn resolve(name: &str) -> Resolved {
    if let Some(number) = name.strip_prefix('#') {
        return resolve_number(number);
    }
    match ENTITIES.iter().find(|(entity, _)| *entity == name) {
        Some(&(_, character)) => Resolved::Character(character),
        None => {
            quick_xml::escape::resolve_html5_entity(name).map_or(Resolved::Unknown, Resolved::Html)
        }
    }
}

fn resolve_number(number: &str) -> Resolved {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Resolved::Unknown;
    }
    u32::from_str_radix(digits, radix)
        .ok()
        .and_then(char::from_u32)
        .filter(|&character| is_xml_character(character))
        .map_or(Resolved::Illegal, Resolved::Character)
}

/// Whether XML 1.0 can carry it: <https://www.w3.org/TR/xml/#charsets>.
pub(crate) fn is_xml_character(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        _ => character >= ' ',
    }
}

/// What `raw`, an attribute's value, stands for: line breaks and tabs in it are blanks to XML, unless
/// they are references.
pub(crate) fn unescape_value(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['\n', '\r', '\t']) {
        return unescape(raw);
    }
    let raw = raw.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ");
    Cow::Owned(unescape(&raw).into_owned())
}

/// The characters that `raw`, a text or an attribute's value, stands for; what cannot be
/// resolved stays as it is.
///
/// # Examples
///
/// ```
/// use flockml::syntax::unescape;
///
/// assert_eq!(unescape("R&amp;D &lt;&#51; &nope;"), "R&D <3 &nope;");
/// ```
#[must_use]
pub fn unescape(raw: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', raw.as_bytes()) else {
        return Cow::Borrowed(raw);
    };
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    let mut at = Some(first);
    while let Some(start) = at {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest
            .as_bytes()
            .iter()
            .take(42)
            .position(|&byte| byte == b';');
        let resolved = end.map(|end| (end, resolve(&rest[1..end])));
        match resolved {
            Some((end, Resolved::Character(character))) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            Some((end, Resolved::Html(text))) => {
                out.push_str(text);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
        at = memchr::memchr(b'&', rest.as_bytes());
    }
    out.push_str(rest);
    Cow::Owned(out)
}
