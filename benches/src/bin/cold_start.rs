//! How long `flockml render` takes from its start to its end, in turn with [`bare_tera`].
//!
//! `cold_start [RUNS]`, behind `cargo build --release -p flockml-cli -p flockml-bench`.
//!
//! [`bare_tera`]: ../bare_tera/index.html

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

/// All of them are copies of one that uses nothing but Tera's own.
const TEXT: &str = include_str!("../../templates/digest.flockml");
const DATA: &str = r#"{ "alerts": [{
    "title": "db-1 is down", "owner": "u:ada", "owner_name": "Ada", "action": "ack:42",
    "rows": [{ "label": "Host", "value": "db-1 <10.0.0.7>" }, { "label": "Team", "value": "R&D" }],
    "runbook": "https://example.com/run?id=42&v=2", "dashboard": "https://example.com/d/db-1"
}] }"#;
const TEMPLATES: usize = 50;
const SAMPLES: usize = 3;
/// The ratio to reach.
const TARGET: f64 = 2.0;

fn main() -> Result<(), Box<dyn Error>> {
    let runs: usize = env::args().nth(1).map_or(Ok(101), |runs| runs.parse())?;
    let folder = env::temp_dir().join(format!("flockml-cold-start-{}", std::process::id()));
    fill(&folder)?;
    let here = env::current_exe()?;
    let beside = |name: &str| here.with_file_name(name);
    let template = "digest0.flockml";
    let data = folder.join("digest0.case0.sample.json");
    let mut ours = Command::new(beside("flockml"));
    ours.arg("render")
        .arg(folder.join(template))
        .arg("--data")
        .arg(&data);
    let mut theirs = Command::new(beside("bare_tera"));
    theirs.arg(&folder).arg(template).arg(&data);
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        our_times.push(time(&mut ours)?);
        their_times.push(time(&mut theirs)?);
    }
    fs::remove_dir_all(&folder)?;
    let (ours, theirs) = (median(our_times), median(their_times));
    let ratio = ours / theirs;
    let verdict = if ratio <= TARGET { "ok" } else { "MISSED" };
    println!(
        "cold start {ours:.2} ms, bare Tera 2 {theirs:.2} ms, {ratio:.3} <= {TARGET:.2} {verdict}"
    );
    Ok(())
}

fn fill(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for number in 0..TEMPLATES {
        fs::write(folder.join(format!("digest{number}.flockml")), TEXT)?;
        for case in 0..SAMPLES {
            let name = format!("digest{number}.case{case}.sample.json");
            fs::write(folder.join(name), DATA)?;
        }
    }
    Ok(())
}

/// Milliseconds of one run.
fn time(command: &mut Command) -> Result<f64, Box<dyn Error>> {
    let start = Instant::now();
    let output = command.stdin(Stdio::null()).output()?;
    let taken = start.elapsed().as_secs_f64() * 1_000.0;
    if !output.status.success() || output.stdout.is_empty() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(taken)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
