use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Failure, Request, Response};

/// Sends one request and waits for its answer, without deciding anything.
///
/// Only [`Transport::send`] has to be written. It never follows a redirect, never tries again, reads
/// the body through [`Incoming`](super::Incoming) and is back after `timeout`, the body included.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use flockml::client::{Failure, FailureKind, Request, Response, Transport};
///
/// /// Says what it would send, and sends nothing.
/// struct Printer;
///
/// impl Transport for Printer {
///     fn send(&self, request: &Request, _timeout: Duration) -> Result<Response, Failure> {
///         println!("{}", request.redacted());
///         Err(Failure::not_sent(FailureKind::Unsupported, "it only prints"))
///     }
/// }
/// ```
pub trait Transport {
    /// Sends `request` and returns whatever answer came, of any status.
    ///
    /// # Errors
    ///
    /// A [`Failure`] when there is no complete answer.
    fn send(&self, request: &Request, timeout: Duration) -> Result<Response, Failure>;

    /// Waits before the next attempt. Default: the thread sleeps.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    /// What time it is. Default: the machine's.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

/// The same for transports that wait without a thread.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use flockml::client::{AsyncTransport, Failure, Recorder, Request, Response};
///
/// /// Takes a second longer, for whatever reason.
/// struct Slow<T>(T);
///
/// impl<T: AsyncTransport> AsyncTransport for Slow<T> {
///     async fn send(&self, request: &Request, timeout: Duration) -> Result<Response, Failure> {
///         self.0.sleep(Duration::from_secs(1)).await;
///         self.0.send(request, timeout).await
///     }
///
///     async fn sleep(&self, duration: Duration) {
///         self.0.sleep(duration).await;
///     }
/// }
///
/// let slow = Slow(Recorder::new());
/// ```
pub trait AsyncTransport: Sync {
    /// Sends `request` and returns whatever answer came, of any status; see [`Transport::send`].
    fn send(
        &self,
        request: &Request,
        timeout: Duration,
    ) -> impl Future<Output = Result<Response, Failure>> + Send;

    /// Waits before the next attempt.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;

    /// What time it is. Default: the machine's.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        impl<T: Transport + ?Sized> Transport for $pointer {
            fn send(&self, request: &Request, timeout: Duration) -> Result<Response, Failure> {
                (**self).send(request, timeout)
            }

            fn sleep(&self, duration: Duration) {
                (**self).sleep(duration);
            }

            fn now(&self) -> Instant {
                (**self).now()
            }
        }
    )*};
}

forward!(&T, Box<T>, Arc<T>);

macro_rules! forward_async {
    ($($pointer:ty),*) => {$(
        impl<T: AsyncTransport + Send> AsyncTransport for $pointer {
            fn send(
                &self,
                request: &Request,
                timeout: Duration,
            ) -> impl Future<Output = Result<Response, Failure>> + Send {
                (**self).send(request, timeout)
            }

            fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
                (**self).sleep(duration)
            }

            fn now(&self) -> Instant {
                (**self).now()
            }
        }
    )*};
}

forward_async!(&T, Arc<T>);
