//! Whom the preview serves, and whom not.

#![allow(clippy::unwrap_used, reason = "a test that cannot run fails")]

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use support::Folder;
use support::preview::{Answer, LONG, Preview};

/// Longer than the server waits for anybody.
const PATIENCE: Duration = Duration::from_secs(30);

fn start() -> (Folder, Preview) {
    let folder = Folder::with(&[("hello.flockml", "<flockml>Hello</flockml>")]);
    let preview = Preview::start(&folder.path(""), &["."]);
    (folder, preview)
}

fn get(preview: &Preview, path: &str, headers: &str) -> Answer {
    preview.raw(&format!(
        "GET {path} HTTP/1.1\r\nConnection: close\r\n{headers}\r\n"
    ))
}

#[test]
fn only_this_machines_own_names_are_served() {
    let (_folder, preview) = start();
    for host in [
        "127.0.0.1:PORT",
        "localhost:PORT",
        "LocalHost:PORT",
        "[::1]:PORT",
    ] {
        let answer = get(&preview, "/api/gallery", &format!("Host: {host}\r\n"));
        assert_eq!(answer.status, 200, "{host}");
    }
    for host in [
        "evil.example:PORT",
        "evil.example",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "127.0.0.1:PORT.evil.example",
        "127.0.0.1.evil.example:PORT",
        "localhost.:PORT",
        "127.0.0.1.:PORT",
        "user@127.0.0.1:PORT",
        "127.0.0.1:PORT@evil.example",
        "127.1:PORT",
        "0.0.0.0:PORT",
        "2130706433:PORT",
        "0x7f000001:PORT",
        "[::ffff:127.0.0.1]:PORT",
        "[::]:PORT",
        "::1:PORT",
        "127.0.0.1:0PORT",
        "127.0.0.1:PORT/",
        "127.0.0.1:PORT, evil.example",
        "",
        "\u{e9}:PORT",
    ] {
        for path in ["/", "/app.js", "/api/gallery", "/events", "/nothing"] {
            let answer = get(&preview, path, &format!("Host: {host}\r\n"));
            assert_eq!(answer.status, 403, "{host}{path}");
            answer.refusal();
        }
    }
    for (headers, said) in [
        ("", "the request does not name the host that it is for"),
        (
            "Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT\r\n",
            "the request names more than one host",
        ),
    ] {
        let answer = get(&preview, "/", headers);
        assert_eq!(answer.status, 403);
        assert!(answer.refusal().starts_with(said), "{answer:?}");
    }
    let foreign = "http://evil.example/api/gallery";
    let answer = get(&preview, foreign, "Host: 127.0.0.1:PORT\r\n");
    assert_eq!(answer.status, 403);
    let old = preview.raw("GET /api/gallery HTTP/1.0\r\n\r\n");
    assert_eq!(old.status, 403);
}

#[test]
fn pages_of_other_sites_are_not_served() {
    let (_folder, preview) = start();
    let question = "{\"template\":\"hello.flockml\"}";
    let post = |headers: &str| {
        preview.raw(&format!(
            "POST /api/picture HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\
             Content-Length: {}\r\n{headers}\r\n{question}",
            question.len()
        ))
    };
    for ours in [
        "Origin: http://127.0.0.1:PORT\r\nSec-Fetch-Site: same-origin\r\n",
        "Origin: http://localhost:PORT\r\n",
        "Origin: http://[::1]:PORT\r\n",
        "Sec-Fetch-Site: none\r\n",
        "",
    ] {
        assert_eq!(post(ours).status, 200, "{ours}");
    }
    for foreign in [
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://127.0.0.1\r\n",
        "Origin: https://127.0.0.1:PORT\r\n",
        "Origin: http://127.0.0.1:1\r\n",
        "Origin: http://127.0.0.1:PORT.evil.example\r\n",
        "Origin: \r\n",
        "Origin: http://127.0.0.1:PORT\r\nOrigin: https://evil.example\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n",
        "Origin: http://127.0.0.1:PORT\r\nSec-Fetch-Site: cross-site\r\n",
    ] {
        let answer = post(foreign);
        assert_eq!(answer.status, 403, "{foreign}");
        answer.refusal();
    }
    // A browser asks before it sends JSON across sites, and is told nothing that allows it.
    let asked = preview.raw(
        "OPTIONS /api/picture HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\
         Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n",
    );
    assert_eq!(asked.status, 403);
    assert_eq!(asked.header("access-control-allow-origin"), None);
}

