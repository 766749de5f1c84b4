//! Building and serialising a whole message.

use std::rc::Rc;

use flockml::message::Message;
use serde::Serialize;
use slack_morphism::prelude::*;

use crate::markup::{ours_of, push_with, table, with_maud};
use crate::measure::{Case, work};
use crate::workload::{Alert, Digest, digests};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (size, digest) in digests() {
        let digest = Rc::new(digest);
        agree(&digest);
        type Peer = (&'static str, Option<f64>, fn(&Digest) -> String);
        let peers: [Peer; 3] = [
            ("slack-morphism", Some(0.40), with_slack),
            ("maud + serde_json", Some(1.00), with_maud_and_serde),
            ("maud + serde_json, flockml only", None, flockml_only),
        ];
        for (peer, target, build) in peers {
            let (ours, theirs) = (Rc::clone(&digest), Rc::clone(&digest));
            cases.push(Case {
                name: format!("message/{size}"),
                peer,
                target,
                ours: work(move || message(&ours)),
                theirs: work(move || build(&theirs)),
            });
        }
    }
    cases
}

/// Fails unless all peers send the same.
pub(crate) fn agree(digest: &Digest) {
    let ours = parse(&message(digest));
    let theirs = parse(&with_maud_and_serde(digest));
    for field in ["text", "notification", "mentions"] {
        assert_eq!(ours[field], theirs[field], "{field}");
    }
    crate::agree::assert_same("maud", markup_of(&ours), markup_of(&theirs));
    let only = parse(&flockml_only(digest));
    crate::agree::assert_same("flockml only", markup_of(&ours), markup_of(&only));
    agree_with_slack(digest, &parse(&with_slack(digest)));
}

fn parse(json: &str) -> serde_json::Value {
    serde_json::from_str(json).expect("a payload is JSON")
}

fn markup_of(payload: &serde_json::Value) -> &str {
    let flockml = payload["flockml"].as_str().expect("a string");
    let inside = flockml.strip_prefix("<flockml>");
    inside
        .and_then(|rest| rest.strip_suffix("</flockml>"))
        .expect("the root")
}

/// Block Kit has elements of its own: what is compared is the words.
fn agree_with_slack(digest: &Digest, payload: &serde_json::Value) {
    let mut strings = String::new();
    collect(&payload["blocks"], &mut strings);
    for alert in &digest.alerts {
        let rows = alert.rows.iter().flat_map(|row| [&row.label, &row.value]);
        let links = [&alert.runbook, &alert.dashboard];
        let words = [&alert.owner_name, &alert.action];
        for word in rows.chain(links).chain(words) {
            let mut escaped = String::new();
            push_mrkdwn(&mut escaped, word);
            assert!(strings.contains(&escaped), "{word:?}");
        }
        assert!(strings.contains(&alert.title));
    }
    assert_eq!(payload["text"], parse(&message(digest))["text"]);
}

fn collect(value: &serde_json::Value, out: &mut String) {
    match value {
        serde_json::Value::String(text) => {
            out.push_str(text);
            out.push('\n');
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        serde_json::Value::Object(fields) => fields.values().for_each(|item| collect(item, out)),
        _ => {}
    }
}

fn message(digest: &Digest) -> String {
    Message::new(ours_of(digest)).to_json()
}

#[derive(Serialize)]
struct Payload<'p> {
    text: &'p str,
    flockml: &'p str,
    notification: &'p str,
    mentions: Vec<&'p str>,
}

fn with_maud_and_serde(digest: &Digest) -> String {
    let text = plain_text(digest);
    let flockml = maud::html! { flockml { (maud::PreEscaped(with_maud(digest))) } }.into_string();
    let mut notification = String::new();
    let notification = match text.char_indices().nth(240) {
        None => &text,
        Some(_) => {
            let end = text.char_indices().nth(239).map_or(0, |(end, _)| end);
            notification.push_str(&text[..end]);
            notification.push('…');
            &notification
        }
    };
    let mut mentions = Vec::new();
    for alert in &digest.alerts {
        if !mentions.contains(&alert.owner.as_str()) {
            mentions.push(alert.owner.as_str());
        }
    }
    let payload = Payload {
        text: &text,
        flockml: &flockml,
        notification,
        mentions,
    };
    serde_json::to_string(&payload).expect("strings are JSON")
}

#[derive(Serialize)]
struct FlockmlOnly {
    flockml: String,
}

fn flockml_only(digest: &Digest) -> String {
    let flockml = maud::html! { flockml { (maud::PreEscaped(with_maud(digest))) } }.into_string();
    serde_json::to_string(&FlockmlOnly { flockml }).expect("strings are JSON")
}

/// The plain text, as somebody without a library would write it beside the markup.
fn plain_text(digest: &Digest) -> String {
    let mut out = String::new();
    for (index, alert) in digest.alerts.iter().enumerate() {
        if index > 0 {
            out.push_str("\n\n");
        }
        out.push_str(&alert.title);
        out.push('\n');
        for row in &alert.rows {
            out.push_str(&row.label);
            out.push(' ');
            out.push_str(&row.value);
            out.push('\n');
        }
        out.push_str("Runbook (");
        out.push_str(&alert.runbook);
        out.push_str(") Dashboard (");
        out.push_str(&alert.dashboard);
        out.push_str(") @");
        out.push_str(&alert.owner_name);
        out.push_str(" Acknowledge");
    }
    out
}

fn with_slack(digest: &Digest) -> String {
    let mut blocks = Vec::with_capacity(digest.alerts.len() * 4);
    for alert in &digest.alerts {
        push_blocks(&mut blocks, alert);
    }
    let content = SlackMessageContent::new()
        .with_text(plain_text(digest))
        .with_blocks(blocks);
    serde_json::to_string(&content).expect("blocks are JSON")
}

fn push_blocks(blocks: &mut Vec<SlackBlock>, alert: &Alert) {
    blocks.push(SlackHeaderBlock::new(pt!(alert.title.as_str())).into());
    let fields = alert.rows.iter().map(|row| {
        let mut field = String::with_capacity(row.label.len() + row.value.len() + 8);
        field.push('*');
        push_mrkdwn(&mut field, &row.label);
        field.push_str("* ");
        push_mrkdwn(&mut field, &row.value);
        md!(field)
    });
    blocks.push(
        SlackSectionBlock::new()
            .with_fields(fields.collect())
            .into(),
    );
    let mut line = String::with_capacity(160);
    line.push('<');
    push_mrkdwn(&mut line, &alert.runbook);
    line.push_str("|Runbook> <");
    push_mrkdwn(&mut line, &alert.dashboard);
    line.push_str("|Dashboard> ");
    line.push_str("<@");
    line.push_str(alert.owner.as_str());
    line.push('|');
    push_mrkdwn(&mut line, &alert.owner_name);
    line.push('>');
    blocks.push(SlackSectionBlock::new().with_text(md!(line)).into());
    let button = SlackBlockButtonElement::new(pt!("Acknowledge"))
        .with_action_id(alert.action.clone().into());
    blocks.push(SlackActionsBlock::new(vec![button.into()]).into());
}

/// Slack wants `&`, `<` and `>` escaped.
const MRKDWN: [u8; 256] = table(b"&<>");

fn push_mrkdwn(out: &mut String, text: &str) {
    push_with(&MRKDWN, out, text);
}
