use super::api::{Api, sends_messages};
use super::{
    AsyncTransport, BaseUrl, Delivery, Encoding, Outcome, Policy, Request, Token, Transport,
};
use crate::Error;
use crate::message::{Address, Message};

/// Sends messages as a user who has installed the app.
///
/// Clones share the policy's circuit and rate. The token comes with the event
/// [app.install](https://docs.flock.com/display/flockos/Events).
///
/// # Examples
///
/// ```
/// use flockml::client::{Recorder, Token, User};
/// use flockml::message::{Address, ChannelId, Message};
///
/// let user = User::new(Token::new("8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e")?);
/// let ops = Address::channel(ChannelId::new("g:ops")?);
/// assert!(user.send(&Recorder::new(), &Message::text("db-1 is down"), &ops).is_sent());
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct User {
    api: Api,
}

sends_messages!(User, |_| Ok(()));
