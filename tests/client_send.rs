//! Messages sent by webhooks, bots and users: what goes out, and what is said of what comes back.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::error::Error as _;
use std::fmt::Write as _;
use std::num::NonZeroU32;
use std::time::Duration;

use flockml::client::{
    BaseUrl, Bot, Circuit, Encoding, Failure, FailureKind, Outcome, Policy, Rate, Recorder,
    Request, Retry, Token, User, Webhook, WebhookUrl,
};
use flockml::message::{Address, Attachment, ChannelId, Message, UserId};
use flockml::{Error, ErrorKind, markup};
use proptest::prelude::*;

const SECRET: &str = "8cb4d06e-90a9-4a6f-9e41-2f9d8a1f4f5e";

/// What a proxy or a login page answers.
const PAGE: &str = "<!DOCTYPE html><title>Log in</title>";

/// Flock's error body of that code.
fn code(code: &str) -> String {
    format!(r#"{{"error":"{code}","description":"in Flock's own words"}}"#)
}

fn hook() -> Webhook {
    let url = format!("https://api.flock.com/hooks/sendMessage/{SECRET}");
    Webhook::new(WebhookUrl::new(url).unwrap()).policy(policy())
}

fn user() -> User {
    User::new(Token::new(SECRET).unwrap()).policy(policy())
}

fn bot() -> Bot {
    Bot::new(Token::new(SECRET).unwrap()).policy(policy())
}

/// The default policy, with pauses that are the same each time.
fn policy() -> Policy {
    Policy::default().retry(Retry::default().seed(7))
}

fn ada() -> UserId {
    UserId::new("u:ada").unwrap()
}

fn ops() -> Address {
    Address::channel(ChannelId::new("g:ops").unwrap())
}

fn alert() -> Message {
    Message::new(markup::bold("db-1").text(" is \"down\""))
        .attachment(Attachment::new("Disk").description("97 % > 90 %"))
}

#[test]
fn a_dry_run_shows_all_but_the_secrets() {
    let to_channel = ops().on_behalf_of(ada()).visible_to_user(ada());
    let to_user = Address::user(ada());
    let mut shown = String::new();
    for request in [
        hook().request(&alert()),
        bot().request(&alert(), &to_channel),
        user().encoding(Encoding::Form).request(&alert(), &to_user),
    ] {
        let request = request.unwrap();
        let http = request.http();
        let body = String::from_utf8_lossy(http.body());
        assert!(format!("{} {body}", http.uri()).contains(SECRET));
        writeln!(shown, "{}\n\n{request:?}\n", request.redacted()).unwrap();
    }
    assert!(!shown.contains(SECRET));
    insta::assert_snapshot!(shown.replace(env!("CARGO_PKG_VERSION"), "[version]"));
}

#[test]
fn a_body_holds_token_address_and_message_in_one_object() {
    let request = user()
        .request(&Message::text("hi"), &ops().on_behalf_of(ada()))
        .unwrap();
    let body: serde_json::Value = serde_json::from_slice(request.http().body()).unwrap();
    let expected = serde_json::json!({
        "token": SECRET, "to": "g:ops", "onBehalfOf": "u:ada", "text": "hi",
    });
    assert_eq!(body, expected);
}

#[test]
fn tokens_of_any_letters_stay_whole_and_unseen() {
    let token = "a\"b\\c/d&e=f%g+h<é>";
    let client = User::new(Token::new(token).unwrap());
    for encoding in [Encoding::Json, Encoding::Form] {
        let client = client.clone().encoding(encoding);
        let request = client
            .request(&Message::text("hi"), &Address::user(ada()))
            .unwrap();
        let body = request.http().body().clone();
        let read = match encoding {
            Encoding::Json => {
                let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
                body["token"].as_str().unwrap().to_owned()
            }
            _ => form_urlencoded(&body),
        };
        assert_eq!(read, token);
        let shown = format!("{} {request:?} {client:?}", request.redacted());
        for part in ["a\"b", "c/d", "c%2Fd", "e=f", "e%3Df"] {
            assert!(!shown.contains(part), "{shown}");
        }
    }
}

/// The first value of a form.
fn form_urlencoded(body: &[u8]) -> String {
    let body = std::str::from_utf8(body).unwrap();
    let uri: http::Uri = format!("http://host/?{body}").parse().unwrap();
    let value = uri
        .query()
        .unwrap()
        .split(['=', '&'])
        .nth(1)
        .unwrap()
        .to_owned();
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        bytes.push(match byte {
            b'%' => {
                let (hex, tail) = rest.split_at(2);
                rest = tail;
                u8::from_str_radix(std::str::from_utf8(hex).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            _ => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_base_url_moves_methods_and_flocks_own_webhooks() {
    let base = || BaseUrl::new("http://127.0.0.1:8080").unwrap();
    let message = Message::text("hi");
    let hook = hook().base(base()).request(&message).unwrap();
    let expected = format!("http://127.0.0.1:8080/hooks/sendMessage/{SECRET}");
    assert_eq!(hook.http().uri(), &*expected);
    let user = user().base(base()).request(&message, &ops()).unwrap();
    assert_eq!(
        user.http().uri(),
        "http://127.0.0.1:8080/v1/chat.sendMessage"
    );
}

#[test]
fn what_flock_would_refuse_is_not_sent() {
    let flock = Recorder::new();
    let long = Message::text("x".repeat(Request::MAX_BODY));
    let mut said = String::new();
    for (outcome, kind) in [
        (
            hook().send(&flock, &Message::default()),
            ErrorKind::InvalidContent,
        ),
        (
            user().send(&flock, &Message::text(""), &ops()),
            ErrorKind::InvalidContent,
        ),
        (
            bot().send(&flock, &alert(), &ops()),
            ErrorKind::InvalidValue,
        ),
        (hook().send(&flock, &long), ErrorKind::TooLarge),
    ] {
        assert_eq!(outcome.error().unwrap().kind(), kind);
        said.push_str(&tell(&outcome));
    }
    assert!(flock.requests().is_empty());
    insta::assert_snapshot!(said);
}

/// An outcome as an operator would read it.
fn tell(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Sent { uid } => format!("sent, uid {uid:?}\n"),
        Outcome::NotSent { error, retry_after } => {
            let again =
                retry_after.map_or(String::new(), |pause| format!("; again after {pause:?}"));
            format!("not sent: {}{again}\n", chain(error))
        }
        Outcome::Unknown { error } => format!("unknown: {}\n", chain(error)),
    }
}

fn chain(error: &Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        write!(said, ": {next}").unwrap();
        cause = next.source();
    }
    said
}

fn answer(status: u16, header: (&'static str, &str), body: &str) -> http::Response<Vec<u8>> {
    let answer = http::Response::builder()
        .status(status)
        .header(header.0, header.1);
    answer.body(body.as_bytes().to_vec()).unwrap()
}

/// Everything that happens to a message, with a name.
fn faults() -> Vec<(&'static str, Recorder)> {
    let mut all = accepted();
    all.extend(refused());
    all.extend(busy_or_failed());
    all.extend(not_answered());
    all
}

/// What is answered with 200, meant so or not.
fn accepted() -> Vec<(&'static str, Recorder)> {
    let said = |body: &str| Recorder::new().answer(200, body);
    let page = answer(200, ("content-type", "text/html; x=y"), PAGE);
    vec![
        ("accepted", said(r#"{"uid":"1-2-m3"}"#)),
        ("accepted without a word", said("")),
        ("accepted in text", said("ok")),
        ("a login page", Recorder::new().respond(page)),
        ("JSON cut off", said(r#"{"uid":"1-"#)),
        (
            "neither JSON nor text",
            Recorder::new().answer(200, b"\xff\xfe".to_vec()),
        ),
        ("refused with 200", said(&code("InvalidToken"))),
        ("busy with 200, once", said(&code("TooManyRequests"))),
        ("failed with 200", said(&code("InternalServerError"))),
    ]
}

fn refused() -> Vec<(&'static str, Recorder)> {
    let said = |status: u16, body: &str| Recorder::new().answer(status, body);
    let full = r#"{"error":"InvalidParameter","description":"bad","parameter":"to"}"#;
    let disabled = r#"{"error":"AppDisabled","disabledBy":"team"}"#;
    let rude = r#"{"error":"Un\u001b[31mheard","description":"\u202ea\r\nb"}"#;
    let echo = format!(r#"{{"error":"InvalidToken","description":"no token {SECRET}"}}"#);
    let elsewhere = answer(307, ("location", "https://elsewhere/"), "");
    vec![
        ("bad parameter", said(400, full)),
        ("no such token", said(403, &code("InvalidToken"))),
        ("app disabled", said(403, disabled)),
        ("a code that is on no page", said(400, rude)),
        ("the secret said back", said(403, &echo)),
        ("a page of 404", said(404, PAGE)),
        ("redirect", Recorder::new().respond(elsewhere)),
    ]
}

fn busy_or_failed() -> Vec<(&'static str, Recorder)> {
    let said = |status: u16, body: &str| Recorder::new().answer(status, body);
    let pause = |pause: &str| Recorder::new().respond(answer(429, ("retry-after", pause), ""));
    let unavailable = code("ServiceUnavailable");
    let busy = Recorder::new().otherwise(503, &*unavailable);
    vec![
        ("failed", said(500, &code("InternalServerError"))),
        ("a proxy's page of 502", said(502, PAGE)),
        ("busy, once", said(503, "")),
        ("busy, once, with a pause", pause("7")),
        ("busy until tomorrow", pause("86400")),
        ("always busy", busy),
    ]
}

fn not_answered() -> Vec<(&'static str, Recorder)> {
    use FailureKind::{Connect, Dropped, Protocol, TooLarge, Unsupported};
    let refused = || std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    let connect = || Failure::not_sent(Connect, refused());
    let reset = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    let lost = |kind, cause: &str| Recorder::new().fail(Failure::after_sending(kind, cause));
    let slow = |flock: Recorder| flock.answer(200, "").after(Duration::from_secs(99));
    let never = (0..9).fold(Recorder::new(), |flock, _| flock.fail(connect()));
    let no_tls = Failure::not_sent(Unsupported, "no TLS");
    vec![
        ("refused, once", Recorder::new().fail(connect())),
        ("always refused", never),
        (
            "reset after sending",
            Recorder::new().fail(Failure::after_sending(Dropped, reset)),
        ),
        ("too slow", slow(Recorder::new())),
        ("no end", lost(TooLarge, "1048577 bytes")),
        ("no HTTP", lost(Protocol, "bad status line")),
        ("no TLS", Recorder::new().fail(no_tls)),
        (
            "refused, then too slow",
            slow(Recorder::new().fail(connect())),
        ),
    ]
}

#[test]
fn every_fault_is_told_in_its_own_words() {
    let mut said = String::new();
    for (name, flock) in faults() {
        let outcome = hook().send(&flock, &Message::text("hi"));
        let requests = flock.requests().len();
        write!(
            said,
            "{name} ({requests}x, {:?})\n  {}",
            flock.elapsed(),
            tell(&outcome)
        )
        .unwrap();
        let shown = format!("{outcome:?} {flock:?}");
        assert!(!shown.contains(SECRET), "{shown}");
    }
    assert!(!said.contains(SECRET));
    insta::assert_snapshot!(said);
}

#[test]
fn a_method_answers_with_json_or_it_is_not_flock() {
    let mut said = String::new();
    for body in [r#"{"uid":"1-2-m3"}"#, "{}", "", "ok", "<html>", "{"] {
        let flock = Recorder::new().answer(200, body);
        let outcome = user().send(&flock, &Message::text("hi"), &ops());
        write!(said, "{body:?}\n  {}", tell(&outcome)).unwrap();
    }
    insta::assert_snapshot!(said);
}

#[tokio::test]
async fn the_asynchronous_way_decides_nothing_else() {
    let to = Address::user(ada());
    for ((name, flock), (_, other)) in faults().into_iter().zip(faults()) {
        let outcome = user().send(&flock, &alert(), &to);
        let same = user().send_async(&other, &alert(), &to).await;
        assert_eq!(tell(&outcome), tell(&same), "{name}");
        assert_eq!(flock.elapsed(), other.elapsed(), "{name}");
        let outcome = bot().send(&flock, &alert(), &to);
        assert_eq!(
            tell(&outcome),
            tell(&bot().send_async(&other, &alert(), &to).await)
        );
    }
}

#[tokio::test]
async fn a_delivery_moves_between_threads() {
    let send = async || {
        let task = async {
            hook()
                .send_async(&Recorder::new(), &alert())
                .await
                .is_sent()
        };
        tokio::spawn(task).await.unwrap()
    };
    assert!(send().await);
}

#[test]
fn what_may_have_been_processed_is_sent_again_by_option_only() {
    let drop = || Failure::after_sending(FailureKind::Dropped, "reset");
    let message = Message::text("hi");

    let flock = Recorder::new().fail(drop());
    assert!(matches!(
        hook().send(&flock, &message),
        Outcome::Unknown { .. }
    ));
    assert_eq!(flock.requests().len(), 1);

    let again = Retry::default().unknown(true).attempts(3);
    let hook = hook().policy(Policy::default().retry(again));
    let flock = Recorder::new().fail(drop());
    assert!(hook.send(&flock, &message).is_sent());

    // The second attempt was certainly not processed; of the first nobody knows.
    let flock = Recorder::new()
        .fail(drop())
        .answer(400, r#"{"error":"InvalidToken"}"#);
    let outcome = hook.send(&flock, &message);
    assert!(matches!(&outcome, Outcome::Unknown { error } if error.kind() == ErrorKind::Dropped));
}

#[test]
fn a_server_that_is_down_costs_its_callers_nothing() {
    let refuse = |flock: Recorder| flock.fail(Failure::not_sent(FailureKind::Connect, "refused"));
    let flock = (0..6).fold(Recorder::new(), |flock, _| refuse(flock));
    let circuit = Circuit::new(5, Duration::from_secs(30));
    let hook = hook().policy(Policy::default().retry(Retry::never()).circuit(circuit));
    let message = Message::text("hi");
    for _ in 0..5 {
        assert_eq!(
            kind(&hook.clone().send(&flock, &message)),
            ErrorKind::Unreachable
        );
    }

    for _ in 0..1000 {
        let outcome = hook.clone().send(&flock, &message);
        assert_eq!(kind(&outcome), ErrorKind::CircuitOpen);
        let Outcome::NotSent { retry_after, .. } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(retry_after, Some(Duration::from_secs(30)));
    }
    assert_eq!(
        (flock.requests().len(), flock.elapsed()),
        (5, Duration::ZERO)
    );

    let wait = |seconds| flockml::client::Transport::sleep(&flock, Duration::from_secs(seconds));
    wait(30);
    assert_eq!(kind(&hook.send(&flock, &message)), ErrorKind::Unreachable);
    assert_eq!(kind(&hook.send(&flock, &message)), ErrorKind::CircuitOpen);
    wait(30);
    assert!(hook.send(&flock, &message).is_sent());
    assert!(hook.send(&flock, &message).is_sent());
    assert_eq!(flock.requests().len(), 8);
}

fn kind(outcome: &Outcome) -> ErrorKind {
    outcome.error().unwrap().kind()
}

#[test]
fn a_rate_spreads_messages_over_time() {
    let two = NonZeroU32::new(2).unwrap();
    let rate = Rate::per_second(two).burst(NonZeroU32::MIN);
    let hook = hook().policy(policy().rate(rate));
    let flock = Recorder::new();
    for _ in 0..11 {
        assert!(hook.clone().send(&flock, &Message::text("hi")).is_sent());
    }
    // The bucket was made some moments after the recorder's clock began.
    let elapsed = flock.elapsed().as_millis();
    assert!((5000..=5001).contains(&elapsed), "{elapsed}");

    let impatient = Retry::default().total(Duration::from_millis(100));
    let rate = Rate::per_minute(NonZeroU32::MIN);
    let hook = hook.policy(Policy::default().retry(impatient).rate(rate));
    assert!(hook.send(&flock, &Message::text("hi")).is_sent());
    let outcome = hook.send(&flock, &Message::text("hi"));
    assert_eq!(kind(&outcome), ErrorKind::RateLimited);
    assert!(outcome.error().unwrap().api().is_none());
}

/// A byte string that looks like an answer's body, or like anything.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let json = r#"\{("(error|uid|description|parameter|disabledBy)":("\PC{0,40}"|[0-9]{1,4}|null|\[\]),){0,4}"z":1\}"#;
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        json.prop_map(String::into_bytes),
        "\\PC{0,40}".prop_map(String::into_bytes),
        Just(vec![b'['; 100_000]),
        Just(format!(r#"{{"error":"{}"}}"#, "é".repeat(9000)).into_bytes()),
    ]
}

proptest! {
    #[test]
    fn whatever_is_answered_is_told_in_bounded_printable_words(
        status in 100_u16..1000,
        kind in "[ -~]{0,200}",
        pause in "[0-9A-Za-z:, ]{0,40}",
        body in bodies(),
    ) {
        let answer = http::Response::builder()
            .status(status)
            .header("content-type", kind)
            .header("retry-after", pause);
        let answer = answer.body(body).unwrap();
        for is_hook in [true, false] {
            let flock = Recorder::new().respond(answer.clone());
            let outcome = match is_hook {
                true => hook().send(&flock, &Message::text("hi")),
                false => user().send(&flock, &Message::text("hi"), &ops()),
            };
            if let Some(error) = outcome.error() {
                let said = chain(error);
                prop_assert!(said.len() < 1600, "{}", said.len());
                prop_assert!(!said.contains(char::is_control), "{said:?}");
            }
        }
    }

    #[test]
    fn a_secret_that_is_said_back_is_not_told(
        token in "[!-~é]{16,40}",
        (before, after) in ("\\PC{0,20}", "\\PC{0,20}"),
        is_form in any::<bool>(),
    ) {
        let encoding = if is_form { Encoding::Form } else { Encoding::Json };
        let user = User::new(Token::new(token.clone()).unwrap()).encoding(encoding);
        let words = format!("{before}{token}{after}");
        let body = serde_json::json!({ "error": words, "description": words, "parameter": words });
        let request = user.request(&Message::text("hi"), &ops()).unwrap();
        let mut shown = format!("{} {request:?} {user:?}", request.redacted());
        for recorder in [
            Recorder::new().answer(400, body.to_string()),
            Recorder::new().fail(Failure::after_sending(FailureKind::Dropped, words)),
        ] {
            let outcome = user.send(&recorder, &Message::text("hi"), &ops());
            write!(shown, "{outcome:?} {} {recorder:?}", tell(&outcome)).unwrap();
        }
        prop_assert!(!shown.contains(&token), "{shown}");
        prop_assert!(!shown.contains(&token.escape_debug().to_string()), "{shown}");
    }
}
