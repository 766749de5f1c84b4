//! The builder.

use std::borrow::Borrow;

use super::{Action, Content, Markup, UserId};

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
        self.take(content);
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
        self.take(content);
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
    pub fn bold(mut self, content: impl Content) -> Self {
        self.push_element("<b>", content, "</b>");
        self
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
    pub fn italic(mut self, content: impl Content) -> Self {
        self.push_element("<i>", content, "</i>");
        self
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
    pub fn underline(mut self, content: impl Content) -> Self {
        self.push_element("<u>", content, "</u>");
        self
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
        self.put("<br/>");
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
        self.push_link(label, href.as_ref());
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
        self.push_mention(user_id.borrow().as_str(), name);
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
        self.push_action(label, action.borrow());
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
    pub fn row(mut self, label: impl Content, value: impl Content) -> Self {
        if !self.push_element("<b>", label, "</b> ") {
            self.put(" ");
        }
        self.take(value);
        self.put("<br/>");
        self
    }
}
