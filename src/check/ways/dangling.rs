//! Elements that a body of a statement opens and leaves open.

use std::mem;

use super::Body;
use crate::check::nesting::{self, Open};
use crate::check::rules::unbalanced_block;
use crate::check::walk::Walk;
use crate::source::Span;

/// How many elements that bodies left open are looked at for an end tag.
const MOST_DANGLING: usize = 256;

/// An element that a body opens and leaves open.
#[derive(Debug)]
pub(crate) struct Dangling {
    pub(crate) open: Open,
    pub(crate) body: Body,
    /// Where the body ends.
    pub(crate) end: Span,
    /// An end tag outside of the body that closes it.
    pub(crate) closer: Option<Span>,
    /// Whether another branch of the same statement opens one, too.
    pub(crate) has_twin: bool,
}

impl Walk<'_> {
    /// Judges what a body has opened and not closed.
    pub(super) fn end_body(&mut self, body: Body, floor: usize, end: Span) {
        if self.stack.len() <= floor {
            return;
        }
        let mut unclosed = Vec::new();
        while self.stack.len() > floor
            && let Some(open) = self.stack.pop(self.text)
        {
            unclosed.push(open);
        }
        unclosed.reverse();
        let is_slip = |pair: &[Open]| self.at(pair[0].name) == self.at(pair[1].name);
        let is_told = |open: &Open| open.stray_end.is_some() || open.empty_twin.is_some();
        if unclosed.iter().any(is_told) || unclosed.windows(2).any(is_slip) {
            return nesting::report_unclosed(self, &unclosed, None, end.start());
        }
        let dangling = unclosed
            .into_iter()
            .filter(|open| !open.quiet && !open.closed_in_body);
        self.ways.dangling.extend(dangling.map(|open| Dangling {
            open,
            body,
            end,
            closer: None,
            has_twin: false,
        }));
    }

    /// An end tag for which the body that it stands in has opened nothing; says whether that is
    /// all there is to say.
    pub(crate) fn closes_elsewhere(&mut self, end: Span, name: &str) -> bool {
        let text = self.text;
        let ways = &mut self.ways;
        let fits = |left: &Dangling| {
            let mut around = ways.frames.iter();
            left.closer.is_none()
                && &text[left.open.name.range()] == name
                // What one branch leaves open is not there in the branches beside it.
                && !around.any(|frame| frame.body.statement == left.body.statement)
        };
        let first = ways.dangling.len().saturating_sub(MOST_DANGLING);
        if let Some(last) = ways.dangling[first..].iter().rposition(fits) {
            let last = first + last;
            let statement = ways.dangling[last].body.statement;
            let mut twins: Vec<&mut Dangling> = ways.dangling[first..]
                .iter_mut()
                .filter(|left| {
                    left.body.statement == statement && &text[left.open.name.range()] == name
                })
                .collect();
            let has_twin = twins.len() > 1;
            for left in &mut twins {
                left.closer.get_or_insert(end);
                left.has_twin = has_twin;
            }
            return true;
        }
        let Some(frame) = self.ways.frames.last() else {
            return false;
        };
        let body = frame.body;
        let floor = frame.floor();
        if self.stack.len() > floor {
            return false;
        }
        let Some(open) = self.stack.around(floor, text, name) else {
            return false;
        };
        let finding = unbalanced_block::closes(self, end, body, open);
        self.push(finding);
        true
    }

    pub(super) fn report_dangling(&mut self) {
        for left in mem::take(&mut self.ways.dangling) {
            let finding = unbalanced_block::leaves_open(self, &left);
            self.push(finding);
        }
    }
}
