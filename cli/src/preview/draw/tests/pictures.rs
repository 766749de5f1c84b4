//! Pictures as readers of this folder can check them.

use std::fmt::Write as _;

use super::*;
use crate::report::plural;

/// A picture as an outline.
fn outline(picture: &Picture) -> String {
    let mut out = String::new();
    for (name, drawn) in parts(picture) {
        writeln!(out, "{name}").expect("a string");
        let mut depth = 1;
        for piece in html::read(drawn) {
            let indent = "  ".repeat(depth);
            match piece {
                Piece::Start(name, attributes) => {
                    let mut line = format!("{indent}{name}");
                    for class in classes(&attributes) {
                        write!(line, ".{}", class.trim_start_matches("fk-")).expect("a string");
                    }
                    for (name, value) in attributes.iter().filter(|(name, _)| *name != "class") {
                        write!(line, " {name}={value:?}").expect("a string");
                    }
                    writeln!(out, "{line}").expect("a string");
                    depth += usize::from(name != "br");
                }
                Piece::End(_) => depth -= 1,
                Piece::Text(text) => writeln!(out, "{indent}{text:?}").expect("a string"),
            }
        }
    }
    writeln!(out, "text\n  {:?}", picture.text).expect("a string");
    for view in &picture.views {
        let screens = match (view.desktop, view.mobile) {
            (true, true) => "desktop and mobile",
            (true, false) => "desktop",
            (false, true) => "mobile",
            (false, false) => "nowhere",
        };
        writeln!(
            out,
            "attachment {}, {}: {screens}: {}",
            view.attachment, view.name, view.why
        )
        .expect("a string");
    }
    out
}

#[test]
fn shipped_templates() {
    let shipped = shipped();
    for name in [
        "incident.firing",
        "pull-requests.waiting",
        "certificate-expiry.soon",
    ] {
        let picture = draw(&shipped[name], None);
        insta::assert_snapshot!(format!("shipped {name}"), outline(&picture));
    }
}

#[test]
fn a_message_that_has_everything() {
    insta::assert_snapshot!(outline(&draw(&full(), None)));
}

#[test]
fn no_message() {
    insta::assert_snapshot!(outline(&draw(&Value::Null, None)));
}

#[test]
fn what_is_left_out_is_counted() {
    let attachments = vec![json!({"title": "x"}); 25];
    let picture = draw(
        &json!({"text": "x".repeat(50_003), "attachments": attachments}),
        None,
    );
    let desktop = picture.desktop.as_str();
    assert!(desktop.contains(&format!("and {} more", plural(5, "attachment"))));
    assert!(desktop.contains("… and 3 more characters"));
}

/// Of any two views the stronger is the one that desktops show, as the library says.
#[test]
fn views_are_as_strong_as_the_library_says() {
    let views = full()["attachments"][0]["views"].clone();
    let mut all = views.as_object().expect("views").clone();
    all.insert(
        "widget".to_owned(),
        json!({"src": "https://example.com/", "width": 1, "height": 1}),
    );
    all.insert("flockml".to_owned(), json!("<flockml>x</flockml>"));
    let mut left = all;
    for strongest in ["widget", "html", "flockml", "image"] {
        let message = json!({"text": "x", "attachments": [{"title": "x", "views": left}]});
        let picture = draw(&message, None);
        let shown = picture
            .views
            .iter()
            .find(|view| view.desktop)
            .expect("one is shown");
        assert_eq!(shown.name, strongest);
        let dead: Vec<_> = picture
            .views
            .iter()
            .filter(|view| !view.desktop && !view.mobile)
            .collect();
        let report = flockml::message::check_json(&message.to_string());
        let shadowed = report
            .diagnostics()
            .iter()
            .filter(|found| found.rule.id == "shadowed-view");
        assert_eq!(shadowed.count(), dead.len(), "{dead:?}");
        left.remove(strongest);
    }
}
