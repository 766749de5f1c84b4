use std::time::{Duration, Instant, SystemTime};

use super::answer::{Health, Problem, judge};
use super::circuit::Gate;
use super::retry_after::retry_after;
use super::{Conclusion, Failure, FailureKind, Policy, Request, Response, log};
use crate::{Error, ErrorKind};

/// The least time that another attempt is given.
const WORTH: Duration = Duration::from_millis(250);

/// What to do next with a [`Delivery`], which has an example.
#[derive(Debug)]
#[must_use = "a delivery goes on only if this is done"]
pub enum Step {
    /// Send [`Delivery::request`], and say what came of it within `timeout`.
    Send {
        /// How long this attempt may take, the answer's body included.
        timeout: Duration,
    },
    /// Wait that long.
    Wait(Duration),
    /// It is over.
    Done(Conclusion),
}

/// What happened since the last [`Step`]; what a transport returns is one.
///
/// # Examples
///
/// ```
/// use flockml::client::{Failure, FailureKind, Happened};
///
/// let happened = Happened::from(Err(Failure::after_sending(FailureKind::Dropped, "reset")));
/// assert!(matches!(happened, Happened::Failed(_)));
/// ```
#[derive(Debug)]
pub enum Happened {
    /// Nothing so far.
    Started,
    /// The pause is over.
    Waited,
    /// An answer came, of any status.
    Answered(Response),
    /// No complete answer came.
    Failed(Failure),
}

/// One request on its way: says what to do next, does nothing itself.
///
/// It ends within the attempts and the time of its [`Retry`](super::Retry), whatever it is told. What
/// may have been processed is not sent again unless the policy says so, and is never called
/// not sent.
///
/// # Examples
///
/// ```
/// use std::time::Instant;
///
/// use flockml::client::{Conclusion, Happened, Response, Step, Webhook, WebhookUrl};
/// use flockml::message::Message;
///
/// let hook = Webhook::new(WebhookUrl::new("https://api.flock.com/hooks/sendMessage/8cb4d06e")?);
/// let mut delivery = hook.delivery(&Message::text("hello"))?;
/// let now = Instant::now();
/// let Step::Send { .. } = delivery.step(Happened::Started, now) else { panic!() };
/// let answer = Response::new(http::Response::new(br#"{"uid":"1-2-m3"}"#.to_vec()));
/// let step = delivery.step(Happened::Answered(answer), now);
/// assert!(matches!(step, Step::Done(Conclusion::Accepted(_))));
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug)]
pub struct Delivery {
    request: Request,
    policy: Policy,
    phase: Phase,
    attempts: u32,
    /// What time it is at least: pauses count, whatever the clock shows.
    clock: Option<Instant>,
    elapsed: Duration,
    /// The first attempt that may have been processed.
    doubt: Option<Error>,
    /// What the last attempt met, if it was certainly not processed.
    last: Option<Error>,
    random: Option<fastrand::Rng>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Waiting(Duration),
    Sending,
    Over,
}

impl Delivery {
    /// The delivery of `request`; it begins with [`Happened::Started`].
    #[must_use]
    pub fn new(request: Request, policy: &Policy) -> Self {
        Self {
            request,
            policy: policy.clone(),
            phase: Phase::Waiting(Duration::ZERO),
            attempts: 0,
            clock: None,
            elapsed: Duration::ZERO,
            doubt: None,
            last: None,
            random: None,
        }
    }

    /// What is to be sent.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// How many attempts there were.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Takes what happened, and says what to do next.
    ///
    /// What cannot have happened, such as an answer while nothing is sent, counts as the end of the
    /// pause; an attempt without an answer counts as one that was lost after sending.
    pub fn step(&mut self, happened: Happened, now: Instant) -> Step {
        let now = self.advance(now);
        match (self.phase, happened) {
            (Phase::Over, _) => Step::Done(Conclusion::Unknown {
                error: Error::new(ErrorKind::Dropped, "the delivery was over before"),
            }),
            (Phase::Waiting(_), _) => self.attempt(now),
            (Phase::Sending, Happened::Answered(response)) => self.answered(response, now),
            (Phase::Sending, Happened::Failed(failure)) => {
                let problem = failure.into_problem(self.request.secrets());
                self.failed(problem, None, now)
            }
            (Phase::Sending, Happened::Started | Happened::Waited) => {
                let lost =
                    Failure::after_sending(FailureKind::Dropped, "nobody said what came of it");
                let problem = lost.into_problem(&[]);
                self.failed(problem, None, now)
            }
        }
    }

    /// The time, which never stands still over a pause.
    fn advance(&mut self, now: Instant) -> Instant {
        let before = self.clock.unwrap_or(now);
        let due = match self.phase {
            Phase::Waiting(pause) => before.checked_add(pause).unwrap_or(before),
            Phase::Sending | Phase::Over => before,
        };
        let now = now.max(due);
        self.elapsed = self.elapsed.saturating_add(now - before);
        self.clock = Some(now);
        now
    }

    fn left(&self) -> Duration {
        self.policy.retry.total.saturating_sub(self.elapsed)
    }

