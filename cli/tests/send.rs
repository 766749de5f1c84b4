//! `flockml send`, as operators meet it: against a server on loopback that behaves as told.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

#[path = "../../tests/loopback/mod.rs"]
#[allow(unreachable_pub, reason = "it is shared with the library's tests")]
mod loopback;
mod support;

use flockml::message::Message;
use flockml::template::Templates;
use loopback::{Answer, Closed, Conduct, Reading, Server};
use serde_json::{Value, json};
use support::{Folder, Ran};

const TOKEN: &str = "869eb1d0-419d-4747-98b4-6d81360a6681";
const ALERT: &str = "<flockml><b>{{ host }}</b> is {{ state }}<br/></flockml>\n";
const FILES: &[(&str, &str)] = &[
    (
        "flockml.toml",
        "[targets.ops]\nto = \"g:ops\"\non-behalf-of = \"u:ada\"\n\n\
         [targets.oncall]\nto = \"u:grace\"\ntoken-file = \"keys/oncall\"\n\n\
         [targets.deploys]\nwebhook-env = \"DEPLOYS_WEBHOOK_URL\"\n",
    ),
    ("keys/oncall", "0ncall-t0ken\n"),
    ("alert.flockml", ALERT),
    ("broken.flockml", "<flockml>\n  <b>{{ host }}\n</flockml>\n"),
    (
        "cards.flockml",
        "<message><flockml>{{ host }}</flockml><attachment title=\"one\"/>\
         <attachment title=\"two\"><button name=\"Ack\" type=\"sendEvent\" id=\"ack\"/></attachment></message>\n",
    ),
    (
        "alert.json",
        "{\"host\": \"db-1 & <b>\", \"state\": \"down\"}\n",
    ),
    (
        "payload.json",
        "{\"text\": \"by hand\", \"to\": \"g:else\", \"token\": \"s\"}\n",
    ),
    ("wrong.json", "{\"txet\": \"by hand\"}\n"),
];

/// A server, and a folder whose program is pointed at it.
struct Flock {
    server: Server,
    folder: Folder,
}

impl Flock {
    fn that(conducts: Vec<Conduct>) -> Self {
        Self {
            server: Server::in_turn(conducts),
            folder: Folder::with(FILES),
        }
    }

    fn send(&self, args: &[&str]) -> Ran {
        self.send_with(args, "")
    }

    fn send_with(&self, args: &[&str], stdin: &str) -> Ran {
        let base = self.server.url("");
        send(&self.folder, &base, args, stdin)
    }

    /// What was posted, each with the path that it was posted to.
    fn posted(&self) -> Vec<(String, Value)> {
        let requests = self.server.received().into_iter();
        requests
            .map(|request| {
                let (head, body) = request.split_once("\r\n\r\n").unwrap();
                let path = head.split(' ').nth(1).unwrap().to_owned();
                (path, serde_json::from_str(body).unwrap())
            })
            .collect()
    }

    fn bodies(&self) -> Vec<Value> {
        self.posted().into_iter().map(|(_, body)| body).collect()
    }
}

fn send(folder: &Folder, base: &str, args: &[&str], stdin: &str) -> Ran {
    let env = [
        ("FLOCK_BASE_URL", base),
        ("FLOCK_TOKEN", TOKEN),
        (
            "FLOCK_WEBHOOK_URL",
            "https://api.flock.com/hooks/sendMessage/8cb4d06e-90a9",
        ),
        (
            "DEPLOYS_WEBHOOK_URL",
            "https://api.flock.co/hooks/sendMessage/de910y5",
        ),
    ];
    let mut ran = folder.run_env(&env, &[&["send"], args].concat(), stdin);
    for text in [&mut ran.stdout, &mut ran.stderr] {
        *text = text.replace(base.trim_start_matches("http://"), "[SERVER]");
    }
    ran
}

#[test]
fn what_is_sent_is_what_render_makes() {
    let flock = Flock::that(vec![Conduct::post()]);
    let args = [
        "alert.flockml",
        "--data",
        "alert.json",
        "--webhook",
        "--yes",
    ];
    let ran = flock.send(&args);
    assert_eq!(
        ran.all(),
        "exit 0\n---- stdout\nsent to the webhook's channel, uid 1519889545238-gg8-m203\n"
    );
    let templates = Templates::load(flock.folder.path("")).unwrap();
    let data = json!({ "host": "db-1 & <b>", "state": "down" });
    let message = templates.render("alert.flockml", &data).unwrap();
    let message = message.object.into_message();
    let request = flock.server.received().remove(0);
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, message.to_json());
    assert!(
        head.starts_with("POST /hooks/sendMessage/8cb4d06e-90a9 "),
        "{head}"
    );
    let rendered = flock
        .folder
        .run(&["render", "alert.flockml", "--data", "alert.json"]);
    assert_eq!(rendered.stdout.trim_end(), message.to_json_pretty());
    let dry = flock.send(&[&args[..], &["--dry-run"]].concat());
    assert_eq!(dry.stdout.lines().last(), Some(body));
}

