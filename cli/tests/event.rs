//! `flockml event`

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};
use support::{Folder, Ran, program};

const SECRET: &str = "869eb1d0-419d-4747-98b4-6d81360a6681";

/// A token that Flock has published.
const PUBLISHED: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhcHBJZCI6Im15LWFwcCIsInVzZXJJZCI6InU6M2QwMDQzMDItYTk3ZC00MDE2LTkxYjQtNmMyMjFiYjQ3ODFkIiwiZXhwIjoyMDAwMDAwMDAwLCJpYXQiOjE0Njk1NDE1NzIsImp0aSI6IjU2OGVhZGY4LTc3ZmMtNDEwOC05MWRhLWQ5NGRhNDZkNzA5YiJ9.-_lhKHsGE_s9a4apLYPgLVWW2UZtD4_-B8yxKtAmmqg";

/// Runs `flockml event` with the secret in the environment.
fn event(args: &[&str], stdin: &str) -> Ran {
    with_secret(Some(SECRET), args, stdin.as_bytes())
}

fn with_secret(secret: Option<&str>, args: &[&str], stdin: &[u8]) -> Ran {
    let mut command = program();
    if let Some(secret) = secret {
        command.env("FLOCK_APP_SECRET", secret);
    }
    let mut child = command
        .arg("event")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that wants no input closes it.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    let ran = Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    };
    for said in [&ran.stdout, &ran.stderr] {
        assert!(!said.contains(SECRET), "the secret is told: {said}");
    }
    ran
}

fn verify(token: &str, more: &[&str]) -> Ran {
    let args = ["verify", "--app-id", "my-app", "--now", "1700000000"];
    event(&[&args, more].concat(), token)
}

fn sign(more: &[&str]) -> String {
    let args = ["sign", "--app-id", "my-app", "--user-id", "u:ada"];
    let ran = event(&[&args, more].concat(), "");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    ran.stdout
}

#[test]
fn the_published_token_is_verified_and_its_claims_are_printed() {
    for token in [
        PUBLISHED,
        &format!("{PUBLISHED}\n"),
        &format!("{PUBLISHED}\r\n"),
    ] {
        let ran = verify(
            token,
            &["--user-id", "u:3d004302-a97d-4016-91b4-6c221bb4781d"],
        );
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        assert_eq!(
            serde_json::from_str::<Value>(&ran.stdout).unwrap(),
            json!({
                "appId": "my-app", "userId": "u:3d004302-a97d-4016-91b4-6c221bb4781d",
                "exp": 2_000_000_000, "iat": 1_469_541_572, "jti": "568eadf8-77fc-4108-91da-d94da46d709b",
            })
        );
    }
}

#[test]
fn what_is_signed_is_verified() {
    let token = sign(&["--now", "1699999990", "--ttl", "11", "--id", "t-1"]);
    let ran = verify(&token, &["--user-id", "u:ada"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(
        serde_json::from_str::<Value>(&ran.stdout).unwrap(),
        json!({"appId": "my-app", "userId": "u:ada", "exp": 1_700_000_001, "iat": 1_699_999_990, "jti": "t-1"})
    );
    // By the system's clock, one that is made now is good now.
    let ran = event(&["verify", "--app-id", "my-app"], &sign(&[]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn what_is_not_verified_says_why() {
    let expired = sign(&["--now", "1699999990", "--ttl", "10"]);
    let stranger = ["sign", "--app-id", "my-app", "--user-id", "u:ada"];
    let stranger = with_secret(Some("another-secret"), &stranger, b"").stdout;
    let long = "A".repeat(100_000);
    let mut told = String::new();
    for (name, token, more) in [
        ("nothing", "", &[][..]),
        ("a line", "\n", &[]),
        ("no token", "hello", &[]),
        ("a long one", &long, &[]),
        ("letters beyond ASCII", "é.é.é", &[]),
        ("algorithm `none`", "eyJhbGciOiJub25lIn0.e30.", &[]),
        ("another secret", &stranger, &[]),
        ("another app", PUBLISHED, &["--app-id", "other\u{1b}[31m"]),
        ("another user", PUBLISHED, &["--user-id", "u:ada"]),
        ("expired", &expired, &[]),
    ] {
        let app = ["--app-id", "my-app"];
        let app = if more.contains(&"--app-id") {
            &[][..]
        } else {
            &app
        };
        let args = [&["verify", "--now", "1700000000"], app, more].concat();
        let ran = event(&args, token);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{name}");
        told += &format!("{name}\n{}\n", ran.stderr);
    }
    insta::assert_snapshot!(told);
    assert_eq!(verify(&expired, &["--leeway", "1"]).code, 0);
}

#[test]
fn bytes_that_are_no_text_are_no_token() {
    let args = ["verify", "--app-id", "my-app"];
    let ran = with_secret(Some(SECRET), &args, b"\xff\xfe.\xff.\xff");
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
}

#[test]
fn the_secret_comes_from_the_environment_or_a_file() {
    let folder = Folder::with(&[("secret", format!("{SECRET}\n"))]);
    let file = folder.path("secret").to_str().unwrap().to_owned();
    let args = ["verify", "--app-id", "my-app", "--now", "1700000000"];
    let with_file = [&args[..], &["--secret-file", &file]].concat();
    assert_eq!(with_secret(None, &with_file, PUBLISHED.as_bytes()).code, 0);
    // The file that is named counts, whatever is in the environment.
    let other = with_secret(Some("other"), &with_file, PUBLISHED.as_bytes());
    assert_eq!(other.code, 0, "{}", other.stderr);
    for secret in [
        None,
        Some(""),
        Some(" "),
        Some("two words"),
        Some("two\nlines"),
    ] {
        let ran = with_secret(secret, &args, PUBLISHED.as_bytes());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{secret:?}");
        assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
        assert!(!ran.stderr.contains("words"), "{}", ran.stderr);
    }
    let none = with_secret(None, &args, b"");
    assert!(
        none.stderr.contains("`FLOCK_APP_SECRET`"),
        "{}",
        none.stderr
    );
}

#[test]
fn a_wrong_command_line_is_told() {
    for args in [
        &["verify"][..],
        &["verify", "--app-id", ""],
        &["verify", "--app-id", "my-app", "--now", "-1"],
        &[
            "verify",
            "--app-id",
            "my-app",
            "--now",
            "18446744073709551615",
        ],
        &["verify", "--app-id", "my-app", "--secret", "hunter2"],
        &["sign", "--app-id", "my-app"],
        &[
            "sign",
            "--app-id",
            "my-app",
            "--user-id",
            "u:ada",
            "--ttl",
            "-1",
        ],
        &["forge"],
        &[],
    ] {
        let ran = event(args, "");
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
    }
}
