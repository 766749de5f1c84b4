//! Requests and URLs: where the token and the event are looked for.

use flockml::event::{Event, TokenFault};
use flockml::{Error, ErrorKind};
use http::Request;

use crate::forge::{APP, NOW, USER, honest, secret, verifier};

const TOKEN: &str = "X-Flock-Event-Token";
const BODY: &str =
    r#"{"name":"client.slashCommand","userId":"u:isgpwwyralhf9aso","command":"deploy"}"#;

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn posted(body: &str) -> Result<Event, Error> {
    let request = Request::post("/events").header(TOKEN, honest());
    verifier().event(&request.body(body.to_owned()).unwrap())
}

fn fault<T: std::fmt::Debug>(result: Result<T, Error>) -> Option<TokenFault> {
    result.unwrap_err().token_fault()
}

fn widget(query: &str) -> String {
    format!(
        "https://widgets.example.com/incident?id=42&{query}&flockEventToken={}#top",
        honest()
    )
}

#[test]
fn the_token_is_looked_for_in_the_header_then_in_the_query() {
    let good = honest();
    let bad = format!("{good}x");
    let request = |header: &str, query: &str| {
        let mut request = Request::post(format!("/events?{query}"));
        if !header.is_empty() {
            request = request.header(TOKEN, header);
        }
        verifier().event(&request.body(BODY).unwrap())
    };
    assert!(request(&good, "").is_ok());
    assert!(request("", &format!("a=b&flockEventToken={good}")).is_ok());
    assert!(request(&good, &format!("flockEventToken={bad}")).is_ok());
    assert!(request(&bad, &format!("flockEventToken={good}")).is_err());
    assert_eq!(fault(request("", "")), Some(TokenFault::Missing));
    assert_eq!(
        fault(request("", "flockEventToken=")),
        Some(TokenFault::Missing)
    );
    assert_eq!(
        fault(request("", &format!("token={good}"))),
        Some(TokenFault::Missing)
    );
    let twice = format!("flockEventToken={good}&flockEventToken={good}");
    assert_eq!(fault(request("", &twice)), Some(TokenFault::Repeated));
}

#[test]
fn a_token_elsewhere_or_twice_is_none() {
    let good = honest();
    let event = |request: http::request::Builder| verifier().event(&request.body(BODY).unwrap());
    let post = || Request::post("/events");
    for header in ["Authorization", "Cookie", "X-Flock-Validation-Token"] {
        assert_eq!(
            fault(event(post().header(header, &good))),
            Some(TokenFault::Missing)
        );
    }
    let twice = post().header(TOKEN, &good).header(TOKEN, &good);
    assert_eq!(fault(event(twice)), Some(TokenFault::Repeated));
    let binary = post().header(TOKEN, &b"\xff\xfe"[..]);
    assert_eq!(fault(event(binary)), Some(TokenFault::Encoding));
    assert!(event(post().header("x-flock-EVENT-token", &good)).is_ok());
}

