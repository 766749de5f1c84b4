//! Messages as JSON, and back.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::attachment::filled;
use super::notification::{self, cut};
use super::{Attachment, Message, SendAs, UserId, lenient};
use crate::markup::Mentions;
use crate::{Markup, escape};

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
                let mentions = mentions.iter().collect();
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

/// What serde writes, with the text derived in place and the notification copied from it.
pub(super) fn to_json(message: &Message) -> String {
    let set = message.text.as_deref().unwrap_or_default();
    let flockml = message.flockml.as_ref().map_or("", Markup::as_str);
    let mut out = String::with_capacity(512 + set.len() + 2 * flockml.len());
    out.push('{');
    let mut mentions = Mentions::default();
    match (&message.text, &message.flockml) {
        (None, Some(markup)) => push_derived(&mut out, message, markup, &mut mentions),
        _ => push_set(&mut out, message, &mut mentions),
    }
    match &message.mentions {
        Some(users) => push_mentions(&mut out, users.iter().map(UserId::as_str)),
        None => push_mentions(&mut out, mentions.iter()),
    }
    if let Some(sender) = &message.send_as {
        push_value(&mut out, "sendAs", sender);
    }
    if !message.attachments.is_empty() {
        push_value(&mut out, "attachments", &message.attachments);
    }
    out.push('}');
    out
}

/// The text, which is that of `markup`, the FlockML and the notification; collects whom the FlockML
/// mentions.
fn push_derived<'m>(
    out: &mut String,
    message: &Message,
    markup: &'m Markup,
    mentions: &mut Mentions<'m>,
) {
    out.push_str("\"text\":\"");
    let start = out.len();
    markup.push_json_text(out, mentions);
    let text = start..out.len();
    out.push('"');
    push_flockml(out, markup);
    match notification::cut_json(out, text) {
        Some((length, mark)) if message.notification.is_none() => {
            out.push_str(",\"notification\":\"");
            out.extend_from_within(start..start + length);
            out.push_str(mark);
            out.push('"');
        }
        _ => push_notification(out, message),
    }
}

/// The same where the text is set, or nothing can be derived.
fn push_set<'m>(out: &mut String, message: &'m Message, mentions: &mut Mentions<'m>) {
    if let Some(text) = &message.text {
        push_string(out, "text", text);
    }
    if let Some(markup) = &message.flockml {
        push_flockml(out, markup);
        *mentions = markup.text_and_mentions().1;
    }
    push_notification(out, message);
}

/// FlockML is never the first field.
fn push_flockml(out: &mut String, markup: &Markup) {
    out.push_str(",\"flockml\":\"<flockml>");
    escape::push_json(out, markup.as_str());
    out.push_str("</flockml>\"");
}

fn push_notification(out: &mut String, message: &Message) {
    if let Some(notification) = message.to_notification() {
        push_string(out, "notification", &notification);
    }
}

#[inline]
fn push_name(out: &mut String, name: &str) {
    if !out.ends_with('{') {
        out.push(',');
    }
    out.push('"');
    out.push_str(name);
    out.push_str("\":");
}

fn push_string(out: &mut String, name: &str, value: &str) {
    push_name(out, name);
    out.push('"');
    escape::push_json(out, value);
    out.push('"');
}

/// The ids, if there are any; nothing in one needs escaping.
fn push_mentions<'a>(out: &mut String, mut ids: impl Iterator<Item = &'a str>) {
    let Some(first) = ids.next() else { return };
    push_name(out, "mentions");
    out.push_str("[\"");
    out.push_str(first);
    for id in ids {
        out.push_str("\",\"");
        out.push_str(id);
    }
    out.push_str("\"]");
}

fn push_value<T: Serialize + ?Sized>(out: &mut String, name: &str, value: &T) {
    push_name(out, name);
    out.push_str(&compact(value));
}

pub(crate) fn compact<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect(INFALLIBLE)
}

pub(crate) fn pretty<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect(INFALLIBLE)
}

pub(crate) fn value<T: Serialize>(value: &T) -> Value {
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
            let is_derived = |set: &Vec<UserId>| set.iter().map(UserId::as_str).eq(mentions.iter());
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
