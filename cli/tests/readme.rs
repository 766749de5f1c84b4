//! What the README shows is what is there: files as they are, commands with what they print.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

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
        if !target.starts_with("http") {
            assert!(root().join(target).exists(), "README.md links to {target}");
        }
    }
}

/// The README with each block after `<!-- file: … -->` or `<!-- run: … -->` made anew.
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
    let command = marker.strip_prefix("run: ")?;
    let args: Vec<&str> = command.split_whitespace().skip(1).collect();
    let ran = support::run_in(&root(), &args, b"");
    Some(format!(
        "```console\n$ {command}\n{}{}```\n",
        ran.stdout, ran.stderr
    ))
}
