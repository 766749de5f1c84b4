//! Ratios of this crate's speed to that of its peers, on the same content.
//!
//! `cargo run --release -p flockml-bench` prints a table with the ratio that each case has to
//! reach; `-- --tsv` prints `case`, `ours_ns`, `peer`, `peer_ns` and `ratio` with tabs between.
//! `--filter WORDS` keeps the cases whose name or peer has them, `--quick` measures less.
//!
//! So that a ratio says something about the code and little about chance:
//! - both sides are measured in turn, in batches, by the time that the program itself has had (`measure`);
//! - a pair counts only if nobody else was busy on this core (`quiet`);
//! - five processes do so, and the median of theirs counts (`processes`);
//! - all are compiled alike, into one program, in which each function begins on a cache line (`build.rs`).

mod agree;
mod batch;
mod check;
mod delivery;
mod escape;
mod folder;
mod markdown;
mod markup;
mod measure;
mod message;
mod processes;
mod quiet;
mod template;
mod workload;

use std::process::ExitCode;

use measure::{Case, Clock, Effort, measure};
use processes::Row;
use quiet::Quiet;

const USAGE: &str = "usage: flockml-bench [--tsv] [--quick] [--filter WORDS]";

#[derive(Debug)]
struct Options {
    tsv: bool,
    effort: Effort,
    filter: String,
    /// The best time that is known to `quiet`, if this is one of several processes.
    once: Option<f64>,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        let mut options = Self {
            tsv: false,
            effort: Effort::FULL,
            filter: String::new(),
            once: None,
        };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--tsv" => options.tsv = true,
                "--quick" => options.effort = Effort::QUICK,
                "--filter" => options.filter = arguments.next()?,
                processes::ONCE => options.once = Some(arguments.next()?.parse().ok()?),
                _ => return None,
            }
        }
        Some(options)
    }

    fn wants(&self, case: &Case) -> bool {
        case.name.contains(&self.filter) || case.peer.contains(&self.filter)
    }
}

fn main() -> ExitCode {
    let Some(options) = Options::parse(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    if let Some(best) = options.once {
        measure_once(&options, Quiet::new(best, options.effort.patience));
        return ExitCode::SUCCESS;
    }
    if options.tsv {
        println!("case\tours_ns\tpeer\tpeer_ns\tratio");
    }
    let print = if options.tsv { print_tsv } else { print_row };
    processes::measure(print);
    delivery::memory(
        |case| options.wants(case),
        |case, outcome| print(&Row::new(case, outcome)),
    );
    ExitCode::SUCCESS
}

fn measure_once(options: &Options, mut quiet: Quiet) {
    for (family, clock) in FAMILIES {
        for case in family().iter().filter(|case| options.wants(case)) {
            let outcome = measure(case, options.effort, *clock, &mut quiet);
            println!("{}", Row::new(case, outcome).to_line());
        }
    }
}

type Family = (fn() -> Vec<Case>, Clock);

/// Each makes its cases, and panics unless the peers agree with us.
const FAMILIES: &[Family] = &[
    (markup::cases, Clock::Program),
    (message::cases, Clock::Program),
    (escape::cases, Clock::Program),
    (check::cases, Clock::Program),
    (markdown::cases, Clock::Program),
    (template::cases, Clock::Program),
    (batch::cases, Clock::Program),
    (folder::cases, Clock::Program),
    (delivery::cases, Clock::Program),
    (delivery::on_loopback, Clock::Wall),
];

fn print_tsv(row: &Row) {
    println!(
        "{}\t{:.1}\t{}\t{:.1}\t{:.3}",
        row.name, row.outcome.ours_ns, row.peer, row.outcome.peer_ns, row.outcome.ratio
    );
}

fn print_row(row: &Row) {
    let verdict = match row.target {
        Some(target) if row.outcome.ratio <= target => format!("<= {target:.2}  ok"),
        Some(target) => format!("<= {target:.2}  MISSED"),
        None => String::new(),
    };
    println!(
        "{:<26} {:>12.0} ns  {:<26} {:>12.0} ns  {:>6.3}  {verdict}",
        row.name, row.outcome.ours_ns, row.peer, row.outcome.peer_ns, row.outcome.ratio
    );
}

#[cfg(test)]
mod tests {
    use super::FAMILIES;

    #[test]
    fn peers_agree_and_cases_have_names_of_their_own() {
        let mut seen = std::collections::HashSet::new();
        for (family, _) in FAMILIES {
            for case in family() {
                assert!(seen.insert((case.name, case.peer)));
            }
        }
    }

    #[test]
    fn the_sizes_are_those_that_the_names_promise() {
        let sizes = crate::workload::digests()
            .map(|(_, digest)| crate::markup::ours_of(&digest).as_str().len());
        assert!((440..=500).contains(&sizes[0]), "{sizes:?}");
        assert!((4_900..=5_500).contains(&sizes[1]), "{sizes:?}");
        assert!((195_000..=210_000).contains(&sizes[2]), "{sizes:?}");
    }
}
