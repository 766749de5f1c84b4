//! The text of traced FlockML, and the beginning of it.

use crate::Markup;

use super::align;
use super::mark;

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
    let starts = ["<a ", "<user "].map(|tag| flockml.find(tag).unwrap_or(flockml.len()));
    let start = starts[0].min(starts[1]);
    let (before, rest) = flockml.split_at(start);
    let close = if starts[0] < starts[1] {
        "</a>"
    } else {
        "</user>"
    };
    let (open, inside) = rest.split_at(rest.find('>')? + 1);
    let (label, behind) = inside.split_once(close)?;
    Some((before, Element { open, label, close }, behind))
}

impl Element<'_> {
    fn write(&self, out: &mut String) {
        let label = mark::plain(self.label);
        let words = Markup::from_canonical(label.clone().into_owned()).to_text();
        let whole = [self.open, &label, self.close].concat();
        let is_said = Markup::from_canonical(whole).to_text() == words;
        match (is_said, self.close) {
            // The label is all that the text has of it; with marks in it, it would not be.
            (true, _) => {
                mark::push(out, only_origin(self.label));
                out.extend([self.open, &label, self.close]);
            }
            (false, "</a>") => {
                out.extend([self.open, self.label]);
                mark::push(out, None);
                out.push_str(self.close);
            }
            // A sign stands in front of the name.
            (false, _) => {
                mark::push(out, None);
                out.extend([self.open, self.label, self.close]);
            }
        }
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
