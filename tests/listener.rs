//! `examples/listener.rs`, called over loopback, by hand and by Flock's own library for Node.
#![cfg(feature = "event")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use flockml::event::{AppSecret, Claims, Event, OutgoingHook, Verifier, WebhookToken};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

mod flockos;
#[allow(dead_code, reason = "`main` is not called here")]
#[path = "../examples/listener.rs"]
mod listener;

const APP: &str = "my-app";
const SECRET: &str = "869eb1d0-419d-4747-98b4-6d81360a6681";
const HOOK: &str = "5c1d9f0e-7a43-4d0b-9a51-2f2c6f1b8e77";
const USER: &str = "u:isgpwwyralhf9aso";
const LATER: i64 = 4_102_444_800;

/// The app, on a port of its own, until it is dropped.
struct Server {
    at: SocketAddr,
    _runtime: Runtime,
}

impl Server {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let verifier = Verifier::new(APP, &secret());
        let hook = OutgoingHook::new(WebhookToken::new(HOOK).unwrap());
        let socket = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let at = socket.local_addr().unwrap();
        let app = listener::router(verifier, hook);
        runtime.spawn(async { axum::serve(socket, app).await });
        Self {
            at,
            _runtime: runtime,
        }
    }

    /// The status and the body that a request is answered with.
    fn call(&self, method: &str, path: &str, token: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.at).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n{token}\r\n",
            self.at,
            body.len(),
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let status = response.split(' ').nth(1).unwrap().parse().unwrap();
        let (_, body) = response.split_once("\r\n\r\n").unwrap();
        (status, body.to_owned())
    }

    fn event(&self, event: &Value) -> (u16, Value) {
        let header = format!("X-Flock-Event-Token: {}\r\n", token(USER));
        let (status, body) = self.call("POST", "/flock/events", &header, &event.to_string());
        (status, serde_json::from_str(&body).unwrap())
    }
}

fn secret() -> AppSecret {
    AppSecret::new(SECRET).unwrap()
}

/// A token about `user`, good until 2100: the server has the system's clock.
fn token(user: &str) -> String {
    secret().sign(&Claims::new(APP, user, LATER))
}

fn install() -> Value {
    json!({"name": "app.install", "userId": USER, "token": "c2b1f0aa-1d2e-4f3a-9b8c-7d6e5f4a3b2c"})
}

fn press() -> Value {
    json!({
        "name": "client.pressButton", "userId": USER, "userName": "Ada", "chat": "g:ops",
        "chatName": "Operations", "button": "attachmentButton", "buttonId": "ack:42",
        "attachmentId": "incident-42", "messageUid": "1519889545238-gg8-m203", "locale": "en-us",
    })
}

fn command() -> Value {
    json!({"name": "client.slashCommand", "userId": USER, "command": "deploy", "text": "api"})
}

fn preview() -> Value {
    json!({
        "name": "chat.generateUrlPreview", "userId": USER, "chat": "g:ops", "messageId": "wzXJN",
        "url": "https://incidents.example.com/42",
    })
}

/// What the app answers to the four.
fn answers() -> [(Value, u16, Value); 4] {
    let card = json!({
        "id": "incident-42", "title": "Incident 42", "color": "#d32f2f",
        "url": "https://incidents.example.com/42",
        "views": {"flockml": "<flockml><b>Host</b> db-1<br/><b>Disk</b> 97 %<br/></flockml>"},
        "buttons": [{"name": "Acknowledge", "id": "ack:42", "action": {"type": "sendEvent"}}],
    });
    [
        (install(), 200, json!({})),
        (press(), 200, json!({"text": "Incident 42 is yours"})),
        (command(), 200, json!({"text": "Deploying api"})),
        (preview(), 200, json!({"attachment": card})),
    ]
}

#[test]
fn each_event_gets_its_answer() {
    let server = Server::start();
    for (event, status, answer) in answers() {
        assert_eq!(server.event(&event), (status, answer), "{event}");
    }
    let elsewhere = json!({"name": "chat.unfurlUrl", "url": "https://example.com/42"});
    let answer =
        json!({"error": "UnknownIncident", "description": "there is no incident at this address"});
    assert_eq!(server.event(&elsewhere), (400, answer));
    let new = json!({"name": "client.newThing", "userId": USER});
    assert_eq!(server.event(&new), (200, json!({})));
}

