//! Texts that people read, and which piece of a template wrote them.

use std::borrow::Cow;
use std::ops::Range;

use super::origin::{Origin, Traced};
use crate::preview::html::{Attribute, Element, Html};

/// A text without its marks, and where each piece of it ends.
#[derive(Debug)]
pub(super) struct Words<'a> {
    plain: Cow<'a, str>,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    end: usize,
    origin: Option<Origin>,
}

impl<'a> Words<'a> {
    /// The words of `text`, which stands in a message of `trace`, if there is one.
    pub(super) fn new(text: &'a str, trace: Option<&'a Traced>) -> Self {
        let Some(trace) = trace else {
            return Self {
                plain: Cow::Borrowed(text),
                pieces: Vec::new(),
            };
        };
        let mut plain = String::with_capacity(text.len());
        let mut pieces = Vec::new();
        for (piece, origin) in trace.pieces(text) {
            plain.push_str(piece);
            let end = plain.len();
            pieces.push(Piece { end, origin });
        }
        Self {
            plain: Cow::Owned(plain),
            pieces,
        }
    }

    /// Without marks.
    pub(super) fn plain(&self) -> &str {
        &self.plain
    }

    /// Writes what stands at `range`, each piece as what `read` makes of it.
    pub(super) fn write_part(
        &self,
        html: &mut Html,
        range: Range<usize>,
        read: fn(&str) -> Cow<'_, str>,
    ) {
        let mut at = range.start;
        let first = self.pieces.partition_point(|piece| piece.end <= at);
        for piece in &self.pieces[first..] {
            if at >= range.end {
                return;
            }
            let end = piece.end.min(range.end);
            write(html, &read(&self.plain[at..end]), piece.origin.as_ref());
            at = end;
        }
        if at < range.end {
            html.text(&read(&self.plain[at..range.end]));
        }
    }

    /// Writes the text, but no more than `most` characters.
    pub(super) fn write(&self, html: &mut Html, most: usize) {
        let end = self.plain.char_indices().nth(most);
        let end = end.map_or(self.plain.len(), |(at, _)| at);
        self.write_part(html, 0..end, |text| Cow::Borrowed(text));
        html.left_out(&self.plain[end..]);
    }
}

fn write(html: &mut Html, text: &str, origin: Option<&Origin>) {
    // Blanks are nothing that one could point at.
    let Some(origin) = origin.filter(|_| !text.trim().is_empty()) else {
        return html.text(text);
    };
    let mut attributes = vec![
        Attribute::Class("piece"),
        Attribute::Data("data-file", &origin.file),
        Attribute::Number("data-line", origin.line),
        Attribute::Number("data-column", origin.column),
    ];
    let variable = origin.variable.as_deref();
    attributes.extend(variable.map(|variable| Attribute::Data("data-variable", variable)));
    if let Some(call) = &origin.call {
        attributes.extend([
            Attribute::Data("data-call-file", &call.file),
            Attribute::Number("data-call-line", call.line),
            Attribute::Number("data-call-column", call.column),
        ]);
    }
    html.element(Element::Span, &attributes, |html| html.text(text));
}
