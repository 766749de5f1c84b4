//! Messages for Flowdock, rendered and sent.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

#[path = "../../tests/loopback/mod.rs"]
#[allow(unreachable_pub, reason = "it is shared with the library's tests")]
mod loopback;
mod support;

use loopback::{Answer, Conduct, Server};
use serde_json::Value;
use support::{Folder, Ran};

const TOKEN: &str = "7a9c2d1f-t0ken";
const ALERT: &str = "<message><flockml><b>{{ host }}</b> is down<br/>since 10:42</flockml>\
                     <attachment color=\"critical\" url=\"https://example.com/db-1\">\
                     <button name=\"Runbook\" type=\"openBrowser\" url=\"https://example.com/r\"/>\
                     <button name=\"Acknowledge\" type=\"sendEvent\" id=\"ack\"/></attachment></message>\n";

fn folder() -> Folder {
    Folder::with(&[
        ("alert.flockml", ALERT),
        ("empty.flockml", "<flockml>{{ host }}</flockml>\n"),
        ("data.json", "{\"host\": \"<db-1>\"}\n"),
        ("token", "7a9c2d1f-fr0m-file\n"),
    ])
}

const SEND: [&str; 7] = [
    "send",
    "alert.flockml",
    "--data",
    "data.json",
    "--flowdock",
    "--thread",
    "db-1",
];

fn send(server: &Server, args: &[&str]) -> Ran {
    let base = server.url("/flowdock");
    let env = [
        ("FLOWDOCK_BASE_URL", base.as_str()),
        ("FLOWDOCK_TOKEN", TOKEN),
    ];
    let mut ran = folder().run_env(&env, &[&SEND[..], args].concat(), "");
    for text in [&mut ran.stdout, &mut ran.stderr] {
        *text = text.replace(&server.address().to_string(), "[SERVER]");
    }
    ran
}

#[test]
fn a_template_is_rendered_as_flowdock_is_sent_it() {
    let folder = folder();
    let render = [
        "render",
        "alert.flockml",
        "--data",
        "data.json",
        "--as",
        "flowdock",
    ];
    let mut said = String::new();
    for args in [
        &["--thread", "db-1"][..],
        &[
            "--thread",
            "db-1",
            "--discussion",
            "--author",
            "Ada",
            "--tag",
            "disk",
            "--tag",
            "db",
        ],
        &[],
        &["--thread", " "],
    ] {
        let ran = folder.run(&[&render[..], args].concat());
        said += &format!("$ flockml render … {}\n{}\n", args.join(" "), ran.all());
    }
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_sent_is_what_render_makes_with_the_token() {
    let server = Server::always(Answer::new(202, "{}").accepting());
    let ran = send(&server, &["--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.all());
    assert_eq!(ran.stdout, "sent to the flow\n");
    let request = server.received().remove(0);
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /flowdock/messages "), "{head}");
    let mut body: Value = serde_json::from_str(body).unwrap();
    let token = body.as_object_mut().unwrap().remove("flow_token");
    assert_eq!(token, Some(Value::from(TOKEN)));
    let render = [
        "render",
        "alert.flockml",
        "--data",
        "data.json",
        "--as",
        "flowdock",
        "--thread",
        "db-1",
    ];
    let rendered: Value = serde_json::from_str(&folder().run(&render).stdout).unwrap();
    assert_eq!(body, rendered);
}

#[test]
fn what_becomes_of_an_entry_is_said_without_its_token() {
    let mut said = String::new();
    for (name, conduct, args) in [
        ("410", Answer::new(410, "").refusing(), &["--yes"][..]),
        ("500", Answer::new(500, TOKEN).refusing(), &["--yes"]),
        (
            "400",
            Answer::new(400, "{\"error\":\"bad 7a9c2d1f-t0ken\"}").refusing(),
            &["--yes"],
        ),
        ("dry run", Conduct::post(), &["--dry-run"]),
        (
            "token file",
            Conduct::post(),
            &["--yes", "--token-file", "token"],
        ),
    ] {
        let server = Server::always(conduct);
        let ran = send(&server, args);
        assert!(!ran.all().contains("7a9c2d1f"), "{}", ran.all());
        said += &format!("{name}: {}\n", ran.all());
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_thread_is_called_by_its_message_unless_it_is_named() {
    let folder = Folder::with(&[
        (
            "named.flockml",
            "<attachment id=\"db-1\" title=\"Down\"/>\n",
        ),
        ("titled.flockml", "<attachment title=\"Down\"/>\n"),
        (
            "plain.flockml",
            "<flockml><b>db-1</b> is down<br/>now</flockml>\n",
        ),
        (
            "wordless.flockml",
            "<attachment><image src=\"https://example.com/a.png\"/></attachment>\n",
        ),
    ]);
    for (file, args, id) in [
        ("named.flockml", &[][..], "db-1"),
        ("named.flockml", &["--thread", "7"], "7"),
        ("titled.flockml", &[], "Down"),
        ("plain.flockml", &["--tag", "db"], "db-1 is down"),
        ("wordless.flockml", &[], "flockml"),
    ] {
        let render = folder.run(&[&["render", file, "--as", "flowdock"], args].concat());
        assert_eq!(render.code, 0, "{}", render.all());
        let entry: Value = serde_json::from_str(&render.stdout).unwrap();
        assert_eq!(entry["external_thread_id"], id, "{file}");
        assert_eq!(
            render.stderr.contains("attachments[0].id"),
            id == "7",
            "{}",
            render.all()
        );
        let env = [("FLOWDOCK_TOKEN", TOKEN)];
        let send = folder.run_env(
            &env,
            &[&["send", file, "--flowdock", "--dry-run"], args].concat(),
            "",
        );
        let said = format!("\"external_thread_id\":\"{id}\"");
        assert!(send.stdout.contains(&said), "{}", send.all());
    }
}

#[test]
fn wrong_usage_is_one_sentence() {
    let folder = folder();
    let send = ["send", "--text", "hi", "--yes"];
    let mut said = String::new();
    for (base, args) in [
        ("", &["--to", "u:ada", "--tag", "x"][..]),
        ("", &["--flowdock", "--thread", "x"]),
        ("", &["--flowdock", "--thread", "x", "--webhook"]),
        ("", &["--flowdock", "--thread", "x", "--split"]),
        (
            "ftp://x",
            &["--flowdock", "--thread", "x", "--token-file", "token"],
        ),
    ] {
        let env = [("FLOWDOCK_BASE_URL", base)];
        let ran = folder.run_env(&env, &[&send[..], args].concat(), "");
        assert_eq!(ran.code, 2, "{}", ran.all());
        said += &format!("$ flockml send {}\n{}\n", args.join(" "), ran.stderr);
    }
    insta::assert_snapshot!(said);
}
