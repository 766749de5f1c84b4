//! The examples, run.

#[allow(dead_code, reason = "`main` is not called here")]
#[path = "../examples/check.rs"]
mod check;
#[allow(dead_code, reason = "`main` is not called here")]
#[path = "../examples/compose.rs"]
mod compose;
#[cfg(feature = "event")]
#[allow(dead_code, reason = "`main` is not called here")]
#[path = "../examples/events.rs"]
mod events;
#[cfg(feature = "client")]
#[allow(dead_code, reason = "`main` is not called here")]
#[path = "../examples/many.rs"]
mod many;
#[cfg(feature = "markdown")]
#[allow(dead_code, reason = "`main` is not called here")]
#[path = "../examples/markdown.rs"]
mod markdown;
#[cfg(feature = "template")]
#[allow(dead_code, reason = "`main` is not called here")]
#[path = "../examples/render.rs"]
mod render;
#[cfg(feature = "client")]
#[allow(dead_code, reason = "`main` is not called here")]
#[path = "../examples/send.rs"]
mod send;

#[test]
fn compose_an_alert() {
    insta::assert_snapshot!(compose::run().unwrap());
}

#[test]
fn check_a_file() {
    insta::assert_snapshot!(check::run().unwrap());
}

#[cfg(feature = "client")]
#[test]
fn send_to_many() {
    insta::assert_snapshot!(many::run().unwrap());
}

#[cfg(feature = "markdown")]
#[test]
fn convert_markdown() {
    insta::assert_snapshot!(markdown::run());
}

#[cfg(feature = "template")]
#[test]
fn render_a_template() {
    insta::assert_snapshot!(render::run().unwrap());
}

#[cfg(feature = "client")]
#[test]
fn send_a_message() {
    let said = send::run().unwrap();
    assert!(include_str!("../README.md").contains(&said));
    insta::assert_snapshot!(said);
}

#[cfg(feature = "event")]
#[test]
fn answer_events() {
    let said = events::run().unwrap();
    assert!(include_str!("../README.md").contains(&said));
    insta::assert_snapshot!(said);
}
