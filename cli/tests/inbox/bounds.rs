//! Requests that are too large, too deep, or none.

use std::io::Write;
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::running::{FORM, HOOK, Inbox};

const JSON: &str = "application/json";

#[test]
fn whatever_comes_is_answered_and_the_next_message_taken() {
    let inbox = Inbox::start(&[]);
    let deep = |open: &str, close: &str| {
        let (open, close) = (open.repeat(100_000), close.repeat(100_000));
        format!(r#"{{"text":"a","attachments":{open}1{close}}}"#)
    };
    let fields: String = (0..100_000).map(|at| format!("f{at}=&")).collect();
    let tokens: String = (0..50_000)
        .map(|at| format!("token=secret-{at}&"))
        .collect();
    let keys: Vec<String> = (0..5_000).map(|at| format!(r#""k{at}":"""#)).collect();
    let quotes = "\"\\".repeat(200_000);
    for (kind, body, status) in [
        (JSON, deep("[", "]"), 400),
        (JSON, deep(r#"{"a":"#, "}"), 400),
        (JSON, "[".repeat(1_000_000), 400),
        (JSON, format!("{{{}}}", keys.join(",")), 400),
        (
            JSON,
            format!(r#"{{"text":"a",{}}}"#, vec![r#""a":1"#; 5_000].join(",")),
            200,
        ),
        (
            JSON,
            r#"{"text":"a","text":"b","token":"1","token":2}"#.to_owned(),
            200,
        ),
        (JSON, format!("{{{quotes}"), 400),
        (FORM, format!("{fields}text=a"), 200),
        (FORM, format!("{tokens}text=a"), 200),
        (FORM, "&=&=&%&%zz&text=%ff%fe".to_owned(), 200),
        (FORM, "%".repeat(1_000_000), 400),
        ("\u{1}", "text=a".to_owned(), 400),
    ] {
        let answer = inbox.post(HOOK, kind, &body);
        assert_eq!(answer.status, status, "{kind} {body:.40}: {}", answer.body);
        let detail = inbox.get("/api/inbox").json();
        assert!(detail["messages"].is_array());
    }
    for row in inbox.rows() {
        assert!(row["summary"].as_str().unwrap().chars().count() <= 121);
        assert!(inbox.detail(row["id"].as_u64().unwrap())["request"]["body"].is_string());
    }
    assert_eq!(inbox.hook(&json!({"text": "next"})).status, 200);
}

#[test]
fn bytes_that_are_no_text_are_told_and_not_shown() {
    let inbox = Inbox::start(&[]);
    for (kind, body, status) in [
        (JSON, &b"{\"text\":\"\xff\"}"[..], 400),
        (JSON, b"\xff\xfe{\0\"\0t\0", 400),
        (FORM, b"text=\xff", 200),
        ("image/png", b"\x89PNG\r\n\x1a\n\0", 400),
    ] {
        assert_eq!(
            inbox.post(HOOK, kind, body).status,
            status,
            "{kind} {body:?}"
        );
        let detail = inbox.newest();
        assert!(!detail["request"]["body"].as_str().unwrap().contains('\0'));
    }
}

#[test]
fn a_mebibyte_is_taken_and_no_byte_more() {
    let inbox = Inbox::start(&[]);
    let body = |length: usize| {
        let frame = r#"{"text":""}"#.len();
        format!(r#"{{"text":"{}"}}"#, "x".repeat(length - frame))
    };
    assert_eq!(inbox.post(HOOK, JSON, body(1 << 20)).status, 200);
    assert_eq!(inbox.post(HOOK, JSON, body((1 << 20) + 1)).status, 413);
    // One that does not say how long it is.
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 16, "x".repeat(1 << 16));
    let head = format!(
        "POST {HOOK} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nTransfer-Encoding: chunked\r\n\r\n",
        inbox.port
    );
    let request = [head.into_bytes(), chunk.repeat(17).into_bytes()].concat();
    assert!([413, 0].contains(&inbox.raw(&request).status));
    assert_eq!(inbox.rows().len(), 1);
    let line = inbox.line();
    assert_eq!(
        line["message"]["text"].as_str().unwrap().len(),
        (1 << 20) - 11
    );
}

#[test]
fn a_connection_that_ends_in_the_middle_leaves_nothing() {
    let inbox = Inbox::start(&[]);
    let whole = inbox.request("POST", HOOK, "", br#"{"text":"half"}"#);
    for length in [10, whole.len() - 5, whole.len() - 1] {
        let mut stream = TcpStream::connect(("127.0.0.1", inbox.port)).unwrap();
        stream.write_all(&whole[..length]).unwrap();
    }
    assert_eq!(inbox.hook(&json!({"text": "whole"})).status, 200);
    let texts: Vec<Value> = inbox
        .rows()
        .iter()
        .map(|row| row["summary"].clone())
        .collect();
    assert_eq!(texts, ["whole"]);
}

#[test]
fn other_sites_and_hosts_are_kept_out() {
    let inbox = Inbox::start(&[]);
    let body = r#"{"text":"from a page"}"#;
    for header in [
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
    ] {
        assert_eq!(
            inbox.ask("POST", HOOK, header, body).status,
            403,
            "{header}"
        );
        assert_eq!(
            inbox.ask("GET", "/api/inbox", header, "").status,
            403,
            "{header}"
        );
        assert_eq!(
            inbox.ask("DELETE", "/api/inbox", header, "").status,
            403,
            "{header}"
        );
    }
    let rebound =
        format!("POST {HOOK} HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(
        inbox
            .raw(
                rebound
                    .replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
                    .as_bytes()
            )
            .status,
        403
    );
    assert_eq!(inbox.rows(), Vec::<Value>::new());
}
