//! Ratios of this crate's speed to that of its peers, on the same content.
//!
//! `cargo run --release -p flockml-bench` prints a table with the ratio that each case has to
//! reach; `-- --tsv` prints `case`, `ours_ns`, `peer`, `peer_ns` and `ratio` with tabs between.
//! `--filter WORDS` keeps the cases whose name or peer has them, `--quick` measures less.

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
mod template;
mod workload;

use std::process::ExitCode;

use measure::{Case, Clock, Effort, Outcome, measure};

const USAGE: &str = "usage: flockml-bench [--tsv] [--quick] [--filter WORDS]";

#[derive(Debug)]
struct Options {
    tsv: bool,
    effort: Effort,
    filter: String,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        let mut options = Self {
            tsv: false,
            effort: Effort::FULL,
            filter: String::new(),
        };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--tsv" => options.tsv = true,
                "--quick" => options.effort = Effort::QUICK,
                "--filter" => options.filter = arguments.next()?,
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
    if options.tsv {
        println!("case\tours_ns\tpeer\tpeer_ns\tratio");
    }
    let print = if options.tsv { print_tsv } else { print_row };
    for (family, clock) in FAMILIES {
        for case in family().iter().filter(|case| options.wants(case)) {
            print(case, measure(case, options.effort, *clock));
        }
    }
    delivery::memory(|case| options.wants(case), print);
    ExitCode::SUCCESS
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

fn print_tsv(case: &Case, outcome: Outcome) {
    println!(
        "{}\t{:.1}\t{}\t{:.1}\t{:.3}",
        case.name, outcome.ours_ns, case.peer, outcome.peer_ns, outcome.ratio
    );
}

fn print_row(case: &Case, outcome: Outcome) {
    let verdict = match case.target {
        Some(target) if outcome.ratio <= target => format!("<= {target:.2}  ok"),
        Some(target) => format!("<= {target:.2}  MISSED"),
        None => String::new(),
    };
    println!(
        "{:<26} {:>12.0} ns  {:<26} {:>12.0} ns  {:>6.3}  {verdict}",
        case.name, outcome.ours_ns, case.peer, outcome.peer_ns, outcome.ratio
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