#[test]
fn the_event_is_about_the_tokens_user() {
    let about = |user: &str| posted(&format!(r#"{{"name":"app.uninstall","userId":{user}}}"#));
    assert!(about(&format!("\"{USER}\"")).is_ok());
    for other in [
        "\"u:mallory\"",
        "\"u:isgpwwyralhf9aso \"",
        "\"U:ISGPWWYRALHF9ASO\"",
        "42",
    ] {
        assert_eq!(fault(about(other)), Some(TokenFault::User), "{other}");
    }
    // Whatever names nobody gets the user that is certain.
    for nobody in [
        "null",
        "\"\"",
        "[\"u:mallory\"]",
        "{\"id\":\"u:mallory\"}",
        "true",
    ] {
        let event = about(nobody).unwrap();
        assert_eq!(event.origin().user_id.as_deref(), Some(USER), "{nobody}");
    }
    let unnamed = posted(r#"{"name":"app.uninstall"}"#).unwrap();
    assert_eq!(unnamed.origin().user_id.as_deref(), Some(USER));
    // The last of two is the one that counts, here and in what the app sees.
    let two = r#"{"name":"app.uninstall","userId":"u:isgpwwyralhf9aso","userId":"u:mallory"}"#;
    assert_eq!(fault(posted(two)), Some(TokenFault::User));
}

#[test]
fn what_is_verified_may_still_be_unreadable() {
    for (body, kind) in [
        ("", ErrorKind::InvalidEvent),
        ("no JSON", ErrorKind::InvalidEvent),
        ("{}", ErrorKind::InvalidEvent),
        (&"x".repeat(Event::MAX_BYTES + 1), ErrorKind::TooLarge),
    ] {
        assert_eq!(posted(body).unwrap_err().kind(), kind);
    }
}

#[test]
fn a_widget_has_the_event_in_its_url() {
    let event = format!("flockEvent={}", encoded(BODY));
    for url in [widget(&event), widget(&format!("{event}&locale=en-us"))] {
        assert_eq!(
            verifier().event_in_url(&url).unwrap().name(),
            "client.slashCommand"
        );
        let path = url.trim_start_matches("https://widgets.example.com");
        let request = Request::get(path)
            .body(())
            .map(|request| request.map(|()| Vec::new()));
        let event = verifier().event(&request.unwrap()).unwrap();
        assert_eq!(event.name(), "client.slashCommand");
    }
}

#[test]
fn urls_of_old_are_understood() {
    let whole = format!("flock_event={}", encoded(BODY));
    let apart = format!(
        "flock_event=client.slashCommand&flock_event_attributes={}&flockClient=desktop",
        encoded(r#"{"userId":"u:isgpwwyralhf9aso","command":"deploy"}"#)
    );
    let alone = "flock_event=app.uninstall&flockUserToken=abc&flock_user_token=abc";
    for (query, name) in [
        (whole.as_str(), "client.slashCommand"),
        (&apart, "client.slashCommand"),
        (alone, "app.uninstall"),
    ] {
        assert_eq!(
            verifier().event_in_url(&widget(query)).unwrap().name(),
            name,
            "{query}"
        );
    }
}

#[test]
fn urls_without_one_event_are_refused() {
    let event = format!("flockEvent={}", encoded(BODY));
    for query in [
        "",
        "flockEvent=",
        "flockEvent=%7B",
        "flockEvent=%FF%FE",
        "flock_event=x&flock_event_attributes=1",
    ] {
        let refused = verifier().event_in_url(&widget(query)).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidEvent, "{query}");
    }
    let twice = verifier()
        .event_in_url(&widget(&format!("{event}&{event}")))
        .unwrap_err();
    assert_eq!(
        twice.to_string(),
        "unreadable event: the URL has several `flockEvent`"
    );
    let other = event.replace(USER.trim_start_matches("u:"), "mallory");
    assert_eq!(
        fault(verifier().event_in_url(&widget(&other))),
        Some(TokenFault::User)
    );
    let bare = format!("https://widgets.example.com/?{event}");
    assert_eq!(
        fault(verifier().event_in_url(&bare)),
        Some(TokenFault::Missing)
    );
    let behind = format!(
        "https://widgets.example.com/#?flockEventToken={}&{event}",
        honest()
    );
    assert_eq!(
        fault(verifier().event_in_url(&behind)),
        Some(TokenFault::Missing)
    );
    let long = widget(&"x".repeat(70_000));
    assert_eq!(
        verifier().event_in_url(&long).unwrap_err().kind(),
        ErrorKind::TooLarge
    );
}

#[test]
fn a_configuration_page_gets_a_token_alone() {
    let request = Request::get(format!("/configure?flockEventToken={}", honest()));
    let claims = verifier().claims(&request.body(()).unwrap()).unwrap();
    assert_eq!(
        (claims.app_id.as_str(), claims.user_id.as_str()),
        (APP, USER)
    );
    assert_eq!(claims.issued_at, Some(NOW));
    let nothing = Request::get("/configure").body(()).unwrap();
    assert_eq!(
        fault(verifier().claims(&nothing)),
        Some(TokenFault::Missing)
    );
    let _ = secret();
}
