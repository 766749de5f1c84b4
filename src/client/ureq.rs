use std::io::{ErrorKind, Read};
use std::time::Duration;

use http::HeaderValue;
use http::header::CONTENT_LENGTH;
use ureq::{Agent, Body, Error, SendBody};

use super::handover::Handover;
use super::{Failure, FailureKind, Incoming, Request, Response, Transport};

const NO_TLS: &str = "the address begins with https and the agent has no TLS: turn on flockml's \
                      feature `rustls`, or give an agent with TLS of its own";
/// How many connections are kept, in all and to one host.
const KEPT: usize = 32;
const BAD_ADDRESS: &str = "the agent does not take such an address";

/// The blocking transport: [ureq](https://docs.rs/ureq), with any agent of yours.
///
/// The agent's settings hold, such as its proxy, TLS and time limits, but for these: no redirect is
/// followed, an answer of any status is returned, and an attempt ends after the time that it is
/// given. Never let a logger print what ureq logs at `trace`: addresses are in it, with their
/// secrets.
///
/// # Examples
///
/// ```
/// use flockml::client::Ureq;
///
/// let transport = Ureq::default();
///
/// let config = ureq::Agent::config_builder().https_only(true).build();
/// let transport = Ureq::new(config.new_agent());
/// ```
#[derive(Debug, Clone)]
pub struct Ureq {
    agent: Agent,
}

impl Ureq {
    /// Sends by `agent`.
    #[must_use]
    pub fn new(agent: Agent) -> Self {
        Self { agent }
    }

    fn run(
        &self,
        request: &http::Request<Vec<u8>>,
        timeout: Duration,
        handover: &Handover,
    ) -> Result<http::Response<Body>, Error> {
        let mut body = Outgoing {
            body: request.body(),
            handover,
        };
        let mut outgoing = http::Request::new(SendBody::from_reader(&mut body));
        *outgoing.method_mut() = request.method().clone();
        *outgoing.uri_mut() = request.uri().clone();
        *outgoing.headers_mut() = request.headers().clone();
        let length = HeaderValue::from(request.body().len());
        outgoing.headers_mut().insert(CONTENT_LENGTH, length);
        let outgoing = self
            .agent
            .configure_request(outgoing)
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(timeout))
            .build();
        self.agent.run(outgoing)
    }
}

impl Default for Ureq {
    /// Sends by an agent with ureq's own settings, but for how many connections it keeps for further
    /// messages: 32 instead of 3 to one host, so that many threads share it well.
    fn default() -> Self {
        let config = Agent::config_builder()
            .max_idle_connections(KEPT)
            .max_idle_connections_per_host(KEPT);
        Self::new(config.build().new_agent())
    }
}

impl From<Agent> for Ureq {
    fn from(agent: Agent) -> Self {
        Self::new(agent)
    }
}

impl Transport for Ureq {
    fn send(&self, request: &Request, timeout: Duration) -> Result<Response, Failure> {
        let handover = Handover::of(request.http().body());
        let failed = |error| failure(error, &handover);
        let answer = self.run(request.http(), timeout, &handover);
        let (parts, body) = answer.map_err(failed)?.into_parts();
        let mut incoming = Incoming::new(request, parts);
        let mut reader = body.into_reader();
        let mut buffer = [0; 8 * 1024];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(incoming.finish()),
                Ok(length) => incoming.push(&buffer[..length])?,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(failed(Error::from(error))),
            }
        }
    }
}

/// A body that ureq reads once it has a connection.
struct Outgoing<'r> {
    body: &'r [u8],
    handover: &'r Handover,
}

impl Read for Outgoing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.handover.hand_over() {
            self.body.read(buffer)
        } else {
            Err(ErrorKind::ConnectionAborted.into())
        }
    }
}

fn failure(error: Error, handover: &Handover) -> Failure {
    let kind = match &error {
        Error::TlsRequired => return handover.failure(NO_TLS, |_| FailureKind::Unsupported),
        // Their words have the whole address in them.
        Error::BadUri(_) | Error::RequireHttpsOnly(_) => {
            return handover.failure(BAD_ADDRESS, |_| FailureKind::Unsupported);
        }
        Error::Http(_) | Error::InvalidProxyUrl => Some(FailureKind::Unsupported),
        Error::Timeout(_) => Some(FailureKind::Timeout),
        Error::Io(error) if error.kind() == ErrorKind::TimedOut => Some(FailureKind::Timeout),
        Error::Protocol(_) | Error::LargeResponseHeader(..) | Error::BodyStalled => {
            Some(FailureKind::Protocol)
        }
        _ => None,
    };
    handover.failure(error, |sent| match kind {
        Some(kind) => kind,
        None if sent => FailureKind::Dropped,
        None => FailureKind::Connect,
    })
}
