use http::{StatusCode, Uri};

use super::kind::Kind;
use super::{Entry, FlowToken};
use crate::client::{
    AsyncTransport, Conclusion, Delivery, Encoding, Outcome, Policy, Reply, Request, Transport,
    endpoint,
};
use crate::message::wire;
use crate::{Error, ErrorKind};

const MESSAGES: &str = "messages";

/// Posts entries to the one flow that a token is for.
///
/// Deliveries, retries and outcomes are those of [`client`](crate::client). When the outcome's error is
/// [`ErrorKind::Gone`], a user removed the source: nothing more can be sent, and what is stored for
/// the token is to be forgotten. Clones share the policy's circuit and rate.
///
/// # Examples
///
/// ```
/// use flockml::ErrorKind;
/// use flockml::client::Recorder;
/// use flockml::flowdock::{Activity, Author, FlowToken, Source, Thread, ThreadId};
///
/// let source = Source::new(FlowToken::new("7a9c2d1f")?).base_url("https://flowdock.example.com")?;
/// let thread = Thread::new(ThreadId::external("db-1")?, "Disk on db-1");
/// let activity = Activity::new(thread, Author::new("Monitoring"), "Disk almost full");
///
/// let flowdock = Recorder::new().answer(202, "{}").answer(410, "");
/// assert!(source.send(&flowdock, &activity).is_sent());
/// let outcome = source.send(&flowdock, &activity);
/// assert_eq!(outcome.error().map(|error| error.kind()), Some(ErrorKind::Gone));
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Source {
    token: FlowToken,
    messages: Uri,
    policy: Policy,
}

impl Source {
    /// The source of that token.
    #[must_use]
    pub fn new(token: FlowToken) -> Self {
        Self {
            token,
            messages: Uri::from_static("https://api.flowdock.com/messages"),
            policy: Policy::default(),
        }
    }

    /// Where Flowdock, or what speaks its format, is. Default: `https://api.flowdock.com`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] for what is no `http` or `https` URL, or has a user name, a query or
    /// a fragment in it.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Result<Self, Error> {
        self.messages = endpoint("Flowdock base URL", url.as_ref(), MESSAGES)?;
        Ok(self)
    }

    /// How it delivers. Default: [`Policy::default`].
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// What would be sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::TooLarge`] for an entry over [`Request::MAX_BODY`].
    pub fn request<K: Kind>(&self, entry: &Entry<K>) -> Result<Request, Error> {
        let secret = self.token.secret();
        let body = wire::compact(&entry.wire(Some(secret.reveal())));
        Request::post(
            self.messages.clone(),
            Encoding::Json.content_type(),
            body.into_bytes(),
            vec![secret.clone()],
            Reply::Any,
        )
    }

    /// The delivery of an entry, for who drives it; see [`Source::outcome`].
    ///
    /// # Errors
    ///
    /// As [`Source::request`].
    pub fn delivery<K: Kind>(&self, entry: &Entry<K>) -> Result<Delivery, Error> {
        Ok(Delivery::new(self.request(entry)?, &self.policy))
    }

    /// Sends an entry.
    pub fn send<T: Transport + ?Sized, K: Kind>(&self, transport: &T, entry: &Entry<K>) -> Outcome {
        match self.delivery(entry) {
            Ok(delivery) => Self::outcome(delivery.run(transport)),
            Err(error) => Outcome::from(error),
        }
    }

    /// Sends an entry without blocking the thread.
    pub async fn send_async<T: AsyncTransport, K: Kind>(
        &self,
        transport: &T,
        entry: &Entry<K>,
    ) -> Outcome {
        match self.delivery(entry) {
            Ok(delivery) => Self::outcome(delivery.run_async(transport).await),
            Err(error) => Outcome::from(error),
        }
    }

    /// What the end of a delivery means here: an answer of 410 is [`ErrorKind::Gone`].
    pub fn outcome(conclusion: Conclusion) -> Outcome {
        match Outcome::from(conclusion) {
            Outcome::NotSent { error, .. } if is_gone(&error) => Outcome::from(gone(&error)),
            outcome => outcome,
        }
    }
}

fn is_gone(error: &Error) -> bool {
    error
        .api()
        .is_some_and(|api| api.status() == StatusCode::GONE.as_u16())
}

fn gone(error: &Error) -> Error {
    let words = "the source was removed by its user, and its flow token is to be forgotten: the \
                 server answered 410 Gone";
    let gone = Error::new(ErrorKind::Gone, words);
    match error.api() {
        Some(api) => gone.with_source(api.clone()),
        None => gone,
    }
}
