//! `flockml check --watch`, as its users meet it.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use support::Folder;

/// No step takes nearly as long; a test that would wait for ever fails.
const LONG: Duration = Duration::from_secs(60);

const FINE: &str = "<flockml>fine</flockml>\n";
const BAD: &str = "<flockml><b>bad</flockml>\n";

/// A program that runs, and the lines that it writes.
struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn start(folder: &Folder, args: &[&str]) -> Self {
        let mut child = support::program()
            .args(args)
            .current_dir(folder.path(""))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let outputs: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().unwrap()),
            Box::new(child.stderr.take().unwrap()),
        ];
        for output in outputs {
            let sender = sender.clone();
            thread::spawn(move || {
                for line in BufReader::new(output).lines() {
                    // Nobody listens any longer when the test is over.
                    let _ = sender.send(line.unwrap());
                }
            });
        }
        Self { child, lines }
    }

    /// Reads up to a line with `wanted` in it; what was read before is returned with it.
    fn until(&self, wanted: &str) -> Vec<String> {
        let mut read = Vec::new();
        loop {
            let line = self.lines.recv_timeout(LONG);
            let line = line.unwrap_or_else(|_| panic!("`{wanted}` does not come after {read:#?}"));
            let is_it = line.contains(wanted);
            read.push(line);
            if is_it {
                return read;
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn watch(folder: &Folder) -> Running {
    let running = Running::start(folder, &["check", "--watch", "--format", "concise"]);
    running.until("files checked, no findings");
    running
}

fn folder() -> Folder {
    Folder::with(&[("a.flockml", FINE), ("t/b.flockml", FINE)])
}

#[test]
fn a_change_is_checked_and_so_is_the_next() {
    let folder = folder();
    let running = watch(&folder);
    folder.write("t/b.flockml", BAD);
    running.until("t/b.flockml:1:10: error[unclosed-element]");
    running.until("2 files checked: 1 error, 0 warnings");
    folder.write("t/b.flockml", FINE);
    running.until("2 files checked, no findings");
}

#[test]
fn new_files_and_folders_are_seen() {
    let folder = folder();
    let running = watch(&folder);
    folder.write("new/deep/c.flockml", BAD);
    running.until("3 files checked: 1 error");
    folder.write("new/deep/c.flockml", FINE);
    running.until("3 files checked, no findings");
    std::fs::remove_file(folder.path("new/deep/c.flockml")).unwrap();
    running.until("2 files checked, no findings");
}

#[test]
fn what_cannot_be_used_ends_nothing() {
    let folder = folder();
    let running = watch(&folder);
    folder.write("flockml.toml", "[rulez]");
    running.until("error: unusable settings: flockml.toml:1:2");
    folder.write("flockml.toml", "");
    running.until("2 files checked, no findings");
    folder.write("a.flockml", b"\xff");
    running.until("a.flockml:1:1: error[unsupported-construct]");
}

#[test]
fn nothing_is_cleared() {
    let folder = folder();
    let running = Running::start(&folder, &["check", "--watch"]);
    running.until("watching for changes");
    folder.write("a.flockml", BAD);
    let mut lines = running.until("1 error");
    // One is on standard output, the other on standard error: either may be read first.
    if !lines
        .iter()
        .any(|line| line.contains("watching for changes"))
    {
        lines.extend(running.until("watching for changes"));
    }
    assert!(
        lines.iter().all(|line| !line.contains('\u{1b}')),
        "{lines:?}"
    );
}

#[test]
fn it_ends_when_nobody_reads() {
    let folder = folder();
    let mut child = support::program()
        .args(["check", "--watch", "--format", "concise"])
        .current_dir(folder.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut first).unwrap();
    assert!(first.contains("2 files checked"), "{first}");
    drop(output);
    folder.write("a.flockml", BAD);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it() {
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;
    let folder = folder();
    let mut running = watch(&folder);
    let id = running.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(running.child.wait().unwrap().signal(), Some(2));
}
