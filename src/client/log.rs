//! Log events of deliveries (feature `tracing`): method, host, status, attempt; never a token, a body
//! or a webhook's path.

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

use super::{Conclusion, Request};
use crate::Error;

/// What log filters call it, wherever the code stands.
#[cfg(feature = "tracing")]
const TARGET: &str = "flockml::client";

#[cfg(feature = "tracing")]
macro_rules! event {
    ($level:ident, $request:expr, $attempt:expr, $($rest:tt)*) => {
        // The name of a method costs something, and few listen.
        if tracing::enabled!(target: TARGET, tracing::Level::$level) {
            tracing::event!(
                target: TARGET,
                tracing::Level::$level,
                host = $request.host(),
                method = $request.name(),
                attempt = $attempt,
                $($rest)*
            );
        }
    };
}

#[cfg(not(feature = "tracing"))]
macro_rules! event {
    ($level:ident, $request:expr, $attempt:expr, $($name:ident = $(%)? $(?)? $value:expr,)* $words:literal) => {
        let _ = ($request, $attempt, $(&$value),*);
    };
}

pub(super) fn attempt(request: &Request, attempt: u32, timeout: Duration) {
    event!(DEBUG, request, attempt, timeout = ?timeout, "sends a request");
}

pub(super) fn answer(request: &Request, attempt: u32, status: StatusCode) {
    event!(
        DEBUG,
        request,
        attempt,
        status = status.as_u16(),
        "has an answer"
    );
}

pub(super) fn failed(request: &Request, attempt: u32, error: &Error) {
    event!(WARN, request, attempt, error = %Chain(error), "an attempt was in vain");
}

pub(super) fn wait(request: &Request, attempt: u32, pause: Duration) {
    event!(DEBUG, request, attempt, pause = ?pause, "waits");
}

pub(super) fn done(request: &Request, attempt: u32, conclusion: &Conclusion) {
    match conclusion {
        Conclusion::Accepted(response) => {
            event!(
                INFO,
                request,
                attempt,
                status = response.status().as_u16(),
                "sent"
            );
        }
        Conclusion::NotSent { error, .. } => {
            event!(ERROR, request, attempt, error = %Chain(error), "not sent");
        }
        Conclusion::Unknown { error } => {
            event!(ERROR, request, attempt, error = %Chain(error), "perhaps sent");
        }
    }
}

/// An error and what caused it, in a line.
struct Chain<'e>(&'e Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(next) = cause {
            write!(f, ": {next}")?;
            cause = next.source();
        }
        Ok(())
    }
}
