use std::hash::Hash;
use std::ops::ControlFlow;

use super::{Next, Progress, Schedule, Ticket};
use crate::client::Outcome;
use crate::{Error, ErrorKind};

/// A schedule with the messages that it takes and whoever watches it: what both drivers share.
pub(super) struct Course<K, J, I, W> {
    schedule: Schedule<K, J>,
    jobs: I,
    watch: W,
    has_stopped: bool,
}

/// What a driver has to do.
pub(super) enum Todo<K, J> {
    Begin(Ticket<K>, J),
    Wait,
    Done,
}

impl<K, J, I, W> Course<K, J, I, W>
where
    K: Clone + Eq + Hash,
    I: Iterator<Item = (K, J)>,
    W: FnMut(Progress) -> ControlFlow<()>,
{
    pub(super) fn new(schedule: Schedule<K, J>, jobs: I, watch: W) -> Self {
        Self {
            schedule,
            jobs,
            watch,
            has_stopped: false,
        }
    }

    pub(super) fn next(&mut self) -> Todo<K, J> {
        loop {
            match self.schedule.step() {
                Next::Take => match self.jobs.next() {
                    Some((address, job)) => self.schedule.give(address, job),
                    None => self.schedule.end(),
                },
                Next::HoldBack(index, _) => {
                    let outcome = self.held_back();
                    self.tell(Progress::Ended { index, outcome });
                }
                Next::Begin(ticket, job) => {
                    let index = ticket.index();
                    self.tell(Progress::Begun { index });
                    if !self.has_stopped {
                        return Todo::Begin(ticket, job);
                    }
                    let outcome = self.held_back();
                    self.finished(ticket, outcome);
                }
                Next::Wait => return Todo::Wait,
                Next::Done => return Todo::Done,
            }
        }
    }

    pub(super) fn finished(&mut self, ticket: Ticket<K>, outcome: Outcome) {
        let index = ticket.index();
        self.schedule.finished(ticket, outcome.is_sent());
        self.tell(Progress::Ended { index, outcome });
    }

    fn tell(&mut self, progress: Progress) {
        if (self.watch)(progress).is_break() && !self.has_stopped {
            self.has_stopped = true;
            self.schedule.stop();
        }
    }

    fn held_back(&self) -> Outcome {
        let why = if self.has_stopped {
            "sending was stopped before its turn"
        } else {
            "an earlier message to the same address was not delivered"
        };
        Outcome::NotSent {
            error: Error::new(ErrorKind::HeldBack, why),
            retry_after: None,
        }
    }
}
