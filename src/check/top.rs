//! What stands where no element is open, in a template and in each of its parts.

use super::walk::Root;
use crate::element::Element;
use crate::source::Span;

/// The outermost level of a template, or of a part of it that is written elsewhere.
#[cfg_attr(
    not(feature = "template"),
    allow(dead_code, reason = "only templates are put together of parts")
)]
#[derive(Debug, Default)]
pub(crate) struct Top {
    /// Where the part begins; nothing for the template itself.
    pub(crate) part: Option<usize>,
    /// The first element that may be a document's root.
    pub(crate) root: Option<Root>,
    /// Whether the data decide if there is one, or how often.
    pub(crate) is_doubtful: bool,
    /// Content beside the root.
    pub(crate) outside: Option<Span>,
    /// What is written here and stands elsewhere, and blocks that other templates may replace.
    pub(crate) open: Vec<Opening>,
    /// Whether words stand here.
    pub(crate) has_words: bool,
    /// The elements that stand here.
    pub(crate) elements: Vec<Standing>,
    /// What is written inside of elements and stands elsewhere.
    pub(crate) calls: Vec<Calling>,
}

/// An element in no other, where a part of a template is concerned.
#[cfg_attr(
    not(feature = "template"),
    allow(dead_code, reason = "only templates are put together of parts")
)]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) element: &'static Element,
    pub(crate) tag: Span,
    /// Whether it is written exactly once.
    pub(crate) is_certain: bool,
}

/// A place in an element where another part or template decides what is written.
#[cfg_attr(
    not(feature = "template"),
    allow(dead_code, reason = "only templates are put together of parts")
)]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calling {
    pub(crate) tag: Span,
    /// The element around it, and its tag.
    pub(crate) inside: &'static Element,
    pub(crate) inside_tag: Span,
}

/// A place at the top where another part or template decides what is written.
#[cfg_attr(
    not(feature = "template"),
    allow(dead_code, reason = "only templates are put together of parts")
)]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening {
    pub(crate) tag: Span,
    pub(crate) is_block: bool,
    /// Whether it is written exactly once.
    pub(crate) is_certain: bool,
    /// Whether the root stands in it.
    pub(crate) has_root: bool,
}
