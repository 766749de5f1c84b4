//! What the transports do with clients of the caller's own.

#![cfg(all(feature = "reqwest", feature = "ureq"))]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod loopback;

use std::error::Error as _;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use flockml::client::{
    AsyncTransport, FailureKind, Outcome, Request, Reqwest, Retry, Transport, Ureq, Webhook,
    WebhookUrl,
};
use flockml::message::Message;
use flockml::{Error, ErrorKind};
use loopback::faults::text;
use loopback::{Answer, Conduct, Server, id};
use tokio::runtime::{Builder, Runtime};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::TcpConnector;

const SECRET: &str = "8cb4d06e-b8a5-4a0e-9f0e-3a3ba3a47a51";
const PATIENCE: Duration = Duration::from_secs(30);

fn hook(url: &str) -> Webhook {
    let policy = flockml::client::Policy::default().retry(Retry::never());
    Webhook::new(WebhookUrl::new(url).unwrap()).policy(policy)
}

fn message(number: usize) -> Message {
    Message::text(text(number))
}

fn request(url: &str) -> Request {
    hook(url).request(&message(0)).unwrap()
}

fn path() -> String {
    format!("/hooks/sendMessage/{SECRET}")
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn not_sent(outcome: Outcome) -> Error {
    match outcome {
        Outcome::NotSent { error, .. } => error,
        other => panic!("{other:?}"),
    }
}

/// An error and its causes.
fn story(error: &Error) -> String {
    let mut story = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        story.push_str(": ");
        story.push_str(&error.to_string());
        cause = error.source();
    }
    story
}

fn ureq(config: ureq::config::Config) -> Ureq {
    Ureq::new(config.new_agent())
}

#[test]
fn an_agent_without_tls_is_told_how_to_get_it() {
    let server = Server::always(Conduct::post());
    let config = ureq::Agent::config_builder().proxy(None).build();
    let agent =
        ureq::Agent::with_parts(config, TcpConnector::default(), DefaultResolver::default());
    let url = server.url(&path()).replacen("http:", "https:", 1);
    let error = not_sent(hook(&url).send(&Ureq::from(agent), &message(0)));
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        story(&error).contains("turn on flockml's feature `rustls`"),
        "{}",
        story(&error)
    );
    assert!(server.finish().is_empty());
}

#[test]
fn what_an_agent_does_not_allow_is_not_sent_and_says_no_address() {
    let server = Server::always(Conduct::post());
    let config = ureq::Agent::config_builder().proxy(None).https_only(true);
    let error = not_sent(hook(&server.url(&path())).send(&ureq(config.build()), &message(0)));
    assert!(!format!("{} {error:?}", story(&error)).contains(SECRET));
    assert!(server.finish().is_empty());
}

#[test]
fn an_agent_that_follows_redirects_does_not_here() {
    let elsewhere = Server::always(Conduct::post());
    for status in [301, 302, 303, 307, 308] {
        let to = Answer::new(status, "").header("Location", &elsewhere.url("/stolen"));
        let server = Server::always(to.refusing());
        let config = ureq::Agent::config_builder().proxy(None).max_redirects(10);
        let error = not_sent(hook(&server.url(&path())).send(&ureq(config.build()), &message(0)));
        assert_eq!(error.kind(), ErrorKind::Redirected);
    }
    assert_eq!(elsewhere.requests(), 0);
}

#[test]
fn settings_of_reqwest_lose_their_redirects() {
    let elsewhere = Server::always(Conduct::post());
    let settings = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::limited(10));
    let transport = Reqwest::new(settings).unwrap();
    for status in [301, 302, 303, 307, 308] {
        let to = Answer::new(status, "").header("Location", &elsewhere.url("/stolen"));
        let server = Server::always(to.refusing());
        let hook = hook(&server.url(&path()));
        let error = not_sent(runtime().block_on(hook.send_async(&transport, &message(0))));
        assert_eq!(error.kind(), ErrorKind::Redirected);
    }
    assert_eq!(elsewhere.requests(), 0);
}

