#![doc = include_str!("markup-in-plain-text.md")]

use super::prelude::*;
use crate::element;
use crate::syntax::{Resolved, resolve};

pub(crate) static RULE: Rule = Rule {
    id: "markup-in-plain-text",
    severity: Severity::Warning,
    fixable: false,
    summary: "tags in a field that shows plain text",
    page: include_str!("markup-in-plain-text.md"),
};

/// Tags in the plain text of the field or attribute `name`.
pub(crate) fn found(span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        span,
        format!("markup in `{name}`, which shows plain text"),
    )
    .help("write plain words here and the markup into `flockml`")
}

/// The first tag or entity in `text`.
///
/// A `<word>` counts if FlockML has the element, if it is closed or has attributes; otherwise it
/// may be a placeholder, as in `restart <host>`.
pub(crate) fn find(text: &str) -> Option<Span> {
    memchr::memchr2_iter(b'<', b'&', text.as_bytes()).find_map(|at| {
        let length = match text.as_bytes()[at] {
            b'<' => tag(text, at)?,
            _ => entity(&text[at..])?,
        };
        Some(Span::new(at, at + length))
    })
}

/// The longest tag or entity that is looked for.
const LONGEST: usize = 512;

fn tag(text: &str, at: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[at..];
    let window = &bytes[..bytes.len().min(LONGEST)];
    let end = 1 + window[1..]
        .iter()
        .position(|byte| matches!(byte, b'<' | b'>'))?;
    if window[end] != b'>' {
        return None;
    }
    let inside = text.get(at + 1..at + end)?;
    let (closing, inside) = match inside.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, inside),
    };
    let length = inside
        .bytes()
        .position(|byte| !byte.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    let (name, rest) = inside.split_at(length);
    let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_tag = rest.is_empty() || rest.starts_with([' ', '/', '\n', '\t', '\r']);
    let is_known = element::find(&name.to_ascii_lowercase()).is_some();
    let has_attribute = rest.contains("=\"") || rest.contains("='");
    let is_markup = is_known || closing || rest.ends_with('/') || has_attribute;
    (is_name && is_tag && is_markup).then_some(end + 1)
}

/// An entity by name or number, as in `&amp;`; an address may have `&name=` in it.
fn entity(text: &str) -> Option<usize> {
    let window = text.get(1..)?.bytes().take(LONGEST);
    let end = window
        .clone()
        .position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#')?;
    let name = text.get(1..=end)?;
    let is_reference = !name.is_empty()
        && text.as_bytes().get(end + 1) == Some(&b';')
        && matches!(resolve(name), Resolved::Character(_) | Resolved::Html(_));
    is_reference.then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_entities_are_found_and_placeholders_are_not() {
        for (text, markup) in [
            ("db-1 is <b>down</b>", Some("<b>")),
            ("a<br/>b", Some("<br/>")),
            ("a <BR> b", Some("<BR>")),
            ("<span style=\"x\">a</span>", Some("<span style=\"x\">")),
            ("<div>a</div>", Some("</div>")),
            ("R&amp;D", Some("&amp;")),
            ("a&nbsp;b", Some("&nbsp;")),
            ("restart <host> & wait", None),
            ("1 < 2 > 0", None),
            ("a <- b -> c", None),
            ("https://example.com/?a=1&lt=2", None),
            ("<https://example.com|x>", None),
            ("<ada@example.com>", None),
            ("ü<", None),
            ("&", None),
            ("&;", None),
        ] {
            let found = find(text).map(|span| &text[span.range()]);
            assert_eq!(found, markup, "{text}");
        }
    }
}
