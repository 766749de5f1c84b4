//! What the program says about itself, and `docs/cli.md` made of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::fs;
use std::path::Path;

use support::Folder;

const COMMANDS: &[&str] = &[
    "check",
    "render",
    "convert",
    "test",
    "preview",
    "send",
    "call",
    "event",
    "event verify",
    "event sign",
    "new",
    "explain",
    "schema",
    "completions",
];

fn help(args: &[&str]) -> String {
    let ran = Folder::empty().run(args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(ran.stderr, "");
    let lines = ran.stdout.lines().map(str::trim_end);
    lines.collect::<Vec<_>>().join("\n")
}

/// The words that ask for a command's help, or for a part's of it.
fn command_help(command: &str) -> Vec<&str> {
    command.split(' ').chain(["--help"]).collect()
}

#[test]
fn every_help_shows_an_example() {
    for command in COMMANDS {
        let help = help(&command_help(command));
        assert!(help.contains("Example:\n  "), "{help}");
        assert!(help.contains(&format!("flockml {command}")), "{help}");
    }
    insta::assert_snapshot!(help(&["--help"]));
}

#[test]
fn the_documentation_is_the_help() {
    let mut page = String::from(
        "# The command line\n\n\
         Made of the program's own help; `UPDATE_DOCS=1 cargo test -p flockml-cli` writes it anew.\n",
    );
    page += &format!("\n```text\n{}\n```\n", help(&["--help"]));
    for command in COMMANDS {
        let help = help(&command_help(command));
        page += &format!("\n## flockml {command}\n\n```text\n{help}\n```\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/cli.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/cli.md is out of date: run `UPDATE_DOCS=1 cargo test -p flockml-cli --test help`"
    );
}

#[test]
fn the_version_is_told() {
    let version = help(&["--version"]);
    assert_eq!(version, concat!("flockml ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = help(&["completions", shell]);
        assert!(script.contains("explain"), "{shell}");
    }
}

#[test]
fn a_rule_is_explained() {
    let page = help(&["explain", "unclosed-element"]);
    assert!(page.starts_with("# unclosed-element\n"), "{page}");
    let list = help(&["explain"]);
    assert_eq!(list.lines().count(), flockml::check::RULES.len());
}
