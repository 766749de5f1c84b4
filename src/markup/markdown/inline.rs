//! What stands in a line: text, emphasis, links.

use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{CowStr, LinkType, Tag, TagEnd};

use super::blocks::Writer;
use super::lost::LostKind;
use crate::escape;
use crate::markup::target;

/// A link or image that is open.
pub(super) struct Link<'a> {
    shown: Shown,
    target: CowStr<'a>,
    /// Where its label begins in the output.
    label: usize,
    /// Whether it stands in no label itself.
    outermost: bool,
}

/// What becomes of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// A link.
    Link,
    /// Its label, with the target behind it.
    Target,
    /// Its label.
    Label,
}

impl<'a> Writer<'a> {
    #[inline]
    pub(super) fn text(&mut self, text: &str) {
        self.open_line();
        if self.table.is_open() {
            self.table.widen(text);
        }
        if text == "\n" {
            self.line_break();
        } else {
            escape::push_text(&mut self.out, text);
        }
    }

    pub(super) fn line_break(&mut self) {
        self.open_line();
        if self.table.is_open() {
            self.out.push(' ');
        } else {
            self.out.push_str("<br/>");
            self.push_prefix();
        }
    }

    /// Writes text that may have line breaks in it.
    pub(super) fn inline_lines(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.line_break();
            }
            self.text(line);
        }
    }

    pub(super) fn footnote(&mut self, name: &str) {
        self.text("[");
        self.inline_lines(name);
        self.text("]");
    }

    pub(super) fn start_inline(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Strong => {
                self.open_line();
                self.bold += 1;
                if self.bold == 1 {
                    self.out.push_str("<b>");
                }
            }
            Tag::Emphasis => {
                self.open_line();
                self.italic += 1;
                if self.italic == 1 {
                    self.out.push_str("<i>");
                }
            }
            Tag::Strikethrough => self.lose(LostKind::Strikethrough, range),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}").into(),
                    _ => dest_url,
                };
                self.start_link(target, &title, false, range);
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                self.lose(LostKind::Image, range.clone());
                self.start_link(dest_url, &title, true, range);
            }
            _ => {}
        }
    }

    pub(super) fn end_inline(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => {
                self.bold -= 1;
                if self.bold == 0 {
                    self.out.push_str("</b>");
                }
            }
            TagEnd::Emphasis => {
                self.italic -= 1;
                if self.italic == 0 {
                    self.out.push_str("</i>");
                }
            }
            TagEnd::Link | TagEnd::Image => self.end_link(),
            _ => {}
        }
    }

    fn start_link(&mut self, target: CowStr<'a>, title: &str, image: bool, range: Range<usize>) {
        self.open_line();
        if !title.is_empty() {
            self.lose(LostKind::LinkTitle, range.clone());
        }
        let outermost = !self.in_label;
        let shown = if self.in_label {
            self.lose(LostKind::NestedLink, range);
            Shown::Label
        } else if let Some(href) = target::link(&target) {
            self.in_label = true;
            self.out.push_str("<a href=\"");
            push_address(&mut self.out, href);
            self.out.push_str("\">");
            Shown::Link
        } else {
            self.lose(LostKind::LinkTarget, range);
            self.in_label = image;
            Shown::Target
        };
        self.links.push(Link {
            shown,
            target,
            label: self.out.len(),
            outermost,
        });
    }

    fn end_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        self.in_label &= !link.outermost;
        match link.shown {
            Shown::Link => {
                if !shows_something(&self.out[link.label..]) {
                    self.text(&link.target);
                }
                self.out.push_str("</a>");
            }
            Shown::Target => {
                let label = &self.out[link.label..];
                if label.is_empty() {
                    self.text(&link.target);
                } else if !link.target.is_empty() && label != escape::text(&link.target) {
                    self.text(" (");
                    self.text(&link.target);
                    self.text(")");
                }
            }
            Shown::Label => {}
        }
    }
}

/// Appends an address to a tag; Markdown allows blanks in one, a link does not.
fn push_address(out: &mut String, address: &str) {
    let mut rest = address;
    while let Some(at) = memchr(b' ', rest.as_bytes()) {
        escape::push_attribute(out, &rest[..at]);
        out.push_str("%20");
        rest = &rest[at + 1..];
    }
    escape::push_attribute(out, rest);
}

/// Whether markup has anything but tags and blanks in it.
fn shows_something(markup: &str) -> bool {
    let mut rest = markup;
    loop {
        rest = rest.trim_start();
        match rest.strip_prefix('<').and_then(|tag| tag.split_once('>')) {
            Some((_, behind)) => rest = behind,
            None => return !rest.is_empty(),
        }
    }
}
