//! Messages for Flowdock: what is written, and what a Flock message becomes.

#![cfg(feature = "flowdock")]
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

use flockml::ErrorKind;
use flockml::client::{Outcome, Policy, Recorder, Retry};
use flockml::flowdock::{
    Activity, Author, Discussion, FlowToken, LeftOutKind, Source, Status, StatusColor, Thread,
    ThreadId, ViewAction,
};
use flockml::markup::{self, Action, DesktopType, Markup, UserId};
use flockml::message::{
    Attachment, Button, Color, Download, Html, Image, Message, Picture, SendAs, Widget,
};
use proptest::prelude::*;

fn thread_id() -> ThreadId {
    ThreadId::external("db-1").unwrap()
}

fn author() -> Author {
    Author::new("Monitoring")
}

fn pretty(activity: &Activity) -> String {
    activity.to_json_pretty()
}

fn converted(message: &Message) -> String {
    let converted = Activity::from_message(message, thread_id(), author());
    let mut written = pretty(&converted.entry);
    for left_out in &converted.left_out {
        written += &format!("\n{left_out}");
    }
    written
}

#[test]
fn an_entry_with_everything_is_written_in_full() {
    let page = |name: &str| format!("https://example.com/{name}");
    let thread = Thread::new(ThreadId::new("1f2e").unwrap(), "Disk full on <db-1>")
        .body(markup::bold("97 %").line_break().text("of 500 GB"))
        .external_url(page("db-1"))
        .status(Status::new("critical", StatusColor::Red))
        .field(
            "Host",
            markup::link("db-1", page("db-1")).bold(" (primary)"),
        )
        .fields([("Since", "10:42\nUTC")])
        .action(
            ViewAction::new("Runbook", page("runbook"))
                .unwrap()
                .description("what to do")
                .image(page("book.png")),
        );
    let author = Author::new("Ada")
        .avatar(page("ada.png"))
        .email("ada@example.com");
    let comment = Discussion::new(
        thread,
        author,
        markup::text("said & ").link("did", page("x")),
    )
    .body_html("<p>done</p>")
    .tag("disk")
    .tags(["", "urgent"]);
    insta::assert_snapshot!(comment.to_json_pretty());
}

#[test]
fn a_flock_message_becomes_an_activity() {
    let ada = UserId::new("u:ada").unwrap();
    let card = Attachment::new("Disk almost full on <db-1>")
        .color(Color::critical())
        .url("https://example.com/db-1")
        .description("since 10:42\nUTC")
        .flockml(markup::row("Disk", "97 %").row("Full in", "7 hours"))
        .button(
            Button::new(
                "Runbook",
                Action::open_browser("https://example.com/runbook"),
            )
            .icon("https://example.com/book.png"),
        );
    let message = Message::new(
        markup::bold("db-1")
            .text(" needs help, ")
            .mention(ada, "Ada"),
    )
    .send_as(SendAs::new("Alerts").profile_image("https://example.com/bell.png"))
    .attachment(card);
    insta::assert_snapshot!(converted(&message));
}

#[test]
fn what_has_no_counterpart_is_listed_with_its_place() {
    let widget = Widget::new("https://example.com/w").unwrap();
    let image = Image::new(Picture::new("https://example.com/i.png").unwrap());
    let event = || Action::send_event("ack:42");
    let first = Attachment::new("")
        .id("card")
        .forward(true)
        .widget(widget)
        .html(Html::new("<p>97 %</p>"))
        .image(image)
        .flockml(markup::action("Mute", event()))
        .download(Download::new("https://example.com/a.log").unwrap())
        .buttons([
            Button::new("Acknowledge", event()),
            Button::new(
                "Details",
                Action::open_widget("https://example.com/d", DesktopType::Modal),
            ),
            Button::new("Open", Action::open_browser("javascript:alert(1)")),
            Button::new(
                "Page",
                Action::open_browser("https://example.com/p").send_context(true),
            )
            .id("page"),
        ]);
    let second = Attachment::new("More")
        .color(Color::ok())
        .url("https://example.com/more")
        .button(Button::new(
            "More",
            Action::open_browser("https://example.com/more"),
        ));
    let words = markup::action("Look", Action::open_browser("https://example.com/look"))
        .text(" or ")
        .action("wait", event());
    let message = Message::new(words)
        .notification("db-1 is down")
        .attachments([first, second]);
    insta::assert_snapshot!(converted(&message));
}

