//! Messages as JSON, and back.

use std::borrow::Cow;
use std::collections::HashSet;

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
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "ids")]
    mentions: Cow<'a, [UserId]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    send_as: Option<&'a SendAs>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    attachments: &'a [Attachment],
}

fn ids<S: Serializer>(users: &[UserId], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(users.iter().map(UserId::as_str))
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
    /// `derived` is the FlockML's text, made once for all that is derived from it.
    fn new(message: &'a Message, derived: &'a str) -> Self {
        let notification = message.flockml.as_ref().map(|_| {
            let (end, mark) = cut(derived);
            Notification(&derived[..end], mark)
        });
        Self {
            text: message
                .text
                .as_deref()
                .or(message.flockml.as_ref().map(|_| derived)),
            flockml: message.flockml.as_ref().map(Rooted),
            notification: match &message.notification {
                Some(set) => Some(Notification(set, "")),
                None => notification,
            },
            mentions: match (&message.mentions, &message.flockml) {
                (Some(users), _) => Cow::Borrowed(users),
                (None, Some(markup)) => Cow::Owned(mentions(markup)),
                (None, None) => Cow::Borrowed(&[]),
            },
            send_as: message.send_as.as_ref(),
            attachments: &message.attachments,
        }
    }
}

/// The text that a message's missing parts are derived from.
fn derived(message: &Message) -> String {
    match &message.flockml {
        Some(markup) if message.text.is_none() || message.notification.is_none() => {
            markup.to_text()
        }
        _ => String::new(),
    }
}

/// More users than this are told apart with a hash set.
const FEW: usize = 16;

/// The users that the markup mentions, each once.
pub(super) fn mentions(markup: &Markup) -> Vec<UserId> {
    let mut ids: Vec<&str> = Vec::new();
    let mut seen = HashSet::new();
    for id in markup.mentioned() {
        let is_new = if ids.len() < FEW {
            !ids.contains(&id)
        } else {
            if seen.is_empty() {
                seen.extend(ids.iter().copied());
            }
            seen.insert(id)
        };
        if is_new {
            ids.push(id);
        }
    }
    ids.into_iter()
        .filter_map(|id| UserId::new(id).ok())
        .collect()
}

const INFALLIBLE: &str = "strings, numbers and lists of them can always be written";

/// What serde writes, with the long strings through this crate's faster escaping.
pub(super) fn to_json(message: &Message) -> String {
    let derived = derived(message);
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
        push_ids(&mut out, "mentions", &wire.mentions);
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

/// A field with a list of identifiers, which need no escaping.
fn push_ids(out: &mut String, name: &str, ids: &[UserId]) {
    push_name(out, name);
    for (index, id) in ids.iter().enumerate() {
        out.push_str(if index == 0 { "[\"" } else { "\",\"" });
        out.push_str(id.as_str());
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
        Wire::new(self, &derived(self)).serialize(serializer)
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
            let text = markup.to_text();
            let (end, mark) = cut(&text);
            let is_notification = |set: &String| {
                set.strip_suffix(mark)
                    .is_some_and(|start| start == &text[..end])
            };
            received.text.take_if(|set| *set == text);
            received.notification.take_if(|set| is_notification(set));
            received.mentions.take_if(|set| *set == mentions(markup));
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
