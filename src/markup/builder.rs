//! The builder.

use std::borrow::Borrow;

use super::nesting::Nesting;
use super::pieces::{Piece, Pieces, is_interactive};
use super::{Action, ActionKind, Content, Markup, UserId, target};
use crate::element::MAX_DEPTH;
use crate::escape;

/// What the first piece makes room for: most alerts need no more.
const FIRST_CAPACITY: usize = 512;

/// The deepest element allowed; one level is the root's, one a line break's.
const MAX_LEVELS: usize = MAX_DEPTH - 2;

/// An element whose end tag is still to be written.
struct Open {
    start: usize,
    inside: usize,
    before: Nesting,
}

impl Markup {
    /// Appends text or markup in place, for loops; the chain's methods take their `self`.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::{Markup, markup};
    ///
    /// let mut markup = Markup::new();
    /// for host in ["db-1", "db-2"] {
    ///     markup.append(markup::row(host, "down"));
    /// }
    /// assert_eq!(markup.to_text(), "db-1 down\ndb-2 down\n");
    /// ```
    #[inline]
    pub fn append(&mut self, content: impl Content) {
        content.append_to(self);
    }

    /// Appends text or markup.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::markup;
    ///
    /// let line = markup::bold("db-1").push(" is ").push(markup::italic("down"));
    /// assert_eq!(line.as_str(), "<b>db-1</b> is <i>down</i>");
    /// ```
    #[inline]
    #[must_use]
    pub fn push(mut self, content: impl Content) -> Self {
        self.make_room();
        content.append_to(&mut self);
        self
    }

    /// Appends text; the same as [`Markup::push`], for those who read the chain.
    ///
    /// # Examples
    ///
    /// ```
    /// let markup = flockml::Markup::new().text("load > ").text(4.5);
    /// assert_eq!(markup.as_str(), "load &gt; 4.5");
    /// ```
    #[inline]
    #[must_use]
    pub fn text(self, content: impl Content) -> Self {
        self.push(content)
    }

    /// Appends `content` in bold; nothing if it is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(flockml::Markup::new().bold("db-1").as_str(), "<b>db-1</b>");
    /// ```
    #[inline]
    #[must_use]
    pub fn bold(self, content: impl Content) -> Self {
        self.format("<b>", "</b>", content)
    }

    /// Appends `content` in italics; nothing if it is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(flockml::Markup::new().italic("since 9").as_str(), "<i>since 9</i>");
    /// ```
    #[inline]
    #[must_use]
    pub fn italic(self, content: impl Content) -> Self {
        self.format("<i>", "</i>", content)
    }

    /// Appends `content` underlined; nothing if it is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(flockml::Markup::new().underline("now").as_str(), "<u>now</u>");
    /// ```
    #[inline]
    #[must_use]
    pub fn underline(self, content: impl Content) -> Self {
        self.format("<u>", "</u>", content)
    }

    /// Ends the line.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(flockml::Markup::new().text("a").line_break().as_str(), "a<br/>");
    /// ```
    #[inline]
    #[must_use]
    pub fn line_break(mut self) -> Self {
        self.make_room();
        self.flockml.push_str("<br/>");
        self
    }

    /// Appends a link to `href`: `http`, `https`, `mailto` or `tel`.
    ///
    /// Any other address is shown as text behind the label. A label that shows nothing is
    /// replaced by the address.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::Markup;
    ///
    /// let link = Markup::new().link("runbook", "https://example.com/r");
    /// assert_eq!(link.as_str(), r#"<a href="https://example.com/r">runbook</a>"#);
    ///
    /// let unsafe_link = Markup::new().link("press", "javascript:alert(1)");
    /// assert_eq!(unsafe_link.as_str(), "press (javascript:alert(1))");
    /// ```
    #[inline]
    #[must_use]
    pub fn link(mut self, label: impl Content, href: impl AsRef<str>) -> Self {
        self.make_room();
        let href = href.as_ref();
        let Some(target) = target::link(href) else {
            self.push_label_and_target(label, href);
            return self;
        };
        let start = self.flockml.len();
        self.flockml.push_str("<a href=\"");
        escape::push_attribute(&mut self.flockml, target);
        self.flockml.push_str("\">");
        let open = self.open(start);
        label.append_to(&mut self);
        self.label(&open, target);
        if !self.close(open, "</a>", true) {
            self.push_target(start, target);
        }
        self
    }

    /// Appends a mention of a user, with the name that is shown where Flock knows none.
    ///
    /// Without a name, the identifier is shown.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::markup::{self, UserId};
    ///
    /// let ada = UserId::new("u:isgpwwyralhf9aso")?;
    /// assert_eq!(
    ///     markup::mention(&ada, "Ada").as_str(),
    ///     r#"<user userId="u:isgpwwyralhf9aso">Ada</user>"#
    /// );
    /// # Ok::<(), flockml::Error>(())
    /// ```
    #[inline]
    #[must_use]
    pub fn mention(mut self, user_id: impl Borrow<UserId>, name: impl Content) -> Self {
        self.make_room();
        let id = user_id.borrow().as_str();
        let start = self.flockml.len();
        self.flockml.push_str("<user userId=\"");
        self.flockml.push_str(id);
        self.flockml.push_str("\">");
        let open = self.open(start);
        name.append_to(&mut self);
        self.label(&open, id);
        self.close(open, "</user>", true);
        self
    }

