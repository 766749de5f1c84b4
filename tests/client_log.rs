//! What deliveries log.
#![cfg(all(feature = "client", feature = "tracing"))]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io;
use std::sync::{Arc, Mutex};

use flockml::client::{
    Failure, FailureKind, Policy, Recorder, Retry, Token, User, Webhook, WebhookUrl,
};
use flockml::message::{Address, Message, UserId};

const SECRET: &str = "8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e";

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged while `act` runs.
fn logged(act: impl FnOnce()) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .without_time()
        .finish();
    tracing::subscriber::with_default(subscriber, act);
    let lines = lines.0.lock().unwrap().clone();
    String::from_utf8(lines).unwrap()
}

#[test]
fn attempts_pauses_and_ends_are_logged_without_secrets() {
    let policy = || Policy::default().retry(Retry::default().seed(7));
    let message = Message::text("the message's own words");
    let log = logged(|| {
        let url = format!("https://api.flock.com/hooks/sendMessage/{SECRET}");
        let hook = Webhook::new(WebhookUrl::new(url).unwrap()).policy(policy());
        let cause = format!("cannot connect to /hooks/sendMessage/{SECRET}");
        let flock = Recorder::new().fail(Failure::not_sent(FailureKind::Connect, cause));
        let _ = hook.send(&flock, &message);

        let user = User::new(Token::new(SECRET).unwrap()).policy(policy());
        let echo = format!(r#"{{"error":"InvalidToken","description":"{SECRET} is no token"}}"#);
        let flock = Recorder::new().answer(403, echo).answer(502, "");
        let ada = Address::user(UserId::new("u:ada").unwrap());
        let _ = user.send(&flock, &message, &ada);
        let _ = user.send(&flock, &message, &ada);
    });
    assert!(!log.contains(SECRET) && !log.contains("own words"), "{log}");
    insta::assert_snapshot!(log);
}
