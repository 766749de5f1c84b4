//! Delivery: messages become requests, answers become outcomes, and nothing is lost unsaid.

mod answer;
mod api_error;
mod code;
mod encode;
mod failure;
pub mod method;
mod outcome;
mod recorder;
mod redact;
mod request;
mod response;
mod transport;

pub use api_error::ApiError;
pub use code::Code;
pub use encode::Encoding;
pub use failure::{Failure, FailureKind};
pub use method::{Call, CallError, RawCall, channels, chat, roster, users};
pub use outcome::{Conclusion, Outcome};
pub use recorder::Recorder;
pub use request::Request;
pub use response::{Incoming, Response};
pub use transport::{AsyncTransport, Transport};
