//! What bots and users have in common: a token and Flock's methods.

use super::request::Reply;
use super::{BaseUrl, Encoding, Policy, Request, Token, compose};
use crate::Error;
use crate::message::{Address, Message};

/// The method that sends messages.
const SEND: &str = "chat.sendMessage";

#[derive(Debug, Clone)]
pub(crate) struct Api {
    pub(super) token: Token,
    pub(super) base: BaseUrl,
    pub(super) policy: Policy,
    pub(super) encoding: Encoding,
}

impl Api {
    pub(super) fn new(token: Token) -> Self {
        Self {
            token,
            base: BaseUrl::default(),
            policy: Policy::default(),
            encoding: Encoding::default(),
        }
    }

    pub(super) fn message(&self, address: &Address, message: &Message) -> Result<Request, Error> {
        compose::speaking(message)?;
        let body = match self.encoding {
            Encoding::Json => compose::addressed(&self.token, address, message).into_bytes(),
            Encoding::Form => {
                let fields = compose::fields(address, message);
                self.encoding.body(self.token.secret().reveal(), &fields)
            }
        };
        self.post(SEND, body)
    }

    /// A call of `method`; the body has the token in it.
    pub(crate) fn post(&self, method: &str, body: Vec<u8>) -> Result<Request, Error> {
        let uri = self.base.method(method)?;
        let secrets = vec![self.token.secret().clone()];
        let content_type = self.encoding.content_type();
        Request::post(uri, content_type, body, secrets, Reply::Json)
    }
}

/// What a client with a token can do with messages; `$check` says which addresses it refuses.
macro_rules! sends_messages {
    ($client:ident, $check:expr) => {
        impl $client {
            /// A client with this token.
            #[must_use]
            pub fn new(token: Token) -> Self {
                Self {
                    api: Api::new(token),
                }
            }

            /// Where Flock's methods are. Default: `https://api.flock.co/v1`.
            #[must_use]
            pub fn base(mut self, base: BaseUrl) -> Self {
                self.api.base = base;
                self
            }

            /// How it delivers. Default: [`Policy::default`].
            #[must_use]
            pub fn policy(mut self, policy: Policy) -> Self {
                self.api.policy = policy;
                self
            }

            /// How parameters are written. Default: [`Encoding::Json`].
            #[must_use]
            pub fn encoding(mut self, encoding: Encoding) -> Self {
                self.api.encoding = encoding;
                self
            }

            /// What would be sent; see
            /// [chat.sendMessage](https://docs.flock.com/display/flockos/chat.sendMessage).
            ///
            /// # Errors
            ///
            /// [`ErrorKind::InvalidContent`](crate::ErrorKind::InvalidContent) for a message that says
            /// nothing, [`ErrorKind::InvalidValue`](crate::ErrorKind::InvalidValue) for an address that
            /// Flock refuses, [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) for a message over
            /// [`Request::MAX_BODY`].
            pub fn request(&self, message: &Message, address: &Address) -> Result<Request, Error> {
                let check: fn(&Address) -> Result<(), Error> = $check;
                check(address)?;
                self.api.message(address, message)
            }

            /// The delivery of a message, for who drives it.
            ///
            /// # Errors
            ///
            #[doc = concat!("As [`", stringify!($client), "::request`].")]
            pub fn delivery(
                &self,
                message: &Message,
                address: &Address,
            ) -> Result<Delivery, Error> {
                let request = self.request(message, address)?;
                Ok(Delivery::new(request, &self.api.policy))
            }

            /// Sends a message.
            pub fn send<T: Transport + ?Sized>(
                &self,
                transport: &T,
                message: &Message,
                address: &Address,
            ) -> Outcome {
                match self.delivery(message, address) {
                    Ok(delivery) => delivery.run(transport).into(),
                    Err(error) => Outcome::from(error),
                }
            }

            /// Sends a message without blocking the thread.
            pub async fn send_async<T: AsyncTransport>(
                &self,
                transport: &T,
                message: &Message,
                address: &Address,
            ) -> Outcome {
                match self.delivery(message, address) {
                    Ok(delivery) => delivery.run_async(transport).await.into(),
                    Err(error) => Outcome::from(error),
                }
            }

            /// The token, the base URL and the policy.
            pub(crate) fn api(&self) -> &Api {
                &self.api
            }
        }
    };
}
pub(super) use sends_messages;
