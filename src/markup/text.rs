//! Markup as plain text.

use std::fmt::{self, Write};

use memchr::{memchr, memchr2, memmem};

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
        let mut rest = self.flockml.as_str();
        let mut href = None;
        while let Some(at) = memchr2(b'<', b'&', rest.as_bytes()) {
            let (text, special) = rest.split_at(at);
            if !text.is_empty() {
                out.write_str(text)?;
            }
            rest = match special.as_bytes().get(1..3) {
                // The tags that say nothing, and there are most of.
                Some(b"b>" | b"i>" | b"u>") => &special[3..],
                Some(b"/b" | b"/i") if special.as_bytes().get(3) == Some(&b'>') => &special[4..],
                Some(b"br") => {
                    out.write_char('\n')?;
                    behind_tag(special)
                }
                Some(_) if special.starts_with('<') => tag(special, &mut href, out)?,
                _ => reference(special, out)?,
            };
        }
        out.write_str(rest)
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
        self.mentioned().filter_map(|id| UserId::new(id).ok())
    }

    /// The identifiers in what mentions users.
    pub(crate) fn mentioned(&self) -> impl Iterator<Item = &str> {
        memmem::find_iter(self.flockml.as_bytes(), b"<user ").filter_map(|at| {
            match Pieces::new(&self.flockml[at..]).next() {
                Some(Piece::Open(tag)) => tag.attribute("userId"),
                _ => None,
            }
        })
    }
}

/// What follows the tag that `rest` begins with.
fn behind_tag(rest: &str) -> &str {
    memchr(b'>', rest.as_bytes()).map_or("", |end| &rest[end + 1..])
}

/// Writes what a client shows for the tag that `rest` begins with, and returns what follows it.
fn tag<'m, W: Write + ?Sized>(
    rest: &'m str,
    href: &mut Option<&'m str>,
    out: &mut W,
) -> Result<&'m str, fmt::Error> {
    let mut pieces = Pieces::new(rest);
    match pieces.next() {
        Some(Piece::Open(tag)) if tag.name == "a" => {
            *href = tag
                .attribute("href")
                .filter(|href| !is_label(&pieces, href));
        }
        Some(Piece::Open(tag))
            if tag.name == "user" && label(pieces.clone()).next() != Some('@') =>
        {
            out.write_char('@')?;
        }
        Some(Piece::Close("a")) => {
            if let Some(href) = href.take() {
                out.write_str(" (")?;
                write_unescaped(href, out)?;
                out.write_char(')')?;
            }
        }
        _ => {}
    }
    Ok(pieces.rest())
}

/// Writes the character of the reference that `rest` begins with, and returns what follows it.
fn reference<'m, W: Write + ?Sized>(rest: &'m str, out: &mut W) -> Result<&'m str, fmt::Error> {
    let mut runs = unescaped(rest);
    if let Some(run) = runs.next() {
        out.write_str(run)?;
    }
    Ok(runs.rest())
}

fn write_unescaped<W: Write + ?Sized>(escaped: &str, out: &mut W) -> fmt::Result {
    unescaped(escaped).try_for_each(|run| out.write_str(run))
}

/// The characters up to the end of the interactive element that has just begun.
fn label(pieces: Pieces<'_>) -> impl Iterator<Item = char> + Clone {
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
fn is_label(pieces: &Pieces<'_>, href: &str) -> bool {
    let target = |href| unescaped(href).flat_map(str::chars);
    let label = label(pieces.clone());
    if label.clone().next() == target(href).next() && label.clone().eq(target(href)) {
        return true;
    }
    ["mailto:", "tel:"].iter().any(|scheme| {
        let prefix = href.get(..scheme.len());
        prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(scheme))
            && label.clone().eq(target(&href[scheme.len()..]))
    })
}
