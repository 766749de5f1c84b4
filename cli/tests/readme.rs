//! What the README shows is what is there: files as they are, commands with what they print.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

#[path = "../../tests/loopback/mod.rs"]
#[allow(unreachable_pub, reason = "it is shared with the library's tests")]
mod loopback;
mod support;

use std::fs;
use std::path::{Path, PathBuf};

use loopback::{Answer, Conduct, Server};

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().unwrap()
}

#[test]
fn the_readme_shows_what_is_there() {
    let path = root().join("README.md");
    let written = fs::read_to_string(&path).unwrap();
    let fresh = refresh(&written);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap();
    for (line, (written, fresh)) in written.lines().zip(fresh.lines()).enumerate() {
        assert_eq!(
            written,
            fresh,
            "README.md:{} is out of date: run `UPDATE_DOCS=1 cargo test -p flockml-cli --test readme`",
            line + 1
        );
    }
    assert_eq!(written.lines().count(), fresh.lines().count());
}

#[test]
fn the_readme_links_to_what_exists() {
    let written = fs::read_to_string(root().join("README.md")).unwrap();
    for link in written.split("](").skip(1) {
        let target = link.split(')').next().unwrap();
        if target.starts_with("http") {
            continue;
        }
        let (file, heading) = target.split_once('#').unwrap_or((target, ""));
        let file = root().join(if file.is_empty() { "README.md" } else { file });
        assert!(file.exists(), "README.md links to {target}");
        let is_there = heading.is_empty() || headings(&file).contains(&heading.to_owned());
        assert!(is_there, "README.md links to {target}");
    }
}

/// The headings of a page as links name them.
fn headings(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let link = |heading: &str| {
        heading
            .trim_start_matches('#')
            .trim()
            .to_lowercase()
            .replace(' ', "-")
    };
    headings.map(link).collect()
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
