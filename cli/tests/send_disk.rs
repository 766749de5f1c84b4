//! `flockml send` where what it writes to is full.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

#[path = "../../tests/loopback/mod.rs"]
#[allow(unreachable_pub, reason = "it is shared with the library's tests")]
mod loopback;
mod support;

use std::fs::File;
use std::process::{Command, Output};

use loopback::{Conduct, Server};
use support::{Folder, program};

const TEAM: &str = "u:a\nu:b\nu:c\nu:d\nu:e\nu:f\nu:g\nu:h\n";

fn send(command: &mut Command, server: &Server, folder: &Folder) -> Output {
    command
        .envs([
            ("FLOCK_BASE_URL", server.url("").as_str()),
            ("FLOCK_TOKEN", "t0ken"),
        ])
        .current_dir(folder.path(""))
        .output()
        .unwrap()
}

#[test]
fn what_was_sent_is_told_where_standard_output_is_full() {
    let server = Server::always(Conduct::post());
    let mut command = program();
    command.args(["send", "--text", "hi", "--to", "u:a", "--yes"]);
    command.stdout(File::options().write(true).open("/dev/full").unwrap());
    let output = send(&mut command, &server, &Folder::empty());
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(
        stderr.starts_with("sent to u:a") && stderr.contains("error: cannot write"),
        "{stderr}"
    );
}

#[test]
fn what_was_never_begun_is_counted_where_the_result_file_is_full() {
    let server = Server::always(Conduct::post());
    let folder = Folder::with(&[("team.txt", TEAM)]);
    // A file of more than one block of 512 bytes cannot be written.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", script]).arg(program().get_program());
    command.args(["send", "--text", "hi", "--yes", "--at-once", "1"]);
    command.args(["--to-file", "team.txt", "--result", "sent.jsonl"]);
    let output = send(&mut command, &server, &folder);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    let sent = server.received().len();
    assert!((1..8).contains(&sent), "{stderr}");
    let tally = format!("of 8 messages, {sent} sent, {} not sent", 8 - sent);
    assert!(stderr.starts_with(&tally), "{stderr}");
    assert!(stderr.contains("`--resume sent.jsonl`"), "{stderr}");
}
