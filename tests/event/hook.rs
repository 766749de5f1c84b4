//! Outgoing webhooks.

use flockml::ErrorKind;
use flockml::event::{Event, OutgoingHook, TokenFault, WebhookToken};
use http::Request;

const TOKEN: &str = "5c1d9f0e-7a43-4d0b-9a51-2f2c6f1b8e77";

fn hook() -> OutgoingHook {
    OutgoingHook::new(WebhookToken::new(TOKEN).unwrap())
}

fn said(body: &str) -> Request<String> {
    let request = Request::post(format!("/said?token={TOKEN}"));
    request.body(body.to_owned()).unwrap()
}

fn fault(request: http::request::Builder) -> Option<TokenFault> {
    let request = request.body(r#"{"from":"u:ada","to":"g:ops"}"#).unwrap();
    hook().receive(&request).err()?.token_fault()
}

#[test]
fn the_token_is_in_the_query_else_in_a_header() {
    let post = |query: &str| Request::post(format!("/said?{query}"));
    assert_eq!(fault(post(&format!("a=b&token={TOKEN}"))), None);
    assert_eq!(
        fault(post("").header("X-Flock-Validation-Token", TOKEN)),
        None
    );
    assert_eq!(fault(post("")), Some(TokenFault::Missing));
    assert_eq!(fault(post("token=")), Some(TokenFault::Missing));
    for wrong in [
        "5c1d9f0e",
        "x",
        &TOKEN.to_uppercase(),
        &format!("{TOKEN}0"),
        &"0".repeat(5000),
    ] {
        assert_eq!(
            fault(post(&format!("token={wrong}"))),
            Some(TokenFault::Webhook),
            "{wrong}"
        );
        let in_header = post("").header("X-Flock-Validation-Token", wrong);
        assert_eq!(fault(in_header), Some(TokenFault::Webhook), "{wrong}");
    }
    // Of two, the first is the one that Flock's own URL had.
    assert_eq!(
        fault(post(&format!("token=x&token={TOKEN}"))),
        Some(TokenFault::Webhook)
    );
}

#[test]
fn messages_of_any_age_are_read() {
    for (body, text) in [
        (
            r#"{"id":"wzXJN","from":"ada@go.to/phone","to":"ops@groups.go.to","type":"message","text":"hi"}"#,
            "hi",
        ),
        (
            r#"{"from":"u:ada","to":"g:ops","uid":"1","text":"","notification":"@Grace lunch?","timestamp":"2018-03-01T07:32:25.238Z","onBehalfOf":"","visibleTo":[]}"#,
            "@Grace lunch?",
        ),
        (
            r#"{"from":"u:ada","to":"g:ops","flockml":"<flockml><b>down</b></flockml>"}"#,
            "down",
        ),
    ] {
        let posted = hook().receive(&said(body)).unwrap();
        assert_eq!(posted.message.shown_text(), text);
        assert!(!posted.is_repeat);
    }
}

#[test]
fn a_repeat_is_recognised_by_its_uid_else_by_its_id() {
    let hook = hook();
    let is_repeat = |body: &str| hook.receive(&said(body)).unwrap().is_repeat;
    let by_uid = r#"{"from":"u:ada","to":"g:ops","uid":"1-a","id":"x"}"#;
    assert!(!is_repeat(by_uid));
    assert!(is_repeat(by_uid));
    assert!(is_repeat(
        r#"{"from":"u:ada","to":"g:ops","uid":"1-a","id":"y"}"#
    ));
    assert!(!is_repeat(
        r#"{"from":"u:ada","to":"g:ops","uid":"1-b","id":"x"}"#
    ));
    // Five letters that a client made up are another message from another client.
    let by_id = r#"{"from":"u:ada","to":"g:ops","id":"wzXJN"}"#;
    assert!(!is_repeat(by_id));
    assert!(is_repeat(by_id));
    assert!(!is_repeat(
        r#"{"from":"u:grace","to":"g:ops","id":"wzXJN"}"#
    ));
    assert!(!is_repeat(r#"{"from":"u:ada","to":"g:dev","id":"wzXJN"}"#));
    let nameless = r#"{"from":"u:ada","to":"g:ops","text":"hi"}"#;
    assert!(!is_repeat(nameless) && !is_repeat(nameless));
}

#[test]
fn what_could_not_be_worked_on_can_come_again() {
    let hook = hook();
    let request = said(r#"{"from":"u:ada","to":"g:ops","uid":"1-a"}"#);
    let posted = hook.receive(&request).unwrap();
    hook.forget(&posted.message);
    assert!(!hook.receive(&request).unwrap().is_repeat);
    assert!(hook.receive(&request).unwrap().is_repeat);
}

#[test]
fn it_remembers_so_many_and_no_more() {
    let hook = hook().remembering(2);
    let is_repeat = |uid: u32| {
        let body = format!(r#"{{"from":"u:ada","to":"g:ops","uid":"{uid}"}}"#);
        hook.receive(&said(&body)).unwrap().is_repeat
    };
    assert!(!is_repeat(1) && !is_repeat(2) && !is_repeat(3));
    assert!(is_repeat(3) && is_repeat(2) && !is_repeat(1));
}

#[test]
fn a_refused_message_is_not_remembered() {
    let hook = hook();
    let body = r#"{"from":"u:ada","to":"g:ops","uid":"1-a"}"#;
    let forged = Request::post("/said?token=x").body(body).unwrap();
    assert_eq!(
        hook.receive(&forged).unwrap_err().kind(),
        ErrorKind::Unverified
    );
    assert!(!hook.receive(&said(body)).unwrap().is_repeat);
}

#[test]
fn what_is_no_message_is_refused() {
    for (body, kind) in [
        ("", ErrorKind::InvalidEvent),
        ("[]", ErrorKind::InvalidEvent),
        (r#"{"text":"from nobody"}"#, ErrorKind::InvalidEvent),
        (&"[".repeat(100_000), ErrorKind::InvalidEvent),
        (&" ".repeat(Event::MAX_BYTES + 1), ErrorKind::TooLarge),
    ] {
        assert_eq!(hook().receive(&said(body)).unwrap_err().kind(), kind);
    }
}

#[test]
fn many_hear_at_once_and_one_is_the_first() {
    let hook = hook();
    let request = said(r#"{"from":"u:ada","to":"g:ops","uid":"1-a"}"#);
    let firsts = std::thread::scope(|scope| {
        let hear = || !hook.receive(&request).unwrap().is_repeat;
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(hear)).collect();
        threads
            .into_iter()
            .map(|thread| usize::from(thread.join().unwrap()))
            .sum::<usize>()
    });
    assert_eq!(firsts, 1);
}

#[test]
fn the_token_does_not_print() {
    let wrong = Request::post(format!("/said?token={TOKEN}x"))
        .body("{}")
        .unwrap();
    let refused = hook().receive(&wrong).unwrap_err();
    let said = format!("{:?} {refused} {refused:?}", hook());
    assert!(!said.contains(&TOKEN[..8]), "{said}");
}
