//! Tells what becomes of messages: in the result file, in lines, in a bar on a terminal.

use std::ops::ControlFlow;

use flockml::ErrorKind;
use flockml::client::Outcome;
use flockml::client::many::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::plan::{Job, Plan};
use super::record::Record;
use super::tell;
use super::todo::Todo;
use crate::exit::{Exit, Failure};
use crate::output;

const BAR: &str = "{bar:24} {pos}/{len} {msg}";

/// How many messages ended how, those of an earlier run included.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    sent: usize,
    not_sent: usize,
    unknown: usize,
}

pub(super) struct Watch<'p> {
    plan: &'p Plan,
    jobs: &'p [Job],
    record: Option<Record>,
    bar: ProgressBar,
    tally: Tally,
    /// How many of the jobs have ended.
    ended: usize,
    /// Why nothing more was sent.
    stopped: Option<Failure>,
    /// Why not all could be told.
    untold: Option<Failure>,
}

impl<'p> Watch<'p> {
    /// Begins with what an earlier run has done.
    pub(super) fn new(plan: &'p Plan, todo: &'p Todo, record: Option<Record>) -> Self {
        for job in &todo.unknown {
            output::complain(&tell::still_unknown(plan.name(*job), plan.part(*job)));
        }
        let tally = Tally {
            sent: todo.sent,
            not_sent: todo.held_back,
            unknown: todo.unknown.len(),
        };
        Self {
            plan,
            jobs: &todo.jobs,
            record,
            bar: bar(todo.jobs.len()),
            tally,
            ended: 0,
            stopped: None,
            untold: None,
        }
    }

    /// Notes what happens; breaks when it cannot be noted, so that nothing is sent of which the
    /// result file does not know.
    pub(super) fn note(&mut self, progress: Progress) -> ControlFlow<()> {
        let noted = match progress {
            Progress::Begun { index } => {
                let job = self.jobs[index];
                let number = self.plan.number(job);
                let record = self.record.as_mut();
                record.map_or(Ok(()), |record| record.begun(number, self.plan.name(job)))
            }
            Progress::Ended { index, outcome } => self.ended(self.jobs[index], &outcome),
            _ => Ok(()),
        };
        match noted {
            Ok(()) => ControlFlow::Continue(()),
            Err(failure) => {
                self.stopped.get_or_insert(failure);
                ControlFlow::Break(())
            }
        }
    }

    fn ended(&mut self, job: Job, outcome: &Outcome) -> Result<(), Failure> {
        let (name, number) = (self.plan.name(job), self.plan.number(job));
        let noted = match &mut self.record {
            Some(record) if self.stopped.is_none() => record.ended(number, name, outcome),
            _ => Ok(()),
        };
        self.ended += 1;
        self.tell(job, outcome);
        self.bar.inc(1);
        self.bar.set_message(self.tally.words());
        noted
    }

    fn tell(&mut self, job: Job, outcome: &Outcome) {
        let (name, part) = (self.plan.name(job), self.plan.part(job));
        match outcome {
            Outcome::Sent { uid } => {
                self.tally.sent += 1;
                let line = tell::sent(name, part, uid.as_deref());
                // What cannot be written must not keep the rest from being sent.
                if let Err(failure) = self.bar.suspend(|| output::print_line(&line)) {
                    self.complain(&line);
                    self.untold.get_or_insert(failure);
                }
            }
            Outcome::NotSent { error, retry_after } => {
                self.tally.not_sent += 1;
                // That parts were held back is told with the part before them.
                if error.kind() != ErrorKind::HeldBack {
                    self.complain(&tell::not_sent(name, part, error, *retry_after));
                }
            }
            Outcome::Unknown { error } => {
                self.tally.unknown += 1;
                self.complain(&tell::unknown(name, part, error));
            }
        }
    }

    fn complain(&self, line: &str) {
        self.bar.suspend(|| output::complain(line));
    }

    /// Says how it ended, once all of it has.
    pub(super) fn finish(self) -> Result<Exit, Failure> {
        self.bar.finish_and_clear();
        let mut tally = self.tally;
        // What was never begun.
        tally.not_sent += self.jobs.len() - self.ended;
        let has_failed = tally.not_sent + tally.unknown > 0;
        if has_failed && self.plan.count() > 1 {
            output::complain(&format!(
                "of {} messages, {}",
                self.plan.count(),
                tally.words()
            ));
        }
        if let Some(failure) = &self.stopped {
            output::complain(&format!("error: nothing more was sent: {failure}"));
        }
        if let Some(record) = self.record.as_ref().filter(|_| has_failed) {
            let has_open = tally.not_sent > 0 || self.stopped.is_some();
            output::complain(&tell::resume(record.name(), has_open, tally.unknown > 0));
        }
        match (tally.unknown, tally.not_sent, self.stopped.or(self.untold)) {
            (1.., _, _) => Ok(Exit::Unknown),
            (0, 1.., _) => Ok(Exit::NotDelivered),
            (0, 0, Some(failure)) => Err(failure),
            (0, 0, None) => Ok(Exit::Fine),
        }
    }
}

impl Tally {
    fn words(self) -> String {
        let Self {
            sent,
            not_sent,
            unknown,
        } = self;
        let parts = [(not_sent, "not sent"), (unknown, "perhaps sent")];
        let rest = parts.iter().filter(|(count, _)| *count > 0);
        rest.fold(format!("{sent} sent"), |words, (count, what)| {
            format!("{words}, {count} {what}")
        })
    }
}

/// A bar where there is a terminal to show it on, and more than one to wait for.
fn bar(count: usize) -> ProgressBar {
    let target = match count {
        0 | 1 => ProgressDrawTarget::hidden(),
        _ => ProgressDrawTarget::stderr(),
    };
    let style = ProgressStyle::with_template(BAR).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(count as u64), target).with_style(style)
}
