//! Where a template's tags stand in a text.

use crate::source::Span;

/// What stands in a text that is not FlockML's: the tags of a template, masked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Holes<'a> {
    /// Where a value will be put; sorted, without overlap.
    pub(crate) values: &'a [Span],
    /// Where statements or comments stand; sorted, without overlap.
    pub(crate) statements: &'a [Span],
    /// Where the text goes several ways; sorted, without overlap, well nested.
    pub(crate) joints: &'a [Joint],
}

/// A tag of a template at which bodies begin or end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Joint {
    pub(crate) tag: Span,
    pub(crate) kind: JointKind,
}

/// What happens at a joint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "template"),
    allow(dead_code, reason = "only templates have them")
)]
pub(crate) enum JointKind {
    /// A statement's first body begins.
    Enter(Way, &'static str),
    /// Its next body begins, which is written instead of those before.
    Next(&'static str),
    /// Its last body ends.
    Leave {
        /// Whether one of the bodies is written, whatever the data.
        always: bool,
    },
    /// The innermost loop is left or begun anew.
    Jump(&'static str),
    /// Elements or words are written here that stand elsewhere.
    Piece,
}

/// How often the bodies of a statement are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "template"),
    allow(dead_code, reason = "only templates have them")
)]
pub(crate) enum Way {
    Once,
    /// One of several, or the only one at times.
    Choice,
    Loop,
    /// Elsewhere, by itself.
    Apart,
}

impl Holes<'_> {
    /// Whether any of `span` is known only once the template is rendered.
    pub(crate) fn touch(&self, span: Span) -> bool {
        touches(self.values, span) || touches(self.statements, span)
    }

    /// The first of those that touch `span`.
    pub(crate) fn first(&self, span: Span) -> Option<Span> {
        [self.values, self.statements]
            .into_iter()
            .filter_map(|holes| first(holes, span))
            .min()
    }

    /// Where the content of `text` before `end` ends: what is masked is no blank.
    pub(crate) fn content_end(&self, text: &str, end: usize) -> usize {
        let trimmed = text[..end].trim_ascii_end().len();
        let before = self.statements.partition_point(|tag| tag.end() <= end);
        let last = before.checked_sub(1).map(|last| self.statements[last]);
        last.map_or(trimmed, |last| trimmed.max(last.end()))
    }

    /// The outermost statement, from its first tag to its last, in which `at` is.
    pub(crate) fn outermost(&self, at: usize) -> Option<Span> {
        let mut depth = 0_usize;
        let mut start = 0;
        for joint in self.joints {
            match joint.kind {
                JointKind::Enter(..) => {
                    if depth == 0 {
                        start = joint.tag.start();
                    }
                    depth += 1;
                }
                JointKind::Leave { .. } => {
                    depth = depth.saturating_sub(1);
                    let end = joint.tag.end();
                    if depth == 0 && at < end {
                        return (start < at).then(|| Span::new(start, end));
                    }
                }
                JointKind::Next(_) | JointKind::Jump(_) | JointKind::Piece => {}
            }
        }
        None
    }

    /// Whether a statement stands in `span`.
    pub(crate) fn branch(&self, span: Span) -> bool {
        touches(self.statements, span)
    }
}

fn touches(holes: &[Span], span: Span) -> bool {
    first(holes, span).is_some()
}

fn first(holes: &[Span], span: Span) -> Option<Span> {
    let next = holes.partition_point(|hole| hole.end() <= span.start());
    let hole = holes.get(next).copied();
    hole.filter(|hole| hole.start() < span.end())
}

/// The joints whose other ends stand elsewhere.
pub(crate) fn unmatched(joints: &[Joint]) -> Vec<Joint> {
    let mut left: Vec<Joint> = Vec::new();
    let mut entered = Vec::new();
    for joint in joints {
        match joint.kind {
            JointKind::Enter(..) => {
                entered.push(left.len());
                left.push(*joint);
            }
            JointKind::Leave { .. } if let Some(from) = entered.pop() => left.truncate(from),
            JointKind::Next(_) if !entered.is_empty() => {}
            JointKind::Jump(_) | JointKind::Piece => {}
            _ => left.push(*joint),
        }
    }
    left
}
