use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::raw::check_name;
use super::{Method, parameter};
use crate::client::redact::Said;
use crate::client::{Conclusion, Response};
use crate::secret::Secret;
use crate::{Error, ErrorKind};

/// What a method is given, and what it answers.
///
/// Every documented method has its own type, such as [`channels::List`](super::channels::List), and
/// [`RawCall`](super::RawCall) calls any other. Write your own for a method that you call often.
///
/// # Examples
///
/// ```
/// use flockml::client::Call;
/// use flockml::message::ChannelId;
/// use serde::Deserialize;
/// use serde_json::{Map, Value};
///
/// struct Archive(ChannelId);
///
/// #[derive(Deserialize)]
/// struct Archived {
///     since: u64,
/// }
///
/// impl Call for Archive {
///     type Answer = Archived;
///
///     fn method(&self) -> &str {
///         "channels.archive"
///     }
///
///     fn parameters(&self) -> Map<String, Value> {
///         Map::from_iter([("channelId".to_owned(), self.0.as_str().into())])
///     }
/// }
/// ```
pub trait Call {
    /// What the method answers.
    type Answer: DeserializeOwned;

    /// The method's name: letters and digits with single dots between them.
    fn method(&self) -> &str;

    /// What the method is given beside the token.
    fn parameters(&self) -> Map<String, Value>;
}

impl<C: Call + ?Sized> Call for &C {
    type Answer = C::Answer;

    fn method(&self) -> &str {
        (**self).method()
    }

    fn parameters(&self) -> Map<String, Value> {
        (**self).parameters()
    }
}

/// The parameters of `call`, after a look at what is known of its method.
pub(in crate::client) fn checked<C: Call + ?Sized>(call: &C) -> Result<Map<String, Value>, Error> {
    let name = call.method();
    check_name(name)?;
    let parameters = call.parameters();
    if parameters.contains_key("token") {
        return Err(Error::new(
            ErrorKind::InvalidValue,
            format!("`{name}` is given a `token`, which is the client's to add"),
        ));
    }
    if let Some(method) = Method::find(name) {
        parameter::check(method, &parameters)?;
    }
    Ok(parameters)
}

/// What `call` is answered, when its request ended so.
pub(in crate::client) fn conclude<C: Call + ?Sized>(
    call: &C,
    conclusion: Conclusion,
    secrets: &[Secret],
) -> Result<C::Answer, CallError> {
    match conclusion {
        Conclusion::Accepted(response) => read(call, &response, secrets),
        Conclusion::NotSent { error, retry_after } => Err(CallError {
            error,
            retry_after,
            may_be_processed: false,
        }),
        Conclusion::Unknown { error } => Err(CallError::after_sending(error)),
    }
}

fn read<C: Call + ?Sized>(
    call: &C,
    response: &Response,
    secrets: &[Secret],
) -> Result<C::Answer, CallError> {
    let body = response.body();
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    serde_json::from_slice(body).map_err(|error| {
        let name = call.method();
        let detail = match Method::find(name) {
            Some(method) => format!("`{name}` answered something else than {}", method.answer),
            None => format!("`{name}` answered something else than was expected"),
        };
        let error =
            Error::new(ErrorKind::UnreadableAnswer, detail).with_source(Said::of(&error, secrets));
        CallError::after_sending(error)
    })
}

/// A method was not called, did not do its work, or answered what nobody can read.
///
/// It becomes an [`Error`] by `?`, where it does not matter whether the method did its work.
///
/// # Examples
///
/// ```
/// use flockml::client::CallError;
/// use flockml::client::channels::Created;
///
/// /// Whether there is surely no new channel.
/// fn may_try_again(made: &Result<Created, CallError>) -> bool {
///     made.as_ref().is_err_and(|error| !error.may_be_processed())
/// }
/// ```
#[derive(Debug)]
pub struct CallError {
    error: Error,
    may_be_processed: bool,
    retry_after: Option<Duration>,
}

impl CallError {
    fn after_sending(error: Error) -> Self {
        Self {
            error,
            may_be_processed: true,
            retry_after: None,
        }
    }

    /// What failed.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.error
    }

    /// Whether the method may have done its work all the same.
    #[must_use]
    pub fn may_be_processed(&self) -> bool {
        self.may_be_processed
    }

    /// How long to wait before trying again, when that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl From<Error> for CallError {
    /// A call that could not be made was not sent.
    fn from(error: Error) -> Self {
        Self {
            error,
            may_be_processed: false,
            retry_after: None,
        }
    }
}

impl From<CallError> for Error {
    fn from(error: CallError) -> Self {
        error.error
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl StdError for CallError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}
