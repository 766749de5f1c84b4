//! What was written, with its places: never fails, never judges.
//!
//! [`Document::parse`] splits any text into tokens, whatever its faults, in time linear in its
//! length. Where tags, comments and attributes end is quick-xml's to say; this module adds what
//! quick-xml leaves open: stray `<` and `&`, tags that swallow what follows them, and where to
//! go on after a fault.

mod attributes;
mod tokens;
mod unescape;

use crate::source::Span;

pub(crate) use attributes::{AttributeFault, first_fault};
pub(crate) use tokens::{Marks, Tokens, is_name};
pub use unescape::unescape;
pub(crate) use unescape::{Resolved, is_xml_character, resolve, unescape_value};

/// A text as a flat list of tokens, whatever its faults.
///
/// # Examples
///
/// ```
/// use flockml::syntax::{Document, TokenKind};
///
/// let document = Document::parse("<b>up</b>");
/// let kinds: Vec<_> = document.tokens().iter().map(|token| token.kind).collect();
/// assert_eq!(kinds, [TokenKind::Start, TokenKind::Text, TokenKind::End]);
/// ```
#[derive(Debug, Clone)]
pub struct Document<'s> {
    text: &'s str,
    tokens: Vec<Token>,
    attributes: Vec<Attribute>,
}

/// One piece of a document; every byte of the text belongs to exactly one.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands, brackets included.
    pub span: Span,
    /// The name in a tag or reference; empty for other tokens.
    pub name: Span,
    /// Its attributes, as indices into the document's.
    attributes: (u32, u32),
    /// Which characters worth a second look it has; for text only.
    pub(crate) marks: Marks,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenKind {
    /// `<name …>`
    Start,
    /// `<name …/>`
    Empty,
    /// `</name>`
    End,
    /// Characters.
    Text,
    /// `&name;` or `&#…;`
    Reference,
    /// `<![CDATA[…]]>`
    CData,
    /// `<!-- … -->`
    Comment,
    /// `<? … ?>`
    Instruction,
    /// `<?xml … ?>`
    Declaration,
    /// `<!DOCTYPE …>`
    Doctype,
    /// Something that is none of these.
    Fault(Fault),
}

/// What is wrong with a piece that is no token of XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// One `<` or several that begin nothing.
    StrayBracket,
    /// A `&` that begins nothing.
    StrayAmpersand,
    /// A tag that ends nowhere, or at the next `<`.
    UnclosedTag,
    /// A tag whose name or attributes cannot be read.
    BrokenTag,
    /// The beginning of a comment, CDATA section, declaration or instruction without an end.
    Unterminated,
}

/// An attribute as it was written.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attribute {
    /// Its name.
    pub name: Span,
    /// Its value, without the quotes, not unescaped.
    pub value: Span,
}

impl<'s> Document<'s> {
    /// Splits `text` into tokens, in time linear in its length.
    ///
    /// `text` may be anything; it is only read.
    #[must_use]
    pub fn parse(text: &'s str) -> Self {
        let mut reader = Tokens::keeping(text);
        let tokens = std::iter::from_fn(|| reader.next_token()).collect();
        Self {
            text,
            tokens,
            attributes: reader.into_attributes(),
        }
    }

    /// The text that it was made of.
    #[must_use]
    pub fn text(&self) -> &'s str {
        self.text
    }

    /// The tokens, in order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The attributes of a token of this document.
    #[must_use]
    pub fn attributes(&self, token: &Token) -> &[Attribute] {
        &self.attributes[token.attributes.0 as usize..token.attributes.1 as usize]
    }

    /// What stands at `span`.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'s str {
        &self.text[span.range()]
    }
}
