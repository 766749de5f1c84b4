//! What only the whole of a `<message>` or `<attachment>` shows.

use super::rules::{
    desktop_only_view, empty_message, markup_in_plain_text, shadowed_view, too_many_attachments,
    too_many_downloads,
};
use super::{Holes, Report};
use crate::element::{self, Content, Element, MAX_DEPTH};
use crate::source::Span;
use crate::syntax::{Document, Token, TokenKind, unescape};

/// Checks the parts of the payload's XML form against each other, whatever faults each has.
///
/// What a template's tags decide is left to the check of what it renders to.
pub(crate) fn check(document: &Document<'_>, holes: Holes<'_>, report: &mut Report) {
    let mut walk = Parts {
        document,
        holes,
        report,
        open: Vec::new(),
    };
    for token in document.tokens() {
        walk.visit(token);
    }
    while let Some(part) = walk.open.pop() {
        walk.close(&part, document.text().len());
    }
}

struct Parts<'d, 's> {
    document: &'d Document<'s>,
    holes: Holes<'d>,
    report: &'d mut Report,
    open: Vec<Part>,
}

/// An open element that is no part of a text.
struct Part {
    element: &'static Element,
    tag: Span,
    /// Whether it has words or elements in it.
    has_content: bool,
    /// Whether the message has its own `text`, or FlockML with content.
    has_words: bool,
    attachments: Vec<Span>,
    downloads: Vec<Span>,
    views: Vec<(&'static str, Span)>,
}

impl Parts<'_, '_> {
    fn visit(&mut self, token: &Token) {
        match token.kind {
            TokenKind::Start | TokenKind::Empty => self.start(token),
            TokenKind::End => self.end(token),
            TokenKind::Text if self.document.slice(token.span).trim_ascii().is_empty() => {}
            TokenKind::Text | TokenKind::Reference | TokenKind::CData => self.content(),
            _ => {}
        }
    }

    fn content(&mut self) {
        if let Some(part) = self.open.last_mut() {
            part.has_content = true;
        }
    }

    fn start(&mut self, token: &Token) {
        self.content();
        let Some(element) = element::find(self.document.slice(token.name)) else {
            return;
        };
        if element.is_inline() {
            return;
        }
        self.plain_text(element, token);
        self.enter(element, token);
        let part = Part {
            element,
            tag: token.span,
            has_content: false,
            has_words: self.has_text(token),
            attachments: Vec::new(),
            downloads: Vec::new(),
            views: Vec::new(),
        };
        if token.kind == TokenKind::Start {
            self.open.push(part);
        } else {
            self.close(&part, token.span.end());
        }
    }

    /// Tells the parent what it holds.
    fn enter(&mut self, element: &'static Element, token: &Token) {
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        match (parent.element.name, element.name) {
            ("message", "attachment") => parent.attachments.push(token.span),
            ("attachment", "download") => parent.downloads.push(token.span),
            ("attachment", name @ ("widget" | "html" | "flockml" | "image")) => {
                parent.views.push((name, token.span));
            }
            _ => {}
        }
    }

    fn has_text(&self, token: &Token) -> bool {
        self.document.attributes(token).iter().any(|attribute| {
            self.document.slice(attribute.name) == "text"
                && !self.document.slice(attribute.value).trim_ascii().is_empty()
        })
    }

    /// Closes the nearest element of that name, and what is still open in it.
    fn end(&mut self, token: &Token) {
        let name = self.document.slice(token.name);
        let found = self
            .open
            .iter()
            .rev()
            .take(MAX_DEPTH)
            .position(|part| part.element.name == name);
        for _ in 0..found.map_or(0, |above| above + 1) {
            if let Some(part) = self.open.pop() {
                self.close(&part, token.span.end());
            }
        }
    }