    /// Sends, if time, circuit and rate allow it.
    fn attempt(&mut self, now: Instant) -> Step {
        let left = self.left();
        if left < self.least() {
            let late = || Error::new(ErrorKind::TimedOut, "no time is left for an attempt");
            let error = self.last.take().unwrap_or_else(late);
            return self.not_sent(error, None);
        }
        let gate = self.policy.circuit.gate(now);
        if let Gate::Open(pause) = gate {
            return self.open(pause);
        }
        if let Some(Err(pause)) = self.policy.rate.as_ref().map(|rate| rate.take(now)) {
            return self.throttled(pause, left);
        }
        if gate == Gate::Half
            && let Gate::Open(pause) = self.policy.circuit.probe(now)
        {
            return self.open(pause);
        }
        self.attempts += 1;
        self.phase = Phase::Sending;
        let timeout = self.policy.retry.timeout.min(left);
        log::attempt(&self.request, self.attempts, timeout);
        Step::Send { timeout }
    }

    /// How much time an attempt needs to be worth it: one that cannot but time out would make what was
    /// certainly not processed doubtful.
    fn least(&self) -> Duration {
        match self.attempts {
            0 => Duration::from_nanos(1),
            _ => WORTH.min(self.policy.retry.timeout),
        }
    }

    fn open(&mut self, pause: Duration) -> Step {
        let words = "the server failed too often in a row; nothing was sent";
        self.not_sent(Error::new(ErrorKind::CircuitOpen, words), Some(pause))
    }

    fn throttled(&mut self, pause: Duration, left: Duration) -> Step {
        if pause < left {
            return self.wait(pause);
        }
        let words = "the client's own rate allows none in the time that is left";
        self.not_sent(Error::new(ErrorKind::RateLimited, words), Some(pause))
    }

    fn answered(&mut self, response: Response, now: Instant) -> Step {
        let status = response.status();
        log::answer(&self.request, self.attempts, status);
        let asked = retry_after(response.headers(), SystemTime::now);
        match judge(response, self.request.reply(), self.request.secrets()) {
            Ok(response) => {
                self.policy.circuit.succeeded();
                let response = response.without(self.request.secrets());
                self.done(Conclusion::Accepted(response))
            }
            Err(problem) => self.failed(problem, asked, now),
        }
    }

    /// An attempt was in vain: another one follows, or this is the end.
    fn failed(&mut self, problem: Problem, asked: Option<Duration>, now: Instant) -> Step {
        let Problem {
            error,
            may_be_processed,
            is_passing,
            health,
        } = problem;
        match health {
            Health::Up => self.policy.circuit.succeeded(),
            Health::Down => self.policy.circuit.failed(now),
            Health::Untold => {}
        }
        let error = match self.attempts {
            1 => error,
            attempts => error.with_note(&format!(" ({attempts} attempts)")),
        };
        log::failed(&self.request, self.attempts, &error);
        let retry = &self.policy.retry;
        let may_retry = is_passing && (!may_be_processed || retry.unknown);
        let has_attempts = self.attempts < retry.attempts;
        let pause = match may_retry && has_attempts {
            true => self.pause(asked, now),
            false => None,
        };
        match (pause, may_be_processed) {
            (Some(pause), _) => {
                match may_be_processed {
                    true => drop(self.doubt.get_or_insert(error)),
                    false => self.last = Some(error),
                }
                self.wait(pause)
            }
            (None, true) => {
                let error = self.doubt.take().unwrap_or(error);
                self.done(Conclusion::Unknown { error })
            }
            (None, false) => self.not_sent(error, asked.filter(|_| is_passing)),
        }
    }

    /// The pause before the next attempt, if that is still in time and not in vain.
    fn pause(&mut self, asked: Option<Duration>, now: Instant) -> Option<Duration> {
        let retry = &self.policy.retry;
        let random = self.random.get_or_insert_with(|| match retry.seed {
            Some(seed) => fastrand::Rng::with_seed(seed),
            None => fastrand::Rng::new(),
        });
        let pause = retry
            .pause(self.attempts, random)
            .max(asked.unwrap_or_default());
        if pause.saturating_add(self.least()) > self.left() {
            return None;
        }
        let gate = self.policy.circuit.gate(now.checked_add(pause)?);
        (!matches!(gate, Gate::Open(_))).then_some(pause)
    }

    fn wait(&mut self, pause: Duration) -> Step {
        log::wait(&self.request, self.attempts, pause);
        self.phase = Phase::Waiting(pause);
        Step::Wait(pause)
    }

    /// The last attempt was not processed; whether an earlier one was is another matter.
    fn not_sent(&mut self, error: Error, retry_after: Option<Duration>) -> Step {
        let conclusion = match self.doubt.take() {
            Some(error) => Conclusion::Unknown { error },
            None => Conclusion::NotSent { error, retry_after },
        };
        self.done(conclusion)
    }

    fn done(&mut self, conclusion: Conclusion) -> Step {
        log::done(&self.request, self.attempts, &conclusion);
        self.phase = Phase::Over;
        Step::Done(conclusion)
    }
}

impl From<Result<Response, Failure>> for Happened {
    fn from(result: Result<Response, Failure>) -> Self {
        match result {
            Ok(response) => Self::Answered(response),
            Err(failure) => Self::Failed(failure),
        }
    }
}
