use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use governor::clock::{Clock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

type Limiter = RateLimiter<NotKeyed, InMemoryState, Given, NoOpMiddleware<Moment>>;

/// How many requests a token may send: a token bucket. Clones share it.
///
/// Flock answers `429` to too many requests and documents no figure. Give one client of a token its
/// rate and clone the client; each `Rate` that is made counts for itself.
///
/// # Examples
///
/// ```
/// use std::num::NonZeroU32;
///
/// use flockml::client::{Policy, Rate};
///
/// let five = NonZeroU32::new(5).unwrap();
/// let policy = Policy::default().rate(Rate::per_second(five));
/// ```
#[derive(Clone)]
pub struct Rate {
    quota: Quota,
    limiter: Arc<Limiter>,
}

impl Rate {
    /// That many a second, of which the first may go out at once.
    #[must_use]
    pub fn per_second(requests: NonZeroU32) -> Self {
        Self::new(Quota::per_second(requests))
    }

    /// That many a minute, of which the first may go out at once.
    #[must_use]
    pub fn per_minute(requests: NonZeroU32) -> Self {
        Self::new(Quota::per_minute(requests))
    }

    /// How many may go out at once. Default: as many as the rate names.
    #[must_use]
    pub fn burst(self, requests: NonZeroU32) -> Self {
        Self::new(self.quota.allow_burst(requests))
    }

    fn new(quota: Quota) -> Self {
        Self {
            quota,
            limiter: Arc::new(RateLimiter::direct_with_clock(quota, Given::new())),
        }
    }

    /// Takes one request's place at `now`, or says how long to wait for it.
    pub(super) fn take(&self, now: Instant) -> Result<(), Duration> {
        let clock = self.limiter.clock();
        clock.set(now);
        self.limiter.check().map_err(|not_until| {
            let wait = not_until.wait_time_from(clock.now());
            wait.max(Duration::from_nanos(1))
        })
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rate")
            .field("quota", &self.quota)
            .finish_non_exhaustive()
    }
}

/// A clock that shows the latest time that it was given, so that virtual time counts too.
#[derive(Debug, Clone)]
struct Given {
    start: Instant,
    latest: Arc<AtomicU64>,
}

impl Given {
    fn new() -> Self {
        Self {
            start: Instant::now(),
            latest: Arc::default(),
        }
    }

    fn set(&self, now: Instant) {
        let since = now.saturating_duration_since(self.start).as_nanos();
        let since = u64::try_from(since).unwrap_or(u64::MAX);
        self.latest.fetch_max(since, Ordering::Relaxed);
    }
}

impl Clock for Given {
    type Instant = Moment;

    fn now(&self) -> Moment {
        Moment(self.latest.load(Ordering::Relaxed))
    }
}

/// Nanoseconds since the clock began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Moment(u64);

impl std::ops::Add<Nanos> for Moment {
    type Output = Self;

    fn add(self, other: Nanos) -> Self {
        Self(self.0.saturating_add(other.into()))
    }
}

impl Reference for Moment {
    fn duration_since(&self, earlier: Self) -> Nanos {
        self.0.saturating_sub(earlier.0).into()
    }

    fn saturating_sub(&self, duration: Nanos) -> Self {
        Self(self.0.saturating_sub(duration.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills() {
        let two = NonZeroU32::new(2).unwrap();
        let rate = Rate::per_second(two);
        let start = Instant::now();
        assert_eq!(rate.take(start), Ok(()));
        assert_eq!(rate.clone().take(start), Ok(()));
        let wait = rate.take(start).unwrap_err();
        assert!(wait <= Duration::from_millis(500), "{wait:?}");
        assert_eq!(rate.take(start + wait), Ok(()));
        assert!(rate.take(start + wait).is_err());
        // A clock that goes back does not fill it.
        assert!(rate.take(start).is_err());
    }

    #[test]
    fn a_burst_is_bounded() {
        let rate = Rate::per_minute(NonZeroU32::new(60).unwrap()).burst(NonZeroU32::MIN);
        let start = Instant::now();
        assert_eq!(rate.take(start), Ok(()));
        let wait = rate.take(start).unwrap_err();
        assert!(wait <= Duration::from_secs(1), "{wait:?}");
    }
}
