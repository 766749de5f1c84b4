//! The one writer of HTML: what others wrote gets in as text or as a checked value, never as HTML.
//!
//! What it writes is well-formed XML too, so that a parser of either kind reads the same.

mod attribute;
mod table;

use serde::Serialize;

pub(crate) use attribute::{Attribute, Link, Style};
pub(crate) use table::Element;

/// What a document says of itself.
const METAS: [&[Attribute<'static>]; 3] = [
    &[Attribute::Fixed("charset", "utf-8")],
    &[
        Attribute::Fixed("http-equiv", "Content-Security-Policy"),
        Attribute::Fixed(
            "content",
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; \
             form-action 'none'",
        ),
    ],
    &[
        Attribute::Fixed("name", "viewport"),
        Attribute::Fixed("content", "width=device-width, initial-scale=1"),
    ],
];

/// Elements with all that is in them; nothing but [`Html`] makes one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Fragment(String);

impl Fragment {
    /// As it is served.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// HTML that is being written.
#[derive(Debug, Default)]
pub(crate) struct Html {
    out: String,
    open: Vec<Element>,
}

impl Html {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A whole document, which loads nothing and runs nothing.
    pub(crate) fn document(
        title: &str,
        styles: &[&'static str],
        body: impl FnOnce(&mut Self),
    ) -> String {
        let mut html = Self::new();
        html.out.push_str("<!DOCTYPE html>");
        let lang = Attribute::Fixed("lang", "en");
        html.element(Element::Html, &[lang], |html| {
            html.element(Element::Head, &[], |html| html.head(title, styles));
            html.element(Element::Body, &[], body);
        });
        html.finish().0
    }

    fn head(&mut self, title: &str, styles: &[&'static str]) {
        for attributes in METAS {
            self.empty(Element::Meta, attributes);
        }
        self.element(Element::Title, &[], |html| html.text(title));
        for styles in styles {
            // A stylesheet of ours has neither `<` nor `&`.
            self.element(Element::Style, &[], |html| html.out.push_str(styles));
        }
    }

    /// An element with what `inside` writes.
    pub(crate) fn element(
        &mut self,
        element: Element,
        attributes: &[Attribute<'_>],
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(element, attributes);
        inside(self);
        self.close();
    }

    /// A `div` of that class.
    pub(crate) fn div(&mut self, class: &'static str, inside: impl FnOnce(&mut Self)) {
        self.element(Element::Div, &[Attribute::Class(class)], inside);
    }

    /// A `span` of that class with nothing but text.
    pub(crate) fn span(&mut self, class: &'static str, text: &str) {
        self.element(Element::Span, &[Attribute::Class(class)], |html| {
            html.text(text);
        });
    }

    /// A remark of the preview's own, not of the message.
    pub(crate) fn note(&mut self, text: &str) {
        self.div("fk-note", |html| html.sentence(text));
    }

    /// A sentence of ours, in which what stands between two backticks is code.
    pub(crate) fn sentence(&mut self, text: &str) {
        let parts: Vec<_> = text.split('`').collect();
        // What is cited may hold backticks of its own.
        if parts.len() % 2 == 0 {
            return self.text(text);
        }
        for (index, part) in parts.into_iter().enumerate() {
            match index % 2 {
                0 => self.text(part),
                _ => self.element(Element::Code, &[], |html| html.text(part)),
            }
        }
    }

    /// A link that opens a page of its own, which is not told where it was opened from.
    pub(crate) fn link(
        &mut self,
        to: &Link,
        class: &'static str,
        title: &str,
        inside: impl FnOnce(&mut Self),
    ) {
        self.open_link(to, class, title);
        inside(self);
        self.close();
    }

    /// The beginning of such a link.
    pub(crate) fn open_link(&mut self, to: &Link, class: &'static str, title: &str) {
        let attributes = [
            Attribute::Class(class),
            Attribute::Title(title),
            Attribute::Href(to),
            Attribute::Fixed("target", "_blank"),
            Attribute::Fixed("rel", "noreferrer noopener"),
        ];
        self.open(Element::A, &attributes);
    }

    /// The beginning of an element that [`Html::close`] ends.
    pub(crate) fn open(&mut self, element: Element, attributes: &[Attribute<'_>]) {
        self.start(element, attributes);
        self.out.push('>');
        self.open.push(element);
    }

    /// The end of the element that was opened last.
    pub(crate) fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(element.name());
            self.out.push('>');
        }
    }

    /// An element that has no end.
    pub(crate) fn empty(&mut self, element: Element, attributes: &[Attribute<'_>]) {
        self.start(element, attributes);
        self.out.push_str("/>");
    }

    /// Text, but no more than `most` characters of it.
    pub(crate) fn beginning(&mut self, text: &str, most: usize) {
        let end = text.char_indices().nth(most);
        let (shown, rest) = text.split_at(end.map_or(text.len(), |(at, _)| at));
        self.text(shown);
        self.left_out(rest);
    }

    /// Says how much of a text is left out, if anything is.
    pub(crate) fn left_out(&mut self, rest: &str) {
        if !rest.is_empty() {
            let count = rest.chars().count();
            self.span("fk-more", &format!(" … and {count} more characters"));
        }
    }

    /// Text, shown as it is.
    pub(crate) fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// What was written, with what is still open closed.
    pub(crate) fn finish(mut self) -> Fragment {
        while !self.open.is_empty() {
            self.close();
        }
        Fragment(self.out)
    }

    /// What another writer wrote.
    pub(crate) fn append(&mut self, other: &Fragment) {
        self.out.push_str(&other.0);
    }

    /// How much was written, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.out.len()
    }

    fn start(&mut self, element: Element, attributes: &[Attribute<'_>]) {
        self.out.push('<');
        self.out.push_str(element.name());
        for attribute in attributes {
            if !element.takes(attribute.name()) {
                debug_assert!(false, "{attribute:?} on {element:?} is not in the table");
                continue;
            }
            self.out.push(' ');
            self.out.push_str(attribute.name());
            self.out.push_str("=\"");
            attribute.write_value(&mut self.out);
            self.out.push('"');
        }
    }
}

/// Appends `text` so that it reads back as itself, in a text as in an attribute's value.
fn escape(text: &str, out: &mut String) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => out.push_str("&#10;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            other if is_unprintable(other) => out.push(char::REPLACEMENT_CHARACTER),
            other => out.push(other),
        }
    }
}

/// What no document of HTML or XML may hold.
fn is_unprintable(character: char) -> bool {
    let code = u32::from(character);
    character.is_control() || code & 0xFFFE == 0xFFFE || matches!(code, 0xFDD0..=0xFDEF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_values_stay_what_they_are() {
        let mut html = Html::new();
        html.element(
            Element::Span,
            &[Attribute::Title("\"><script>'&\n\u{0}")],
            |html| html.text("</span><img src=x onerror=alert(1)>\r\n\u{1b}\u{fdd0}"),
        );
        assert_eq!(
            html.finish().as_str(),
            "<span title=\"&quot;&gt;&lt;script&gt;&#39;&amp;&#10;\u{fffd}\">\
             &lt;/span&gt;&lt;img src=x onerror=alert(1)&gt;&#10;\u{fffd}\u{fffd}</span>"
        );
    }

    #[test]
    fn what_stands_between_backticks_is_code() {
        for (said, written) in [
            (
                "`<b>` is never closed",
                "<code>&lt;b&gt;</code> is never closed",
            ),
            ("write `a` or `b`", "write <code>a</code> or <code>b</code>"),
            ("a stray ` here", "a stray ` here"),
        ] {
            let mut html = Html::new();
            html.sentence(said);
            assert_eq!(html.finish().as_str(), written);
        }
    }

    #[test]
    fn what_is_open_is_closed_at_the_end() {
        let mut html = Html::new();
        html.open(Element::Div, &[]);
        html.open(Element::B, &[]);
        html.empty(Element::Br, &[]);
        assert_eq!(html.finish().as_str(), "<div><b><br/></b></div>");
    }
}