#[test]
fn what_is_not_flocks_is_refused() {
    let server = Server::start();
    let call = |header: &str| server.call("POST", "/flock/events", header, &command().to_string());
    let (status, body) = call("");
    assert_eq!(status, 403);
    assert!(body.contains("there is no token"), "{body}");
    let forged = AppSecret::new("another")
        .unwrap()
        .sign(&Claims::new(APP, USER, LATER));
    assert_eq!(call(&format!("X-Flock-Event-Token: {forged}\r\n")).0, 403);
    assert_eq!(
        call(&format!("X-Flock-Event-Token: {}\r\n", token("u:mallory"))).0,
        403
    );
    let unreadable = server.event(&json!(["no event"]));
    assert_eq!(unreadable.0, 400);
    let large = "x".repeat(Event::MAX_BYTES + 1);
    let header = format!("X-Flock-Event-Token: {}\r\n", token(USER));
    assert_eq!(server.call("POST", "/flock/events", &header, &large).0, 413);
}

#[test]
fn a_widget_is_opened_by_its_url() {
    let server = Server::start();
    let event = json!({"name": "client.openAttachmentWidget", "userId": USER, "userName": "Ada"});
    let encoded: String = form_urlencoded::byte_serialize(event.to_string().as_bytes()).collect();
    let path = format!(
        "/flock/widget?flockEvent={encoded}&flockEventToken={}",
        token(USER)
    );
    assert_eq!(
        server.call("GET", &path, "", ""),
        (200, "Incidents of Ada".to_owned())
    );
    assert_eq!(server.call("GET", "/flock/widget", "", "").0, 403);
}

#[test]
fn a_channel_is_heard() {
    let server = Server::start();
    let message = json!({"from": USER, "to": "g:ops", "uid": "1-a", "text": "hi"}).to_string();
    for _ in 0..2 {
        let path = format!("/flock/said?token={HOOK}");
        assert_eq!(
            server.call("POST", &path, "", &message),
            (200, "{}".to_owned())
        );
    }
    assert_eq!(
        server.call("POST", "/flock/said?token=x", "", &message).0,
        403
    );
}

#[test]
fn flocks_own_library_is_answered() {
    let server = Server::start();
    let url = format!("http://{}/flock/events", server.at);
    let expected = answers();
    let mut calls: Vec<Value> = expected
        .iter()
        .map(|(event, ..)| json!({"url": url, "event": event, "signed": {}}))
        .collect();
    for signed in [
        json!({"secret": "another"}),
        json!({"appId": "another"}),
        json!({"userId": "u:mallory"}),
    ] {
        calls.push(json!({"url": url, "event": command(), "signed": signed}));
    }
    let task = json!({"appId": APP, "secret": SECRET, "tokens": [], "calls": calls});
    let Some(done) = flockos::run("flock.js", &task) else {
        return;
    };
    let mut told = done["answers"].as_array().unwrap().iter();
    for (event, status, answer) in expected {
        assert_eq!(
            told.next(),
            Some(&json!({"status": status, "body": answer})),
            "{event}"
        );
    }
    for refused in told {
        assert_eq!(refused["status"], 403, "{refused}");
    }
}

#[test]
fn flocks_own_library_trusts_what_is_signed_here() {
    let honest = Claims::new(APP, USER, LATER)
        .issued_at(1_700_000_000)
        .id("t-1");
    let other_app = Claims::new("another", USER, LATER);
    let other_user = Claims::new(APP, "u:mallory", LATER);
    let expired = Claims::new(APP, USER, 1_700_000_000);
    let stranger = AppSecret::new("another").unwrap();
    let tokens = [
        secret().sign(&honest),
        secret().sign(&other_app),
        secret().sign(&other_user),
        secret().sign(&expired),
        stranger.sign(&honest),
        "a.b.c".to_owned(),
    ];
    let asked: Vec<Value> = tokens
        .iter()
        .map(|token| json!({"token": token, "userId": USER}))
        .collect();
    let task = json!({"appId": APP, "secret": SECRET, "tokens": asked, "calls": []});
    let Some(done) = flockos::run("flock.js", &task) else {
        return;
    };
    let verifier = Verifier::new(APP, &secret());
    for (token, theirs) in tokens.iter().zip(done["verified"].as_array().unwrap()) {
        let ours = verifier.verify_for(token, USER).ok();
        assert_eq!(&json!(ours), theirs, "{token}");
    }
    assert_eq!(done["verified"][0], json!(honest));
}
