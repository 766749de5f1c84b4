//! Rows that several processes measure: where a process happens to find its memory moves some by a tenth.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::measure::{Case, Outcome, median};
use crate::quiet;

const PROCESSES: usize = 5;

/// What a process of these is told, before the best time that is known to `quiet`.
pub(crate) const ONCE: &str = "--once";

/// What was measured of a case.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) peer: String,
    pub(crate) target: Option<f64>,
    pub(crate) outcome: Outcome,
}

impl Row {
    pub(crate) fn new(case: &Case, outcome: Outcome) -> Self {
        Self {
            name: case.name.clone(),
            peer: case.peer.to_owned(),
            target: case.target,
            outcome,
        }
    }

    /// As one process tells another.
    pub(crate) fn to_line(&self) -> String {
        let Self { name, peer, .. } = self;
        let Outcome {
            ours_ns,
            peer_ns,
            ratio,
        } = self.outcome;
        let target = self
            .target
            .map_or(String::new(), |target| target.to_string());
        format!("{name}\t{peer}\t{target}\t{ours_ns}\t{peer_ns}\t{ratio}")
    }

    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        Some(Self {
            name: next()?.to_owned(),
            peer: next()?.to_owned(),
            target: next()?.parse().ok(),
            outcome: Outcome {
                ours_ns: next()?.parse().ok()?,
                peer_ns: next()?.parse().ok()?,
                ratio: next()?.parse().ok()?,
            },
        })
    }
}

/// Measures in all processes, one after the other, and hands each row's median to `print`.
pub(crate) fn measure(print: impl Fn(&Row)) {
    let best = quiet::best();
    let mut earlier = vec![Vec::new(); PROCESSES - 1];
    for rows in &mut earlier {
        run(best, |row| rows.push(row));
    }
    let mut index = 0;
    run(best, |row| {
        let others = earlier.iter().map(|rows: &Vec<Row>| &rows[index]);
        let all: Vec<_> = others.chain([&row]).collect();
        print(&middle(&all));
        index += 1;
    });
}

/// Runs this program again, with the same arguments.
fn run(best: f64, mut each: impl FnMut(Row)) {
    let program = std::env::current_exe().expect("this program is somewhere");
    let mut process = Command::new(program)
        .args(std::env::args_os().skip(1))
        .args([ONCE, &best.to_string()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program can be started again");
    let output = process.stdout.take().expect("it is piped");
    for line in BufReader::new(output).lines() {
        let line = line.expect("rows are text");
        each(Row::parse(&line).unwrap_or_else(|| panic!("no row: {line}")));
    }
    let status = process.wait().expect("it ends");
    assert!(status.success(), "a process ended with {status}");
}

/// A row with the medians of all its figures.
fn middle(rows: &[&Row]) -> Row {
    let of =
        |figure: fn(&Outcome) -> f64| median(rows.iter().map(|row| figure(&row.outcome)).collect());
    let outcome = Outcome {
        ours_ns: of(|outcome| outcome.ours_ns),
        peer_ns: of(|outcome| outcome.peer_ns),
        ratio: of(|outcome| outcome.ratio),
    };
    Row {
        outcome,
        ..rows[0].clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ratio: f64) -> Row {
        Row {
            name: "build/alert".to_owned(),
            peer: "maud".to_owned(),
            target: Some(0.75),
            outcome: Outcome {
                ours_ns: 234.5,
                peer_ns: 400.0,
                ratio,
            },
        }
    }

    #[test]
    fn a_row_is_read_as_it_was_told() {
        for target in [Some(0.75), None] {
            let row = Row {
                target,
                ..row(0.58625)
            };
            assert_eq!(Row::parse(&row.to_line()), Some(row));
        }
    }

    #[test]
    fn one_process_that_is_off_counts_for_nothing() {
        let (low, usual, off) = (row(0.5), row(0.6), row(1.9));
        assert_eq!(middle(&[&off, &low, &usual]), usual);
    }
}
