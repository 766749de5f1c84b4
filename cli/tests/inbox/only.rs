//! `--inbox-only`: lines for scripts, and how it ends.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::thread;

use serde_json::{Value, json};

use crate::running::{At, HOOK, Inbox, LONG};
use crate::support::Folder;
use crate::support::preview::Answer;

#[test]
fn each_message_is_a_line_that_is_there_when_its_sender_has_the_answer() {
    let inbox = Inbox::start(&[]);
    let message = json!({"text": "a\nb", "txet": 1});
    inbox.hook(&message);
    let line = inbox.line();
    let fields: Vec<&String> = line.as_object().unwrap().keys().collect();
    let wanted = [
        "id", "at", "method", "to", "findings", "message", "status", "fault",
    ];
    for name in wanted {
        assert!(
            fields.iter().any(|field| *field == name),
            "{name} in {line}"
        );
    }
    assert_eq!(line["message"], message);
    assert_eq!(line["method"], "webhook");
    assert_eq!((&line["status"], &line["to"]), (&json!(200), &Value::Null));
    assert_eq!(line["findings"][0]["rule"], "unknown-field");
    let at: jiff::Timestamp = line["at"].as_str().unwrap().parse().unwrap();
    assert!(at > "2024-01-01T00:00:00Z".parse().unwrap());
}

#[test]
fn a_line_is_one_line_that_a_terminal_only_shows() {
    let inbox = Inbox::start(&["--expect", "1"]);
    let text = "a\u{9b}31m\u{1b}[31m\n\u{2028}\u{202e}\u{7f}é😀";
    inbox.hook(&json!({"text": text}));
    let line = inbox.raw_line();
    assert!(!line.contains(char::is_control), "{line}");
    assert!(!line.contains(['\u{2028}', '\u{202e}']), "{line}");
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["message"]["text"], text);
}

#[test]
fn it_ends_with_the_last_message_that_it_expects() {
    let inbox = Inbox::start(&["--expect", "2", "--timeout", "60"]);
    assert_eq!(inbox.hook(&json!({"text": "one", "txet": 1})).status, 200);
    let last = inbox.hook(&json!({"text": "two"}));
    assert_eq!(last.status, 200);
    assert!(last.json()["uid"].is_string());
    let ended = inbox.end();
    // Findings do not change how it ends.
    assert_eq!((ended.code, &*ended.stderr), (0, ""));
    let texts: Vec<&Value> = ended
        .lines
        .iter()
        .map(|line| &line["message"]["text"])
        .collect();
    assert_eq!(texts, ["one", "two"]);
}

#[test]
fn what_was_not_taken_is_printed_and_not_counted() {
    let inbox = Inbox::start(&["--expect", "1", "--fault", "429,drop,html"]);
    for status in [429, 0, 200] {
        assert_eq!(inbox.hook(&json!({"text": "a"})).status, status);
    }
    assert_eq!(inbox.hook(&json!({"txet": "a"})).status, 400);
    assert_eq!(inbox.hook(&json!({"text": "a"})).status, 200);
    let ended = inbox.end();
    assert_eq!(ended.code, 0);
    let statuses: Vec<&Value> = ended.lines.iter().map(|line| &line["status"]).collect();
    assert_eq!(
        statuses,
        [
            &json!(429),
            &Value::Null,
            &json!(200),
            &json!(400),
            &json!(200)
        ]
    );
}

#[test]
fn the_last_answer_goes_out_entirely_even_if_it_is_slow() {
    let inbox = Inbox::start(&["--expect", "1", "--fault", "slow=1"]);
    let answer = inbox.hook(&json!({"text": "a"}));
    assert_eq!(answer.status, 200);
    assert!(answer.json()["uid"].is_string());
    assert_eq!(inbox.end().code, 0);
}

