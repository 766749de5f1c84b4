//! Messages as JSON, and back.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use unicode_segmentation::GraphemeCursor;

use super::attachment::filled;
use super::{Attachment, Message, SendAs, UserId, lenient};
use crate::{Markup, escape};

/// The longest notification that is derived, in characters.
const NOTIFICATION: usize = 240;

/// What is written of a message: nothing null, nothing empty.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flockml: Option<Rooted<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notification: Option<Notification<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    mentions: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    send_as: Option<&'a SendAs>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    attachments: &'a [Attachment],
}

struct Rooted<'a>(&'a Markup);

impl Serialize for Rooted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("<flockml>{}</flockml>", self.0.as_str()))
    }
}

struct Notification<'a>(&'a str, &'static str);

impl Serialize for Notification<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}{}", self.0, self.1))
    }
}

/// Where to cut a text for a notification, on a grapheme's edge, and what to put there.
pub(super) fn cut(text: &str) -> (usize, &'static str) {
    if text.len() <= NOTIFICATION {
        return (text.len(), "");
    }
    if text.as_bytes()[..=NOTIFICATION].is_ascii() {
        return (grapheme_edge(text, NOTIFICATION - 1), "…");
    }
    let mut last = text.char_indices().skip(NOTIFICATION - 1);
    match (last.next(), last.next()) {
        (Some((end, _)), Some(_)) => (grapheme_edge(text, end), "…"),
        _ => (text.len(), ""),
    }
}

/// The nearest edge at or before `end`; one character may follow another without end, then `end`.
fn grapheme_edge(text: &str, end: usize) -> usize {
    let around = text.as_bytes().get(end - 1..=end);
    if around.is_some_and(|around| around.iter().all(|byte| matches!(byte, b' '..=b'~'))) {
        return end;
    }
    let mut cursor = GraphemeCursor::new(end, text.len(), true);
    if cursor.is_boundary(text, 0) == Ok(true) {
        return end;
    }
    match cursor.prev_boundary(text, 0) {
        Ok(Some(edge)) if edge > 0 => edge,
        _ => end,
    }
}

impl<'a> Wire<'a> {
    fn new(message: &'a Message, derived: &'a Derived<'a>) -> Self {
        let text = message.flockml.as_ref().map(|_| derived.text.as_str());
        Self {
            text: message.text.as_deref().or(text),
            flockml: message.flockml.as_ref().map(Rooted),
            notification: match (&message.notification, text) {
                (Some(set), _) => Some(Notification(set, "")),
                (None, text) => text.map(|text| {
                    let (end, mark) = cut(text);
                    Notification(&text[..end], mark)
                }),
            },
            mentions: &derived.mentions,
            send_as: message.send_as.as_ref(),
            attachments: &message.attachments,
        }
    }
}

/// What a message's missing parts are made of.
#[derive(Default)]
struct Derived<'a> {
    text: String,
    mentions: Vec<&'a str>,
}

impl<'a> Derived<'a> {
    fn new(message: &'a Message) -> Self {
        let is_set =
            message.text.is_some() && message.notification.is_some() && message.mentions.is_some();
        let mut derived = match &message.flockml {
            Some(markup) if !is_set => {
                let (text, mentions) = markup.text_and_mentions();
                Self { text, mentions }
            }
            _ => Self::default(),
        };
        if let Some(users) = &message.mentions {
            derived.mentions = users.iter().map(UserId::as_str).collect();
        }
        derived
    }
}

const INFALLIBLE: &str = "strings, numbers and lists of them can always be written";

/// What serde writes, with the long strings through this crate's faster escaping.
pub(super) fn to_json(message: &Message) -> String {
    let derived = Derived::new(message);
    let wire = Wire::new(message, &derived);
    let flockml = wire.flockml.as_ref().map_or("", |rooted| rooted.0.as_str());
    let text = wire.text.unwrap_or_default();
    let mut out =
        String::with_capacity(160 + flockml.len() + flockml.len() / 16 + text.len() + NOTIFICATION);
    out.push('{');
    push_strings(&mut out, "text", wire.text.as_slice());
    if wire.flockml.is_some() {
        push_strings(&mut out, "flockml", &["<flockml>", flockml, "</flockml>"]);
    }
    if let Some(Notification(start, mark)) = wire.notification {
        push_strings(&mut out, "notification", &[start, mark]);
    }
    if !wire.mentions.is_empty() {
        push_list(&mut out, "mentions", wire.mentions);
    }
    if let Some(sender) = wire.send_as {
        push_value(&mut out, "sendAs", sender);
    }
    if !wire.attachments.is_empty() {
        push_value(&mut out, "attachments", wire.attachments);
    }
    out.push('}');
    out
}

fn push_name(out: &mut String, name: &str) {
    if !out.ends_with('{') {
        out.push(',');
    }
    out.push('"');
    out.push_str(name);
    out.push_str("\":");
}

/// A string field of `parts`, if there are any.
fn push_strings(out: &mut String, name: &str, parts: &[&str]) {
    if parts.is_empty() {
        return;
    }
    push_name(out, name);
    out.push('"');
    for part in parts {
        escape::push_json(out, part);
    }
    out.push('"');
}

fn push_list(out: &mut String, name: &str, items: &[&str]) {
    push_name(out, name);
    for (index, item) in items.iter().enumerate() {
        out.push_str(if index == 0 { "[\"" } else { "\",\"" });
        escape::push_json(out, item);
    }
    out.push_str("\"]");
}

fn push_value<T: Serialize + ?Sized>(out: &mut String, name: &str, value: &T) {
    push_name(out, name);
    out.push_str(&compact(value));
}

pub(super) fn compact<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect(INFALLIBLE)
}

pub(super) fn pretty<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect(INFALLIBLE)
}

pub(super) fn value<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect(INFALLIBLE)
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire::new(self, &Derived::new(self)).serialize(serializer)
    }
}

/// A message as it may come in.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Received {
    #[serde(deserialize_with = "lenient::text")]
    text: Option<String>,
    #[serde(deserialize_with = "lenient::markup")]
    flockml: Option<Markup>,
    #[serde(deserialize_with = "lenient::text")]
    notification: Option<String>,
    #[serde(deserialize_with = "lenient::users")]
    mentions: Option<Vec<UserId>>,
    #[serde(deserialize_with = "lenient::object")]
    send_as: Option<SendAs>,
    #[serde(deserialize_with = "lenient::list")]
    attachments: Vec<Attachment>,
}

/// Reads what Flock and its users send: unknown fields and nulls are skipped, and what an
/// optional field holds and nobody can read counts as absent. A part that equals what would be
/// derived counts as derived. FlockML with errors is refused.
impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut received = Received::deserialize(deserializer)?;
        if let Some(markup) = &received.flockml {
            let (text, mentions) = markup.text_and_mentions();
            let (end, mark) = cut(&text);
            let is_notification = |set: &String| {
                set.strip_suffix(mark)
                    .is_some_and(|start| start == &text[..end])
            };
            received.text.take_if(|set| *set == text);
            received.notification.take_if(|set| is_notification(set));
            let is_derived = |set: &Vec<UserId>| set.iter().map(UserId::as_str).eq(mentions);
            if received.mentions.as_ref().is_some_and(is_derived) {
                received.mentions = None;
            }
        }
        Ok(Self {
            text: received.text.and_then(filled),
            flockml: received.flockml,
            notification: received.notification.and_then(filled),
            mentions: received.mentions.filter(|users| !users.is_empty()),
            send_as: received.send_as,
            attachments: received.attachments,
        })
    }
}
