//! A list that stays short.

use super::content::Known;
use super::{Content, Markup};

/// Items with a bullet each, a line an item; made by [`list`], written by [`Markup::list`] or
/// [`Markup::push`].
///
/// # Examples
///
/// ```
/// use flockml::markup;
///
/// let hosts = (1..=40).map(|n| format!("db-{n}"));
/// let alert = markup::bold("Down").line_break().push(markup::list(hosts).at_most(3));
/// assert_eq!(alert.to_text(), "Down\n• db-1\n• db-2\n• db-3\nand 37 more\n");
/// ```
#[derive(Debug, Clone)]
#[must_use = "a list is content for a markup"]
pub struct List<I> {
    items: I,
    at_most: usize,
}

/// A list of items, each on a line of its own behind a bullet.
///
/// # Examples
///
/// ```
/// use flockml::Markup;
/// use flockml::markup;
///
/// let hosts = Markup::new().push(markup::list(["db-1", "db-2"]));
/// assert_eq!(hosts.as_str(), "• db-1<br/>• db-2<br/>");
/// ```
pub fn list<I: IntoIterator>(items: I) -> List<I::IntoIter> {
    List {
        items: items.into_iter(),
        at_most: usize::MAX,
    }
}

impl<I> List<I> {
    /// Shows the first `items` and says how many more there are. Default: all of them.
    pub fn at_most(mut self, items: usize) -> Self {
        self.at_most = items;
        self
    }
}

impl<I: Iterator<Item: Content>> Content for List<I> {
    const KNOWN: Known = I::Item::KNOWN;

    fn append_to(mut self, markup: &mut Markup) {
        for item in self.items.by_ref().take(self.at_most) {
            markup.put("• ");
            markup.append(item);
            markup.put("<br/>");
        }
        let more = self.items.count();
        if more > 0 {
            markup.append(format_args!("and {more} more"));
            markup.put("<br/>");
        }
    }
}

impl<I: Iterator<Item: Content>> From<List<I>> for Markup {
    fn from(list: List<I>) -> Self {
        Self::new().push(list)
    }
}

impl Markup {
    /// Appends items, each on a line of its own behind a bullet.
    ///
    /// For a list that stays short, push [`list(items).at_most(n)`](List::at_most).
    ///
    /// # Examples
    ///
    /// ```
    /// let hosts = flockml::Markup::new().list(["db-1", "db-2"]);
    /// assert_eq!(hosts.to_text(), "• db-1\n• db-2\n");
    /// ```
    #[must_use]
    pub fn list<I: IntoIterator<Item: Content>>(self, items: I) -> Self {
        self.push(list(items))
    }
}
