//! What goes to whom.

use flockml::Error;
use flockml::client::{BaseUrl, Request};
use flockml::message::Message;

use super::tell::Part;
use super::whom::Target;

/// Every part of a message, to every target. Requests are made when they are needed: all of them
/// at once would be a copy of the message for everybody.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) targets: Vec<Target>,
    pub(super) parts: Vec<Message>,
    /// Another server than Flock's.
    pub(super) base: Option<BaseUrl>,
}

/// One part, to one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Job {
    pub(super) target: usize,
    pub(super) part: usize,
}

impl Plan {
    /// All that is sent: each target's parts in order, one target after the other.
    pub(super) fn jobs(&self) -> impl Iterator<Item = Job> {
        let parts = self.parts.len();
        (0..self.targets.len())
            .flat_map(move |target| (0..parts).map(move |part| Job { target, part }))
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.targets.len() * self.parts.len()
    }

    /// Where a job stands among all, from 0.
    pub(super) fn number(&self, job: Job) -> usize {
        job.target * self.parts.len() + job.part
    }

    pub(super) fn request(&self, job: Job) -> Result<Request, Error> {
        self.targets[job.target].request(self.base.as_ref(), &self.parts[job.part])
    }

    /// All requests, in order.
    pub(super) fn requests(&self) -> impl Iterator<Item = Result<Request, Error>> {
        self.jobs().map(|job| self.request(job))
    }

    /// Whom a job goes to.
    pub(super) fn name(&self, job: Job) -> &str {
        &self.targets[job.target].name
    }

    /// Which of the target's messages it is.
    pub(super) fn part(&self, job: Job) -> Part {
        Part {
            number: job.part + 1,
            of: self.parts.len(),
            server: self.targets[job.target].server(),
        }
    }
}
