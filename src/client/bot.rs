use super::api::{Api, sends_messages};
use super::{
    AsyncTransport, BaseUrl, Delivery, Encoding, Outcome, Policy, Request, Token, Transport,
};
use crate::message::{Address, Message};
use crate::{Error, ErrorKind};

/// Sends messages as a bot: to users, and to channels on behalf of a member.
///
/// Clones share the policy's circuit and rate. See Flock's page on
/// [bots](https://docs.flock.com/display/flockos/Bots).
///
/// # Examples
///
/// ```
/// use flockml::client::{Bot, Recorder, Token};
/// use flockml::message::{Address, ChannelId, Message, UserId};
///
/// let bot = Bot::new(Token::new("8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e")?);
/// let ops = Address::channel(ChannelId::new("g:ops")?);
/// let message = Message::text("db-1 is down");
/// assert!(!bot.send(&Recorder::new(), &message, &ops).is_sent());
/// let ops = ops.on_behalf_of(UserId::new("u:ada")?);
/// assert!(bot.send(&Recorder::new(), &message, &ops).is_sent());
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Bot {
    api: Api,
}

sends_messages!(Bot, |address| {
    if address.lacks_member() {
        let words = "a bot posts to a channel on behalf of a member; name one with `on_behalf_of`";
        return Err(Error::new(ErrorKind::InvalidValue, words));
    }
    Ok(())
});
