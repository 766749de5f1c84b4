use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};

use super::{ChannelId, UserId, lenient};
use crate::syntax::{Document, Fault, TokenKind, unescape};

/// A message as Flock gives it: in events, from `chat.fetchMessages`, to outgoing webhooks.
///
/// Nothing but `from` and `to` has to be there; unknown fields are skipped, and an optional one
/// that is empty or that nobody can read counts as absent. Identifiers stay the strings that they
/// are: old webhooks write `ada@go.to/phone` where others write `u:ada`. It is as large as the
/// JSON that it is read from; who reads has to bound that.
///
/// See Flock's pages on [messages](https://docs.flock.com/display/flockos/Message) and
/// [outgoing webhooks](https://docs.flock.com/display/flockos/Create+An+Outgoing+Webhook).
///
/// # Examples
///
/// ```
/// use flockml::message::Received;
///
/// let message: Received = serde_json::from_str(
///     r#"{"from": "u:ada", "to": "g:ops", "text": "", "notification": "@Grace lunch?",
///         "timestamp": "2018-03-01T07:32:25.238Z"}"#,
/// )?;
/// assert_eq!(message.shown_text(), "@Grace lunch?");
/// assert_eq!(message.timestamp, Some(1_519_889_545_238));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(from = "Wire")]
#[non_exhaustive]
pub struct Received {
    /// Who sent it: `u:…`, or an address with an `@` in old webhooks.
    pub from: String,
    /// Where it was sent: `u:…` or `g:…`, or an address with an `@` in old webhooks.
    pub to: String,
    /// What the sender's client calls it.
    pub id: Option<String>,
    /// What Flock calls it; to be compared, not to be read.
    pub uid: Option<String>,
    /// When it was sent: milliseconds since the beginning of 1970, UTC.
    pub timestamp: Option<i64>,
    /// The plain text; [`Received::shown_text`] has what a reader sees where there is none.
    pub text: Option<String>,
    /// The FlockML, as it is.
    pub flockml: Option<String>,
    /// What the push notification says.
    pub notification: Option<String>,
    /// The app that sent it.
    pub app_id: Option<String>,
    /// The users that it mentions.
    pub mentions: Vec<String>,
    /// The attachments, as they are.
    pub attachments: Vec<Value>,
    /// The other name and picture that it was sent under, as they are.
    pub send_as: Option<Value>,
    /// The member of the channel for whom a bot posted.
    pub on_behalf_of: Option<String>,
    /// The only users of the channel who see it; empty where all do.
    pub visible_to: Vec<String>,
    /// The wire's `type`, which old webhooks have: `message`.
    pub kind: Option<String>,
}

impl Received {
    /// The words that a reader sees: the text, else the notification, else the FlockML's words.
    ///
    /// FlockML without errors reads as [`Markup::to_text`](crate::Markup::to_text) says, any
    /// other without its tags. Never markup; the words are whatever the sender typed.
    #[must_use]
    pub fn shown_text(&self) -> String {
        let plain = [&self.text, &self.notification]
            .into_iter()
            .flatten()
            .find(|text| !text.trim().is_empty());
        match (plain, &self.flockml) {
            (Some(plain), _) => plain.clone(),
            (None, Some(flockml)) => words(flockml),
            (None, None) => String::new(),
        }
    }

    /// When it was sent.
    #[must_use]
    pub fn sent_at(&self) -> Option<SystemTime> {
        let since = Duration::from_millis(self.timestamp?.unsigned_abs());
        match self.timestamp? {
            0.. => SystemTime::UNIX_EPOCH.checked_add(since),
            _ => SystemTime::UNIX_EPOCH.checked_sub(since),
        }
    }

    /// The user or bot that sent it, unless `from` is no `u:…`.
    #[must_use]
    pub fn sender(&self) -> Option<UserId> {
        UserId::new(&*self.from).ok()
    }

    /// The channel that it was sent to, if it was one.
    #[must_use]
    pub fn channel(&self) -> Option<ChannelId> {
        ChannelId::new(&*self.to).ok()
    }
}

