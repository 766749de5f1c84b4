//! `flockml send` to many: what is under way, what is written down, and how a run that is cut off goes
//! on without sending anything twice.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

#[path = "../../tests/loopback/mod.rs"]
#[allow(unreachable_pub, reason = "it is shared with the library's tests")]
mod loopback;
mod support;

use std::collections::BTreeMap;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};

use loopback::{Answer, Conduct, Server};
use serde_json::Value;
use support::{Folder, Ran, program};

const TOKEN: &str = "869eb1d0-419d-4747-98b4-6d81360a6681";
const TEAM: &str = "# the team\nu:a\n\n  u:b\nu:c # no comment\n";
const USERS: [&str; 5] = ["u:a", "u:b", "u:c", "u:d", "u:e"];

fn folder() -> Folder {
    Folder::with(&[
        ("team.txt", USERS.join("\n")),
        ("comments.txt", TEAM.replace(" # no comment", "")),
        ("wrong.txt", TEAM.to_owned()),
        ("empty.txt", "# nobody\n".to_owned()),
        (
            "flockml.toml",
            "[targets.ops]\nto = \"g:ops\"\non-behalf-of = \"u:ada\"\n".to_owned(),
        ),
    ])
}

fn env(server: &Server) -> [(&'static str, String); 2] {
    [
        ("FLOCK_BASE_URL", server.url("")),
        ("FLOCK_TOKEN", TOKEN.to_owned()),
    ]
}

fn send(folder: &Folder, server: &Server, args: &[&str]) -> Ran {
    let env = env(server);
    let env: Vec<_> = env
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let all = [&["send", "--text", "hi", "--yes", "--at-once", "1"], args].concat();
    let mut ran = folder.run_env(&env, &all, "");
    ran.stderr = ran
        .stderr
        .replace(&server.address().to_string(), "[SERVER]");
    ran
}

/// The same, not waited for.
fn spawn(folder: &Folder, server: &Server, args: &[&str]) -> Child {
    let mut command = program();
    command.args(["send", "--text", "hi", "--yes"]).args(args);
    command.envs(env(server)).current_dir(folder.path(""));
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.spawn().unwrap()
}

/// How often each address got the message.
fn received(server: &Server) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for request in server.received() {
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        let body: Value = serde_json::from_str(body).unwrap();
        *counts
            .entry(body["to"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    counts
}

/// The lines of a result file without what differs from run to run.
fn lines(folder: &Folder, name: &str) -> String {
    let mut out = String::new();
    for line in folder.read(name).lines() {
        let mut line: Value = serde_json::from_str(line).unwrap();
        for name in ["time", "message", "requests"] {
            if let Some(value) = line.get_mut(name) {
                *value = Value::from(format!("[{name}]"));
            }
        }
        out += &format!("{line}\n");
    }
    out
}

/// A server that never answers request `stalled` though it gets it, and says which has come.
fn stalling(stalled: impl Fn(usize) -> bool + Send + Sync + 'static) -> (Server, Receiver<usize>) {
    let (come, coming) = channel();
    let server = Server::scripted(move |number| {
        // Nobody listens after the run that is killed.
        let _ = come.send(number);
        if stalled(number) {
            Conduct::stall(true)
        } else {
            Conduct::post()
        }
    });
    (server, coming)
}

#[test]
fn a_run_that_is_killed_goes_on_without_sending_anything_twice() {
    for (killed_at, killed) in USERS.into_iter().enumerate() {
        let folder = folder();
        let (server, coming) = stalling(move |number| number == killed_at);
        let begin = [
            "--to-file",
            "team.txt",
            "--at-once",
            "1",
            "--result",
            "sent.jsonl",
        ];
        let mut child = spawn(&folder, &server, &begin);
        assert!(coming.iter().any(|number| number == killed_at));
        child.kill().unwrap();
        child.wait().unwrap();

        let resume = ["--to-file", "team.txt", "--resume", "sent.jsonl"];
        let ran = send(&folder, &server, &resume);
        assert_eq!(ran.code, 4, "{}", ran.all());
        let unknown = format!("error: perhaps sent to {killed} by an earlier run, perhaps not");
        assert!(ran.stderr.starts_with(&unknown), "{}", ran.all());
        let counts = received(&server);
        assert!(counts.values().all(|count| *count == 1), "{counts:?}");
        let others = USERS.iter().filter(|user| **user != killed);
        assert!(
            others.into_iter().all(|user| counts.contains_key(*user)),
            "{counts:?}"
        );

        let before = server.requests();
        assert_eq!(send(&folder, &server, &resume).code, 4);
        assert_eq!(server.requests(), before);
        let again = send(
            &folder,
            &server,
            &[&resume[..], &["--retry-unknown"]].concat(),
        );
        assert_eq!(
            again.all(),
            format!("exit 0\n---- stdout\nsent to {killed}, uid 1519889545238-gg8-m203\n")
        );
        assert_eq!(server.requests(), before + 1);
        assert_eq!(send(&folder, &server, &resume).all(), "exit 0\n");
        assert_eq!(server.requests(), before + 1);
    }
}

#[test]
fn of_many_under_way_at_the_kill_none_is_sent_twice() {
    let folder = folder();
    let users: Vec<String> = (0..40).map(|number| format!("u:{number:02}")).collect();
    folder.write("many.txt", users.join("\n"));
    let (server, coming) = stalling(|number| (20..24).contains(&number));
    let begin = [
        "--to-file",
        "many.txt",
        "--at-once",
        "4",
        "--result",
        "sent.jsonl",
    ];
    let mut child = spawn(&folder, &server, &begin);
    assert!(coming.iter().any(|number| number == 23));
    child.kill().unwrap();
    child.wait().unwrap();

    let resume = ["--to-file", "many.txt", "--resume", "sent.jsonl"];
    let ran = send(&folder, &server, &resume);
    assert_eq!(ran.code, 4, "{}", ran.all());
    let counts = received(&server);
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    let unknown: Vec<_> = users
        .iter()
        .filter(|user| ran.stderr.contains(&format!("to {user} by")))
        .collect();
    assert_eq!(unknown.len(), 4, "{}", ran.all());
    for user in users.iter().filter(|user| !unknown.contains(user)) {
        assert!(counts.contains_key(user), "{user}");
    }
}

#[test]
fn wherever_a_run_is_killed_everybody_gets_it_once_or_is_named() {
    for killed_at in [0, 1, 4, 9, 15, 23] {
        let folder = folder();
        let users: Vec<String> = (0..24).map(|number| format!("u:{number:02}")).collect();
        folder.write("many.txt", users.join("\n"));
        let (server, coming) = stalling(|_| false);
        let begin = ["--to-file", "many.txt", "--at-once", "3"];
        let result = ["--result", "sent.jsonl"];
        let mut child = spawn(&folder, &server, &[&begin[..], &result].concat());
        // The server goes on answering while the kill is on its way.
        assert!(coming.iter().any(|number| number == killed_at));
        child.kill().unwrap();
        child.wait().unwrap();

        let resume = ["--to-file", "many.txt", "--resume", "sent.jsonl"];
        let ran = send(&folder, &server, &resume);
        let counts = received(&server);
        for user in &users {
            let is_named = ran.stderr.contains(&format!("perhaps sent to {user} by"));
            match counts.get(user) {
                Some(count) => assert_eq!(*count, 1, "{user}: {}", ran.all()),
                None => assert!(is_named, "{user}: {}", ran.all()),
            }
        }
        let code = if ran.stderr.contains("perhaps sent") {
            4
        } else {
            0
        };
        assert_eq!(ran.code, code, "{}", ran.all());
    }
}

#[test]
fn the_result_file_says_what_became_of_each_and_how_to_go_on() {
    let folder = folder();
    let server = Server::in_turn(vec![
        Conduct::post(),
        Answer::refused(400, "UnknownRecipient").refusing(),
        Answer::refused(500, "InternalServerError").refusing(),
        Conduct::post(),
    ]);
    let to = [
        "--to",
        "u:a",
        "--to",
        "u:b",
        "--to",
        "u:c",
        "--retries",
        "0",
    ];
    let ran = send(
        &folder,
        &server,
        &[&to[..], &["--result", "sent.jsonl"]].concat(),
    );
    let written = lines(&folder, "sent.jsonl");
    assert!(!folder.read("sent.jsonl").contains(TOKEN));
    let resumed = send(
        &folder,
        &server,
        &[&to[..], &["--resume", "sent.jsonl"]].concat(),
    );
    let more = lines(&folder, "sent.jsonl").replace(&written, "");
    insta::assert_snapshot!(format!(
        "{}---- sent.jsonl\n{written}\n---- resumed: {}---- sent.jsonl, what was added\n{more}",
        ran.all(),
        resumed.all()
    ));
    assert_eq!(server.requests(), 4);
}

#[test]
fn parts_behind_one_that_is_unknown_wait_for_it() {
    let folder = folder();
    let failed = Answer::refused(500, "InternalServerError").refusing();
    let server = Server::in_turn(vec![Conduct::post(), failed, Conduct::post()]);
    let text = [
        "send",
        "--text",
        "one two three four",
        "--split",
        "--max-chars",
        "5",
        "--yes",
        "--to",
        "u:a",
    ];
    let run = |args: &[&str]| {
        let env = env(&server);
        let env: Vec<_> = env
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        folder.run_env(&env, &[&text[..], args].concat(), "")
    };
    let cut = run(&["--result", "sent.jsonl"]);
    let resumed = run(&["--resume", "sent.jsonl"]);
    assert_eq!(server.requests(), 2);
    let again = run(&["--resume", "sent.jsonl", "--retry-unknown"]);
    assert_eq!(server.requests(), 5);
    insta::assert_snapshot!(format!("{}\n{}\n{}", cut.all(), resumed.all(), again.all()));
}

#[test]
fn a_file_names_those_that_it_goes_to() {
    let folder = folder();
    let server = Server::always(Conduct::post());
    let ran = send(
        &folder,
        &server,
        &["--to", "ops", "--to", "u:b", "--to-file", "comments.txt"],
    );
    insta::assert_snapshot!(ran.all());
    assert_eq!(server.requests(), 4);
}

#[test]
fn what_cannot_go_on_says_why_and_sends_nothing() {
    let folder = folder();
    let server = Server::always(Conduct::post());
    let first = send(&folder, &server, &["--to", "u:a", "--result", "sent.jsonl"]);
    assert_eq!(first.code, 0, "{}", first.all());
    folder.write("other.txt", "no result file\n");
    let before = server.requests();
    let mut said = String::new();
    for args in [
        &["--to", "u:a", "--result", "sent.jsonl"][..],
        &["--to", "u:b", "--resume", "sent.jsonl"],
        &["--to", "u:a", "--to", "u:b", "--resume", "sent.jsonl"],
        &["--to", "u:a", "--resume", "other.txt"],
        &["--to", "u:a", "--resume", "missing"],
        &["--to", "u:a", "--result", "no/such/folder"],
        &["--to", "u:a", "--result", "a", "--resume", "b"],
        &["--to-file", "wrong.txt"],
        &["--to-file", "empty.txt"],
        &["--to-file", "missing"],
        &["--to-file", "team.txt", "--webhook"],
    ] {
        let ran = send(&folder, &server, args);
        assert_eq!(ran.code, 2, "{}", ran.all());
        said += &format!("$ flockml send {}\n{}\n", args.join(" "), ran.stderr);
    }
    let mut other = support::program();
    other.envs(env(&server)).current_dir(folder.path(""));
    other.args([
        "send",
        "--text",
        "ho",
        "--yes",
        "--to",
        "u:a",
        "--resume",
        "sent.jsonl",
    ]);
    let output = other.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    said += &format!(
        "$ flockml send --text ho\n{}",
        String::from_utf8(output.stderr).unwrap()
    );
    assert_eq!(server.requests(), before);
    insta::assert_snapshot!(said);
}

#[test]
fn many_that_fail_are_counted() {
    let folder = folder();
    let refused = Answer::refused(400, "UnknownRecipient").refusing();
    let server = Server::in_turn(vec![refused.clone(), refused, Conduct::post()]);
    let ran = send(
        &folder,
        &server,
        &["--to-file", "team.txt", "--retries", "0"],
    );
    assert_eq!(ran.code, 3, "{}", ran.all());
    let last = ran.stderr.lines().last().unwrap();
    assert_eq!(last, "of 5 messages, 3 sent, 2 not sent");
}
