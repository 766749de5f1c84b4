//! Delivery: every message is sent, or its sender knows.
//!
//! A [`Webhook`], a [`Bot`] or a [`User`] makes a [`Message`](crate::message::Message) into a
//! [`Request`], a [`Transport`] carries it, and an [`Outcome`] says what became of it: `Sent`, `NotSent`,
//! or `Unknown` where the server may have processed it and nobody can say.
//!
//! ```
#![doc = include_str!("../../examples/send.rs")]
//! ```
//!
//! # Transports
//!
//! The feature `ureq` brings a blocking transport, `reqwest` an asynchronous one; both take your own
//! configured client. One of your own is one function: see [`Transport`] and [`AsyncTransport`].
//! [`Recorder`] is the one for tests: it sends nothing, answers what it is told, and its time is virtual.
//!
//! # What is tried again
//!
//! By default only what was certainly not processed and may end better another time: no connection,
//! a connection lost before the request was written, and the answers 408, 429 and 503. A timeout, a
//! lost connection or any other 5xx after the request was sent is `Unknown`, and a
//! second attempt could show the message twice; [`Retry::unknown`] asks for it all the same. Pauses are
//! random up to a bound that doubles; a `Retry-After` makes them longer. All of it ends
//! within the attempts and the time of [`Retry`].
//!
//! A [`Circuit`] spares callers a server that is down, a [`Rate`] keeps a token below what the server
//! takes. Both are shared by the clones of a client: make one client of a token, and clone it.
//!
//! | what happens | outcome | tried again |
//! |---|---|---|
//! | 2xx without `error` | `Sent` | |
//! | 2xx with a web page, JSON that is cut off, or bytes | `Unknown` | by option |
//! | 2xx with an `error` | as the status that Flock documents for it, else as 400 | |
//! | 408, 429, 503 | `NotSent` | yes |
//! | 3xx, which is never followed; any other 4xx | `NotSent` | no |
//! | any other status | `Unknown` | by option |
//! | no connection, or lost before the request was written | `NotSent` | yes |
//! | timeout, lost connection, an answer that is too long or none of HTTP | `Unknown` | by option |
//! | the circuit is open, or the rate allows none in time | `NotSent` | |
//!
//! # Secrets
//!
//! [`Token`] and [`WebhookUrl`] print as `[redacted]`. No error, `Debug` or log event has one in it, even
//! if a server or a transport's library says it: what they say is kept as words, without the
//! request's secrets, bounded and printable. [`Request::redacted`] is for dry runs.
//!
//! # Log events
//!
//! With the feature `tracing`, attempts, answers and pauses are events of the target `flockml::client`:
//! host, method, status and number of the attempt. A failed attempt is a warning, a message that is
//! not or perhaps sent an error.
//!
//! # Without a driver
//!
//! [`Delivery`] decides all of this and does nothing: tell it what happened, and it says what to do.
//! [`Delivery::run`] and [`Delivery::run_async`] are the loops that do it.

mod answer;
mod api;
mod api_error;
mod body;
mod bot;
mod circuit;
mod code;
mod compose;
mod delivery;
mod drive;
mod encode;
mod failure;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod handover;
mod log;
pub mod many;
pub mod method;
mod outcome;
mod policy;
mod rate;
mod recorder;
mod redact;
mod request;
#[cfg(feature = "reqwest")]
mod reqwest;
mod response;
mod retry;
mod retry_after;
mod token;
mod transport;
#[cfg(feature = "ureq")]
mod ureq;
mod url;
mod user;
mod webhook;

pub use api_error::ApiError;
pub use bot::Bot;
pub use circuit::Circuit;
pub use code::Code;
pub use delivery::{Delivery, Happened, Step};
pub use encode::Encoding;
pub use failure::{Failure, FailureKind};
pub use method::{Call, CallError, RawCall, channels, chat, roster, users};
pub use outcome::{Conclusion, Outcome};
pub use policy::Policy;
pub use rate::Rate;
pub use recorder::Recorder;
#[cfg(feature = "flowdock")]
pub(crate) use request::Reply;
pub use request::Request;
#[cfg(feature = "reqwest")]
pub use reqwest::Reqwest;
pub use response::{Incoming, Response};
pub use retry::Retry;
pub use token::Token;
pub use transport::{AsyncTransport, Transport};
#[cfg(feature = "ureq")]
pub use ureq::Ureq;
#[cfg(feature = "flowdock")]
pub(crate) use url::endpoint;
pub use url::{BaseUrl, WebhookUrl};
pub use user::User;
pub use webhook::Webhook;
