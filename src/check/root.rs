//! The document's root and what stands beside it.

use super::nesting::Open;
use super::rules;
use super::walk::{Root, Walk};
use crate::element::Element;
use crate::source::Span;
use crate::syntax::{Document, Marks, Token, TokenKind};

/// An element that opens where none is open.
pub(crate) fn enter(walk: &mut Walk<'_>, token: &Token, found: Option<&'static Element>) {
    if let Some(element) = found {
        walk.ways.stands(element, token.span);
    }
    match found {
        Some(element) if element.root && walk.root.is_none() => {
            walk.root = Some(Root {
                element,
                tag: token.span,
                has_content: false,
            });
            walk.is_outside = false;
        }
        _ => outside(walk, token.span),
    }
}

/// Content that stands where no element is open.
pub(crate) fn outside(walk: &mut Walk<'_>, span: Span) {
    if walk.is_outside {
        return extend(walk, span);
    }
    walk.is_outside = true;
    walk.outside.push(span);
}

/// An end tag such as `</br>` where no element is open; what it is meant as depends on whether
/// there is a root.
pub(crate) fn void_end(walk: &mut Walk<'_>, token: &Token) {
    walk.void_ends.push((token.span, token.name));
    outside(walk, token.span);
}

/// Judges such end tags, now that the root of what they stand in is known.
pub(crate) fn settle(walk: &mut Walk<'_>) {
    let ends = std::mem::take(&mut walk.void_ends);
    let is_beside = walk.root.is_some() && !ends.is_empty();
    if is_beside {
        let text = walk.text;
        walk.outside
            .retain(|span| !says_nothing(&text[span.range()]));
    }
    for (span, name) in ends {
        if is_beside {
            rules::unexpected_end_tag::beside_root(walk, span);
        } else {
            rules::unexpected_end_tag::check(walk, span, walk.at(name));
        }
    }
}

/// Whether nothing of `outside` stays once its end tags are deleted.
fn says_nothing(outside: &str) -> bool {
    let document = Document::parse(outside);
    document.tokens().iter().all(|token| match token.kind {
        TokenKind::Text => !token.marks.has(Marks::VISIBLE),
        TokenKind::End | TokenKind::Comment => true,
        _ => false,
    })
}

/// The outermost element ends.
pub(crate) fn leave(walk: &mut Walk<'_>, open: &Open, end: usize) {
    if let Some(root) = &mut walk.root
        && root.tag == open.tag
    {
        root.has_content = open.has_content;
        return;
    }
    if let Some(last) = walk.outside.last_mut()
        && last.start() <= open.tag.start()
        && open.tag.end() <= last.end()
    {
        *last = Span::new(last.start(), end.max(last.end()));
    }
}

/// What stands outside reaches further.
pub(crate) fn extend(walk: &mut Walk<'_>, span: Span) {
    if walk.is_outside
        && let Some(last) = walk.outside.last_mut()
    {
        *last = Span::new(last.start(), span.end().max(last.end()));
    }
}

/// Judges the whole document.
pub(crate) fn finish(walk: &mut Walk<'_>) {
    let outside = std::mem::take(&mut walk.outside);
    match walk.root {
        None => rules::missing_root::check(walk, &outside),
        Some(root) => {
            if let Some(body) = walk.ways.doubtful_root {
                rules::missing_root::doubtful(walk, body, root);
            }
            for span in outside {
                rules::content_outside_root::check(walk, span, root);
            }
            rules::empty_message::check_root(walk, root);
        }
    }
}
