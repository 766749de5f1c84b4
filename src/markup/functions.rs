//! The builder's methods as functions that begin a [`Markup`].

use std::borrow::Borrow;

use super::{Action, Content, Markup, UserId};

/// Text, or any other content; see [`Markup::text`].
///
/// # Examples
///
/// ```
/// assert_eq!(flockml::markup::text("<b>").as_str(), "&lt;b&gt;");
/// ```
pub fn text(content: impl Content) -> Markup {
    Markup::new().text(content)
}

/// Content in bold; see [`Markup::bold`].
///
/// # Examples
///
/// ```
/// assert_eq!(flockml::markup::bold("db-1").as_str(), "<b>db-1</b>");
/// ```
pub fn bold(content: impl Content) -> Markup {
    Markup::new().bold(content)
}

/// Content in italics; see [`Markup::italic`].
///
/// # Examples
///
/// ```
/// assert_eq!(flockml::markup::italic("db-1").as_str(), "<i>db-1</i>");
/// ```
pub fn italic(content: impl Content) -> Markup {
    Markup::new().italic(content)
}

/// Underlined content; see [`Markup::underline`].
///
/// # Examples
///
/// ```
/// assert_eq!(flockml::markup::underline("db-1").as_str(), "<u>db-1</u>");
/// ```
pub fn underline(content: impl Content) -> Markup {
    Markup::new().underline(content)
}

/// A line break; see [`Markup::line_break`].
///
/// # Examples
///
/// ```
/// assert_eq!(flockml::markup::line_break().as_str(), "<br/>");
/// ```
#[must_use]
pub fn line_break() -> Markup {
    Markup::new().line_break()
}

/// A link; see [`Markup::link`].
///
/// # Examples
///
/// ```
/// assert_eq!(
///     flockml::markup::link("runbook", "https://example.com").as_str(),
///     r#"<a href="https://example.com">runbook</a>"#
/// );
/// ```
pub fn link(label: impl Content, href: impl AsRef<str>) -> Markup {
    Markup::new().link(label, href)
}

/// A mention of a user; see [`Markup::mention`].
///
/// # Examples
///
/// ```
/// use flockml::markup::{self, UserId};
///
/// let ada = UserId::new("u:ada")?;
/// assert_eq!(markup::mention(ada, "Ada").to_text(), "@Ada");
/// # Ok::<(), flockml::Error>(())
/// ```
pub fn mention(user_id: impl Borrow<UserId>, name: impl Content) -> Markup {
    Markup::new().mention(user_id, name)
}

/// Words that do something when they are pressed; see [`Markup::action`].
///
/// # Examples
///
/// ```
/// use flockml::markup::{self, Action};
///
/// let ack = markup::action("Acknowledge", Action::send_event("ack:42"));
/// assert_eq!(ack.to_text(), "Acknowledge");
/// ```
pub fn action<'a>(label: impl Content, action: impl Borrow<Action<'a>>) -> Markup {
    Markup::new().action(label, action)
}

/// A line of a label in bold and a value; see [`Markup::row`].
///
/// # Examples
///
/// ```
/// assert_eq!(flockml::markup::row("Load", 4.5).as_str(), "<b>Load</b> 4.5<br/>");
/// ```
pub fn row(label: impl Content, value: impl Content) -> Markup {
    Markup::new().row(label, value)
}
