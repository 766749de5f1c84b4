//! What is answered.

use flockml::event::Reply;
use flockml::message::Attachment;
use proptest::prelude::*;
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use crate::forge::verifier;

fn body(reply: Reply) -> Value {
    let response = reply.into_response();
    assert_eq!(response.headers()["content-type"], "application/json");
    serde_json::from_slice(response.body()).unwrap()
}

fn toast(text: &str) -> String {
    body(Reply::toast(text))["text"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn the_install_is_answered_with_a_plain_200() {
    assert_eq!(Reply::accepted().into_response().status(), 200);
    assert_eq!(body(Reply::accepted()), json!({}));
}

#[test]
fn a_toast_has_100_characters_at_most() {
    let hundred = "é".repeat(100);
    assert_eq!(toast(&hundred), hundred);
    assert_eq!(
        toast(&format!("{hundred}!")),
        format!("{}…", "é".repeat(99))
    );
    assert_eq!(
        toast(&format!("{} behind", "x".repeat(98))),
        format!("{}…", "x".repeat(98))
    );
    assert_eq!(toast("<b>&\"quoted\""), "<b>&\"quoted\"");
    assert_eq!(body(Reply::toast(" \n")), json!({}));
}

#[test]
fn a_toast_is_cut_on_a_graphemes_edge() {
    let family = "👩\u{200d}👩\u{200d}👧\u{200d}👦"; // seven characters
    assert_eq!(toast(&family.repeat(15)), format!("{}…", family.repeat(14)));
    let flags = "🇩🇪".repeat(60);
    assert_eq!(toast(&flags), format!("{}…", "🇩🇪".repeat(49)));
    let endless = format!("e{}", "\u{301}".repeat(200));
    assert_eq!(toast(&endless).chars().count(), 100);
}

#[test]
fn a_preview_is_the_attachment_with_its_address() {
    let url = "https://incidents.example.com/42";
    let reply = Reply::preview(url, Attachment::new("Incident 42"));
    assert_eq!(reply.status(), 200);
    assert_eq!(
        body(reply),
        json!({"attachment": {"title": "Incident 42", "url": url}})
    );
    let own = Attachment::new("Incident 42").url("https://example.com/own");
    assert_eq!(
        body(Reply::preview(url, own))["attachment"]["url"],
        "https://example.com/own"
    );
    let unsafe_one = body(Reply::preview("javascript:alert(1)", Attachment::new("x")));
    assert_eq!(unsafe_one, json!({"attachment": {"title": "x"}}));
}

#[test]
fn an_error_has_a_code_and_a_sentence() {
    let reply = Reply::error("UnknownIncident", "there is no incident 42");
    assert_eq!(reply.status(), 400);
    assert_eq!(
        body(reply),
        json!({"error": "UnknownIncident", "description": "there is no incident 42"})
    );
}

#[test]
fn a_refusal_says_why() {
    let forged = verifier().verify("a.b.c").unwrap_err();
    let reply = Reply::refusal(&forged);
    assert_eq!(reply.status(), 403);
    assert_eq!(
        body(reply),
        json!({"error": "InvalidToken", "description": forged.to_string()})
    );
    let unreadable = flockml::event::Event::parse(b"{}").unwrap_err();
    assert_eq!(Reply::refusal(&unreadable).status(), 400);
    let large = flockml::event::Event::parse(&vec![b' '; 2 << 20]).unwrap_err();
    assert_eq!(Reply::refusal(&large).status(), 413);
}

proptest! {
    #[test]
    fn a_toast_begins_as_the_text_and_ends_between_graphemes(text in "(\\PC|👨\u{200d}👩|🇫🇷|e\u{301}|\r\n){0,150}") {
        let shown = toast(&text);
        prop_assert!(shown.chars().count() <= Reply::MAX_TOAST);
        let trimmed = text.trim();
        if trimmed.chars().count() <= Reply::MAX_TOAST {
            prop_assert_eq!(shown, trimmed);
        } else {
            let kept = shown.strip_suffix('…').unwrap();
            prop_assert!(trimmed.starts_with(kept));
            let longest = trimmed.graphemes(true).map(|it| it.chars().count()).max().unwrap();
            let edges: Vec<usize> = trimmed.grapheme_indices(true).map(|(at, _)| at).collect();
            prop_assert!(longest >= 99 || edges.contains(&kept.len()), "{:?}", kept);
        }
    }
}
