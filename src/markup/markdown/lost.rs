//! What of a Markdown source FlockML cannot carry.

use std::fmt;

use crate::source::Span;

/// A piece of Markdown that FlockML has no element for; its words are kept unless its kind says
/// otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Lost {
    /// What it is.
    pub kind: LostKind,
    /// Where it stands in the Markdown.
    pub span: Span,
}

impl Lost {
    /// One sentence that says what became of it.
    #[must_use]
    pub fn message(self) -> &'static str {
        self.kind.message()
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

/// Kinds of [`Lost`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LostKind {
    /// A heading's level.
    HeadingLevel,
    /// Strikethrough.
    Strikethrough,
    /// The monospaced look of code.
    Code,
    /// The language of a code block.
    CodeLanguage,
    /// The rows and columns of a table.
    Table,
    /// An image.
    Image,
    /// HTML.
    Html,
    /// A link that FlockML refuses.
    LinkTarget,
    /// A link or image inside a link.
    NestedLink,
    /// The title of a link or image.
    LinkTitle,
    /// A footnote's jump.
    Footnote,
    /// The level of a list or quote.
    Level,
}

impl LostKind {
    /// One sentence that says what became of such a piece.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::HeadingLevel => "FlockML has no headings: the heading is a bold line.",
            Self::Strikethrough => {
                "FlockML has no strikethrough: the text is shown as if it still held."
            }
            Self::Code => "FlockML has no code: it is shown as text, in the text's own font.",
            Self::CodeLanguage => "FlockML has no code: the name of its language is left out.",
            Self::Table => "FlockML has no tables: the rows are lines padded with blanks.",
            Self::Image => {
                "FlockML has no images: its text is shown, as a link to it where that can be."
            }
            Self::Html => "FlockML takes no HTML: its source is shown as text.",
            Self::LinkTarget => {
                "FlockML links to `http`, `https`, `mailto` and `tel`: the target is shown as text."
            }
            Self::NestedLink => {
                "A link cannot stand in a link: the inner one keeps its words and loses its target."
            }
            Self::LinkTitle => "FlockML links have no title: it is left out.",
            Self::Footnote => "FlockML has no footnotes: it is shown as text where it stands.",
            Self::Level => "Lists and quotes this deep are shown at the deepest level there is.",
        }
    }
}
