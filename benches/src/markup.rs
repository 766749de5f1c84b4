//! Building markup: against string pushes by hand and against templates that are compiled in.

use std::rc::Rc;

use flockml::Markup;
use flockml::markup::Action;
use maud::{PreEscaped, html};
use sailfish::TemplateOnce;

use crate::agree::assert_same;
use crate::measure::{Case, work};
use crate::workload::{Digest, digests};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (size, digest) in digests() {
        let digest = Rc::new(digest);
        agree(&digest);
        type Peer = (&'static str, f64, fn(&Digest) -> String);
        let peers: [Peer; 3] = [
            ("hand-written", 0.75, by_hand),
            ("maud", 0.75, with_maud),
            ("sailfish", 1.40, with_sailfish),
        ];
        for (peer, target, build) in peers {
            let (ours, theirs) = (Rc::clone(&digest), Rc::clone(&digest));
            cases.push(Case {
                name: format!("build/{size}"),
                peer,
                target: Some(target),
                ours: work(move || ours_of(&ours)),
                theirs: work(move || build(&theirs)),
            });
        }
    }
    cases
}

/// Fails unless all peers build the same.
pub(crate) fn agree(digest: &Digest) {
    let ours = ours_of(digest);
    assert_same("hand-written", ours.as_str(), &by_hand(digest));
    assert_same("maud", ours.as_str(), &with_maud(digest));
    assert_same("sailfish", ours.as_str(), &with_sailfish(digest));
}

pub(crate) fn ours_of(digest: &Digest) -> Markup {
    let mut out = Markup::new();
    for (index, alert) in digest.alerts.iter().enumerate() {
        if index > 0 {
            out = out.line_break().line_break();
        }
        out = out.bold(&alert.title).line_break();
        for row in &alert.rows {
            out = out.row(&row.label, &row.value);
        }
        out = out
            .link("Runbook", &alert.runbook)
            .text(" ")
            .link("Dashboard", &alert.dashboard)
            .text(" ")
            .mention(&alert.owner, &alert.owner_name)
            .text(" ")
            .action("Acknowledge", Action::send_event(&alert.action));
    }
    out
}

pub(crate) fn by_hand(digest: &Digest) -> String {
    let mut out = String::new();
    for (index, alert) in digest.alerts.iter().enumerate() {
        if index > 0 {
            out.push_str("<br/><br/>");
        }
        out.push_str("<b>");
        push_escaped(&mut out, &alert.title);
        out.push_str("</b><br/>");
        for row in &alert.rows {
            out.push_str("<b>");
            push_escaped(&mut out, &row.label);
            out.push_str("</b> ");
            push_escaped(&mut out, &row.value);
            out.push_str("<br/>");
        }
        out.push_str("<a href=\"");
        push_escaped(&mut out, &alert.runbook);
        out.push_str("\">Runbook</a> <a href=\"");
        push_escaped(&mut out, &alert.dashboard);
        out.push_str("\">Dashboard</a> <user userId=\"");
        push_escaped(&mut out, alert.owner.as_str());
        out.push_str("\">");
        push_escaped(&mut out, &alert.owner_name);
        out.push_str("</user> <action type=\"sendEvent\" id=\"");
        push_escaped(&mut out, &alert.action);
        out.push_str("\">Acknowledge</action>");
    }
    out
}

/// Which of `ESCAPES` stands for a byte.
const ESCAPE: [u8; 256] = table(b"&<>\"");
const ESCAPES: [&str; 5] = ["", "&amp;", "&lt;", "&gt;", "&quot;"];

/// A table that escapes `special`, in the order of `ESCAPES`.
pub(crate) const fn table(special: &[u8]) -> [u8; 256] {
    let mut table = [0; 256];
    let mut at = 0;
    while at < special.len() {
        table[special[at] as usize] = at as u8 + 1;
        at += 1;
    }
    table
}

fn push_escaped(out: &mut String, text: &str) {
    push_with(&ESCAPE, out, text);
}

/// Appends `text` with the runs between special bytes copied at once.
pub(crate) fn push_with(table: &[u8; 256], out: &mut String, text: &str) {
    let mut written = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let escape = table[usize::from(byte)];
        if escape != 0 {
            out.push_str(&text[written..at]);
            out.push_str(ESCAPES[usize::from(escape)]);
            written = at + 1;
        }
    }
    out.push_str(&text[written..]);
}

/// maud writes void elements as HTML's `<br>`.
const BR: PreEscaped<&str> = PreEscaped("<br/>");

pub(crate) fn with_maud(digest: &Digest) -> String {
    html! {
        @for (index, alert) in digest.alerts.iter().enumerate() {
            @if index > 0 { (BR) (BR) }
            b { (alert.title) } (BR)
            @for row in &alert.rows {
                b { (row.label) } " " (row.value) (BR)
            }
            a href=(alert.runbook) { "Runbook" } " "
            a href=(alert.dashboard) { "Dashboard" } " "
            user userId=(alert.owner.as_str()) { (alert.owner_name) } " "
            action type="sendEvent" id=(alert.action) { "Acknowledge" }
        }
    }
    .into_string()
}

#[derive(TemplateOnce)]
#[template(path = "digest.stpl")]
struct Sailfish<'d> {
    digest: &'d Digest,
}

pub(crate) fn with_sailfish(digest: &Digest) -> String {
    Sailfish { digest }
        .render_once()
        .expect("rendering to a string cannot fail")
}
