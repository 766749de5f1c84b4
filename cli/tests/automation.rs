//! The hooks for pre-commit and the example for GitHub Actions run this program as it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::fs;
use std::path::Path;

use support::Folder;

/// The command lines of this program in a file, without what a shell does with their output.
fn commands(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().map(str::trim);
    lines
        .filter_map(|line| line.strip_prefix("entry: ").or(line.strip_prefix("run: ")))
        .filter_map(|line| line.strip_prefix("flockml "))
        .map(|line| {
            let words = line.split_whitespace();
            words
                .take_while(|word| *word != ">")
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

/// A project whose template is right, and tested.
fn project() -> Folder {
    let folder = Folder::with(&[
        (
            "flockml.toml",
            "[folders]\ntemplates = \"templates\"\ncheck = [\"templates\"]\n",
        ),
        (
            "templates/alert.flockml",
            "<flockml>{{ host }} is down</flockml>",
        ),
        ("templates/alert.down.sample.json", "{ \"host\": \"db-1\" }"),
        ("package.json", "{}"),
    ]);
    assert_eq!(folder.run(&["test", "--update"]).code, 0);
    folder
}

fn assert_run(file: &str, count: usize) {
    let folder = project();
    let commands = commands(file);
    assert_eq!(commands.len(), count, "{file}");
    for command in commands {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let ran = folder.run(&words);
        assert_eq!(ran.code, 0, "{file}: {words:?}\n{}", ran.all());
    }
}

#[test]
fn the_hooks_run() {
    assert_run(".pre-commit-hooks.yaml", 2);
}

#[test]
fn the_workflow_runs() {
    assert_run("examples/github-actions.yml", 3);
}
