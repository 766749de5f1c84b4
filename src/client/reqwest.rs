use std::error::Error as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use reqwest::{Body, Client, ClientBuilder, redirect};
use tokio::runtime::Handle;

use super::handover::Handover;
use super::{AsyncTransport, Failure, FailureKind, Incoming, Request, Response};
use crate::{Error, ErrorKind};

const NO_RUNTIME: &str = "there is no tokio runtime here: await this in one";
const FOLLOWED: &str = "the client followed a redirect: build it with `redirect::Policy::none()`";

/// The asynchronous transport: [reqwest](https://docs.rs/reqwest), with any settings of yours.
///
/// It has to be awaited in a tokio runtime with time and network. Whatever the client is told,
/// reqwest itself does not send a message again: it is given a body that it cannot repeat.
///
/// # Examples
///
/// ```
/// use flockml::client::Reqwest;
///
/// let transport = Reqwest::new(reqwest::Client::builder().https_only(true))?;
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Reqwest {
    client: Client,
}

impl Reqwest {
    /// Sends by a client with these settings, but no redirect is followed and nothing that goes over
    /// a connection is logged.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Transport`] for settings that reqwest cannot act on.
    pub fn new(settings: ClientBuilder) -> Result<Self, Error> {
        let settings = settings
            .redirect(redirect::Policy::none())
            .referer(false)
            .connection_verbose(false);
        let client = settings.build().map_err(|error| {
            let detail = "reqwest does not take the settings";
            Error::new(ErrorKind::Transport, detail).with_source(error.without_url())
        })?;
        Ok(Self { client })
    }

    /// Sends by a client of yours, to share its connections.
    ///
    /// Build it with `redirect::Policy::none()`: one that follows redirects shows the other server
    /// the address that it came from, a webhook's secret in it, and all that can then be said of
    /// the message is that nobody knows. Behind a redirect to the same address even that is missed.
    #[must_use]
    pub fn with_client(client: Client) -> Self {
        Self { client }
    }

    async fn run(&self, request: &Request, handover: &Handover) -> Result<Response, Failure> {
        let failed = |error| failure(error, handover);
        let outgoing = outgoing(request.http(), handover).map_err(failed)?;
        let url = outgoing.url().clone();
        let mut answer = self.client.execute(outgoing).await.map_err(failed)?;
        if *answer.url() != url {
            return Err(Failure::after_sending(FailureKind::Unsupported, FOLLOWED));
        }
        let (mut parts, ()) = http::Response::new(()).into_parts();
        parts.status = answer.status();
        parts.headers = std::mem::take(answer.headers_mut());
        let mut incoming = Incoming::new(request, parts);
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            incoming.push(&chunk)?;
        }
        Ok(incoming.finish())
    }
}

impl AsyncTransport for Reqwest {
    async fn send(&self, request: &Request, timeout: Duration) -> Result<Response, Failure> {
        if Handle::try_current().is_err() {
            return Err(Failure::not_sent(FailureKind::Unsupported, NO_RUNTIME));
        }
        let handover = Handover::of(request.http().body());
        let attempt = tokio::time::timeout(timeout, self.run(request, &handover));
        match attempt.await {
            Ok(answer) => answer,
            Err(elapsed) => Err(handover.failure(elapsed, |_| FailureKind::Timeout)),
        }
    }

    async fn sleep(&self, duration: Duration) {
        if Handle::try_current().is_ok() {
            tokio::time::sleep(duration).await;
        }
    }
}

fn outgoing(
    request: &http::Request<Vec<u8>>,
    handover: &Handover,
) -> reqwest::Result<reqwest::Request> {
    let body = Body::wrap(Outgoing {
        body: Bytes::copy_from_slice(request.body()),
        handover: handover.clone(),
    });
    let mut outgoing = http::Request::new(body);
    *outgoing.method_mut() = request.method().clone();
    *outgoing.uri_mut() = request.uri().clone();
    *outgoing.headers_mut() = request.headers().clone();
    outgoing.try_into()
}

/// A body that reqwest asks for once it has a connection.
struct Outgoing {
    body: Bytes,
    handover: Handover,
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let body = std::mem::take(&mut self.body);
        Poll::Ready(if body.is_empty() {
            None
        } else if self.handover.hand_over() {
            Some(Ok(Frame::data(body)))
        } else {
            Some(Err(std::io::ErrorKind::ConnectionAborted.into()))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.body.len() as u64)
    }
}

fn failure(error: reqwest::Error, handover: &Handover) -> Failure {
    let error = error.without_url();
    let kind = if error.is_timeout() {
        Some(FailureKind::Timeout)
    } else if error.is_builder() {
        Some(FailureKind::Unsupported)
    } else if is_no_http(&error) {
        Some(FailureKind::Protocol)
    } else {
        None
    };
    handover.failure(error, |sent| match kind {
        Some(kind) => kind,
        None if sent => FailureKind::Dropped,
        None => FailureKind::Connect,
    })
}

fn is_no_http(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        let hyper = error.downcast_ref::<hyper::Error>();
        if hyper.is_some_and(hyper::Error::is_parse) {
            return true;
        }
        cause = error.source();
    }
    false
}
