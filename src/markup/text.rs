//! Markup as plain text.

use std::fmt::{self, Write};

use super::pieces::{Piece, Pieces, Tag, unescaped};
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
        let mut pieces = self.pieces();
        let mut href = None;
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text(text) => write_unescaped(text, out)?,
                Piece::Break => out.write_char('\n')?,
                Piece::Open(tag) if tag.name == "a" => {
                    href = tag
                        .attribute("href")
                        .filter(|href| !is_label(pieces.clone(), href));
                }
                Piece::Open(tag) if tag.name == "user" => {
                    if label(pieces.clone()).next() != Some('@') {
                        out.write_char('@')?;
                    }
                }
                Piece::Close("a") => {
                    if let Some(href) = href.take() {
                        out.write_str(" (")?;
                        write_unescaped(href, out)?;
                        out.write_char(')')?;
                    }
                }
                Piece::Open(_) | Piece::Close(_) => {}
            }
        }
        Ok(())
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

    /// Shows [`Markup::to_text`] without a `String` between.
    #[allow(dead_code, reason = "for the message's serializer")]
    pub(crate) fn text_display(&self) -> impl fmt::Display + '_ {
        TextDisplay(self)
    }
}

struct TextDisplay<'m>(&'m Markup);

impl fmt::Display for TextDisplay<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write_text(f)
    }
}

fn write_unescaped<W: Write + ?Sized>(escaped: &str, out: &mut W) -> fmt::Result {
    unescaped(escaped).try_for_each(|run| out.write_str(run))
}

/// The characters up to the end of the interactive element that has just begun.
fn label(pieces: Pieces<'_>) -> impl Iterator<Item = char> {
    pieces
        .take_while(|piece| !matches!(piece, Piece::Close("a" | "user" | "action")))
        .flat_map(|piece| match piece {
            Piece::Text(text) => unescaped(text),
            Piece::Break => unescaped("\n"),
            Piece::Open(Tag { .. }) | Piece::Close(_) => unescaped(""),
        })
        .flat_map(str::chars)
}

/// Whether the label of the link that has just begun says the same as its target.
fn is_label(pieces: Pieces<'_>, href: &str) -> bool {
    let target = |href| unescaped(href).flat_map(str::chars);
    label(pieces.clone()).eq(target(href))
        || ["mailto:", "tel:"].iter().any(|scheme| {
            let prefix = href.get(..scheme.len());
            prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(scheme))
                && label(pieces.clone()).eq(target(&href[scheme.len()..]))
        })
}
