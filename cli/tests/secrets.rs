//! No secret is ever printed: it is planted wherever the program takes one, and looked for in all that
//! the program says, over every fault of a server and of a user.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

#[path = "../../tests/loopback/mod.rs"]
#[allow(unreachable_pub, reason = "it is shared with the library's tests")]
mod loopback;
mod support;

use std::thread;

use loopback::faults::faults;
use loopback::{Answer, Closed, Conduct, Server};
use support::{Folder, Ran};

/// With characters that JSON, forms and addresses write in another way.
const TOKEN: &str = "t0k3n\"/ü+%s3cr3t";
const HOOK: &str = "h00k-53cr3t%2Fpart";
/// What is in no output, whatever the encoding.
const TELLING: &[&str] = &["t0k3n", "s3cr3t", "h00k", "53cr3t"];

const MESSAGES: &[&[&str]] = &[
    &["send", "--text", "hi", "--to", "u:ada", "--yes"],
    &["send", "--text", "hi", "--webhook", "--yes"],
    &["send", "--text", "hi", "--to", "named", "--yes"],
    &["send", "--text", "hi", "--to", "hook", "--yes"],
    &["call", "channels.list", "--yes"],
    &[
        "send",
        "--text",
        "hi",
        "--flowdock",
        "--thread",
        "db-1",
        "--yes",
    ],
];

/// What `send` besides writes down of several messages.
const RESULT: &[&str] = &[
    "send", "--text", "hi", "--to", "named", "--to", "hook", "--yes", "--result",
];

fn folder() -> Folder {
    Folder::with(&[
        (
            "flockml.toml",
            "[targets.named]\nto = \"g:ops\"\ntoken-file = \"token\"\n[targets.hook]\nwebhook-file = \"hook\"\n",
        ),
        ("token", TOKEN),
        (
            "hook",
            &format!("https://api.flock.com/hooks/sendMessage/{HOOK}"),
        ),
    ])
}

fn run(folder: &Folder, base: Option<&str>, args: &[&str]) -> Ran {
    let hook = format!("https://api.flock.com/hooks/sendMessage/{HOOK}");
    let mut env = vec![
        ("FLOCK_TOKEN", TOKEN),
        ("FLOCK_WEBHOOK_URL", hook.as_str()),
        ("FLOCK_APP_SECRET", TOKEN),
        ("FLOWDOCK_TOKEN", TOKEN),
        ("RUST_BACKTRACE", "full"),
        ("RUST_LOG", "trace"),
    ];
    for variable in ["FLOCK_BASE_URL", "FLOWDOCK_BASE_URL"] {
        env.extend(base.map(|base| (variable, base)));
    }
    let ran = folder.run_env(&env, args, "");
    for telling in TELLING {
        assert!(!ran.all().contains(telling), "{args:?}: {}", ran.all());
    }
    ran
}

const OPTIONS: &[&str] = &["--retries", "1", "--max-time", "0.4", "--timeout", "0.2"];

#[test]
fn no_fault_of_a_server_brings_one_to_light() {
    let elsewhere = Server::always(Conduct::post());
    let closed = Closed::port();
    let folder = folder();
    for fault in faults(&elsewhere.url("/")) {
        thread::scope(|scope| {
            for args in MESSAGES {
                scope.spawn(|| {
                    let server = fault.server();
                    let base = fault.url(&server, &closed, "");
                    let ran = run(&folder, Some(&base), &[args, OPTIONS].concat());
                    assert!(
                        [0, 3, 4].contains(&ran.code),
                        "{}: {}",
                        fault.name,
                        ran.all()
                    );
                });
            }
        });
    }
    assert_eq!(elsewhere.requests(), 0, "a redirect was followed");
}

#[test]
fn no_result_file_holds_one() {
    let closed = Closed::port();
    let folder = folder();
    for (place, fault) in faults("https://elsewhere.example/").into_iter().enumerate() {
        let server = fault.server();
        let base = fault.url(&server, &closed, "");
        let name = format!("{place}.jsonl");
        run(&folder, Some(&base), &[RESULT, &[&name], OPTIONS].concat());
        let result = folder.read(&name);
        assert!(!result.is_empty(), "{}", fault.name);
        for telling in TELLING {
            assert!(!result.contains(telling), "{}: {result}", fault.name);
        }
    }
}

#[test]
fn no_answer_that_repeats_one_brings_it_to_light() {
    let folder = folder();
    for secret in [
        TOKEN,
        HOOK,
        "t0k3n%22%2F%C3%BC%2B%25s3cr3t",
        "h00k-53cr3t/part",
    ] {
        let quoted = serde_json::to_string(secret).unwrap();
        for body in [
            format!("{{\"error\":{quoted},\"description\":{quoted},\"parameter\":{quoted}}}"),
            format!("<html>{secret}</html>"),
            format!("{{\"uid\":{quoted}}}"),
        ] {
            for status in [200, 302, 400, 403, 500] {
                let answer = Answer::new(status, &body)
                    .header("Location", &format!("https://elsewhere.example/{HOOK}"))
                    .content_type(&format!("text/html; {HOOK}"));
                let server = Server::always(answer.refusing());
                for args in MESSAGES {
                    // Only the secret of the request itself is known to it.
                    let is_hook = args.contains(&"--webhook") || args.contains(&"hook");
                    if is_hook == secret.starts_with('h') {
                        run(
                            &folder,
                            Some(&server.url("")),
                            &[args, &["--retries", "0"][..]].concat(),
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn no_dry_run_and_no_mistake_brings_one_to_light() {
    let folder = folder();
    folder.write("both", format!("{TOKEN}\n{HOOK}\n"));
    folder.write("two words", format!("{TOKEN} {HOOK}"));
    folder.write("not-utf8", [b"t0k3n".as_slice(), b"\xff"].concat());
    let hook = format!("https://api.flock.com/hooks/sendMessage/{HOOK}");
    let hook = hook.as_str();
    for args in MESSAGES {
        let dry = [args, &["--dry-run"][..]].concat();
        assert_eq!(run(&folder, None, &dry).code, 0);
        for base in [
            "http://flock.example",
            "nonsense",
            "ftp://flock.example",
            "https://",
        ] {
            run(&folder, Some(base), &dry);
        }
    }
    for file in ["both", "two words", "not-utf8", "missing", "."] {
        for option in ["--token-file", "--webhook-file"] {
            let to: &[&str] = match option {
                "--token-file" => &["--to", "u:ada"],
                _ => &[],
            };
            let args = [&["send", "--text", "hi", "--yes", option, file], to].concat();
            assert_eq!(run(&folder, None, &args).code, 2, "{args:?}");
        }
    }
    assert_eq!(
        run(&folder, None, &["send", "--text", "hi", "--to", hook]).code,
        2
    );
    for setting in [
        format!("to = {HOOK:?}"),
        format!("to = {hook:?}"),
        format!("to = \"u:ada\"\ntoken = {HOOK:?}"),
        format!("to = \"u:ada\"\ntoken-env = {HOOK:?}"),
        format!("webhook-env = {hook:?}"),
        format!("webhook-url = {hook:?}"),
        format!("webhook-file = {hook:?}"),
        format!("webhook-env = \"{HOOK}"),
    ] {
        folder.write("flockml.toml", format!("[targets.named]\n{setting}\n"));
        let ran = run(&folder, None, MESSAGES[2]);
        assert_eq!(ran.code, 2, "{setting}: {}", ran.all());
    }
}