#[test]
fn a_client_that_keeps_its_connection_does_not_keep_it_up() {
    let inbox = Inbox::start(&["--expect", "1"]);
    let silent = TcpStream::connect(("127.0.0.1", inbox.port)).unwrap();
    let mut half = TcpStream::connect(("127.0.0.1", inbox.port)).unwrap();
    half.write_all(
        format!(
            "POST {HOOK} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: 9\r\n\r\n{{",
            inbox.port
        )
        .as_bytes(),
    )
    .unwrap();
    let mut kept = TcpStream::connect(("127.0.0.1", inbox.port)).unwrap();
    kept.set_read_timeout(Some(LONG)).unwrap();
    let body = r#"{"text":"a"}"#;
    write!(
        kept,
        "POST {HOOK} HTTP/1.1\r\nHost: localhost:{}\r\nContent-Length: {}\r\n\r\n{body}",
        inbox.port,
        body.len()
    )
    .unwrap();
    assert_eq!(Answer::read(kept).status, 200);
    assert_eq!(inbox.end().code, 0);
    drop((silent, half));
}

#[test]
fn too_few_in_time_are_told() {
    for (messages, said) in [
        (
            0,
            "error: 2 messages were expected within 0.9 seconds, and none was taken",
        ),
        (
            1,
            "error: 2 messages were expected within 0.9 seconds, and 1 was taken",
        ),
    ] {
        let inbox = Inbox::start(&["--expect", "2", "--timeout", "0.9"]);
        for _ in 0..messages {
            inbox.hook(&json!({"text": "a"}));
        }
        let ended = inbox.end();
        assert_eq!((ended.code, &*ended.stderr), (1, said));
        assert_eq!(ended.lines.len(), messages);
    }
}

#[test]
fn it_ends_when_nobody_reads_its_lines() {
    let mut inbox = Inbox::start_unread(&[]);
    inbox.close_stdout();
    assert_eq!(inbox.hook(&json!({"text": "a"})).status, 200);
    let ended = inbox.end();
    assert_eq!((ended.code, &*ended.stderr), (0, ""));
}

#[test]
fn as_many_as_expected_are_told_that_they_arrived_and_no_more() {
    let inbox = Inbox::start(&["--expect", "10"]);
    let all = 40;
    let start = Barrier::new(all);
    let statuses: Vec<u16> = thread::scope(|scope| {
        let one = |at: usize| {
            let (inbox, start) = (*inbox, &start);
            move || {
                start.wait();
                post_if_it_is_there(inbox, &json!({"text": at.to_string()}))
            }
        };
        let posting: Vec<_> = (0..all).map(|at| scope.spawn(one(at))).collect();
        posting.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let count = |status: u16| statuses.iter().filter(|it| **it == status).count();
    assert_eq!(count(200), 10, "{statuses:?}");
    assert_eq!(count(200) + count(503) + count(0), all, "{statuses:?}");
    let ended = inbox.end();
    assert_eq!((ended.code, ended.lines.len()), (0, 10));
}

/// The status; 0 once the inbox has ended.
fn post_if_it_is_there(inbox: At, message: &Value) -> u16 {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", inbox.port)) else {
        return 0;
    };
    stream.set_read_timeout(Some(LONG)).unwrap();
    let request = inbox.request("POST", HOOK, "", message.to_string().as_bytes());
    let _ = stream.write_all(&request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8(answer).unwrap();
    let status = answer.split(' ').nth(1);
    status.map_or(0, |status| status.parse().unwrap())
}

#[test]
fn wrong_usage_is_told() {
    let folder = Folder::empty();
    for args in [
        &["preview", "--expect", "1"][..],
        &["preview", "--inbox-only", "--expect", "0"],
        &["preview", "--inbox-only", "--timeout", "1"],
        &["preview", "--inbox-only", "templates"],
        &["preview", "--inbox-only", "--fault", "429:0"],
    ] {
        let ran = folder.run(args);
        assert_eq!((ran.code, &*ran.stdout), (2, ""), "{args:?}");
        assert!(!ran.stderr.is_empty());
    }
    let taken = Inbox::start(&[]);
    let ran = folder.run(&["preview", "--inbox-only", "--port", &taken.port.to_string()]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("another program uses it"),
        "{}",
        ran.stderr
    );
}

#[test]
fn it_has_no_page() {
    let inbox = Inbox::start(&[]);
    for verb in ["GET", "POST"] {
        let answer = inbox.ask(verb, "/", "", "");
        assert_eq!(answer.status, 404);
        assert!(
            answer.body.contains("no page with `--inbox-only`"),
            "{answer:?}"
        );
    }
}
