//! How often memory is asked for; this allocator counts for every test of this file.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use allocation_counter::measure;
use flockml::markup::{Action, UserId};
use flockml::{Markup, check, escape, markup};

const ROWS: [(&str, &str); 6] = [
    ("Host", "db-1 <10.0.0.7>"),
    ("Since", "09:12 UTC"),
    ("Disk", "97 % > 90 % of 512 GB"),
    ("Error", "I/O error & \"timeout\" after 30 s"),
    ("Region", "eu-west-1"),
    ("Team", "R&D"),
];

/// An alert of about 470 bytes.
fn alert(markup: Markup, on_call: &UserId) -> Markup {
    let rows = |markup: Markup, (label, value)| markup.row(label, value);
    ROWS.into_iter()
        .fold(markup.bold("db-1 is down").line_break(), rows)
        .link("Runbook", "https://example.com/run?id=42&v=2")
        .text(" ")
        .link("Dashboard", "https://example.com/d/db-1?a=1&b=2")
        .text(" ")
        .mention(on_call, "Ada")
        .text(" ")
        .action("Acknowledge", Action::send_event("ack:42"))
}

#[track_caller]
fn assert_allocations<T>(at_most: u64, run: impl FnOnce() -> T) {
    let info = measure(|| {
        std::hint::black_box(run());
    });
    assert!(
        info.count_total <= at_most,
        "{} allocations",
        info.count_total
    );
}

#[test]
fn an_alert_takes_two_allocations_at_most() {
    let on_call = UserId::new("u:isgpwwyralhf9aso").unwrap();
    let length = alert(Markup::new(), &on_call).as_str().len();
    assert!((440..500).contains(&length), "{length} bytes");
    assert_allocations(2, || alert(Markup::new(), &on_call));
}

#[test]
fn an_alert_of_known_size_takes_one_allocation() {
    let on_call = UserId::new("u:isgpwwyralhf9aso").unwrap();
    assert_allocations(1, || alert(Markup::with_capacity(500), &on_call));
}

#[test]
fn numbers_and_formats_take_none_of_their_own() {
    let host = String::from("db");
    assert_allocations(1, || {
        Markup::new()
            .row("Load", 4.5)
            .bold(format_args!("{host}-{}", 1))
            .text('!')
    });
}

#[test]
fn text_without_specials_takes_none() {
    let text = "nothing to escape here, ".repeat(50);
    assert_allocations(0, || escape::text(&text).len());
    assert_allocations(0, || escape::attribute(&text).len());
    assert_allocations(0, || escape::json(&text).len());
}

#[test]
fn escaping_takes_one() {
    assert_allocations(1, || escape::text("a < b & c").into_owned());
    let dense = "all work & no play <3 ".repeat(500);
    assert_allocations(2, || escape::text(&dense).into_owned());
}

#[test]
fn plain_text_takes_one() {
    let on_call = UserId::new("u:isgpwwyralhf9aso").unwrap();
    let alert = alert(Markup::new(), &on_call);
    assert_allocations(1, || alert.to_text());
    assert_allocations(1, || alert.to_flockml());
    assert_allocations(1, || alert.to_html());
}

#[test]
fn checking_takes_eight_at_most_whatever_the_size() {
    let on_call = UserId::new("u:isgpwwyralhf9aso").unwrap();
    for alerts in [1, 10, 400] {
        let digest: Markup = (0..alerts)
            .map(|_| alert(Markup::new(), &on_call).line_break())
            .collect();
        let document = markup::text(digest).to_flockml();
        assert!(check::check(&document).is_empty());
        assert_allocations(8, || check::check(&document));
    }
}