#[test]
fn the_first_line_is_the_title_and_the_rest_the_body() {
    for (words, title, body) in [
        (markup::text("one"), "one", None),
        (markup::text("\n\n one\n\ntwo"), "one", Some("<br>two")),
        (
            markup::bold("one\ntwo").italic("three"),
            "one",
            Some("<b>two</b><i>three</i>"),
        ),
        (markup::bold(" \n "), "db-1", None),
        (Markup::new(), "db-1", None),
    ] {
        let message = Message::new(words.clone());
        let entry = Activity::from_message(&message, thread_id(), author()).entry;
        let value = entry.to_value();
        assert_eq!(value["title"], title, "{words:?}");
        assert_eq!(value["thread"]["title"], title, "{words:?}");
        assert_eq!(value["body"].as_str(), body, "{words:?}");
    }
    let plain = Message::text("R&D <b>\nis down");
    let value = Discussion::from_message(&plain, thread_id(), author())
        .entry
        .to_value();
    assert_eq!(value["title"], "R&amp;D &lt;b&gt;");
    assert_eq!(value["body"], "is down");
}

#[test]
fn blank_thread_ids_and_unsafe_pages_are_refused() {
    for id in ["", " \n"] {
        assert!(ThreadId::new(id).is_err());
        assert!(ThreadId::external(id).is_err());
    }
    assert!(ViewAction::new("x", "javascript:alert(1)").is_err());
    let thread = Thread::new(thread_id(), "x").external_url("file:///etc/passwd");
    let activity = Activity::new(thread, author().avatar("data:x"), "x");
    let written = activity.to_json();
    assert!(
        !written.contains("file:") && !written.contains("data:"),
        "{written}"
    );
}

#[test]
fn kinds_can_be_matched() {
    let message = Message::text("x").notification("y");
    let left_out = Activity::from_message(&message, thread_id(), author()).left_out;
    let kinds: Vec<_> = left_out.iter().map(|it| it.kind()).collect();
    assert_eq!(kinds, [LeftOutKind::Notification]);
}

fn source() -> Source {
    Source::new(FlowToken::new("t0ps3cret").unwrap())
}

fn activity() -> Activity {
    Activity::new(
        Thread::new(thread_id(), "Disk on db-1"),
        author(),
        "Disk is full",
    )
}

#[test]
fn an_entry_is_posted_with_its_token_which_is_never_shown() {
    let source = source()
        .base_url("http://127.0.0.1:8080/flowdock/")
        .unwrap();
    let request = source.request(&activity()).unwrap();
    assert_eq!(
        request.http().uri(),
        "http://127.0.0.1:8080/flowdock/messages"
    );
    let body: serde_json::Value = serde_json::from_slice(request.http().body()).unwrap();
    assert_eq!(body["flow_token"], "t0ps3cret");
    assert!(!activity().to_json().contains("flow_token"));
    insta::assert_snapshot!(request.redacted());
    for said in [
        format!("{source:?}"),
        format!("{request:?}"),
        request.redacted().to_string(),
    ] {
        assert!(!said.contains("t0ps3cret"), "{said}");
    }
    let default = self::source().request(&activity()).unwrap();
    assert_eq!(default.http().uri(), "https://api.flowdock.com/messages");
    for url in [
        "",
        "flowdock",
        "ftp://x",
        "http://x?token=1",
        "http://u:p@x",
    ] {
        assert!(self::source().base_url(url).is_err(), "{url}");
    }
}

