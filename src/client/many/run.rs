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
/// One message to many addresses; with a message in each job instead of `()`, it is many messages.
///
/// ```
/// use flockml::client::many::Many;
/// use flockml::client::{Bot, Recorder, Token};
/// use flockml::message::{Address, Message, UserId};
///
/// let bot = Bot::new(Token::new("8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e")?);
/// let flock = Recorder::new();
/// let message = Message::text("db-1 is down");
/// let on_call = ["u:ada", "u:grace"].map(|id| UserId::new(id).map(Address::user));
/// let addresses = on_call.into_iter().collect::<Result<Vec<_>, _>>()?;
///
/// let jobs = addresses.into_iter().map(|address| (address, ()));
/// let results = Many::new().collect(jobs, |address, ()| bot.send(&flock, &message, &address));
/// assert!(results.is_all_sent());
/// # Ok::<(), flockml::Error>(())
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
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::client::many::Many;
    /// use flockml::client::{Recorder, Webhook, WebhookUrl};
    /// use flockml::message::Message;
    ///
    /// # async fn run() -> Result<(), flockml::Error> {
    /// let hook = Webhook::new(WebhookUrl::new("https://api.flock.com/hooks/sendMessage/8cb4d06e")?);
    /// let (hook, flock) = (&hook, &Recorder::new());
    /// let jobs = ["first", "second"].map(|text| ("the only channel", Message::text(text)));
    /// let send = |_, message| async move { hook.send_async(flock, &message).await };
    /// let results = Many::new().collect_async(jobs, send).await;
    /// assert!(results.is_all_sent());
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(run()).unwrap();
    /// ```
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
    /// Who drops the future drops what is under way, of which nobody knows then. The future is one
    /// task; to use several processors, let `send` spawn in your runtime and wait for that.
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
