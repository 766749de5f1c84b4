//! One template for many recipients.

use std::cell::RefCell;
use std::rc::Rc;

use flockml::template::Templates;
use serde::Serialize;
use tera::{Context, Tera};

use crate::agree::assert_same;
use crate::measure::{Case, work};
use crate::workload::{Alert, digests};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
const TEXT: &str = include_str!("../templates/recipient.flockml");
/// With a suffix that Tera escapes HTML for.
const PEER: &str = "recipient.html";
const RECIPIENTS: usize = 10_000;

/// What all recipients share.
#[derive(Serialize)]
struct Shared {
    alert: Alert,
}

/// What is a recipient's own.
#[derive(Serialize)]
struct Recipient {
    id: String,
    name: String,
}

impl Recipient {
    fn new(number: usize) -> Self {
        Self {
            id: format!("u:{number:016}"),
            name: format!("Ada <{number}> & sons"),
        }
    }
}

struct Mailing {
    shared: Shared,
    recipients: Vec<Recipient>,
}

/// How many bytes all messages have.
fn ours(templates: &Templates, mailing: &Mailing) -> usize {
    let batch = templates.batch("recipient.flockml", &mailing.shared);
    let mut batch = batch.expect("the template is clean");
    let messages = batch
        .render_each(&mailing.recipients)
        .map(|rendered| rendered.expect("it is clean").object.into_message());
    messages
        .map(|message| message.markup().map_or(0, |markup| markup.as_str().len()))
        .sum()
}

fn with_tera(tera: &Tera, mailing: &Mailing, see: impl Fn(&str)) -> usize {
    let mut context = Context::from_serialize(&mailing.shared).expect("an object");
    let documents = mailing.recipients.iter().map(|recipient| {
        context.insert("id", &recipient.id);
        context.insert("name", &recipient.name);
        tera.render(PEER, &context).expect("it renders")
    });
    documents
        .map(|document| {
            see(&document);
            document.len()
        })
        .sum()
}

/// Fails unless both render the same.
fn agree(templates: &Templates, tera: &Tera, mailing: &Mailing) {
    let mut batch = templates
        .batch("recipient.flockml", &mailing.shared)
        .expect("the template is clean");
    let rendered = batch.render_each(&mailing.recipients);
    let ours = rendered.map(|rendered| {
        let object = rendered.expect("it is clean").object;
        object.markup().expect("markup").to_flockml()
    });
    let ours = RefCell::new(ours);
    with_tera(tera, mailing, |theirs| {
        let ours = ours.borrow_mut().next().expect("one for each");
        assert_same("Tera", &ours, theirs.trim_end());
    });
}

pub(crate) fn cases() -> Vec<Case> {
    let templates = Rc::new(Templates::load(FOLDER).expect("the folder is there"));
    let mut tera = Tera::new();
    tera.add_raw_template(PEER, TEXT).expect("Tera reads it");
    let [(_, mut digest), ..] = digests();
    let alert = digest.alerts.pop().expect("it has one");
    let mailing = Rc::new(Mailing {
        shared: Shared { alert },
        recipients: (0..RECIPIENTS).map(Recipient::new).collect(),
    });
    agree(&templates, &tera, &mailing);
    let their_mailing = Rc::clone(&mailing);
    vec![Case {
        name: "template/recipients".to_owned(),
        peer: "Tera 2, one context",
        target: Some(1.50),
        ours: work(move || ours(&templates, &mailing)),
        theirs: work(move || with_tera(&tera, &their_mailing, |_| {})),
    }]
}
