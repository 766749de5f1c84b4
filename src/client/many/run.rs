use std::hash::Hash;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::course::{Course, Todo};
use super::{Results, Schedule};
use crate::client::Outcome;

/// Sends many messages: so many at a time, in order for each address, one [`Outcome`] each.
///
/// Jobs are pairs of an address and what to send; any type that can be compared is an address,
/// such as an [`Address`](crate::message::Address) or a webhook's name. They are taken one by one,
/// when there is room: at most [`Schedule::AHEAD`] wait, so that an iterator of a million costs no memory.
///
/// Behind a message that was not delivered, or of which nobody knows, the later ones for the same
/// address are [held back](crate::ErrorKind::HeldBack): they were certainly not sent. See
/// [`Many::go_on`].
///
/// # Examples
///
/// ```
/// use flockml::client::Outcome;
/// use flockml::client::many::Many;
///
/// let jobs = [("u:ada", "first"), ("u:grace", "hello"), ("u:ada", "second")];
/// // In earnest, this is a client's `send`.
/// let send = |_address, _message| Outcome::Sent { uid: None };
/// let results = Many::new().at_once(2).collect(jobs, send);
/// assert!(results.is_all_sent());
/// assert_eq!(results.to_try_again().count(), 0);
/// ```
#[derive(Debug, Clone)]
pub struct Many {
    at_once: usize,
    goes_on: bool,
}

/// What happens while many messages are sent.
///
/// Numbers count the messages in the order in which they were given, from 0.
#[derive(Debug)]
#[non_exhaustive]
pub enum Progress {
    /// A message is about to be sent.
    Begun {
        /// Its number.
        index: usize,
    },
    /// What became of a message; one that is held back was never begun.
    Ended {
        /// Its number.
        index: usize,
        /// What became of it.
        outcome: Outcome,
    },
}

impl Default for Many {
    fn default() -> Self {
        Self::new()
    }
}

impl Many {
    /// The most that are under way at a time, whatever is asked for: 256.
    pub const MOST_AT_ONCE: usize = 256;

    /// Eight at a time.
    #[must_use]
    pub fn new() -> Self {
        Self {
            at_once: 8,
            goes_on: false,
        }
    }

    /// How many are under way at a time: 1 to [`Many::MOST_AT_ONCE`]. Default: 8.
    #[must_use]
    pub fn at_once(mut self, messages: usize) -> Self {
        self.at_once = messages.clamp(1, Self::MOST_AT_ONCE);
        self
    }

    /// Whether an address gets its later messages though an earlier one was not delivered.
    /// Default: no.
    #[must_use]
    pub fn go_on(mut self, goes_on: bool) -> Self {
        self.goes_on = goes_on;
        self
    }

    /// Sends `jobs` by `send`, with threads, and returns what became of them, in order.
    ///
    /// # Panics
    ///
    /// If `send` does, or if no thread can be started.
    pub fn collect<K, J>(
        &self,
        jobs: impl IntoIterator<Item = (K, J)>,
        send: impl Fn(K, J) -> Outcome + Sync,
    ) -> Results
    where
        K: Clone + Eq + Hash + Send,
        J: Send,
    {
        let mut results = Results::default();
        self.run(jobs, send, |progress| {
            results.note(progress);
            ControlFlow::Continue(())
        });
        results
    }

    /// The same, without a thread: one future that sends, in whatever runtime polls it.
    pub async fn collect_async<K, J, F>(
        &self,
        jobs: impl IntoIterator<Item = (K, J)>,
        send: impl Fn(K, J) -> F,
    ) -> Results
    where
        K: Clone + Eq + Hash,
        F: Future<Output = Outcome>,
    {
        let mut results = Results::default();
        let watch = |progress| {
            results.note(progress);
            ControlFlow::Continue(())
        };
        self.run_async(jobs, send, watch).await;
        results
    }

    /// Sends `jobs` by `send`, with threads, and keeps nothing: `watch` is told what happens.
    ///
    /// `watch` runs on the caller's thread, before a message is sent and after it is. When it
    /// breaks, no message is begun any more, not even the one that it was just told of; those under
    /// way are waited for, those that wait are told as held back, and no more are taken.
    ///
    /// # Panics
    ///
    /// If `send` does, or if no thread can be started.
    pub fn run<K, J>(
        &self,
        jobs: impl IntoIterator<Item = (K, J)>,
        send: impl Fn(K, J) -> Outcome + Sync,
        watch: impl FnMut(Progress) -> ControlFlow<()>,
    ) where
        K: Clone + Eq + Hash + Send,
        J: Send,
    {
        let (begin, begun) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let begun = Mutex::new(begun);
        let work = || {
            let take = || begun.lock().unwrap_or_else(PoisonError::into_inner).recv();
            while let Ok((address, ticket, job)) = take() {
                let outcome = catch_unwind(AssertUnwindSafe(|| send(address, job)));
                if end.send((ticket, outcome)).is_err() {
                    break;
                }
            }
        };
        thread::scope(|scope| {
            // It ends the threads when it is dropped, also by a panic.
            let begin = begin;
            let (mut under_way, mut threads) = (0, 0);
            let mut course = Course::new(self.schedule(), jobs.into_iter(), watch);
            loop {
                match course.next() {
                    Todo::Begin(ticket, job) => {
                        under_way += 1;
                        if under_way > threads {
                            let started = thread::Builder::new().spawn_scoped(scope, work);
                            // With fewer threads than wanted, it takes longer.
                            assert!(started.is_ok() || threads > 0, "no thread can be started");
                            threads += usize::from(started.is_ok());
                        }
                        let address = ticket.address().clone();
                        begin
                            .send((address, ticket, job))
                            .expect("the receiver outlives the scope");
                    }
                    Todo::Wait => {
                        let (ticket, outcome) = ended.recv().expect("the sender does as well");
                        under_way -= 1;
                        course
                            .finished(ticket, outcome.unwrap_or_else(|panic| resume_unwind(panic)));
                    }
                    Todo::Done => break,
                }
            }
        });
    }

    /// The same, without a thread: one future that sends, in whatever runtime polls it.
    ///
    /// Who drops the future drops what is under way, of which nobody knows then.
    pub async fn run_async<K, J, F>(
        &self,
        jobs: impl IntoIterator<Item = (K, J)>,
        send: impl Fn(K, J) -> F,
        watch: impl FnMut(Progress) -> ControlFlow<()>,
    ) where
        K: Clone + Eq + Hash,
        F: Future<Output = Outcome>,
    {
        let mut under_way = FuturesUnordered::new();
        let mut course = Course::new(self.schedule(), jobs.into_iter(), watch);
        loop {
            match course.next() {
                Todo::Begin(ticket, job) => {
                    let sending = send(ticket.address().clone(), job);
                    under_way.push(async { (ticket, sending.await) });
                }
                Todo::Wait => {
                    if let Some((ticket, outcome)) = under_way.next().await {
                        course.finished(ticket, outcome);
                    }
                }
                Todo::Done => break,
            }
        }
    }

    fn schedule<K: Clone + Eq + Hash, J>(&self) -> Schedule<K, J> {
        Schedule::new(self.at_once).go_on(self.goes_on)
    }
}
