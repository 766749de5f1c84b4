//! What is drawn of messages.

#[path = "../../../../tests/support/html.rs"]
mod html;
mod laws;
mod look;
mod pictures;
mod pieces;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use flockml::template::Templates;
use serde_json::{Value, json};

use self::html::Piece;
use super::{Picture, draw};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates")
}

/// The samples of the shipped templates, by `NAME.CASE`, each with its template.
fn samples(templates: &Templates) -> BTreeMap<String, (String, Value)> {
    let cases = templates.cases();
    let samples = cases.iter().map(|case| {
        let template = case.template().expect("every case has a template");
        let sample = folder().join(format!("{}.sample.json", case.name()));
        let data = fs::read_to_string(sample).expect("a sample");
        let data = serde_json::from_str(&data).expect("JSON");
        (case.name().to_owned(), (template.to_owned(), data))
    });
    samples.collect()
}

fn templates() -> Templates {
    Templates::load(folder()).expect("the shipped templates load")
}

/// The messages that the shipped templates make of their samples.
fn shipped() -> BTreeMap<String, Value> {
    let templates = templates();
    let samples = samples(&templates).into_iter();
    let messages = samples.map(|(name, (template, data))| {
        let rendered = templates.render(&template, &data).expect("it renders");
        (name, rendered.object.to_message().to_value())
    });
    messages.collect()
}

/// A message that has everything, some of it wrong.
fn full() -> Value {
    json!({
        "flockml": "<flockml>Hello <b>bold</b> <em>italic</em> <u>under</u> \
            <a href='https://example.com/?a=1&amp;b'>link</a> <a href='javascript:alert(1)'>bad</a> \
            <action type='sendEvent' id='x'>press</action> <user userId='u:ada'/> \
            <user group='all'>@all</user> &mdash; a < b<br><h1>no</h1></flockml>",
        "sendAs": {"name": "Disk Watch", "profileImage": "https://example.com/a.png"},
        "visibleTo": ["u:a", "u:b"],
        "attachments": [
            {
                "title": "Report", "url": "https://example.com/report",
                "description": "one\ntwo", "color": "#8a3ea8",
                "views": {
                    "html": {"inline": "<h3>12 of 40</h3><script>alert(1)</script>", "height": "90"},
                    "image": {"original": {
                        "src": "https://example.com/graph/load.png?x=1", "width": 400, "height": 200,
                    }},
                },
                "downloads": [{
                    "src": "https://example.com/r.pdf", "filename": "report.pdf",
                    "size": 123_456, "mime": "application/pdf",
                }],
                "buttons": [
                    {
                        "name": "Open", "icon": "https://example.com/i.png",
                        "action": {
                            "type": "openWidget", "url": "https://example.com/w",
                            "desktopType": "modal",
                        },
                    },
                    {"name": "Nothing"},
                ],
            },
            {
                "title": "Live", "color": "red",
                "views": {
                    "widget": {"src": "https://example.com/w", "width": 400, "height": 120},
                    "html": {"inline": "x"}, "flockml": "", "more": 1,
                },
            },
        ],
    })
}

/// The parts of a picture that are HTML.
fn parts(picture: &Picture) -> [(&'static str, &str); 3] {
    [
        ("desktop", picture.desktop.as_str()),
        ("mobile", picture.mobile.as_str()),
        ("push", picture.push.as_str()),
    ]
}

/// The classes of an element.
fn classes(attributes: &BTreeMap<String, String>) -> impl Iterator<Item = &str> {
    let classes = attributes.get("class").map_or("", String::as_str);
    classes.split(' ').filter(|class| !class.is_empty())
}
