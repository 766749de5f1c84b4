//! A `]]>` that only a rendered template has: its brackets stand behind different tags.

use super::holes::{Joint, JointKind, Way};
use super::rules::unescaped_character;
use super::walk::Walk;
use crate::source::Span;

/// How many `]` may stand in front of what comes next; more than two are no worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Brackets(u8);

const MOST: u8 = 2;

impl Brackets {
    /// Behind something that nobody knows.
    pub(crate) const UNKNOWN: Self = Self(MOST);

    fn and(self, more: usize) -> Self {
        let more = u8::try_from(more).unwrap_or(MOST);
        Self(self.0.saturating_add(more).min(MOST))
    }

    pub(crate) fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }

    /// Behind `joint`, one of `joints`, given what stands before it.
    pub(crate) fn behind(self, text: &str, joint: &Joint, joints: &[Joint]) -> Self {
        match joint.kind {
            JointKind::Piece | JointKind::Enter(Way::Apart, _) => Self::UNKNOWN,
            JointKind::Enter(Way::Loop, _) if may_end_with_bracket(text, joints) => Self::UNKNOWN,
            _ => self,
        }
    }
}

/// Whether the body at the beginning of `joints` may end with a `]`.
fn may_end_with_bracket(text: &str, joints: &[Joint]) -> bool {
    let mut depth = 0;
    for joint in joints {
        match joint.kind {
            JointKind::Enter(..) => depth += 1,
            JointKind::Leave { .. } if depth > 0 => depth -= 1,
            JointKind::Next(_) if depth > 0 => {}
            JointKind::Next(_) | JointKind::Leave { .. } => {
                // Only an element's tag is sure to be no hole and no blank of one.
                return !text[..joint.tag.start()].ends_with('>');
            }
            JointKind::Jump(_) | JointKind::Piece => {}
        }
    }
    true
}

/// The text at `span`, with its holes; what a tag takes away or writes elsewhere is blank.
pub(crate) fn text(walk: &mut Walk<'_>, span: Span) {
    let values = within(walk.holes.values, span);
    let blanks = within(walk.holes.statements, span);
    let mut holes: Vec<(Span, bool)> = values.iter().map(|hole| (*hole, true)).collect();
    holes.extend(blanks.iter().map(|hole| (*hole, false)));
    holes.sort_unstable();
    let mut at = span.start();
    for (hole, is_value) in holes {
        literal(walk, Span::new(at, hole.start().max(at)));
        if is_value {
            // The engine lets no value end with two.
            walk.ways.brackets = walk.ways.brackets.and(1);
        }
        at = hole.end().min(span.end());
    }
    literal(walk, Span::new(at, span.end().max(at)));
}

fn literal(walk: &mut Walk<'_>, span: Span) {
    let raw = walk.at(span);
    let words = raw.trim();
    if words.is_empty() {
        return;
    }
    let start = span.start() + (raw.len() - raw.trim_start().len());
    let leading = words.len() - words.trim_start_matches(']').len();
    let before = walk.ways.brackets.and(leading);
    if words[leading..].starts_with('>') && before == Brackets::UNKNOWN && leading < 2 {
        let at = start + leading;
        unescaped_character::joined_end(walk, Span::new(at, at + 1));
    }
    walk.ways.brackets = if leading == words.len() {
        before
    } else {
        Brackets::default().and(words.len() - words.trim_end_matches(']').len())
    };
}

fn within(holes: &[Span], span: Span) -> &[Span] {
    let from = holes.partition_point(|hole| hole.end() <= span.start());
    let to = from + holes[from..].partition_point(|hole| hole.start() < span.end());
    &holes[from..to]
}
