//! Markup as plain text.

use std::collections::HashSet;
use std::fmt::{self, Write};

use super::pieces::Piece;
use super::{Markup, UserId, words};

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
        words::write(&self.flockml, out, |_| {})
    }

    /// What [`Markup::to_text`] returns, and the id of everybody that is mentioned, once.
    pub(crate) fn text_and_mentions(&self) -> (String, Vec<&str>) {
        let mut text = String::with_capacity(self.flockml.len());
        let mut mentions = Vec::new();
        // Writing to a `String` does not fail.
        let _ = words::write(&self.flockml, &mut text, |id| mentions.push(id));
        mentions.retain(|id| UserId::is_valid(id));
        (text, once(mentions))
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

/// Each of `ids` as it comes first.
fn once(mut ids: Vec<&str>) -> Vec<&str> {
    // Up to here, comparing costs less than hashing.
    const FEW: usize = 16;
    if ids.len() > FEW {
        let mut seen = HashSet::with_capacity(ids.len());
        ids.retain(|id| seen.insert(*id));
        return ids;
    }
    let mut kept = 0;
    for at in 0..ids.len() {
        if !ids[..kept].contains(&ids[at]) {
            ids[kept] = ids[at];
            kept += 1;
        }
    }
    ids.truncate(kept);
    ids
}
