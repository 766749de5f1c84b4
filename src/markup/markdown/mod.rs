//! Markdown as FlockML, with a list of what FlockML has no element for.
//!
//! Markdown here is CommonMark with GitHub's tables, task lists, strikethrough, footnotes and
//! alerts. FlockML knows bold, italic, links and line breaks; everything else becomes text that
//! says the same:
//!
//! | Markdown | FlockML |
//! |---|---|
//! | heading | a bold line |
//! | paragraph | text with an empty line around it |
//! | list | `• ` or `1. ` before each item, two no-break spaces more for each level |
//! | task | `☐ ` or `☑ ` before it |
//! | quote | `│ ` before each line |
//! | code | its text, line by line; its indentation as no-break spaces |
//! | table | a line for each row, padded to columns with no-break spaces, the header bold |
//! | image | a link to it with its alternative text |
//! | link with another scheme than `http`, `https`, `mailto`, `tel` | `label (target)` |
//! | HTML | its source |
//! | rule | `———` |
//! | footnote | `[name]` at its reference, `[name] ` before its text |
//!
//! No-break spaces (U+00A0) are used where the number of blanks carries meaning, because a client
//! may show several plain ones as one.

mod blocks;
mod inline;
mod lost;
mod shallow;
mod table;

use pulldown_cmark::{Options, Parser, TextMergeWithOffset};

use super::Markup;
use crate::source::Span;
use shallow::Shallow;

pub use lost::{Lost, LostKind};

/// What [`convert`] returns: the markup, and what of the Markdown it could not carry.
///
/// # Examples
///
/// ```
/// use flockml::markup::markdown::{LostKind, convert};
///
/// let source = "# Deploy\n\n~~web~~ **api** is [live](https://example.com)";
/// let converted = convert(source);
/// assert_eq!(
///     converted.markup.as_str(),
///     "<b>Deploy</b><br/><br/>web <b>api</b> is <a href=\"https://example.com\">live</a>",
/// );
/// let lost = converted.lost[1];
/// assert_eq!(lost.kind, LostKind::Strikethrough);
/// assert_eq!(&source[lost.span.range()], "~~web~~");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Converted {
    /// The markup.
    pub markup: Markup,
    /// What has no counterpart in FlockML and is shown in another way, in the order of the source.
    pub lost: Vec<Lost>,
}

/// Converts Markdown, which may come from anybody: no input can fail or yield broken markup.
///
/// Time and memory are linear in the length of the source. Lists and quotes deeper than
/// [`MAX_LEVELS`] are shown at that level; those that begin more than 200 bytes into their line are
/// text.
#[must_use]
pub fn convert(markdown: &str) -> Converted {
    write(markdown, Some(Vec::new()))
}

fn write(markdown: &str, lost: Option<Vec<Lost>>) -> Converted {
    let text = markdown.strip_prefix('\u{feff}').unwrap_or(markdown);
    let base = markdown.len() - text.len();
    let shallow = Shallow::new(text);
    let parser = Parser::new_ext(&shallow.text, options()).into_offset_iter();
    let writer = blocks::Writer::new(text.len(), lost);
    // An escape sequence of a terminal has a `[`, at which Markdown's own texts end.
    let mut converted = match memchr::memchr(0x1b, text.as_bytes()) {
        Some(_) => writer.run(&mut TextMergeWithOffset::new(parser)),
        None => writer.run(&mut { parser }),
    };
    for lost in &mut converted.lost {
        let place = |offset| base + shallow.in_source(offset);
        lost.span = Span::new(place(lost.span.start()), place(lost.span.end()));
    }
    converted
}

/// Lists and quotes are indented up to this level; deeper ones are shown at this level.
pub const MAX_LEVELS: usize = 10;

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

impl Markup {
    /// Markup of Markdown, without the list of what was lost; see [`convert`].
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::Markup;
    ///
    /// assert_eq!(Markup::from_markdown("**up** & running").as_str(), "<b>up</b> &amp; running");
    /// ```
    #[must_use]
    pub fn from_markdown(markdown: &str) -> Self {
        write(markdown, None).markup
    }
}
