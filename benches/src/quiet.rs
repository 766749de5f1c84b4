//! Whether this program has its core to itself.
//!
//! Virtual machines share the halves of a core. A busy neighbour there doubles the time of code that keeps
//! all of the core's units at work, and less than that the time of code that waits for memory or guesses
//! branches: such a ratio tells about the neighbour. So a pair counts only if a piece of work that never
//! changes takes as long before and behind it as it does at best.

use std::hint::black_box;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

/// How much longer than at best still counts as undisturbed: a neighbour costs more, a clock that is slower less.
const TOLERANCE: f64 = 1.4;

/// How long to look for the best time at first.
const FIRST_LOOK: Duration = Duration::from_millis(300);

/// Waits until the core is ours, as long as there is patience.
pub(crate) struct Quiet {
    gauge: Box<dyn FnMut() -> f64>,
    best: f64,
    /// When it is used up, every pair counts.
    patience: Duration,
}

impl Quiet {
    /// With the best time that is known so far.
    pub(crate) fn new(best: f64, patience: Duration) -> Self {
        Self {
            gauge: Box::new(gauge),
            best,
            patience,
        }
    }

    /// Returns once the core is ours.
    pub(crate) fn wait(&mut self) {
        const STEP: Duration = Duration::from_millis(5);
        while !self.patience.is_zero() && !self.is_ours() {
            std::thread::sleep(STEP);
            self.lose_patience(STEP);
        }
    }

    /// Whether what has been measured since `start` counts.
    pub(crate) fn counts(&mut self, start: Instant) -> bool {
        let counts = self.patience.is_zero() || self.is_ours();
        if !counts {
            self.lose_patience(start.elapsed());
        }
        counts
    }

    fn is_ours(&mut self) -> bool {
        let now = (self.gauge)();
        self.best = self.best.min(now);
        now <= self.best * TOLERANCE
    }

    fn lose_patience(&mut self, by: Duration) {
        self.patience = self.patience.saturating_sub(by);
        if self.patience.is_zero() {
            eprintln!("the core is shared for too long: from here on every pair counts");
        }
    }
}

/// The best time of the work that never changes, as far as a first look tells.
pub(crate) fn best() -> f64 {
    let start = Instant::now();
    let mut best = f64::INFINITY;
    while start.elapsed() < FIRST_LOOK {
        best = best.min(gauge());
    }
    best
}

/// Nanoseconds that the work takes at present: the best of a few, since the first behind a sleep is slow.
fn gauge() -> f64 {
    (0..5).map(|_| work()).fold(f64::INFINITY, f64::min)
}

/// Nanoseconds of some 40,000 instructions, of which many can be executed at once.
fn work() -> f64 {
    let start = ProcessTime::now();
    let mut chains = black_box([1_u64, 2, 3, 4, 5, 6, 7, 8]);
    for step in 0..2_000 {
        for chain in &mut chains {
            *chain = (*chain ^ step).rotate_left(7).wrapping_add(step);
        }
    }
    black_box(chains);
    start.elapsed().as_nanos() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet<const N: usize>(times: [f64; N], patience: Duration) -> Quiet {
        let mut times = times.into_iter();
        Quiet {
            gauge: Box::new(move || times.next().expect("nobody asks again")),
            best: 100.0,
            patience,
        }
    }

    #[test]
    fn what_is_measured_beside_a_neighbour_does_not_count() {
        let mut quiet = quiet([130.0, 190.0, 80.0, 130.0], Duration::from_secs(60));
        let start = Instant::now();
        assert!(quiet.counts(start));
        assert!(!quiet.counts(start));
        assert!(quiet.counts(start));
        assert!(!quiet.counts(start), "80 is the best now");
    }

    #[test]
    fn patience_ends() {
        let mut quiet = quiet([200.0, 200.0], Duration::from_millis(10));
        quiet.wait();
        assert!(quiet.patience.is_zero());
        assert!(quiet.counts(Instant::now()));
    }
}