#[test]
fn other_pages_may_lead_to_the_page_and_load_nothing_of_it() {
    let (_folder, preview) = start();
    let across = |path: &str, mode: &str| {
        let headers = format!(
            "Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: {mode}\r\n"
        );
        get(&preview, path, &headers).status
    };
    assert_eq!(across("/", "navigate"), 200);
    assert_eq!(across("/", "no-cors"), 403);
    assert_eq!(across("/", "cors"), 403);
    for path in ["/app.js", "/api/gallery", "/api/source?file=hello.flockml"] {
        assert_eq!(across(path, "navigate"), 403, "{path}");
        assert_eq!(across(path, "no-cors"), 403, "{path}");
    }
}

#[test]
fn requests_are_bounded() {
    let (_folder, preview) = start();
    let head = "POST /api/picture HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n";
    let mib = 1 << 20;
    // It is refused before any of it is sent.
    let announced = preview.raw(&format!("{head}Content-Length: {}\r\n\r\n", mib + 1));
    assert_eq!(announced.status, 413);
    assert_eq!(announced.refusal(), "the request has more than 1 MiB");
    let chunk = "x".repeat(mib + 1);
    let chunked = format!(
        "{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{chunk}\r\n",
        mib + 1
    );
    assert_eq!(preview.raw(&chunked).status, 413);
    let padding = mib - "{\"template\":\"hello.flockml\"}".len();
    let most = format!("{{\"template\":\"hello.flockml\"{}}}", " ".repeat(padding));
    assert_eq!(preview.ask("POST", "/api/picture", &most).status, 200);
    let long = format!("Host: 127.0.0.1:PORT\r\nX: {}\r\n", "x".repeat(1_000_000));
    assert!(matches!(get(&preview, "/", &long).status, 0 | 431));
    let many = format!("Host: 127.0.0.1:PORT\r\n{}", "X: x\r\n".repeat(1_000));
    assert!(matches!(get(&preview, "/", &many).status, 0 | 431));
    let path = format!("/{}", "x".repeat(1_000_000));
    let answer = get(&preview, &path, "Host: 127.0.0.1:PORT\r\n");
    assert!(matches!(answer.status, 0 | 414 | 431), "{}", answer.status);
    // Foreigners are told that they are, whatever they send.
    let foreign = format!(
        "POST /api/picture HTTP/1.1\r\nHost: evil.example\r\nContent-Length: {}\r\n\r\n",
        mib + 1
    );
    assert_eq!(preview.raw(&foreign).status, 403);
    assert_eq!(preview.get("/api/gallery").status, 200);
}

/// Whoever sends half a request keeps nobody waiting, and is not waited for.
#[test]
fn slow_clients_are_left() {
    let (_folder, preview) = start();
    let port = preview.port;
    let halves = [
        String::new(),
        "GET / HT".to_owned(),
        format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"),
        format!(
            "POST /api/picture HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 100\r\n\r\n{{"
        ),
    ];
    let mut slow: Vec<TcpStream> = Vec::new();
    for half in halves.iter().cycle().take(40) {
        let mut stream = preview.connect();
        stream.write_all(half.as_bytes()).unwrap();
        slow.push(stream);
    }
    assert_eq!(preview.get("/api/gallery").status, 200);
    let until = Instant::now() + PATIENCE;
    for mut stream in slow {
        let left = until.saturating_duration_since(Instant::now());
        stream
            .set_read_timeout(Some(left.max(Duration::from_millis(1))))
            .unwrap();
        let mut said = Vec::new();
        stream
            .read_to_end(&mut said)
            .expect("the connection is closed");
        let said = String::from_utf8(said).unwrap();
        assert!(
            said.is_empty() || said.starts_with("HTTP/1.1 408"),
            "{said}"
        );
    }
}

#[test]
fn no_more_pages_are_told_than_there_is_room_for() {
    let (_folder, preview) = start();
    let open: Vec<_> = (0..64).map(|_| preview.events()).collect();
    let refused = preview.get("/events");
    assert_eq!(refused.status, 503);
    refused.refusal();
    drop(open);
    let until = Instant::now() + LONG;
    let is_refused = || {
        let mut stream = preview.connect();
        let port = preview.port;
        write!(stream, "GET /events HTTP/1.1\r\nHost: [::1]:{port}\r\n\r\n").unwrap();
        let mut begin = [0; 12];
        stream.read_exact(&mut begin).unwrap();
        &begin != b"HTTP/1.1 200"
    };
    while is_refused() {
        assert!(
            Instant::now() < until,
            "pages that are closed count no longer"
        );
    }
}

#[test]
fn both_loopback_addresses_are_served() {
    let (_folder, preview) = start();
    // A machine need not have the newer protocol.
    let Ok(mut stream) = TcpStream::connect(("::1", preview.port)) else {
        return;
    };
    stream.set_read_timeout(Some(LONG)).unwrap();
    let port = preview.port;
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: [::1]:{port}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    assert_eq!(Answer::read(stream).status, 200);
}
