use std::time::Duration;

/// What is tried again, how often, and for how long.
///
/// Between attempts there is a random pause of at most `base`, then twice that, and so on up to
/// `cap`; a `Retry-After` of the server makes it longer.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use flockml::client::Retry;
///
/// let retry = Retry::default().attempts(3).total(Duration::from_secs(20));
/// let once = Retry::never();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retry {
    pub(super) attempts: u32,
    pub(super) timeout: Duration,
    pub(super) total: Duration,
    pub(super) base: Duration,
    pub(super) cap: Duration,
    pub(super) unknown: bool,
    pub(super) seed: Option<u64>,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 4,
            timeout: Duration::from_secs(15),
            total: Duration::from_secs(60),
            base: Duration::from_millis(500),
            cap: Duration::from_secs(20),
            unknown: false,
            seed: None,
        }
    }
}

impl Retry {
    /// One attempt.
    #[must_use]
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// How many attempts there are; 0 counts as 1. Default: 4.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// How long one attempt may take, the answer's body included; at least a millisecond. Default:
    /// 15 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout.max(Duration::from_millis(1));
        self
    }

    /// How long all attempts and pauses together may take; the last attempt is cut to what is left of
    /// it, and not begun with less than a quarter of a second. Default: 60 seconds.
    #[must_use]
    pub fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    /// The longest first pause; it doubles with every attempt. Default: half a second.
    #[must_use]
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// The longest pause, but for a longer `Retry-After`. Default: 20 seconds.
    #[must_use]
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Also tries again what may have been processed, so that a message may show twice. Default: no.
    #[must_use]
    pub fn unknown(mut self, again: bool) -> Self {
        self.unknown = again;
        self
    }

    /// Makes the pauses the same each time, for tests. Default: random.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The pause after that many attempts: anything from nothing to `base` doubled each time.
    pub(super) fn pause(&self, attempts: u32, random: &mut fastrand::Rng) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let most = self.base.saturating_mul(doubled).min(self.cap);
        let most = u64::try_from(most.as_nanos()).unwrap_or(u64::MAX);
        Duration::from_nanos(random.u64(0..=most))
    }
}
