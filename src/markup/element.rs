//! Writing elements so that the invariants hold.

use super::content::Known;
use super::pieces::{Piece, Pieces, is_interactive, unescaped};
use super::{Action, ActionKind, Content, Markup, target};
use crate::element::MAX_DEPTH;
use crate::escape;

/// The most levels of elements; one more is the root's, one a line break's.
const MAX_LEVELS: usize = MAX_DEPTH - 2;

impl Markup {
    /// Whether the element is there, and not empty or too deep.
    #[inline]
    pub(super) fn push_element<C: Content>(
        &mut self,
        start_tag: &'static str,
        content: C,
        end_tag: &'static str,
    ) -> bool {
        let start = self.flockml.len();
        self.put(start_tag);
        let inside = self.flockml.len();
        self.take(content);
        if self.flockml.len() == inside {
            self.flockml.truncate(start);
            return false;
        }
        let fits = C::KNOWN == Known::Text || self.levels(inside) < MAX_LEVELS;
        if fits {
            self.put(end_tag);
        } else {
            self.drop_tag(start, inside);
        }
        fits
    }

    #[inline]
    pub(super) fn push_link<C: Content>(&mut self, label: C, href: &str) {
        let start = self.flockml.len();
        self.put("<a href=\"");
        let Some(target) = target::push_link(&mut self.flockml, href) else {
            self.flockml.truncate(start);
            self.take(label);
            return self.push_target(start, href);
        };
        self.put("\">");
        if self.push_label(start, label, target) {
            self.put("</a>");
        } else {
            self.push_target(start, target);
        }
    }

    #[inline]
    pub(super) fn push_mention<C: Content>(&mut self, user_id: &str, name: C) {
        let start = self.flockml.len();
        self.put("<user userId=\"");
        self.put(user_id);
        self.put("\">");
        if self.push_label(start, name, user_id) {
            self.put("</user>");
        }
    }

    #[inline]
    pub(super) fn push_action<C: Content>(&mut self, label: C, action: &Action<'_>) {
        let start = self.flockml.len();
        let url = action.url.as_deref().and_then(target::url);
        let can_be_pressed = url.is_some() || action.kind == ActionKind::SendEvent;
        if can_be_pressed {
            push_action_tag(&mut self.flockml, action, url);
        }
        let fallback = action.url.as_deref().or(action.id.as_deref());
        let has_tag = self.push_label(start, label, fallback.unwrap_or_default());
        if can_be_pressed && has_tag {
            self.put("</action>");
        }
    }

    /// Writes what is inside the interactive element whose start tag is at `start`; false if the
    /// element lost that tag, because it would show nothing or be too deep.
    #[inline]
    fn push_label<C: Content>(&mut self, start: usize, label: C, fallback: &str) -> bool {
        let inside = self.flockml.len();
        self.take(label);
        if C::KNOWN == Known::Text && begins_with_word(&self.flockml.as_bytes()[inside..]) {
            return true;
        }
        self.mend_label(start, inside, fallback)
    }

    #[cold]
    fn mend_label(&mut self, start: usize, inside: usize, fallback: &str) -> bool {
        self.strip_interactive(inside);
        let mut has_words = self.has_words(inside);
        if !has_words {
            let label = self.flockml.split_off(inside);
            escape::push_text(&mut self.flockml, fallback);
            has_words = self.has_words(inside);
            if !has_words {
                self.flockml.replace_range(inside.., &label);
            }
        }
        let has_tag = has_words && self.levels(inside) < MAX_LEVELS;
        if !has_tag {
            self.drop_tag(start, inside);
        }
        has_tag
    }

    /// Whether anything is to be seen from `start` on.
    fn has_words(&self, start: usize) -> bool {
        Pieces::new(&self.flockml[start..]).any(|piece| match piece {
            Piece::Text(text) => !text.trim().is_empty(),
            _ => false,
        })
    }

    /// How deep elements stand in each other from `start` on, line breaks aside.
    fn levels(&self, start: usize) -> usize {
        let (mut levels, mut most) = (0_usize, 0);
        for piece in Pieces::new(&self.flockml[start..]) {
            match piece {
                Piece::Open(_) => {
                    levels += 1;
                    most = most.max(levels);
                }
                Piece::Close(_) => levels = levels.saturating_sub(1),
                Piece::Break | Piece::Text(_) => {}
            }
        }
        most
    }

    #[cold]
    fn drop_tag(&mut self, start: usize, inside: usize) {
        self.flockml.replace_range(start..inside, "");
    }

    /// Shows a link's target behind its label, which begins at `start`, unless they are the same.
    #[cold]
    fn push_target(&mut self, start: usize, href: &str) {
        let target = escape::text(href);
        let label = &self.flockml[start..];
        if target.trim().is_empty() || label == target {
            return;
        }
        if label.is_empty() {
            self.flockml.push_str(&target);
        } else {
            self.flockml.push_str(" (");
            self.flockml.push_str(&target);
            self.flockml.push(')');
        }
    }

    /// Takes the tags off links, mentions and actions from `start` on.
    fn strip_interactive(&mut self, start: usize) {
        let is_pressed = |piece| matches!(piece, Piece::Open(tag) if tag.is_interactive());
        if !Pieces::new(&self.flockml[start..]).any(is_pressed) {
            return;
        }
        let tail = self.flockml.split_off(start);
        for piece in Pieces::new(&tail) {
            match piece {
                Piece::Text(text) => self.flockml.push_str(text),
                Piece::Break => self.flockml.push_str("<br/>"),
                Piece::Open(tag) if !tag.is_interactive() => self.flockml.push_str(tag.source),
                Piece::Close(name) if !is_interactive(name) => {
                    self.flockml.push_str("</");
                    self.flockml.push_str(name);
                    self.flockml.push('>');
                }
                Piece::Open(_) | Piece::Close(_) => {}
            }
        }
    }
}

fn push_action_tag(out: &mut String, action: &Action<'_>, url: Option<&str>) {
    out.push_str("<action type=\"");
    out.push_str(action.kind.as_str());
    out.push('"');
    if let Some(id) = &action.id {
        push_attribute(out, " id=\"", id);
    }
    if let Some(url) = url {
        push_attribute(out, " url=\"", url);
    }
    if let Some(desktop) = action.desktop {
        push_attribute(out, " desktopType=\"", desktop.as_str());
    }
    if let Some(mobile) = action.mobile {
        push_attribute(out, " mobileType=\"", mobile.as_str());
    }
    if let Some(send_context) = action.send_context {
        let value = if send_context { "true" } else { "false" };
        push_attribute(out, " sendContext=\"", value);
    }
    for (name, pixels) in [(" width=\"", action.width), (" height=\"", action.height)] {
        if let Some(pixels) = pixels {
            push_attribute(out, name, &pixels.to_string());
        }
    }
    out.push('>');
}

/// Writes an attribute, unless its value is blank: such a one counts as absent.
fn push_attribute(out: &mut String, name_and_quote: &str, value: &str) {
    let start = out.len();
    out.push_str(name_and_quote);
    let inside = out.len();
    escape::push_attribute(out, value);
    let value = &out[inside..];
    if begins_with_word(value.as_bytes())
        || unescaped(value).any(|run| !run.trim_ascii().is_empty())
    {
        out.push('"');
    } else {
        out.truncate(start);
    }
}

/// Whether escaped text begins with something to be seen, as far as its first byte tells.
#[inline]
fn begins_with_word(escaped: &[u8]) -> bool {
    // No white space begins with these bytes of UTF-8.
    let word = |byte: &u8| matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0xC3..=0xDF);
    escaped.first().is_some_and(word)
}