    /// Appends words that do something when they are pressed.
    ///
    /// Where the action's address is not `http` or `https`, only the words are written. A label
    /// that shows nothing is replaced by the action's address or id.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::Markup;
    /// use flockml::markup::{Action, DesktopType};
    ///
    /// let open = Action::open_widget("https://example.com/w", DesktopType::Modal);
    /// assert_eq!(
    ///     Markup::new().action("Details", &open).as_str(),
    ///     "<action type=\"openWidget\" url=\"https://example.com/w\" desktopType=\"modal\">\
    ///      Details</action>"
    /// );
    /// ```
    #[inline]
    #[must_use]
    pub fn action<'a>(mut self, label: impl Content, action: impl Borrow<Action<'a>>) -> Self {
        self.make_room();
        let action = action.borrow();
        let start = self.flockml.len();
        let pressable = self.push_action_tag(action);
        let open = self.open(start);
        label.append_to(&mut self);
        let fallback = action.url.as_deref().or(action.id.as_deref());
        self.label(&open, fallback.unwrap_or_default());
        if pressable {
            self.close(open, "</action>", true);
        } else {
            self.close_without_tag(&open);
        }
        self
    }

    /// Appends a line of a label in bold and a value.
    ///
    /// # Examples
    ///
    /// ```
    /// let row = flockml::Markup::new().row("Load", 4.5);
    /// assert_eq!(row.as_str(), "<b>Load</b> 4.5<br/>");
    /// ```
    #[inline]
    #[must_use]
    pub fn row(self, label: impl Content, value: impl Content) -> Self {
        let mut row = self.format("<b>", "</b>", label);
        row.flockml.push(' ');
        value.append_to(&mut row);
        row.line_break()
    }

    #[inline]
    fn format(
        mut self,
        start_tag: &'static str,
        end_tag: &'static str,
        content: impl Content,
    ) -> Self {
        self.make_room();
        let start = self.flockml.len();
        self.flockml.push_str(start_tag);
        let open = self.open(start);
        content.append_to(&mut self);
        self.close(open, end_tag, false);
        self
    }

    #[inline]
    fn make_room(&mut self) {
        if self.flockml.capacity() == 0 {
            self.flockml.reserve(FIRST_CAPACITY);
        }
    }

    /// Begins the content of the element whose start tag is at `start`.
    #[inline]
    fn open(&mut self, start: usize) -> Open {
        Open {
            start,
            inside: self.flockml.len(),
            before: std::mem::take(&mut self.nesting),
        }
    }

    /// Writes the end tag; false if the element lost its tags: it is empty or too deep.
    #[inline]
    fn close(&mut self, open: Open, end_tag: &'static str, interactive: bool) -> bool {
        if interactive && self.nesting.is_interactive() {
            self.strip_interactive(open.inside);
        }
        if self.nesting.levels() >= MAX_LEVELS || self.flockml.len() == open.inside {
            self.close_without_tag(&open);
            return false;
        }
        self.flockml.push_str(end_tag);
        self.nesting = open.before.beside(self.nesting.inside(interactive));
        true
    }

    #[cold]
    fn close_without_tag(&mut self, open: &Open) {
        self.flockml.replace_range(open.start..open.inside, "");
        self.nesting = open.before.beside(self.nesting);
    }

    /// Shows `fallback` where the label shows nothing.
    #[inline]
    fn label(&mut self, open: &Open, fallback: &str) {
        let first = self.flockml.as_bytes().get(open.inside);
        if !first.is_some_and(u8::is_ascii_alphanumeric) && self.is_blank(open.inside) {
            self.flockml.truncate(open.inside);
            self.measure_from(open.inside);
            escape::push_text(&mut self.flockml, fallback);
        }
    }

    #[cold]
    fn is_blank(&self, start: usize) -> bool {
        Pieces::new(&self.flockml[start..]).all(|piece| match piece {
            Piece::Text(text) => text.trim().is_empty(),
            _ => true,
        })
    }

    /// Whether an action with that tag can be pressed.
    fn push_action_tag(&mut self, action: &Action<'_>) -> bool {
        let out = &mut self.flockml;
        out.push_str("<action type=\"");
        out.push_str(action.kind.as_str());
        out.push('"');
        if let Some(id) = &action.id {
            push_attribute(out, " id=\"", id);
        }
        let url = action.url.as_deref().and_then(target::url);
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
            push_attribute(
                out,
                " sendContext=\"",
                if send_context { "true" } else { "false" },
            );
        }
        for (name, pixels) in [(" width=\"", action.width), (" height=\"", action.height)] {
            if let Some(pixels) = pixels {
                push_attribute(out, name, &pixels.to_string());
            }
        }
        out.push('>');
        url.is_some() || action.kind == ActionKind::SendEvent
    }

    #[cold]
    fn push_label_and_target(&mut self, label: impl Content, href: &str) {
        let start = self.flockml.len();
        label.append_to(self);
        self.push_target(start, href);
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
    #[cold]
    fn strip_interactive(&mut self, start: usize) {
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
        self.measure_from(start);
    }
}

#[inline]
fn push_attribute(out: &mut String, name_and_quote: &str, value: &str) {
    out.push_str(name_and_quote);
    escape::push_attribute(out, value);
    out.push('"');
}