#[test]
fn a_dry_run_shows_all_but_the_secrets_and_sends_nothing() {
    let flock = Flock::that(vec![Conduct::post()]);
    let mut said = String::new();
    for args in [
        &["alert.flockml", "--data", "alert.json", "--webhook"][..],
        &[
            "--text",
            "disk full",
            "--to",
            "ops",
            "--visible-to",
            "u:bob",
        ],
        &[
            "--text",
            "disk full",
            "--to",
            "u:ada",
            "--to",
            "deploys",
            "--split",
            "--max-chars",
            "5",
        ],
    ] {
        let ran = flock.send(&[args, &["--dry-run"]].concat());
        assert_eq!(ran.code, 0, "{}", ran.all());
        said += &format!(
            "$ flockml send {} --dry-run\n{}\n",
            args.join(" "),
            ran.all()
        );
    }
    assert_eq!(flock.server.requests(), 0);
    insta::assert_snapshot!(said);
}

#[test]
fn a_webhook_stays_at_its_own_host_unless_the_environment_names_another() {
    let folder = Folder::with(FILES);
    for url in [
        "https://api1.flock.com/hooks/sendMessage/s3cret",
        "https://hooks.example/s3cret",
    ] {
        let env = [("FLOCK_WEBHOOK_URL", url)];
        let ran = folder.run_env(
            &env,
            &["send", "--text", "hi", "--webhook", "--dry-run"],
            "",
        );
        let shown = format!("POST {}\n", url.replace("s3cret", "[redacted]"));
        assert!(ran.stdout.starts_with(&shown), "{}", ran.all());
    }
}

#[test]
fn a_dry_run_needs_no_secret() {
    let folder = Folder::with(FILES);
    let mut said = String::new();
    for args in [
        &["send", "--text", "hello", "--to", "g:ops", "--dry-run"][..],
        &["send", "--text", "hello", "--webhook", "--dry-run"],
        &["send", "--text", "hello", "--to", "deploys", "--dry-run"],
        &[
            "send",
            "--text",
            "hello",
            "--to",
            "g:ops",
            "--token-file",
            "missing",
            "--dry-run",
        ],
    ] {
        let ran = folder.run(args);
        assert_eq!(ran.code, 0, "{}", ran.all());
        said += &format!("$ flockml {}\n{}\n", args.join(" "), ran.all());
    }
    insta::assert_snapshot!(said);
}

