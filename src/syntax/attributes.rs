//! A tag's attributes.

use quick_xml::events::attributes::{AttrError, Attributes};

use super::{Attribute, is_name};
use crate::source::Span;

/// Why attributes cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttributeFault {
    /// The word at the span has no `=` behind it.
    NoValue(Span),
    /// The value at the span has no quotes.
    Unquoted(Span),
    /// The quote at the span is never closed.
    OpenQuote(Span),
    /// The attribute at the span follows the one before without a blank.
    NoBlank(Span),
    /// What stands at the span, in front of a `=`, is no name.
    BadName(Span),
}

/// Appends the attributes that stand at `content`.
pub(super) fn read(
    text: &str,
    content: Span,
    into: &mut Vec<Attribute>,
) -> Result<(), AttributeFault> {
    let slice = &text[content.range()];
    let mut attributes = Attributes::new(slice, 0);
    let mut before = content.start();
    for attribute in attributes.with_checks(false) {
        let attribute = attribute.map_err(|error| {
            fault(slice, before - content.start(), &error).shift(content.start())
        })?;
        let name = place(text, attribute.key.as_ref());
        let value = place(text, &attribute.value);
        if name.is_empty() || !is_name(attribute.key.as_ref()) {
            return Err(AttributeFault::BadName(name));
        }
        // quick-xml reads `a="1"b="2"`; XML does not.
        if !text.as_bytes()[before..name.start()]
            .iter()
            .any(u8::is_ascii_whitespace)
        {
            return Err(AttributeFault::NoBlank(name));
        }
        before = value.end() + 1;
        into.push(Attribute { name, value });
    }
    Ok(())
}

/// The first thing that keeps the attributes at `content` from being read.
pub(crate) fn first_fault(text: &str, content: Span) -> Option<AttributeFault> {
    read(text, content, &mut Vec::new()).err()
}

/// Where `part`, a slice of `text`, stands in it.
fn place(text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    Span::new(start, start + part.len())
}

impl AttributeFault {
    /// The same fault, `by` bytes further on.
    fn shift(self, by: usize) -> Self {
        match self {
            Self::NoValue(span) => Self::NoValue(span.shift(by)),
            Self::Unquoted(span) => Self::Unquoted(span.shift(by)),
            Self::OpenQuote(span) => Self::OpenQuote(span.shift(by)),
            Self::NoBlank(span) => Self::NoBlank(span.shift(by)),
            Self::BadName(span) => Self::BadName(span.shift(by)),
        }
    }
}

/// What quick-xml's error says of `slice`, whose attributes up to `before` can be read.
fn fault(slice: &str, before: usize, error: &AttrError) -> AttributeFault {
    match *error {
        AttrError::ExpectedEq(at) => {
            let end = slice[..at].trim_ascii_end().len();
            let key = &slice[before.min(end)..end];
            let start = end - key.len() + key.rfind(is_blank).map_or(0, |at| at + 1);
            let span = Span::new(start, end);
            if is_name(&slice[span.range()]) {
                AttributeFault::NoValue(span)
            } else {
                AttributeFault::BadName(span)
            }
        }
        AttrError::ExpectedValue(at) => AttributeFault::NoValue(Span::at(at)),
        AttrError::UnquotedValue(at) => {
            let len = slice[at..].find(is_blank).unwrap_or(slice.len() - at);
            AttributeFault::Unquoted(Span::new(at, at + len))
        }
        AttrError::ExpectedQuote(_, quote) => {
            let at = slice[before..]
                .find(quote as char)
                .map_or(before, |at| before + at);
            AttributeFault::OpenQuote(Span::new(at, at + 1))
        }
        AttrError::Duplicated(at, _) => AttributeFault::BadName(Span::at(at)),
    }
}

fn is_blank(character: char) -> bool {
    character.is_ascii_whitespace()
}