    fn close(&mut self, part: &Part, end: usize) {
        let whole = Span::new(part.tag.start(), end);
        match part.element.name {
            "flockml" if part.has_content => {
                if let Some(parent) = self.open.last_mut() {
                    parent.has_words = true;
                }
            }
            "message" => {
                let is_empty = !part.has_words && part.attachments.is_empty();
                if is_empty && !self.holes.touch(whole) {
                    self.report.push(empty_message::found(part.tag));
                }
                if !self.is_choice(&part.attachments) {
                    self.report
                        .extend(too_many_attachments::check(&part.attachments));
                }
            }
            "attachment" => {
                if !self.is_choice(&part.downloads) {
                    self.report
                        .extend(too_many_downloads::check(&part.downloads));
                }
                if !self.holes.branch(whole) {
                    self.report.extend(shadowed_view::check(&part.views));
                    self.report.extend(desktop_only_view::check(&part.views));
                }
            }
            _ => {}
        }
    }

    /// Whether a template may choose between the first two.
    fn is_choice(&self, places: &[Span]) -> bool {
        match places {
            [first, second, ..] => self.holes.branch(Span::new(first.start(), second.end())),
            _ => false,
        }
    }

    fn plain_text(&mut self, element: &Element, token: &Token) {
        if element.content == Content::Inline {
            return;
        }
        for attribute in self.document.attributes(token) {
            let known = element.attribute(self.document.slice(attribute.name));
            let Some(known) = known.filter(|known| known.shown) else {
                continue;
            };
            let value = unescape(self.document.slice(attribute.value));
            if !self.holes.touch(attribute.value) && markup_in_plain_text::find(&value).is_some() {
                self.report
                    .push(markup_in_plain_text::found(attribute.value, known.name));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::{Holes, check_with};
    use crate::source::Span;

    /// What is found in a text whose `{{…}}` are values and whose `{%…%}` are statements.
    fn rules(template: &str) -> Vec<&'static str> {
        let spans = |open: &str, close: &str| -> Vec<Span> {
            let ends = |start: usize| template[start..].find(close).map(|end| start + end + 2);
            template
                .match_indices(open)
                .filter_map(|(start, _)| Some(Span::new(start, ends(start)?)))
                .collect()
        };
        let (values, statements) = (spans("{{", "}}"), spans("{%", "%}"));
        let mut masked = template.as_bytes().to_vec();
        for (spans, filler) in [(&values, b'x'), (&statements, b' ')] {
            for span in spans {
                masked[span.range()].fill(filler);
            }
        }
        let masked = String::from_utf8(masked).expect("fillers are ASCII");
        let holes = Holes {
            values: &values,
            statements: &statements,
            joints: &[],
        };
        let report = check_with(&masked, holes, true);
        report.into_iter().map(|found| found.rule.id).collect()
    }

    #[test]
    fn what_a_template_decides_is_left_to_its_output() {
        for (template, found) in [
            ("<message/>", &["empty-message"][..]),
            ("<message text=\"\"/>", &["empty-message"]),
            (
                "<message><flockml> </flockml></message>",
                &["empty-message"],
            ),
            ("<message text=\"{{ text }}\"/>", &[]),
            ("<message><flockml>{{ text }}</flockml></message>", &[]),
            ("<message>{% include 'body' %}</message>", &[]),
            (
                "<message><attachment/><attachment/></message>",
                &["too-many-attachments"],
            ),
            (
                "<message>{% if a %}<attachment/>{% else %}<attachment/>{% endif %}</message>",
                &[],
            ),
            (
                "<attachment>{% if a %}<flockml>a</flockml>{% else %}<image src=\"https://e.x\"/>{% endif %}</attachment>",
                &[],
            ),
            (
                "<attachment title=\"{{ a }}\"><flockml>a</flockml><image src=\"https://e.x\"/></attachment>",
                &["shadowed-view"],
            ),
            (
                "<attachment title=\"&lt;b&gt;\"/>",
                &["markup-in-plain-text"],
            ),
            ("<attachment title=\"{{ a }}&lt;b&gt;\"/>", &[]),
        ] {
            assert_eq!(rules(template), found, "{template}");
        }
    }

    #[test]
    fn unclosed_and_crossed_parts_take_linear_time() {
        let unclosed = "<attachment>".repeat(50_000) + &"</message>".repeat(50_000);
        assert!(!rules(&unclosed).is_empty());
    }
}
