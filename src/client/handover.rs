//! Whether a request's body went out: decided once, whatever the HTTP library says of its errors.

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use super::{Failure, FailureKind};

const KEPT: u8 = 0;
const HANDED_OVER: u8 = 1;
const WITHDRAWN: u8 = 2;

/// Gives a request's body to an HTTP library, unless it was withdrawn before.
///
/// A server that got no byte of the body cannot have processed the message, however the request
/// failed: no such host, refused, no TLS, a time-out on the way. A library asks for the body once
/// it has a connection, maybe on a thread of its own while the caller gives up; both go through
/// here, and who comes first wins.
#[derive(Debug, Clone)]
pub(super) struct Handover(Arc<AtomicU8>);

impl Handover {
    /// A request without a body may be processed as soon as it is given to the library.
    pub(super) fn of(body: &[u8]) -> Self {
        let state = if body.is_empty() { HANDED_OVER } else { KEPT };
        Self(Arc::new(AtomicU8::new(state)))
    }

    /// Whether the library may have the body.
    pub(super) fn hand_over(&self) -> bool {
        self.leave_kept_for(HANDED_OVER) == HANDED_OVER
    }

    /// Whether the library never had the body, and never will.
    pub(super) fn withdraw(&self) -> bool {
        self.leave_kept_for(WITHDRAWN) == WITHDRAWN
    }

    /// The state after `next` was tried.
    fn leave_kept_for(&self, next: u8) -> u8 {
        let order = Ordering::SeqCst;
        let tried = self.0.compare_exchange(KEPT, next, order, order);
        tried.map_or_else(|state| state, |_| next)
    }

    /// The failure of the request; `kind` is told whether the body had gone out.
    pub(super) fn failure(
        &self,
        cause: impl Into<Box<dyn StdError + Send + Sync>>,
        kind: impl FnOnce(bool) -> FailureKind,
    ) -> Failure {
        if self.withdraw() {
            Failure::not_sent(kind(false), cause)
        } else {
            Failure::after_sending(kind(true), cause)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_handed_over_cannot_be_withdrawn() {
        let handover = Handover::of(b"body");
        assert!(handover.hand_over());
        assert!(!handover.withdraw());
        assert!(handover.hand_over());
    }

    #[test]
    fn what_was_withdrawn_is_not_handed_over() {
        let handover = Handover::of(b"body");
        assert!(handover.withdraw());
        assert!(!handover.hand_over());
        assert!(handover.withdraw());
    }

    #[test]
    fn without_a_body_nobody_can_tell() {
        assert!(!Handover::of(b"").withdraw());
    }

    #[test]
    fn of_two_threads_one_wins() {
        for _ in 0..200 {
            let handover = Handover::of(b"body");
            let library = handover.clone();
            let sent = std::thread::spawn(move || library.hand_over());
            let withdrawn = handover.withdraw();
            assert_ne!(sent.join().unwrap(), withdrawn);
        }
    }
}