#[test]
fn a_client_that_followed_a_redirect_never_says_sent() {
    let elsewhere = Server::always(Answer::posted().refusing());
    let client = reqwest::Client::builder().no_proxy().referer(false);
    let transport = Reqwest::with_client(client.build().unwrap());
    for status in [301, 302, 303, 307, 308] {
        let to = Answer::new(status, "").header("Location", &elsewhere.url("/stolen"));
        let server = Server::always(to.refusing());
        let hook = hook(&server.url(&path()));
        let outcome = runtime().block_on(hook.send_async(&transport, &message(0)));
        match status {
            301..=303 => assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}"),
            // The body cannot be repeated, so that there is nothing to follow with.
            _ => assert_eq!(not_sent(outcome).kind(), ErrorKind::Redirected),
        }
    }
    let received = elsewhere.received().concat();
    assert!(
        !received.contains(SECRET) && !received.contains(&id(0)),
        "{received}"
    );
}

#[test]
fn without_a_runtime_nothing_is_sent_and_nothing_panics() {
    let transport = Reqwest::new(reqwest::Client::builder().no_proxy()).unwrap();
    let request = request("http://127.0.0.1:1/hooks/sendMessage/abcdef");
    let mut context = Context::from_waker(Waker::noop());
    let mut sending = pin!(AsyncTransport::send(&transport, &request, PATIENCE));
    let Poll::Ready(answer) = sending.as_mut().poll(&mut context) else {
        panic!("it waits for nobody");
    };
    let failure = answer.unwrap_err();
    assert_eq!(failure.kind(), FailureKind::Unsupported);
    assert!(!failure.may_be_processed());
    let mut sleeping = pin!(AsyncTransport::sleep(&transport, PATIENCE));
    assert!(sleeping.as_mut().poll(&mut context).is_ready());
}

#[test]
fn an_attempt_of_ureq_without_time_is_not_sent() {
    let server = Server::always(Conduct::post());
    let request = request(&server.url(&path()));
    let transport = ureq(ureq::Agent::config_builder().proxy(None).build());
    let failure = Transport::send(&transport, &request, Duration::ZERO).unwrap_err();
    assert!(!failure.may_be_processed());
    assert!(server.finish().is_empty());
}

#[test]
fn connections_are_kept_for_the_next_message() {
    let server = Server::always(Conduct::post());
    let hook = hook(&server.url(&path()));
    let by_ureq = ureq(ureq::Agent::config_builder().proxy(None).build());
    let by_reqwest = Reqwest::new(reqwest::Client::builder().no_proxy()).unwrap();
    let runtime = runtime();
    for number in 0..10 {
        assert!(hook.send(&by_ureq, &message(number)).is_sent());
        let message = message(10 + number);
        assert!(
            runtime
                .block_on(hook.send_async(&by_reqwest, &message))
                .is_sent()
        );
    }
    assert_eq!(server.connections(), 2);
    assert_eq!(server.finish().len(), 20);
}

#[test]
fn a_body_is_sent_as_it_is() {
    let server = Server::always(Conduct::post());
    let words = "ü\u{1f4a5}\"\\\n".repeat(20_000);
    let message = Message::text(format!("{} {words}", id(0)));
    let request = hook(&server.url(&path())).request(&message).unwrap();
    let by_ureq = ureq(ureq::Agent::config_builder().proxy(None).build());
    Transport::send(&by_ureq, &request, PATIENCE).unwrap();
    let by_reqwest = Reqwest::new(reqwest::Client::builder().no_proxy()).unwrap();
    let sending = async { AsyncTransport::send(&by_reqwest, &request, PATIENCE).await };
    runtime().block_on(sending).unwrap();
    for received in server.received() {
        let (head, body) = received.split_once("\r\n\r\n").unwrap();
        assert_eq!(body.as_bytes(), request.http().body());
        let line = format!("POST {} HTTP/1.1\r\n", path());
        assert!(head.starts_with(&line), "{head}");
        let head = head.to_lowercase();
        for header in [
            "content-type: application/json",
            "user-agent: flockml/",
            "host: 127.0.0.1",
        ] {
            assert!(head.contains(header), "{head}");
        }
        assert_eq!(head.matches("content-length").count(), 1, "{head}");
    }
}
