//! What was written, with its places: never fails, never judges.

use crate::source::Span;

/// A text as a flat list of tokens, whatever its faults.
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
    /// A `<` that begins nothing.
    StrayBracket,
    /// A `&` that begins nothing.
    StrayAmpersand,
    /// A tag that ends nowhere, or at the next `<`.
    UnclosedTag,
    /// A tag whose attributes cannot be read.
    BrokenTag,
    /// A comment, CDATA section, declaration or instruction that never ends.
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
    #[must_use]
    pub fn parse(text: &'s str) -> Self {
        Self {
            text,
            tokens: Vec::new(),
            attributes: Vec::new(),
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

/// The characters that `raw`, a text or an attribute's value, stands for; what cannot be
/// resolved stays as it is.
#[must_use]
pub fn unescape(raw: &str) -> std::borrow::Cow<'_, str> {
    raw.into()
}