#[test]
fn names_lead_to_addresses_with_their_own_secrets() {
    let flock = Flock::that(vec![Conduct::post()]);
    let all = [
        "--to", "ops", "--to", "oncall", "--to", "deploys", "--to", "u:bob",
    ];
    let ran = flock.send(&[&["--text", "hi", "--yes", "--at-once", "1"], &all[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(ran.stdout.lines().count(), 4, "{}", ran.stdout);
    let method = "/v1/chat.sendMessage".to_owned();
    let posted = flock.posted();
    assert_eq!(
        posted[0],
        (
            method.clone(),
            json!({ "token": TOKEN, "to": "g:ops", "onBehalfOf": "u:ada", "text": "hi" })
        )
    );
    assert_eq!(
        posted[1],
        (
            method.clone(),
            json!({ "token": "0ncall-t0ken", "to": "u:grace", "text": "hi" })
        )
    );
    assert_eq!(
        posted[2],
        (
            "/hooks/sendMessage/de910y5".to_owned(),
            json!({ "text": "hi" })
        )
    );
    assert_eq!(
        posted[3],
        (
            method,
            json!({ "token": TOKEN, "to": "u:bob", "text": "hi" })
        )
    );
}

#[test]
fn the_same_address_gets_one_message() {
    let flock = Flock::that(vec![Conduct::post()]);
    let ran = flock.send(&[
        "--text",
        "hi",
        "--yes",
        "--at-once",
        "1",
        "--to",
        "u:bob",
        "--to",
        "u:bob",
        "--to",
        "ops",
        "--to",
        "g:ops",
        "--on-behalf-of",
        "u:ada",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(flock.server.requests(), 2);
    insta::assert_snapshot!(ran.all());
}

#[test]
fn what_becomes_of_a_message_is_said_with_what_to_do() {
    let refused = |status, code| Answer::refused(status, code).refusing();
    let busy = Answer::refused(429, "TooManyRequests");
    let page = Answer::new(200, "<html>log in</html>").content_type("text/html");
    let moved = Answer::new(301, "").header("Location", "https://elsewhere.example/");
    let mut said = String::new();
    for (name, code, conduct) in [
        ("posted", 0, Conduct::post()),
        ("an answer without uid", 0, Answer::new(200, "").accepting()),
        (
            "429 with Retry-After",
            3,
            busy.header("Retry-After", "120").refusing(),
        ),
        ("503", 3, refused(503, "ServiceUnavailable")),
        ("400", 3, refused(400, "InvalidParameter")),
        ("403", 3, refused(403, "InvalidToken")),
        (
            "404 of another server",
            3,
            Answer::new(404, "no").content_type("text/plain").refusing(),
        ),
        ("200 with an error", 3, refused(200, "UnknownRecipient")),
        ("a redirect", 3, moved.refusing()),
        ("500", 4, refused(500, "InternalServerError")),
        ("a login page", 4, page.refusing()),
        (
            "dropped after the message was posted",
            4,
            Conduct::drop_after(Reading::All, true),
        ),
        ("no answer", 4, Conduct::stall(true)),
    ] {
        let flock = Flock::that(vec![conduct]);
        let ran = flock.send(&[
            "--text",
            "hi",
            "--webhook",
            "--yes",
            "--retries",
            "0",
            "--timeout",
            "0.5",
        ]);
        assert_eq!(ran.code, code, "{name}: {}", ran.all());
        assert_eq!(flock.server.requests(), 1, "{name}");
        said += &format!("# {name}\n{}\n", ran.all());
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_server_that_is_not_there_is_told() {
    let closed = Closed::port();
    let folder = Folder::with(FILES);
    let args = ["--text", "hi", "--to", "ops", "--yes", "--retries", "1"];
    let ran = send(&folder, &closed.url(""), &args, "");
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.all());
}

#[test]
fn what_was_not_processed_is_tried_again_and_what_may_have_been_is_not() {
    let busy = || Answer::refused(503, "ServiceUnavailable").refusing();
    let args = ["--text", "hi", "--webhook", "--yes"];
    let flock = Flock::that(vec![busy(), busy(), Conduct::post()]);
    assert_eq!(flock.send(&args).code, 0);
    assert_eq!(flock.server.requests(), 3);

    let lost = || Conduct::drop_after(Reading::All, false);
    let flock = Flock::that(vec![lost(), Conduct::post()]);
    assert_eq!(flock.send(&args).code, 4);
    assert_eq!(flock.server.requests(), 1);
    let flock = Flock::that(vec![lost(), Conduct::post()]);
    assert_eq!(
        flock.send(&[&args[..], &["--retry-unknown"]].concat()).code,
        0
    );
    assert_eq!(flock.server.requests(), 2);
}

#[test]
fn the_worst_outcome_decides_and_keeps_nobody_else_back() {
    let refused = Answer::refused(400, "UnknownRecipient").refusing();
    let failed = Answer::refused(500, "InternalServerError").refusing();
    let flock = Flock::that(vec![failed, refused, Conduct::post()]);
    let ran = flock.send(&[
        "--text",
        "hi",
        "--yes",
        "--retries",
        "0",
        "--at-once",
        "1",
        "--to",
        "u:a",
        "--to",
        "u:b",
        "--to",
        "u:c",
    ]);
    assert_eq!(ran.code, 4, "{}", ran.all());
    assert_eq!(flock.server.requests(), 3);
    assert_eq!(ran.stdout, "sent to u:c, uid 1519889545238-gg8-m203\n");
}

#[test]
fn parts_go_in_order_and_the_first_that_fails_keeps_back_the_rest() {
    let text = "one two three";
    let args = [
        "--text",
        text,
        "--webhook",
        "--yes",
        "--split",
        "--max-chars",
        "4",
        "--retries",
        "0",
    ];
    let flock = Flock::that(vec![Conduct::post()]);
    assert_eq!(flock.send(&args).code, 0);
    let texts: Vec<_> = flock
        .bodies()
        .iter()
        .map(|body| body["text"].clone())
        .collect();
    assert_eq!(texts, ["one ", "two ", "thre", "e"]);

    let refused = Answer::refused(503, "ServiceUnavailable").refusing();
    let flock = Flock::that(vec![Conduct::post(), refused]);
    let ran = flock.send(&args);
    assert_eq!(ran.code, 3);
    assert_eq!(flock.server.requests(), 2);
    insta::assert_snapshot!(ran.all());
}

#[test]
fn buttons_go_with_the_last_part() {
    let flock = Flock::that(vec![Conduct::post()]);
    let args = [
        "cards.flockml",
        "--set",
        "host=db-1",
        "--webhook",
        "--yes",
        "--split",
        "--max-chars",
        "3",
    ];
    let ran = flock.send(&args);
    assert_eq!(ran.code, 0, "{}", ran.all());
    let bodies = flock.bodies();
    assert_eq!(bodies.len(), 3, "{bodies:?}");
    assert_eq!(
        bodies[0],
        json!(serde_json::from_str::<Value>(&Message::new("db-").to_json()).unwrap())
    );
    assert_eq!(bodies[1]["attachments"][0], json!({ "title": "one" }));
    assert_eq!(bodies[2]["attachments"][0]["buttons"][0]["name"], "Ack");
}

/// Each is refused before anything is sent, and nothing is written to standard output.
#[test]
fn what_is_refused_is_told_and_not_sent() {
    let flock = Flock::that(vec![Conduct::post()]);
    let mut said = String::new();
    for args in [
        &["broken.flockml", "--data", "alert.json"][..],
        &["alert.flockml", "--set", "hots=db-1"],
        &["cards.flockml", "--set", "host=db-1"],
        &["--text", ""],
        &["--text", "three words here", "--max-chars", "5"],
        &["--text", &"x".repeat(101), "--max-chars", "1", "--split"],
        &["--payload", "wrong.json"],
    ] {
        let ran = flock.send(&[args, &["--webhook", "--yes"]].concat());
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (1, ""),
            "{args:?}: {}",
            ran.all()
        );
        said += &format!("$ flockml send {}\n{}\n", args.join(" "), ran.stderr);
    }
    assert_eq!(flock.server.requests(), 0);
    insta::assert_snapshot!(said);
}

#[test]
fn a_payload_is_sent_without_what_says_where_it_goes() {
    let flock = Flock::that(vec![Conduct::post()]);
    let ran = flock.send(&["--payload", "payload.json", "--to", "g:ops", "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(
        ran.stderr,
        "note: `token`, `to` in `payload.json` counts for nothing: the command line says to whom\n"
    );
    let body = json!({ "token": TOKEN, "to": "g:ops", "text": "by hand" });
    assert_eq!(flock.bodies(), [body]);
    let ran = flock.send_with(
        &["--payload", "-", "--webhook", "--yes"],
        "{\"text\": \"piped\"}",
    );
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(flock.bodies()[1], json!({ "text": "piped" }));
}

#[test]
fn a_text_comes_from_standard_input_without_what_a_terminal_obeys() {
    let flock = Flock::that(vec![Conduct::post()]);
    let ran = flock.send_with(
        &["--text", "-", "--webhook", "--yes"],
        "\u{1b}[31m<b>97 %</b>\u{1b}[0m\nfull\n",
    );
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(flock.bodies(), [json!({ "text": "<b>97 %</b>\nfull" })]);
}

#[test]
fn no_alert_is_lost_when_its_template_fails() {
    let flock = Flock::that(vec![Conduct::post()]);
    let mut said = String::new();
    for (args, stdin) in [
        (&["broken.flockml", "--data", "alert.json"][..], ""),
        (&["missing.flockml", "--data", "alert.json"], ""),
        (
            &["no/such/folder/alert.flockml", "--data", "alert.json"],
            "",
        ),
        (
            &[
                "alert.flockml",
                "--data",
                "missing.json",
                "--set",
                "host=db-1",
            ],
            "",
        ),
        (
            &["alert.flockml", "--data", "-"],
            "{\"host\": \"db-1\", oops",
        ),
        (&["alert.flockml", "--data", "-"], "[1, 2]"),
        (&["cards.flockml", "--set", "host=db-1"], ""),
    ] {
        let before = flock.server.requests();
        let ran = flock.send_with(
            &[args, &["--webhook", "--yes", "--degrade"]].concat(),
            stdin,
        );
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.all());
        said += &format!("$ flockml send {} --degrade\n{}", args.join(" "), ran.all());
        for body in &flock.bodies()[before..] {
            said += &format!(
                "posted: {}\n",
                body.get("text").unwrap_or(&body["attachments"])
            );
        }
        said.push('\n');
    }
    insta::assert_snapshot!(said);
}

#[test]
fn without_a_terminal_nothing_is_sent_that_nobody_agreed_to() {
    let flock = Flock::that(vec![Conduct::post()]);
    let ran = flock.send_with(&["--text", "hi", "--webhook"], "y\n");
    assert_eq!(ran.code, 2, "{}", ran.all());
    assert_eq!(
        ran.stderr,
        "error: there is no terminal to ask on: say `--yes` to send, or `--dry-run` to look first\n"
    );
    assert_eq!(flock.server.requests(), 0);
}

/// A wrong command line is one sentence, and exit 2.
#[test]
fn wrong_usage_is_one_sentence() {
    let folder = Folder::with(FILES);
    folder.write("two-lines", "a\nb\n");
    folder.write(
        "hook",
        "https://api.flock.com/hooks/sendMessage/8cb4d06e-90a9\n",
    );
    let hook = "https://api.flock.com/hooks/sendMessage/8cb4d06e-90a9";
    let mut said = String::new();
    for args in [
        &["--text", "hi"][..],
        &["--webhook"],
        &["alert.flockml", "--text", "hi", "--webhook"],
        &["--text", "hi", "--set", "a=1", "--webhook"],
        &["--text", "hi", "--degrade", "--webhook"],
        &["--text", "hi", "--webhook", "--to", "u:a"],
        &["--text", "hi", "--webhook", "--on-behalf-of", "u:a"],
        &["--text", "hi", "--to", "u:a", "--timeout", "0"],
        &["--text", "hi", "--to", "u:a", "--timeout", "soon"],
        &["--text", "hi", "--to", "u:a", "--max-chars", "0"],
        &["--text", "hi", "--to", "u:a", "--retries", "1000"],
        &["--text", "hi", "--to", "u:a", "--at-once", "0"],
        &["--text", "hi", "--to", "u:a"],
        &["--text", "hi", "--webhook"],
        &["--text", "hi", "--to", "u:a", "--token-file", "missing"],
        &["--text", "hi", "--to", "u:a", "--token-file", "two-lines"],
        &["--text", "hi", "--to", "ospc"],
        &["--text", "hi", "--to", "everybody"],
        &["--text", "hi", "--to", "#general"],
        &["--text", "hi", "--to", "x:y"],
        &["--text", "hi", "--to", hook],
        &["--text", "hi", "--to", TOKEN],
        &["--text", "hi", "--to", "u:a", "--on-behalf-of", "ada"],
        &["--text", "hi", "--to", "u:a", "--visible-to", "g:ops"],
        &["--text", "hi", "--to", "deploys", "--on-behalf-of", "u:a"],
        &["--text", "hi", "--to", "deploys"],
        &["--payload", "missing.json", "--webhook-file", "two-lines"],
        &["missing.flockml", "--webhook-file", "hook"],
        &["--payload", "missing.json", "--webhook-file", "hook"],
        &[
            "alert.flockml",
            "--data",
            "missing.json",
            "--webhook-file",
            "hook",
        ],
    ] {
        let ran = folder.run(&[&["send", "--yes"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.all());
        assert_eq!(ran.stderr.lines().count(), 1, "{args:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "");
        said += &format!("$ flockml send {}\n{}\n", args.join(" "), ran.stderr);
    }
    let env = [("FLOCK_BASE_URL", "flock.example")];
    let ran = folder.run_env(&env, &["send", "--text", "hi", "--webhook", "--yes"], "");
    said += &format!("$ FLOCK_BASE_URL=flock.example flockml send\n{}", ran.all());
    insta::assert_snapshot!(said);
}

#[test]
fn a_secret_over_plain_http_is_warned_of() {
    let folder = Folder::with(FILES);
    for (base, warned) in [
        ("http://flock.example", true),
        ("https://flock.example", false),
        ("http://127.0.0.1:9", false),
        ("http://[::1]:9", false),
    ] {
        let env = [("FLOCK_BASE_URL", base), ("FLOCK_TOKEN", TOKEN)];
        let args = [
            "send",
            "--text",
            "hi",
            "--to",
            "u:a",
            "--to",
            "u:b",
            "--dry-run",
        ];
        let ran = folder.run_env(&env, &args, "");
        let said = "warning: the secret goes to `flock.example` over plain http, for everybody on \
                    the way to read: use https\n";
        assert_eq!(ran.stderr, if warned { said } else { "" }, "{base}");
    }
}
