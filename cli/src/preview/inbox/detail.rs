//! What is said of a message: in the list, by itself, and as a line of JSON.

use flockml::message::check_json;
use flockml::source::Source;
use flockml::syntax::{self, Document, TokenKind};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::flock;
use super::store::Kept;
use crate::finding::FileFindings;
use crate::preview::draw;
use crate::report;

/// How many characters of a message its row has, and of an address.
const SUMMARY: usize = 120;
/// So much of a text is looked at for them.
const LOOKED_AT: usize = 4096;

/// The findings of a message: in the JSON that came, or, of a form, in the message that it is.
pub(super) fn check(is_json: bool, body: &str, message: Option<&Value>) -> Option<FileFindings> {
    let source = match message {
        _ if is_json => Source::new("body", body),
        Some(message) => Source::new("message", format!("{message:#}")),
        None => return None,
    };
    let report = check_json(source.text());
    Some(FileFindings::new(source, report))
}

impl Kept {
    fn message(&self) -> Option<Value> {
        serde_json::from_str(self.message.as_ref()?).ok()
    }

    fn findings(&self) -> Value {
        serde_json::from_str(&self.findings).unwrap_or_default()
    }

    /// All about it.
    pub(super) fn detail(&self) -> Value {
        let message = self.message();
        let mut detail = json!(self.row);
        detail["request"] = json!({
            "line": self.shown.line,
            "headers": self.shown.headers,
            "body": self.shown.body,
        });
        detail["answer"] = json!({"status": self.row.status, "body": self.answer});
        detail["findings"] = self.findings();
        detail["picture"] = json!(message.as_ref().map(|message| draw::draw(message, None)));
        detail["message"] = message.unwrap_or_default();
        detail
    }

    /// The same as Flock gives messages, if it is one of `chat`.
    pub(super) fn received(&self, chat: &Value) -> Option<Value> {
        let mut message = self.message()?;
        let fields = message.as_object_mut()?;
        fields.remove("token");
        if fields.get("to").is_some_and(|to| to != chat) {
            return None;
        }
        let at: Timestamp = self.row.at.parse().ok()?;
        fields.insert("to".to_owned(), chat.clone());
        fields.insert("from".to_owned(), flock::CALLER.into());
        fields.insert("uid".to_owned(), json!(self.uid));
        fields.insert("timestamp".to_owned(), at.as_millisecond().into());
        Some(message)
    }

    /// The line of JSON that `--inbox-only` prints.
    pub(super) fn line(&self) -> String {
        let line = json!({
            "id": self.row.id,
            "at": self.row.at,
            "method": self.row.method,
            "to": self.row.to,
            "findings": self.findings(),
            "message": self.message(),
            "status": self.row.status,
            "fault": self.row.fault,
        });
        harmless(&line.to_string())
    }
}

/// JSON without what a terminal obeys or what turns its reading order; it means the same.
fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            '\u{7f}'..='\u{9f}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out
}

/// To whom a message is.
pub(super) fn to(message: Option<&Value>) -> Option<String> {
    let to = message?.get("to")?.as_str()?;
    Some(short(to)).filter(|to| !to.is_empty())
}

/// The first words of a message.
pub(super) fn summary(message: Option<&Value>) -> String {
    let Some(message) = message else {
        return String::new();
    };
    let card = || message.get("attachments")?.get(0);
    let text = |of: Option<&Value>, name: &str| Some(short(of?.get(name)?.as_str()?));
    let markup = |of: Option<&Value>| Some(words(of?.get("flockml")?.as_str()?));
    [
        text(Some(message), "text"),
        markup(Some(message)),
        text(Some(message), "notification"),
        text(card(), "title"),
        text(card(), "description"),
        markup(card().and_then(|card| card.get("views"))),
    ]
    .into_iter()
    .flatten()
    .find(|text| !text.is_empty())
    .unwrap_or_default()
}

/// The words of FlockML, whatever its faults.
fn words(flockml: &str) -> String {
    let document = Document::parse(start(flockml));
    let mut words = String::new();
    for token in document.tokens() {
        let written = document.slice(token.span);
        match token.kind {
            TokenKind::Text | TokenKind::Reference => words.push_str(&syntax::unescape(written)),
            TokenKind::Empty if document.slice(token.name) == "br" => words.push(' '),
            _ => {}
        }
    }
    short(&words)
}

fn short(text: &str) -> String {
    let text = report::harmless(start(text));
    let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = words.char_indices().nth(SUMMARY) {
        words.truncate(end);
        words.push('…');
    }
    words
}

fn start(text: &str) -> &str {
    &text[..text.floor_char_boundary(LOOKED_AT)]
}
