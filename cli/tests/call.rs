//! `flockml call`, as its users meet it, against a server on this machine.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

#[path = "../../tests/loopback/mod.rs"]
#[allow(unreachable_pub, reason = "it is shared with the library's tests")]
mod loopback;
mod support;

use std::fmt::Write as _;

use flockml::client::method::METHODS;
use loopback::{Answer, Closed, Conduct, Server};
use serde_json::{Value, json};
use support::{Folder, Ran};

const TOKEN: &str = "8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e";

/// Runs `flockml call` with what follows, at `base`; nothing it says has the token in it.
fn call_at(base: &str, args: &[&str]) -> Ran {
    call_in(&Folder::empty(), base, args)
}

fn call_in(folder: &Folder, base: &str, args: &[&str]) -> Ran {
    let env = [("FLOCK_TOKEN", TOKEN), ("FLOCK_BASE_URL", base)];
    let mut ran = folder.run_env(&env, &[&["call"], args].concat(), "");
    let address = base.trim_start_matches("http://");
    ran.stderr = ran.stderr.replace(address, "[SERVER]");
    ran.stdout = ran.stdout.replace(address, "[SERVER]");
    assert!(!ran.all().contains(TOKEN), "{}", ran.all());
    ran
}

fn call(server: &Server, args: &[&str]) -> Ran {
    call_at(&server.url(""), args)
}

/// A server that answers every call so.
fn answering(status: u16, body: &str) -> Server {
    Server::always(Answer::new(status, body).accepting())
}

/// The first line and the body of the only request that came.
fn request(server: &Server) -> (String, String) {
    let received = server.received();
    assert_eq!(received.len(), 1);
    let (head, body) = received[0].split_once("\r\n\r\n").unwrap();
    (head.lines().next().unwrap().to_owned(), body.to_owned())
}

fn json_body(server: &Server) -> Value {
    serde_json::from_str(&request(server).1).unwrap()
}

