//! The text of traced FlockML, and the beginning of it.

use crate::Markup;

use super::align;
use super::mark::{self, Sign};

/// What a derived text ends in where it is cut.
const CUT: char = '…';

/// The text of `flockml`, which is traced and has its root, held against the plain one.
pub(super) fn text(flockml: &str, plain: &str) -> Option<String> {
    let inside = flockml.strip_prefix("<flockml>")?;
    let inside = inside.strip_suffix("</flockml>")?;
    let marked = Markup::from_canonical(relabelled(inside)).to_text();
    align::align(plain, &marked)
}

/// Of a derived text, what is said of it in `shown`.
pub(super) fn beginning(text: &str, shown: &str) -> Option<String> {
    let plain = mark::plain(text);
    if plain == shown {
        return Some(text.to_owned());
    }
    let begin = shown.strip_suffix(CUT)?;
    if !plain.starts_with(begin) {
        return None;
    }
    let mut out = align::start(text, begin.len()).to_owned();
    mark::push(&mut out, None);
    out.push(CUT);
    Some(out)
}

/// Canonical FlockML whose text is that of `flockml` without marks, but for marks: what a text has
/// that no label says is nobody's, and no mark hides what a label says.
fn relabelled(flockml: &str) -> String {
    let mut out = String::with_capacity(flockml.len() + flockml.len() / 4);
    let mut rest = flockml;
    while let Some((before, element, behind)) = next(rest) {
        out.push_str(before);
        element.write(&mut out);
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// A link or a mention.
struct Element<'m> {
    open: &'m str,
    label: &'m str,
    close: &'m str,
}

/// The first link or mention in `flockml`, and what stands before and behind it.
fn next(flockml: &str) -> Option<(&str, Element<'_>, &str)> {
    let close = |at: usize| match flockml[at..].split(' ').next()? {
        "<a" => Some((at, "</a>")),
        "<user" => Some((at, "</user>")),
        _ => None,
    };
    let mut tags = memchr::memchr_iter(b'<', flockml.as_bytes());
    let (start, close) = tags.find_map(close)?;
    let (before, rest) = flockml.split_at(start);
    let (open, inside) = rest.split_at(rest.find('>')? + 1);
    let (label, behind) = inside.split_once(close)?;
    Some((before, Element { open, label, close }, behind))
}

impl Element<'_> {
    fn write(&self, out: &mut String) {
        let label = mark::plain(self.label);
        if self.is_said(&label) {
            // With marks in front of it, the label would say something else.
            let (origin, label) = match (self.close, mark::read(self.label)) {
                ("</user>", Some((Sign::Origin(origin), length))) => {
                    (origin, self.label[length..].into())
                }
                _ => (only_origin(self.label), label),
            };
            mark::push(out, origin);
            out.extend([self.open, &label, self.close]);
        } else if self.close == "</a>" {
            out.extend([self.open, self.label]);
            mark::push(out, None);
            out.push_str(self.close);
        } else {
            // A sign stands in front of the name.
            mark::push(out, None);
            out.extend([self.open, self.label, self.close]);
        }
    }

    /// Whether the text has nothing of it but its label.
    fn is_said(&self, label: &str) -> bool {
        let whole = [self.open, label, self.close].concat();
        let text = |flockml: String| Markup::from_canonical(flockml).to_text();
        text(whole) == text(label.to_owned())
    }
}

/// The origin of all of a text, if it has but one.
fn only_origin(text: &str) -> Option<usize> {
    let mut origins = mark::Pieces::new(text)
        .filter(|(piece, _)| !piece.starts_with('<'))
        .map(|(_, origin)| origin);
    let first = origins.next()??;
    origins.all(|other| other == Some(first)).then_some(first)
}
