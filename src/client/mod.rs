//! Delivery: messages become requests, answers become outcomes, and nothing is lost unsaid.

mod answer;
mod api;
mod api_error;
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
