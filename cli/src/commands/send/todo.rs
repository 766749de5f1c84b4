//! What an earlier run left to do.

use super::plan::Job;
use super::record::State;

/// What is sent now, in order, and what is not.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Todo {
    pub(super) jobs: Vec<Job>,
    /// How many an earlier run sent.
    pub(super) sent: usize,
    /// Those that an earlier run may have sent.
    pub(super) unknown: Vec<Job>,
    /// How many stand behind those and are not sent either.
    pub(super) held_back: usize,
}

impl Todo {
    /// What follows from `states`, of which each target has `parts`; what may have been sent is
    /// sent again only if `again` says so.
    pub(super) fn new(states: &[State], parts: usize, again: bool) -> Self {
        let mut todo = Self::default();
        for (target, states) in states.chunks(parts.max(1)).enumerate() {
            todo.target(target, states, again);
        }
        todo
    }

    /// The parts of one target, which gets none before those in front of it.
    fn target(&mut self, target: usize, states: &[State], again: bool) {
        let mut is_blocked = false;
        for (part, state) in states.iter().enumerate() {
            let job = Job { target, part };
            let is_unknown = matches!(state, State::Begun | State::Unknown) && !again;
            match state {
                State::Sent => self.sent += 1,
                _ if is_unknown => {
                    is_blocked = true;
                    self.unknown.push(job);
                }
                _ if is_blocked => self.held_back += 1,
                _ => self.jobs.push(job),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::State::{Begun, NotSent, Open, Sent, Unknown};
    use super::*;

    fn job(target: usize, part: usize) -> Job {
        Job { target, part }
    }

    #[test]
    fn only_what_was_certainly_not_sent_is_sent() {
        let states = [
            Sent, Open, NotSent, Open, Begun, Open, Sent, Unknown, Sent, Sent,
        ];
        let todo = Todo::new(&states, 2, false);
        assert_eq!(todo.jobs, [job(0, 1), job(1, 0), job(1, 1)]);
        assert_eq!(todo.unknown, [job(2, 0), job(3, 1)]);
        assert_eq!((todo.sent, todo.held_back), (4, 1));
        let again = Todo::new(&states, 2, true);
        let jobs = [
            job(0, 1),
            job(1, 0),
            job(1, 1),
            job(2, 0),
            job(2, 1),
            job(3, 1),
        ];
        assert_eq!(again.jobs, jobs);
        assert_eq!((again.unknown.len(), again.held_back), (0, 0));
    }
}
