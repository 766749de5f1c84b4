//! FlockML that cannot be wrong.
//!
//! A [`Markup`] is built by a chain that begins with [`Markup::new`] or with one of this
//! module's functions, which take the same arguments as the methods of their names.
//!
//! ```
//! use flockml::markup::{self, UserId};
//!
//! let ada = UserId::new("u:isgpwwyralhf9aso")?;
//! let alert = markup::bold("db-1 is down")
//!     .line_break()
//!     .row("Disk", "97 % of <data>")
//!     .link("runbook", "https://example.com/runbook?id=1&full")
//!     .text(", on call: ")
//!     .mention(ada, "Ada");
//! assert_eq!(
//!     alert.to_flockml(),
//!     "<flockml><b>db-1 is down</b><br/><b>Disk</b> 97 % of &lt;data&gt;<br/>\
//!      <a href=\"https://example.com/runbook?id=1&amp;full\">runbook</a>, on call: \
//!      <user userId=\"u:isgpwwyralhf9aso\">Ada</user></flockml>"
//! );
//! # Ok::<(), flockml::Error>(())
//! ```

mod action;
mod builder;
mod content;
mod cut;
mod element;
#[cfg(feature = "flowdock")]
mod elsewhere;
mod functions;
mod html;
mod list;
#[cfg(feature = "markdown")]
pub mod markdown;
mod pieces;
mod serialize;
mod target;
mod text;
mod user;
mod words;

use std::fmt;

pub use action::{Action, ActionKind, DesktopType, MobileType};
pub use content::Content;
pub use functions::{action, bold, italic, line_break, link, mention, row, text, underline};
pub use list::{List, list};
pub use user::UserId;

pub(crate) use cut::split_text;
#[cfg(feature = "flowdock")]
pub(crate) use elsewhere::Elements;
#[cfg(feature = "template")]
pub(crate) use serialize::as_template_value;
pub(crate) use text::Mentions;

use pieces::Pieces;

/// What the first piece makes room for: most alerts need no more.
const FIRST_CAPACITY: usize = 512;

/// What the next one does: a report is moved once, where doubling would move it four times.
const SECOND_CAPACITY: usize = 4_096;

/// A piece of FlockML that is valid by construction.
///
/// It holds canonical FlockML without the root: names in lower case as they were written,
/// attributes in double quotes, text escaped as by [`escape::text`](crate::escape::text()),
/// `<br/>` for every line break, neither comments nor CDATA. Whatever the caller gives as text is
/// shown as that text.
///
/// # Examples
///
/// ```
/// use flockml::Markup;
///
/// let markup = Markup::new().text("<b> is ").bold("bold");
/// assert_eq!(markup.as_str(), "&lt;b&gt; is <b>bold</b>");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Markup {
    flockml: String,
}

impl Markup {
    /// An empty piece.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty piece with room for `capacity` bytes of FlockML.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::Markup;
    ///
    /// let markup = Markup::with_capacity(64).bold("grows only past 64 bytes");
    /// assert!(!markup.is_empty());
    /// ```
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            flockml: String::with_capacity(capacity),
        }
    }

    /// Takes canonical FlockML as it is; the caller answers for it.
    pub(crate) fn from_canonical(flockml: String) -> Self {
        Self { flockml }
    }

    /// The FlockML, without its root.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(flockml::markup::bold("R&D").as_str(), "<b>R&amp;D</b>");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.flockml
    }

    /// The FlockML with its root: a whole document, as Flock takes it.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(flockml::markup::text("hi").to_flockml(), "<flockml>hi</flockml>");
    /// ```
    #[must_use]
    pub fn to_flockml(&self) -> String {
        ["<flockml>", &self.flockml, "</flockml>"].concat()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.flockml.is_empty()
    }

    /// Appends FlockML.
    #[inline]
    fn put(&mut self, flockml: &str) {
        self.make_room(flockml.len());
        self.flockml.push_str(flockml);
    }

    #[inline]
    fn make_room(&mut self, bytes: usize) {
        if bytes > self.flockml.capacity() - self.flockml.len() {
            self.grow(bytes);
        }
    }

    #[cold]
    fn grow(&mut self, bytes: usize) {
        if self.flockml.capacity() == 0 {
            self.flockml = String::with_capacity(bytes.max(FIRST_CAPACITY));
            return;
        }
        let usual = SECOND_CAPACITY.saturating_sub(self.flockml.len());
        self.flockml.reserve(bytes.max(usual));
    }

    fn pieces(&self) -> Pieces<'_> {
        Pieces::new(&self.flockml)
    }
}

impl fmt::Debug for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Markup").field(&self.flockml).finish()
    }
}
