//! Markup as plain text.

use std::collections::HashSet;
use std::fmt::{self, Write};

use super::pieces::Piece;
use super::words::{self, Json, Plain};
use super::{Markup, UserId};

impl Markup {
    /// The words as a client without FlockML shows them.
    ///
    /// A line break is a LF, a link `label (address)` or only the address where the label is the
    /// same, a mention `@name`, and an action its words.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::markup;
    ///
    /// let markup = markup::bold("R&D").line_break().link("runbook", "https://example.com");
    /// assert_eq!(markup.to_text(), "R&D\nrunbook (https://example.com)");
    /// ```
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.flockml.len());
        // Writing to a `String` does not fail.
        let _ = self.write_text(&mut text);
        text
    }

    /// Writes what [`Markup::to_text`] returns.
    ///
    /// # Errors
    ///
    /// What `out` returns.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut out = String::from("> ");
    /// flockml::markup::bold("db-1").write_text(&mut out)?;
    /// assert_eq!(out, "> db-1");
    /// # Ok::<(), std::fmt::Error>(())
    /// ```
    pub fn write_text<W: Write + ?Sized>(&self, out: &mut W) -> fmt::Result {
        words::write::<Plain, _>(&self.flockml, out, |_| {})
    }

    /// What [`Markup::to_text`] returns, and the id of everybody that is mentioned, once.
    pub(crate) fn text_and_mentions(&self) -> (String, Mentions<'_>) {
        let mut text = String::with_capacity(self.flockml.len());
        let mut mentions = Mentions::default();
        // Writing to a `String` does not fail.
        let _ = words::write::<Plain, _>(&self.flockml, &mut text, |id| mentions.push(id));
        mentions.once();
        (text, mentions)
    }

    /// Appends the same text as it stands in a JSON string, and the same ids.
    pub(crate) fn push_json_text<'m>(&'m self, out: &mut String, mentions: &mut Mentions<'m>) {
        // Writing to a `String` does not fail.
        let _ = words::write::<Json, _>(&self.flockml, out, |id| mentions.push(id));
        mentions.once();
    }

    /// The first of the text: all of it, or `bytes` at least.
    pub(crate) fn text_up_to(&self, bytes: usize) -> String {
        let mut start = Start {
            text: String::new(),
            bytes,
        };
        // It fails to say that it has enough.
        let _ = self.write_text(&mut start);
        start.text
    }

    /// The users that are mentioned, in order, each as often as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::markup::{self, UserId};
    ///
    /// let ada = UserId::new("u:ada")?;
    /// let markup = markup::mention(&ada, "Ada").text(" is on call");
    /// assert_eq!(markup.mentions().collect::<Vec<_>>(), [ada]);
    /// # Ok::<(), flockml::Error>(())
    /// ```
    pub fn mentions(&self) -> impl Iterator<Item = UserId> + '_ {
        self.pieces()
            .filter_map(|piece| match piece {
                Piece::Open(tag) if tag.name == "user" => tag.attribute("userId"),
                _ => None,
            })
            .filter_map(|id| UserId::new(id).ok())
    }
}

/// Takes text until it has enough.
struct Start {
    text: String,
    bytes: usize,
}

impl Write for Start {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        if self.text.len() < self.bytes {
            Ok(())
        } else {
            Err(fmt::Error)
        }
    }
}

/// So many ids are compared with each; hashing more than these costs less.
const FEW: usize = 8;

/// The ids of those that are mentioned, as each comes first.
#[derive(Default)]
pub(crate) struct Mentions<'m> {
    few: [&'m str; FEW],
    count: usize,
    more: Vec<&'m str>,
}

impl<'m> Mentions<'m> {
    #[inline]
    fn push(&mut self, id: &'m str) {
        if self.few[..self.count].contains(&id) || !UserId::is_valid(id) {
            return;
        }
        match self.few.get_mut(self.count) {
            Some(free) => {
                *free = id;
                self.count += 1;
            }
            None => self.more.push(id),
        }
    }

    fn once(&mut self) {
        if !self.more.is_empty() {
            let mut seen = HashSet::with_capacity(self.more.len());
            self.more.retain(|id| seen.insert(*id));
        }
    }

    /// The ids, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'m str> {
        self.few[..self.count].iter().chain(&self.more).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, UserId};
    use crate::Markup;

    #[test]
    fn everybody_is_mentioned_once_in_order() {
        for users in [0, 1, FEW, FEW + 1, 5 * FEW] {
            let ids: Vec<_> = (0..users).map(|user| format!("u:{user}")).collect();
            let mut markup = Markup::new();
            for id in ids.iter().chain(&ids) {
                markup = markup.mention(UserId::new(id).expect("a user id"), "Ada");
            }
            assert!(markup.text_and_mentions().1.iter().eq(&ids));
        }
    }
}
