//! Two pieces of work measured in turn, so that a machine's drift cancels, and in the program's own
//! time, on all its threads, so that what else the machine does is not counted. What waits for others
//! is measured by the wall clock instead.

use std::hint::black_box;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

use crate::quiet::Quiet;

/// Work to measure, and what it is measured against.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) peer: &'static str,
    /// The ratio to reach; `None` where it is only good to know.
    pub(crate) target: Option<f64>,
    pub(crate) ours: Work,
    pub(crate) theirs: Work,
}

/// Runs once a call, what it made dropped included.
pub(crate) type Work = Box<dyn Fn()>;

/// Boxes `work`, keeping its result from being optimised away.
pub(crate) fn work<T>(work: impl Fn() -> T + 'static) -> Work {
    Box::new(move || {
        black_box(work());
    })
}

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) ours_ns: f64,
    pub(crate) peer_ns: f64,
    pub(crate) ratio: f64,
}

/// Which time counts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Clock {
    /// The program's own, on all its threads.
    Program,
    /// What passes.
    Wall,
}

/// How long each process measures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    pub(crate) pairs: usize,
    pub(crate) batch: Duration,
    /// How long to wait, in all, for a core that is shared.
    pub(crate) patience: Duration,
}

impl Effort {
    pub(crate) const FULL: Self = Self {
        pairs: 50,
        batch: Duration::from_millis(1),
        patience: Duration::from_secs(90),
    };
    pub(crate) const QUICK: Self = Self {
        pairs: 10,
        batch: Duration::from_micros(500),
        patience: Duration::from_secs(30),
    };
}

/// Measures a case: batches of both in turn, the median of the ratios of neighbours.
pub(crate) fn measure(case: &Case, effort: Effort, clock: Clock, quiet: &mut Quiet) -> Outcome {
    let ours_runs = runs(&case.ours, effort.batch, clock);
    let their_runs = runs(&case.theirs, effort.batch, clock);
    let mut ours = Vec::with_capacity(effort.pairs);
    let mut theirs = Vec::with_capacity(effort.pairs);
    while ours.len() < effort.pairs {
        quiet.wait();
        let start = Instant::now();
        let measure_ours = || time(&case.ours, ours_runs, clock);
        let measure_theirs = || time(&case.theirs, their_runs, clock);
        // Whoever comes second may find the caches warmer.
        let (our_time, their_time) = if ours.len() % 2 == 0 {
            let first = measure_ours();
            (first, measure_theirs())
        } else {
            let first = measure_theirs();
            (measure_ours(), first)
        };
        if quiet.counts(start) {
            ours.push(our_time);
            theirs.push(their_time);
        }
    }
    let ratios = ours.iter().zip(&theirs).map(|(a, b)| a / b).collect();
    Outcome {
        ratio: median(ratios),
        ours_ns: median(ours),
        peer_ns: median(theirs),
    }
}

/// How many runs fill a batch.
fn runs(work: &Work, batch: Duration, clock: Clock) -> u32 {
    let mut runs = 1;
    loop {
        let nanoseconds = time(work, runs, clock) * f64::from(runs);
        if nanoseconds >= batch.as_nanos() as f64 / 2.0 || runs >= 1 << 24 {
            let factor = batch.as_nanos() as f64 / nanoseconds.max(1.0);
            return ((f64::from(runs) * factor) as u32).max(1);
        }
        runs *= 2;
    }
}

/// Nanoseconds a run.
fn time(work: &Work, runs: u32, clock: Clock) -> f64 {
    let (own, wall) = (ProcessTime::now(), Instant::now());
    for _ in 0..runs {
        work();
    }
    let passed = match clock {
        Clock::Program => own.elapsed(),
        Clock::Wall => wall.elapsed(),
    };
    passed.as_nanos() as f64 / f64::from(runs)
}

pub(crate) fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