#[test]
fn a_removed_source_is_never_tried_again_and_says_to_forget_the_token() {
    let flowdock = Recorder::new().answer(410, r#"{"error":"t0ps3cret is gone"}"#);
    let outcome = source().send(&flowdock, &activity());
    let Outcome::NotSent {
        error,
        retry_after: None,
    } = outcome
    else {
        panic!("{outcome:?}");
    };
    assert_eq!(error.kind(), ErrorKind::Gone);
    assert_eq!(error.api().unwrap().status(), 410);
    assert!(error.to_string().contains("forgotten"), "{error}");
    assert!(!format!("{error:?}").contains("t0ps3cret"), "{error:?}");
    assert_eq!(flowdock.requests().len(), 1);
}

#[test]
fn other_answers_are_those_of_every_delivery() {
    let policy = Policy::default().retry(Retry::default().attempts(2));
    let send = |flowdock: &Recorder| source().policy(policy.clone()).send(flowdock, &activity());
    let busy = Recorder::new().answer(503, "").answer(202, "");
    assert!(send(&busy).is_sent());
    assert_eq!(busy.requests().len(), 2);
    let broken = Recorder::new().answer(500, "");
    assert!(matches!(send(&broken), Outcome::Unknown { .. }));
    assert_eq!(broken.requests().len(), 1);
    let refusing = Recorder::new().answer(400, "");
    let refused = send(&refusing);
    assert_eq!(refused.error().unwrap().kind(), ErrorKind::Refused);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let gone = Recorder::new().answer(410, "");
    let outcome = runtime.block_on(source().send_async(&gone, &activity()));
    assert_eq!(outcome.error().unwrap().kind(), ErrorKind::Gone);
}

fn any_markup() -> impl Strategy<Value = Markup> {
    let words = "[a-z<>&\"'\n ]{0,8}";
    let piece = (0..7, words).prop_map(|(kind, words)| match kind {
        0 => markup::bold(words),
        1 => markup::link(words, "https://example.com/?a=1&b=<2>"),
        2 => markup::mention(UserId::new("u:ada").unwrap(), words),
        3 => markup::action(words, Action::send_event("e")),
        4 => markup::action(words, Action::open_browser("https://example.com/?a=1&b=2")),
        5 => markup::italic(markup::bold(words)),
        _ => markup::text(words),
    });
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.into_iter().collect())
}

/// The elements of an HTML fragment, which is XML but for its line breaks.
fn elements(html: &str) -> Vec<String> {
    let xml = format!("<r>{}</r>", html.replace("<br>", "<br/>"));
    let document = roxmltree::Document::parse(&xml).unwrap();
    let names = document.descendants().filter(|node| node.is_element());
    names
        .skip(1)
        .map(|node| node.tag_name().name().to_owned())
        .collect()
}

fn words(html: &str) -> String {
    let xml = format!("<r>{}</r>", html.replace("<br>", "\n"));
    let document = roxmltree::Document::parse(&xml).unwrap();
    let texts = document.descendants().filter(|node| node.is_text());
    texts.filter_map(|node| node.text()).collect()
}

fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

proptest! {
    #[test]
    fn titles_and_values_hold_links_only(words in any_markup()) {
        let thread = Thread::new(thread_id(), words.clone()).field("x", words.clone());
        let value = Activity::new(thread, author(), words.clone()).body(words).to_value();
        for html in [&value["title"], &value["thread"]["title"], &value["thread"]["fields"][0]["value"]] {
            let found = elements(html.as_str().unwrap());
            prop_assert!(found.iter().all(|name| name == "a"), "{html}");
        }
        if let Some(body) = value["body"].as_str() {
            let allowed = ["a", "b", "i", "br"];
            prop_assert!(elements(body).iter().all(|name| allowed.contains(&name.as_str())), "{body}");
        }
    }

    #[test]
    fn no_word_is_lost(lines in any_markup()) {
        let message = Message::new(lines.clone());
        let value = Activity::from_message(&message, thread_id(), author()).entry.to_value();
        let title = words(value["title"].as_str().unwrap());
        let body = words(value["body"].as_str().unwrap_or_default());
        let all = words(Discussion::new(Thread::new(thread_id(), "x"), author(), lines).to_value()["title"].as_str().unwrap());
        if letters(&all).is_empty() {
            prop_assert_eq!(title, "db-1");
        } else {
            prop_assert_eq!(letters(&title) + &letters(&body), letters(&all));
        }
    }
}