#[test]
fn what_flock_answers_is_printed() {
    let server = answering(
        200,
        r#"[{"id":"g:42","name":"Ops","later":{"b":1,"a":[]}}]"#,
    );
    let ran = call(&server, &["channels.list"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{}", ran.all());
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(answer[0]["later"], json!({ "b": 1, "a": [] }));
    let (line, body) = request(&server);
    assert_eq!(line, "POST /v1/channels.list HTTP/1.1");
    assert_eq!(body, format!(r#"{{"token":"{TOKEN}"}}"#));
}

#[test]
fn what_is_set_becomes_what_the_method_takes() {
    for (method, set, body) in [
        (
            "channels.create",
            &["name=2024", "members=u:a, u:b"][..],
            json!({ "name": "2024", "members": ["u:a", "u:b"] }),
        ),
        (
            "channels.create",
            &["name=\"1.10\"", "members="],
            json!({ "name": "1.10", "members": [] }),
        ),
        (
            "channels.addMembers",
            &["channelId=g:42", "members=[\"u:a\"]"],
            json!({ "channelId": "g:42", "members": ["u:a"] }),
        ),
        (
            "channels.listMembers",
            &["channelId=g:42", "showPublicProfile=true"],
            json!({ "channelId": "g:42", "showPublicProfile": true }),
        ),
        (
            "app.newMethod",
            &["count=7", "a.b=x", "list=u:a,u:b"],
            json!({ "count": 7, "a": { "b": "x" }, "list": "u:a,u:b" }),
        ),
    ] {
        let server = answering(200, "{}");
        let mut args = vec![method, "--yes"];
        args.extend(set.iter().flat_map(|assignment| ["--set", assignment]));
        let ran = call(&server, &args);
        assert_eq!(ran.code, 0, "{}", ran.all());
        let mut sent = json_body(&server);
        assert_eq!(
            sent.as_object_mut().unwrap().remove("token"),
            Some(TOKEN.into())
        );
        assert_eq!(sent, body, "{method}");
    }
}

#[test]
fn parameters_come_from_a_file_as_well() {
    let folder = Folder::with(&[(
        "m.json",
        r#"{"text":"db-1 is down","sendAs":{"name":"Bot"}}"#,
    )]);
    let server = answering(200, r#"{"uid":"1-2-m3"}"#);
    let args = [
        "chat.sendMessage",
        "--data",
        "m.json",
        "--set",
        "to=u:ada",
        "-y",
    ];
    let ran = call_in(&folder, &server.url(""), &args);
    assert_eq!(ran.code, 0, "{}", ran.all());
    let sent = json_body(&server);
    assert_eq!(
        (&sent["to"], &sent["text"]),
        (&json!("u:ada"), &json!("db-1 is down"))
    );
}

#[test]
fn a_form_has_nested_values_as_json() {
    let server = answering(200, "[]");
    let args = [
        "chat.fetchMessages",
        "--form",
        "--set",
        "chat=g:42",
        "--set",
        "uids=1-2-m3",
    ];
    assert_eq!(call(&server, &args).code, 0);
    let (_, body) = request(&server);
    assert_eq!(
        body,
        format!("token={TOKEN}&chat=g%3A42&uids=%5B%221-2-m3%22%5D")
    );
    let head = server.received().remove(0).to_lowercase();
    assert!(head.contains("content-type: application/x-www-form-urlencoded"));
}

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing() {
    let server = answering(200, "{}");
    let mut said = String::new();
    for args in [
        &[
            "channels.create",
            "--set",
            "name=ops",
            "--set",
            "members=u:a",
        ][..],
        &[
            "channels.create",
            "--set",
            "name=ops",
            "--set",
            "members=u:a",
            "--form",
        ],
        &["channels.lst"],
        &["groups.list"],
    ] {
        let ran = call(&server, &[args, &["--dry-run"]].concat());
        assert_eq!(ran.code, 0, "{}", ran.all());
        let _ = writeln!(
            said,
            "$ flockml call {} --dry-run\n{}",
            args.join(" "),
            ran.all()
        );
    }
    assert_eq!(server.requests(), 0);
    insta::assert_snapshot!(said);
}

#[test]
fn every_example_of_the_documentation_is_fine() {
    for method in METHODS {
        let mut args = vec!["call", method.name, "--dry-run"];
        args.extend(
            method
                .example
                .iter()
                .flat_map(|assignment| ["--set", assignment]),
        );
        let ran = Folder::empty().run(&args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.all());
        assert!(
            ran.stderr.starts_with("note: there is no token"),
            "{}",
            ran.stderr
        );
        let line = format!("POST https://api.flock.co/v1/{}\n", method.name);
        assert!(ran.stdout.starts_with(&line), "{}", ran.stdout);
    }
}

#[test]
fn what_changes_something_is_asked_for() {
    let server = answering(200, "{}");
    let writing = METHODS.iter().filter(|method| method.writes);
    let unknown = ["app.newMethod"];
    for name in writing.map(|method| method.name).chain(unknown) {
        let mut args = vec![name];
        let known = METHODS.iter().find(|method| method.name == name);
        for assignment in known.map_or(&[][..], |method| method.example) {
            args.extend(["--set", assignment]);
        }
        let ran = call(&server, &args);
        assert_eq!(ran.code, 2, "{}", ran.all());
        assert!(ran.stderr.contains("`--yes`"), "{}", ran.stderr);
    }
    assert_eq!(server.requests(), 0);
}

/// What is said with each of these arguments, all of which end with `code`.
fn said(base: &str, code: i32, all: &[&[&str]]) -> String {
    let folder = Folder::with(&[("cut.json", "{\"to\": "), ("list.json", "[]")]);
    let mut said = String::new();
    for args in all {
        let ran = call_in(&folder, base, args);
        assert_eq!(ran.code, code, "{args:?}: {}", ran.all());
        assert_eq!(ran.stdout, "", "{args:?}");
        let _ = writeln!(said, "$ flockml call {}\n{}", args.join(" "), ran.stderr);
    }
    said
}

#[test]
fn what_flock_would_refuse_is_not_sent() {
    let server = answering(200, "{}");
    let said = said(
        &server.url(""),
        1,
        &[
            &["channels.getInfo"],
            &["channels.getInfo", "--set", "chanelId=g:42"],
            &["channels.getInfo", "--set", "channelId=#general"],
            &[
                "chat.fetchMessages",
                "--set",
                "chat=g:42",
                "--data",
                "cut.json",
            ],
            &["channels.list", "--data", "list.json"],
            &["channels.list", "--set", "token=another"],
            &["chat.sendMessage", "--set", "to=g:42", "--yes"],
            &[
                "chat.sendMessage",
                "--set",
                "to=g:42",
                "--set",
                "flockml=<b>R&D</b>",
                "--yes",
            ],
        ],
    );
    assert_eq!(server.requests(), 0);
    insta::assert_snapshot!(said);
}

#[test]
fn wrong_usage_is_told() {
    let server = answering(200, "{}");
    let mut all = said(
        &server.url(""),
        2,
        &[
            &["../hooks"],
            &["channels.list", "--set", "name"],
            &["channels.list", "--data", "none.json"],
            &["channels.list", "--token-file", "none"],
            &["channels.list", "--timeout", "0"],
            &[],
        ],
    );
    all += &said("ftp://example.com", 2, &[&["channels.list"]]);
    assert_eq!(server.requests(), 0);
    let ran = Folder::empty().run(&["call", "channels.list"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(all + &ran.stderr);
}

#[test]
fn a_token_may_be_in_a_file() {
    let folder = Folder::with(&[("token", "another-token-0f3a\n")]);
    let server = answering(200, "[]");
    let args = ["channels.list", "--token-file", "token"];
    let ran = call_in(&folder, &server.url(""), &args);
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(json_body(&server)["token"], "another-token-0f3a");
}

#[test]
fn what_is_not_done_is_told() {
    let mut all = String::new();
    let args = ["channels.list", "--retries", "0"];
    let once = |args: &[&str], answer: Answer| {
        let server = Server::always(answer.refusing());
        let said = said(&server.url(""), 3, &[args]);
        assert_eq!(server.requests(), 1);
        said
    };
    let parameter =
        r#"{"error":"InvalidParameter","description":"no such channel","parameter":"channelId"}"#;
    all += &once(
        &["channels.getInfo", "--set", "channelId=g:42"],
        Answer::new(400, parameter),
    );
    all += &once(&args, Answer::refused(403, "InvalidToken"));
    all += &once(&args, Answer::refused(200, "AppDisabled"));
    all += &once(
        &args,
        Answer::refused(429, "TooManyRequests").header("Retry-After", "30"),
    );
    all += &once(&args, Answer::new(404, "<html>not found</html>"));
    all += &once(
        &args,
        Answer::new(302, "").header("Location", "https://example.com/"),
    );
    all += &once(
        &["channels.lst", "--yes"],
        Answer::refused(404, "NoSuchMethod"),
    );
    // Not to know is no worse where nothing changes.
    all += &once(&args, Answer::new(502, ""));
    let closed = Closed::port();
    all += &said(&closed.url(""), 3, &[&args]);
    insta::assert_snapshot!(all);
}

#[test]
fn who_cannot_know_says_so() {
    let mut all = String::new();
    let create = [
        "channels.create",
        "--set",
        "name=ops",
        "--set",
        "members=",
        "--yes",
    ];
    for conduct in [
        Answer::refused(500, "InternalServerError").refusing(),
        Answer::new(200, "<html>log in</html>")
            .content_type("text/html")
            .refusing(),
        Answer::new(200, "[\"ok\"").accepting(),
        Conduct::stall(true),
    ] {
        let server = Server::always(conduct);
        all += &said(
            &server.url(""),
            4,
            &[&[&create[..], &["--timeout", "0.2"]].concat()],
        );
        assert_eq!(server.requests(), 1);
    }
    insta::assert_snapshot!(all);
}

#[test]
fn members_for_whom_it_failed_are_told() {
    let body = r#"{"members":{"u:a":{"status":"added"},"u:b":{"status":"failed","error":"UserNotFound"}}}"#;
    let server = answering(200, body);
    let args = [
        "channels.addMembers",
        "--set",
        "channelId=g:42",
        "--set",
        "members=u:a,u:b",
        "-y",
    ];
    let ran = call(&server, &args);
    assert_eq!(ran.code, 3, "{}", ran.all());
    assert_eq!(
        serde_json::from_str::<Value>(&ran.stdout).unwrap(),
        serde_json::from_str::<Value>(body).unwrap()
    );
    assert_eq!(
        ran.stderr,
        "error: `channels.addMembers` failed for 1 of 2 members: u:b (UserNotFound)\n"
    );
}

#[test]
fn what_was_certainly_not_processed_is_tried_again() {
    let server = Server::in_turn(vec![
        Answer::new(503, "").header("Retry-After", "0").refusing(),
        Answer::new(200, "[]").accepting(),
    ]);
    let ran = call(&server, &["channels.list"]);
    assert_eq!((ran.code, &*ran.stdout), (0, "[]\n"), "{}", ran.all());
    assert_eq!(server.requests(), 2);
}
