use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{AsyncTransport, Failure, FailureKind, Request, Response, Transport};

/// A transport that sends nothing: it keeps each request and answers what it is told.
///
/// For your tests and ours. Answers are given in the order in which they were added; when they have
/// run out, each request is answered `200` with a `uid` of its own, or as [`Recorder::otherwise`] says.
/// Its time is virtual: waiting takes none, and [`Recorder::elapsed`] says how long it would have.
///
/// # Examples
///
/// ```
/// use flockml::client::{Outcome, Recorder, Webhook, WebhookUrl};
/// use flockml::message::Message;
///
/// let flock = Recorder::new().answer(503, "").answer(200, r#"{"uid":"1-2-m3"}"#);
/// let hook = Webhook::new(WebhookUrl::new("https://api.flock.com/hooks/sendMessage/8cb4d06e")?);
/// assert!(hook.send(&flock, &Message::text("hello")).is_sent());
/// assert_eq!(flock.requests().len(), 2);
/// assert_eq!(flock.requests()[0].http().body(), br#"{"text":"hello"}"#);
/// # Ok::<(), flockml::Error>(())
/// ```
pub struct Recorder {
    start: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    script: VecDeque<Scripted>,
    requests: Vec<Request>,
    elapsed: Duration,
    answered: u64,
    otherwise: Option<http::Response<Vec<u8>>>,
}

struct Scripted {
    result: Result<http::Response<Vec<u8>>, Failure>,
    takes: Duration,
}

impl Default for Recorder {
    fn default() -> Self {
        Self::new()
    }
}

impl Recorder {
    /// A server that accepts everything at once.
    #[must_use]
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
            state: Mutex::default(),
        }
    }

    /// Then answers with this status and body. A status out of 100 to 999 counts as 500.
    #[must_use]
    pub fn answer(self, status: u16, body: impl Into<Vec<u8>>) -> Self {
        self.respond(response(status, body.into()))
    }

    /// Answers so once the answers that were added have run out. Default: 200, with a `uid`.
    #[must_use]
    pub fn otherwise(self, status: u16, body: impl Into<Vec<u8>>) -> Self {
        self.lock().otherwise = Some(response(status, body.into()));
        self
    }

    /// Then answers with this, headers and all.
    #[must_use]
    pub fn respond(self, response: http::Response<Vec<u8>>) -> Self {
        self.push(Ok(response))
    }

    /// Then fails so.
    #[must_use]
    pub fn fail(self, failure: Failure) -> Self {
        self.push(Err(failure))
    }

    /// What was added last takes that long, of virtual time; a longer time than an attempt has
    /// becomes a timeout after sending.
    #[must_use]
    pub fn after(self, takes: Duration) -> Self {
        if let Some(last) = self.lock().script.back_mut() {
            last.takes = takes;
        }
        self
    }

    /// The requests so far, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.lock().requests.clone()
    }

    /// How much virtual time went by.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.lock().elapsed
    }

    fn push(self, result: Result<http::Response<Vec<u8>>, Failure>) -> Self {
        let takes = Duration::ZERO;
        self.lock().script.push_back(Scripted { result, takes });
        self
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, request: &Request, timeout: Duration) -> Result<Response, Failure> {
        let mut state = self.lock();
        state.requests.push(request.clone());
        let Some(scripted) = state.script.pop_front() else {
            if let Some(otherwise) = &state.otherwise {
                return Ok(Response::new(otherwise.clone()));
            }
            state.answered += 1;
            let body = format!(r#"{{"uid":"recorded-{}"}}"#, state.answered);
            return Ok(Response::new(http::Response::new(body.into_bytes())));
        };
        state.elapsed += scripted.takes.min(timeout);
        if scripted.takes > timeout {
            return Err(Failure::after_sending(
                FailureKind::Timeout,
                "no answer in time",
            ));
        }
        scripted.result.map(Response::new)
    }
}

fn response(status: u16, body: Vec<u8>) -> http::Response<Vec<u8>> {
    let mut response = http::Response::new(body);
    let failed = http::StatusCode::INTERNAL_SERVER_ERROR;
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or(failed);
    response
}

impl Transport for Recorder {
    fn send(&self, request: &Request, timeout: Duration) -> Result<Response, Failure> {
        self.serve(request, timeout)
    }

    fn sleep(&self, duration: Duration) {
        self.lock().elapsed += duration;
    }

    fn now(&self) -> Instant {
        self.start + self.elapsed()
    }
}

impl AsyncTransport for Recorder {
    async fn send(&self, request: &Request, timeout: Duration) -> Result<Response, Failure> {
        self.serve(request, timeout)
    }

    async fn sleep(&self, duration: Duration) {
        self.lock().elapsed += duration;
    }

    fn now(&self) -> Instant {
        self.start + self.elapsed()
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("Recorder")
            .field("requests", &state.requests)
            .field("elapsed", &state.elapsed)
            .finish_non_exhaustive()
    }
}
