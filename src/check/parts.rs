//! Which parts of an element were written, of those that it has one of.

use super::together::{Together, together};
use super::ways::Body;
use crate::element::Element;
use crate::source::Span;

/// Of more places than these, in different bodies of a template, the first are forgotten.
const MOST: usize = 64;

/// The parts of the elements that are open, those of the innermost last.
#[derive(Debug, Default)]
pub(crate) struct Parts(Vec<Part>);

#[derive(Debug)]
struct Part {
    /// The tag of the element that it is a part of.
    parent: Span,
    element: &'static Element,
    tag: Span,
    /// The bodies that it is written in, outermost first.
    bodies: Vec<Body>,
}

impl Parts {
    /// Notes `element` at `tag`, unless one is written with it already, whose tag is returned.
    pub(crate) fn note(
        &mut self,
        parent: Span,
        element: &'static Element,
        tag: Span,
        bodies: Vec<Body>,
    ) -> Option<Span> {
        let recent = self.0.iter().rev().take(MOST);
        let mut like =
            recent.filter(|part| part.parent == parent && part.element.name == element.name);
        let earlier =
            like.find(|part| together(ids(&part.bodies), ids(&bodies)) == Together::Always);
        if let Some(earlier) = earlier {
            return Some(earlier.tag);
        }
        self.0.push(Part {
            parent,
            element,
            tag,
            bodies,
        });
        None
    }

    /// The element at `parent` is closed.
    pub(crate) fn leave(&mut self, parent: Span) {
        while self.0.pop_if(|part| part.parent == parent).is_some() {}
    }
}

fn ids(bodies: &[Body]) -> impl Iterator<Item = (usize, usize)> {
    bodies.iter().map(|body| (body.statement, body.tag.start()))
}
