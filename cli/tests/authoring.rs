//! `docs/authoring.md` is true: its files are written, its commands are run, in their order.
//!
//! `UPDATE_DOCS=1 cargo test -p flockml-cli --test authoring` writes what the commands print.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::fs;
use std::path::Path;

use support::Folder;
use support::page::{hold, root};

/// What a comment of the page asks for.
enum Step<'p> {
    /// The block behind it is a file.
    File(&'p str),
    /// The block behind it is what the command prints.
    Run(&'p str),
    /// A file of the repository belongs to the reader's folder.
    Copy(&'p str),
}

fn step(line: &str) -> Option<Step<'_>> {
    let comment = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    Some(match comment.split_once(": ")? {
        ("file", name) => Step::File(name),
        ("run", command) => Step::Run(command),
        ("copy", name) => Step::Copy(name),
        _ => return None,
    })
}

/// The command with its arguments; quotes keep blanks and go away.
fn arguments(command: &str) -> Vec<String> {
    let mut arguments = vec![String::new()];
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => arguments.push(String::new()),
            c => arguments.last_mut().unwrap().push(c),
        }
    }
    arguments
}

/// The page with what its commands print now.
fn fresh(page: &str) -> String {
    let folder = Folder::empty();
    let mut fresh = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        fresh += line;
        fresh.push('\n');
        let Some(step) = step(line) else { continue };
        if let Step::Copy(name) = step {
            let file = Path::new(name).file_name().unwrap().to_str().unwrap();
            folder.write(file, fs::read(root().join(name)).unwrap());
            continue;
        }
        let fence = lines.next().filter(|line| line.starts_with("```")).unwrap();
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let content = match step {
            Step::File(name) => {
                let content = block.join("\n") + "\n";
                folder.write(name, &content);
                content
            }
            Step::Run(command) => {
                let arguments = arguments(command);
                let arguments: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
                let ran = folder.run(&arguments);
                format!("$ {command}\n{}{}", ran.stdout, ran.stderr)
            }
            Step::Copy(_) => unreachable!("it has no block"),
        };
        fresh += &format!("{fence}\n{content}```\n");
    }
    fresh
}

#[test]
fn the_page_shows_what_happens() {
    hold("docs/authoring.md", "authoring", fresh);
}
