use super::compose;
use super::request::Reply;
use super::{
    AsyncTransport, BaseUrl, Delivery, Encoding, Outcome, Policy, Request, Transport, WebhookUrl,
};
use crate::Error;
use crate::message::Message;

/// Posts messages to the one channel of an incoming webhook.
///
/// Clones share the policy's circuit and rate.
///
/// # Examples
///
/// ```
/// use flockml::client::{Recorder, Webhook, WebhookUrl};
/// use flockml::message::Message;
///
/// let hook = Webhook::new(WebhookUrl::new("https://api.flock.com/hooks/sendMessage/8cb4d06e")?);
/// let outcome = hook.send(&Recorder::new(), &Message::text("db-1 is down"));
/// assert!(outcome.is_sent());
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Webhook {
    url: WebhookUrl,
    policy: Policy,
}

impl Webhook {
    /// A webhook as Flock made it.
    #[must_use]
    pub fn new(url: WebhookUrl) -> Self {
        Self {
            url,
            policy: Policy::default(),
        }
    }

    /// Sends to the scheme and host of `base` instead of Flock's; see [`WebhookUrl::at`].
    #[must_use]
    pub fn base(mut self, base: BaseUrl) -> Self {
        self.url = self.url.at(&base);
        self
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
    /// [`ErrorKind::InvalidContent`](crate::ErrorKind::InvalidContent) for a message that says nothing,
    /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) for one over [`Request::MAX_BODY`].
    pub fn request(&self, message: &Message) -> Result<Request, Error> {
        compose::speaking(message)?;
        Request::post(
            self.url.uri().clone(),
            Encoding::Json.content_type(),
            message.to_json().into_bytes(),
            self.url.secrets().to_vec(),
            Reply::Any,
        )
    }

    /// The delivery of a message, for who drives it.
    ///
    /// # Errors
    ///
    /// As [`Webhook::request`].
    pub fn delivery(&self, message: &Message) -> Result<Delivery, Error> {
        Ok(Delivery::new(self.request(message)?, &self.policy))
    }

    /// Sends a message.
    pub fn send<T: Transport + ?Sized>(&self, transport: &T, message: &Message) -> Outcome {
        match self.delivery(message) {
            Ok(delivery) => delivery.run(transport).into(),
            Err(error) => Outcome::from(error),
        }
    }

    /// Sends a message without blocking the thread.
    pub async fn send_async<T: AsyncTransport>(&self, transport: &T, message: &Message) -> Outcome {
        match self.delivery(message) {
            Ok(delivery) => delivery.run_async(transport).await.into(),
            Err(error) => Outcome::from(error),
        }
    }
}
