use super::{Circuit, Rate, Retry};

/// How a client delivers: what is tried again, when it pauses, how fast it may be.
///
/// Clones share the circuit and the rate, so that all deliveries of one client know of each other.
///
/// # Examples
///
/// ```
/// use flockml::client::{Policy, Retry};
///
/// let policy = Policy::default().retry(Retry::default().attempts(2));
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Policy {
    pub(super) retry: Retry,
    pub(super) circuit: Circuit,
    pub(super) rate: Option<Rate>,
}

impl Policy {
    /// What is tried again. Default: [`Retry::default`].
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// When it pauses after failures. Default: [`Circuit::default`].
    #[must_use]
    pub fn circuit(mut self, circuit: Circuit) -> Self {
        self.circuit = circuit;
        self
    }

    /// How fast it may be. Default: as fast as it can.
    #[must_use]
    pub fn rate(mut self, rate: Rate) -> Self {
        self.rate = Some(rate);
        self
    }
}