fn words(flockml: &str) -> String {
    match lenient::read_markup(flockml) {
        Ok(markup) => markup.to_text(),
        Err(_) => stripped(flockml),
    }
}

/// The words of markup with faults: a break is a line break, other tags are nothing.
fn stripped(flockml: &str) -> String {
    let document = Document::parse(flockml);
    let mut out = String::new();
    for token in document.tokens() {
        let raw = document.slice(token.span);
        match token.kind {
            TokenKind::Text | TokenKind::Reference => out.push_str(&unescape(raw)),
            TokenKind::CData => out.push_str(&raw["<![CDATA[".len()..raw.len() - "]]>".len()]),
            TokenKind::Start | TokenKind::Empty | TokenKind::End
                if document.slice(token.name) == "br" =>
            {
                out.push('\n');
            }
            // What is no tag after all are words.
            TokenKind::Fault(fault) if fault != Fault::BrokenTag => out.push_str(raw),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// The fields by their names on the wire, with both times.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "a message")]
struct Wire {
    #[serde(deserialize_with = "needed")]
    from: String,
    #[serde(deserialize_with = "needed")]
    to: String,
    #[serde(default, deserialize_with = "filled")]
    id: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    uid: Option<String>,
    #[serde(default)]
    timestamp: Value,
    #[serde(default)]
    timestamp_in_millis: Value,
    #[serde(default, deserialize_with = "filled")]
    text: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    flockml: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    notification: Option<String>,
    #[serde(default, deserialize_with = "filled")]
    app_id: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    mentions: Vec<String>,
    #[serde(default, deserialize_with = "values")]
    attachments: Vec<Value>,
    #[serde(default)]
    send_as: Value,
    #[serde(default, deserialize_with = "filled")]
    on_behalf_of: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    visible_to: Vec<String>,
    #[serde(default, rename = "type", deserialize_with = "filled")]
    kind: Option<String>,
}

impl From<Wire> for Received {
    fn from(wire: Wire) -> Self {
        let timestamp = millis(&wire.timestamp_in_millis).or_else(|| millis(&wire.timestamp));
        Self {
            from: wire.from,
            to: wire.to,
            id: wire.id,
            uid: wire.uid,
            timestamp,
            text: wire.text,
            flockml: wire.flockml,
            notification: wire.notification,
            app_id: wire.app_id,
            mentions: wire.mentions,
            attachments: wire.attachments,
            send_as: Some(wire.send_as).filter(Value::is_object),
            on_behalf_of: wire.on_behalf_of,
            visible_to: wire.visible_to,
            kind: wire.kind,
        }
    }
}

/// A string that is not empty.
fn needed<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    filled(d)?.ok_or_else(|| serde::de::Error::custom("a user's or a channel's id is missing"))
}

fn filled<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    Ok(lenient::text(d)?.and_then(super::attachment::filled))
}

fn values<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Value>, D::Error> {
    Ok(match Value::deserialize(d)? {
        Value::Array(values) => values.into_iter().filter(|it| !it.is_null()).collect(),
        _ => Vec::new(),
    })
}

fn texts<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    let values = values(d)?.into_iter();
    Ok(values.filter_map(lenient::as_text).collect())
}

/// Milliseconds: a number, one in quotes, or a date as ISO 8601 writes it, in UTC where it names
/// no zone.
fn millis(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => whole(number),
        Value::String(text) => {
            let text = text.trim();
            text.parse().ok().or_else(|| date(text))
        }
        _ => None,
    }
}

fn date(text: &str) -> Option<i64> {
    let zoned = text.parse::<Timestamp>().ok();
    let moment = zoned.or_else(|| {
        let local: DateTime = text.parse().ok()?;
        Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })?;
    Some(moment.as_millisecond())
}

/// A number without its fraction.
fn whole(number: &Number) -> Option<i64> {
    number
        .as_i64()
        .or_else(|| number.to_string().split_once('.')?.0.parse().ok())
}
