//! Where a template's tags stand in a text.

use crate::source::Span;

/// What stands in a text that is not FlockML's: the tags of a template, masked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Holes<'a> {
    /// Where a value will be put; sorted, without overlap.
    pub(crate) values: &'a [Span],
    /// Where statements or comments stand; sorted, without overlap.
    pub(crate) statements: &'a [Span],
}

impl Holes<'_> {
    /// Whether any of `span` is known only once the template is rendered.
    pub(crate) fn touch(&self, span: Span) -> bool {
        touches(self.values, span) || touches(self.statements, span)
    }

    /// Whether a statement stands in `span`.
    pub(crate) fn branch(&self, span: Span) -> bool {
        touches(self.statements, span)
    }
}

fn touches(holes: &[Span], span: Span) -> bool {
    let next = holes.partition_point(|hole| hole.end() <= span.start());
    holes
        .get(next)
        .is_some_and(|hole| hole.start() < span.end())
}
