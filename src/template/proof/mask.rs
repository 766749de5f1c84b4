//! A template's text with its tags masked, so that it can be read as FlockML or JSON.
//!
//! Every byte keeps its place, so what is found in the masked text stands at the same place in
//! the template.

use crate::check::{Holes, Joint};
use crate::source::Span;

use super::super::scan::{self, Tag, TagKind};
use super::super::vocabulary;

/// A masked text and where its tags stood.
#[derive(Debug)]
pub(crate) struct Mask {
    pub(crate) text: String,
    /// Filled with `x`: something will be written there.
    pub(crate) values: Vec<Span>,
    /// Blank: statements, comments and calls that can write whole elements.
    pub(crate) statements: Vec<Span>,
}

impl Mask {
    /// Masks `tags`, which are those of `text`.
    pub(crate) fn new(text: &str, tags: &[Tag]) -> Self {
        let (mut values, mut statements) = (Vec::new(), Vec::new());
        let mut bytes = text.as_bytes().to_vec();
        // The ends of spans are ASCII brackets or character boundaries.
        let mut fill = |span: Span, with| bytes[span.range()].fill(with);
        let mut in_component = false;
        for tag in tags {
            match tag.kind {
                TagKind::Statement => match scan::word(text, tag.inner) {
                    "component" => in_component = true,
                    "endcomponent" => in_component = false,
                    _ => {}
                },
                TagKind::Value | TagKind::Comment => {}
            }
            let is_elements = writes_elements(text, tag) || in_component && is_body(text, tag);
            if tag.kind == TagKind::Value && !is_elements {
                fill(tag.span, b'x');
                values.push(tag.span);
            } else {
                fill(tag.span, b' ');
                statements.push(tag.span);
            }
            for blank in trimmed(text, tag) {
                fill(blank, b' ');
            }
        }
        Self {
            text: String::from_utf8(bytes).expect("whole characters are overwritten"),
            values,
            statements,
        }
    }

    pub(crate) fn holes<'a>(&'a self, joints: &'a [Joint]) -> Holes<'a> {
        Holes {
            values: &self.values,
            statements: &self.statements,
            joints,
        }
    }
}

/// The white space that `{{-` and `-}}` take away; its line breaks are never written.
pub(super) fn trimmed(text: &str, tag: &Tag) -> [Span; 2] {
    let (start, end) = (tag.span.start(), tag.span.end());
    let before = if text[start..tag.inner.start()].ends_with('-') {
        text[..start].trim_end().len()
    } else {
        start
    };
    let after = if text[tag.inner.end()..end].starts_with('-') {
        end + (text.len() - end) - text[end..].trim_start().len()
    } else {
        end
    };
    [Span::new(before, start), Span::new(end, after)]
}

/// Whether a hole may well stand for elements: a component, a parent's block, a safe value.
pub(super) fn writes_elements(text: &str, tag: &Tag) -> bool {
    let inside = text[tag.inner.range()].trim();
    let last = inside.rsplit('|').next().unwrap_or_default().trim();
    inside.starts_with('<')
        || inside.starts_with("super(")
        || (last.len() < inside.len() && vocabulary::writes_flockml(scan::word(last, whole(last))))
}

/// Whether a hole in a component stands for what is given to it between its tags, among elements.
pub(super) fn is_body(text: &str, tag: &Tag) -> bool {
    let before = text[..tag.span.start()].trim_end();
    text[tag.inner.range()].trim() == "body" && before.ends_with(['>', '}'])
}

fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        Mask::new(text, &scan::scan(text)).text
    }

    #[test]
    fn bytes_keep_their_places() {
        assert_eq!(masked("<b>{{ é }}</b>"), "<b>xxxxxxxx</b>");
        assert_eq!(masked("a{% if x %}b{# c #}d"), "a          b       d");
        assert_eq!(masked("{{ <Row label={a} /> }}"), " ".repeat(23));
        assert_eq!(masked("a\n{%- b -%}\n c\n"), "a            c\n");
        assert_eq!(
            masked("{{ a | safe }}{{ a | upper }}"),
            format!("{}{}", " ".repeat(14), "x".repeat(15))
        );
    }
}
