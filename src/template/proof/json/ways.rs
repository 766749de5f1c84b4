//! The ways through statements: branches, and loops whose first and last rounds differ.

use crate::check::rules::unbalanced_block;
use crate::source::Span;

use super::grammar::Machine;
use super::next::Next;
use super::tree::{Branch, Node};

/// Loops inside of more loops than this are read without regard to `loop.last`.
const MOST_LOOPS: usize = 3;
/// A round of a loop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loop {
    first: Option<bool>,
    last: Option<bool>,
    broken: Next,
    continued: Next,
}

/// The rounds of one loop.
struct Round<'a, 't> {
    tag: Span,
    body: &'a [Node<'t>],
    /// What may come next where it is left early.
    broken: Next,
}

impl<'a, 't> Machine<'a, 't> {
    pub(super) fn choice(&mut self, branches: &'a [Branch<'t>]) {
        let entry = self.next;
        let depth = self.open.clone();
        let mut exit = None;
        let mut is_certain = false;
        for branch in branches {
            let known = match branch.condition {
                Some(condition) => self.holds(condition),
                None => Some(true),
            };
            if known == Some(false) {
                continue;
            }
            self.next = entry;
            self.run(&branch.body);
            self.balance(&depth, branch.tag);
            exit = Some(self.both(exit, self.next, branch.tag));
            if known == Some(true) {
                is_certain = true;
                break;
            }
        }
        self.next = match (exit, branches.first()) {
            (Some(exit), _) if is_certain => exit,
            (exit, Some(first)) => self.both(exit, entry, first.tag),
            (_, None) => entry,
        };
    }

    /// What may come next behind two ways.
    fn both(&mut self, one: Option<Next>, other: Next, tag: Span) -> Next {
        let Some(one) = one.filter(|one| !one.is_never()) else {
            return other;
        };
        if !other.is_never() && one.is_string() != other.is_string() {
            self.wrong(unbalanced_block::quote(tag));
            return one;
        }
        one.or(other)
    }

    /// Whether the same is open as before the statement at `tag`.
    fn balance(&mut self, before: &[(u8, Span)], tag: Span) {
        let is_same = |(one, other): (&(u8, Span), &(u8, Span))| one == other;
        let same = self
            .open
            .iter()
            .zip(before)
            .take_while(|pair| is_same(*pair))
            .count();
        if !self.next.is_never() && (same < self.open.len() || same < before.len()) {
            let left = self.open.get(same).map(|(_, at)| *at);
            let at = self.at.is_none().then_some(left).flatten();
            self.wrong(unbalanced_block::bracket(tag, at));
        }
        self.open = before.to_vec();
    }

    pub(super) fn repeat(&mut self, tag: Span, body: &'a [Node<'t>], none: Option<&'a [Node<'t>]>) {
        let entry = self.next;
        let mut all = Round {
            tag,
            body,
            broken: Next::NEVER,
        };
        let exit = if self.loops.len() < MOST_LOOPS {
            let single = self.round(&mut all, entry, Some(true), Some(true));
            let first = self.round(&mut all, entry, Some(true), Some(false));
            let middle = self.rounds(&mut all, first, Some(false), Some(false));
            let last = self.round(&mut all, middle, Some(false), Some(true));
            self.both(Some(single), last, tag)
        } else {
            self.rounds(&mut all, entry, None, None)
        };
        let exit = self.both(Some(exit), all.broken, tag);
        self.next = entry;
        if let Some(none) = none {
            let depth = self.open.clone();
            self.run(none);
            self.balance(&depth, tag);
        }
        self.next = self.both(Some(exit), self.next, tag);
    }

    /// Rounds until nothing new may come next.
    fn rounds(
        &mut self,
        all: &mut Round<'a, 't>,
        mut entry: Next,
        first: Option<bool>,
        last: Option<bool>,
    ) -> Next {
        // A set of eight has grown whole by then.
        for _ in 0..8 {
            let exit = self.round(all, entry, first, last);
            let more = self.both(Some(entry), exit, all.tag);
            if more == entry {
                break;
            }
            entry = more;
        }
        entry
    }

    fn round(
        &mut self,
        all: &mut Round<'a, 't>,
        entry: Next,
        first: Option<bool>,
        last: Option<bool>,
    ) -> Next {
        if entry.is_never() {
            return entry;
        }
        let depth = self.open.clone();
        self.next = entry;
        self.loops.push(Loop {
            first,
            last,
            broken: Next::NEVER,
            continued: Next::NEVER,
        });
        self.run(all.body);
        self.balance(&depth, all.tag);
        let Some(done) = self.loops.pop() else {
            return self.next;
        };
        all.broken = self.both(Some(all.broken), done.broken, all.tag);
        self.both(Some(self.next), done.continued, all.tag)
    }

    pub(super) fn jump(&mut self, is_break: bool) {
        let next = self.next;
        if let Some(round) = self.loops.last_mut() {
            if is_break {
                round.broken = round.broken.or(next);
            } else {
                round.continued = round.continued.or(next);
            }
        }
        self.next = Next::NEVER;
    }

    /// Whether a condition holds, if only the round of the loop decides it.
    pub(super) fn holds(&self, condition: &str) -> Option<bool> {
        let round = self.loops.last()?;
        let words: Vec<&str> = condition.split_whitespace().collect();
        match words.join(" ").as_str() {
            "loop.first" | "loop.index == 1" | "loop.index0 == 0" => round.first,
            "not loop.first" | "loop.index > 1" | "loop.index0 > 0" | "loop.index != 1"
            | "loop.index0 != 0" => round.first.map(|first| !first),
            "loop.last" => round.last,
            "not loop.last" => round.last.map(|last| !last),
            _ => None,
        }
    }
}
