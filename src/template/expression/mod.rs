//! The language inside of Tera's tags: what an author wrote, with its places.
//!
//! Tera keeps its own syntax tree to itself. This one never fails and never judges: what cannot
//! be read is [`Node::Unreadable`], with the pieces that could be. All that Tera takes is read;
//! a little more than that is, too, since Tera has the last word on it anyway.

mod ast;
mod brackets;
mod cursor;
mod parser;
mod statement;
mod tokens;

#[allow(
    unused_imports,
    reason = "the whole tree is there for whoever walks it"
)]
pub(crate) use ast::{
    Call, Component, Comprehension, Definition, Entry, Expression, Node, Operator, Parameter,
    Statement, Word,
};

pub(crate) use tokens::{TokenKind, tokens};

use super::scan::{Tag, TagKind};
use cursor::Parser;

/// How many bytes a tag may have; a longer one is refused, and not read.
pub(crate) const LONGEST: usize = 64 * 1024;

/// Reads what stands in `tag`, a tag of `text`.
pub(crate) fn parse<'t>(text: &'t str, tag: &Tag) -> Statement<'t> {
    match tag.kind {
        TagKind::Comment => Statement::Comment,
        _ if tag.inner.len() > LONGEST => Statement::Unreadable(Vec::new()),
        TagKind::Value => Statement::Value(Parser::new(text, tag.inner).rest()),
        TagKind::Statement => Parser::new(text, tag.inner).statement(),
    }
}

/// Reads what stands in each of `tags`, which are those of `text`.
pub(crate) fn parse_all<'t>(text: &'t str, tags: &[Tag]) -> Vec<Statement<'t>> {
    tags.iter().map(|tag| parse(text, tag)).collect()
}

#[cfg(test)]
mod tests;
