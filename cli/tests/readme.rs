//! What the README shows is what is there: files as they are, commands with what they print.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

#[path = "../../tests/loopback/mod.rs"]
#[allow(unreachable_pub, reason = "it is shared with the library's tests")]
mod loopback;
mod support;

use std::fs;
use std::path::Path;

use loopback::{Answer, Conduct, Server};
use support::page::{hold, root};

#[test]
fn the_readme_shows_what_is_there() {
    hold("README.md", "readme", refresh);
}

/// The README with each block after `<!-- file: … -->`, `<!-- run: … -->` or `<!-- run, answered
/// STATUS: … -->` made anew; in the last, a server on loopback stands for Flock.
fn refresh(readme: &str) -> String {
    let mut fresh = String::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        fresh += line;
        fresh.push('\n');
        let Some(block) = block(line) else { continue };
        lines.next().filter(|line| line.starts_with("```"));
        lines.by_ref().find(|line| line.starts_with("```"));
        fresh += &block;
    }
    fresh
}

fn block(marker: &str) -> Option<String> {
    let marker = marker.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    if let Some(file) = marker.strip_prefix("file: ") {
        let content = fs::read_to_string(root().join(file)).unwrap();
        let language = match Path::new(file).extension()?.to_str()? {
            "rs" => "rust",
            "flockml" => "xml",
            other => other,
        };
        return Some(format!("```{language}\n{content}```\n"));
    }
    let (command, server) = match marker.strip_prefix("run, answered ") {
        Some(marker) => {
            let (status, command) = marker.split_once(": ")?;
            (command, flock(status.parse().unwrap()))
        }
        None => (marker.strip_prefix("run: ")?, flock(200)),
    };
    let base = server.url("");
    let env = [
        (
            "FLOCK_WEBHOOK_URL",
            "https://api.flock.com/hooks/sendMessage/8cb4d06e",
        ),
        ("FLOCK_TOKEN", "8cb4d06e"),
        ("FLOCK_BASE_URL", base.as_str()),
    ];
    let env = match command.contains("--dry-run") {
        true => &env[..2],
        false => &env,
    };
    let args: Vec<&str> = command.split_whitespace().skip(1).collect();
    let ran = support::run_in_env(&root(), env, &args, b"");
    Some(format!(
        "```console\n$ {command}\n{}{}```\n",
        ran.stdout, ran.stderr
    ))
}

/// A server that answers so.
fn flock(status: u16) -> Server {
    Server::always(match status {
        200 => Conduct::post(),
        503 => Answer::new(503, "{\"error\":\"ServiceUnavailable\"}").refusing(),
        500 => Answer::new(500, "{\"error\":\"InternalServerError\"}").refusing(),
        other => panic!("add what a server answers with {other}"),
    })
}
