use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The longest pause; added to a time that a machine shows, it never overflows.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A pause after failures in a row, so that a dead server costs its callers nothing.
///
/// It opens when that many attempts in a row could not connect, got no answer in time or were
/// answered with 500 or more. While it is open nothing is sent, and whoever wants to is told when to
/// come back; after the pause one attempt goes out, and its end decides. Clones share the state.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use flockml::client::{Circuit, Policy};
///
/// let policy = Policy::default().circuit(Circuit::new(10, Duration::from_secs(5)));
/// ```
#[derive(Debug, Clone)]
pub struct Circuit {
    most: u32,
    pause: Duration,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    open_until: Option<Instant>,
}

/// Whether an attempt may go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    Closed,
    /// As the one that finds out whether the server is back; see [`Circuit::probe`].
    Half,
    /// Not before that long.
    Open(Duration),
}

impl Default for Circuit {
    /// Opens after 5 failures in a row, for 30 seconds.
    fn default() -> Self {
        Self::new(5, Duration::from_secs(30))
    }
}

impl Circuit {
    /// Opens after `failures` in a row (0 counts as 1), for `pause`, at most a year.
    #[must_use]
    pub fn new(failures: u32, pause: Duration) -> Self {
        Self {
            most: failures.max(1),
            pause: pause.min(LONGEST),
            state: Arc::default(),
        }
    }

    /// Never opens.
    #[must_use]
    pub fn never() -> Self {
        Self::new(u32::MAX, Duration::ZERO)
    }

    /// Whether an attempt may go out at `now`.
    pub(super) fn gate(&self, now: Instant) -> Gate {
        self.with(|state| match state.open_until {
            None => Gate::Closed,
            Some(until) if until > now => Gate::Open(until - now),
            Some(_) => Gate::Half,
        })
    }

    /// Takes the one attempt of a half-open circuit; if its end is never told, another may follow
    /// after the pause.
    pub(super) fn probe(&self, now: Instant) -> Gate {
        self.with(|state| match state.open_until {
            None => Gate::Closed,
            Some(until) if until > now => Gate::Open(until - now),
            Some(_) => {
                state.open_until = now.checked_add(self.pause);
                Gate::Half
            }
        })
    }

    /// The server is alive.
    pub(super) fn succeeded(&self) {
        self.with(|state| *state = State::default());
    }

    /// The server seems to be down.
    pub(super) fn failed(&self, now: Instant) {
        self.with(|state| {
            state.failures = state.failures.saturating_add(1);
            if state.failures >= self.most {
                state.open_until = now.checked_add(self.pause);
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn failures_in_a_row_open_it_and_one_attempt_decides() {
        let circuit = Circuit::new(2, 10 * SECOND);
        let start = Instant::now();
        circuit.failed(start);
        circuit.succeeded();
        circuit.failed(start);
        assert_eq!(circuit.gate(start), Gate::Closed);
        circuit.clone().failed(start);
        assert_eq!(circuit.gate(start + SECOND), Gate::Open(9 * SECOND));

        let later = start + 10 * SECOND;
        assert_eq!(circuit.gate(later), Gate::Half);
        assert_eq!(circuit.probe(later), Gate::Half);
        assert_eq!(circuit.probe(later), Gate::Open(10 * SECOND));
        circuit.failed(later + SECOND);
        assert_eq!(circuit.gate(later + 2 * SECOND), Gate::Open(9 * SECOND));

        let again = later + 11 * SECOND;
        assert_eq!(circuit.probe(again), Gate::Half);
        circuit.succeeded();
        assert_eq!(circuit.gate(again), Gate::Closed);
    }

    #[test]
    fn an_attempt_that_never_ends_holds_it_open_for_one_pause_only() {
        let circuit = Circuit::new(1, SECOND);
        let start = Instant::now();
        circuit.failed(start);
        assert_eq!(circuit.probe(start + SECOND), Gate::Half);
        assert_eq!(circuit.probe(start + 2 * SECOND), Gate::Half);
    }

    #[test]
    fn one_that_never_opens_stays_closed() {
        let circuit = Circuit::never();
        let start = Instant::now();
        (0..1000).for_each(|_| circuit.failed(start));
        assert_eq!(circuit.gate(start), Gate::Closed);
    }
}
