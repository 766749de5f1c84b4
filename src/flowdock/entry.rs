use std::marker::PhantomData;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::kind::Kind;
use super::{Author, Conversion, Thread, ThreadId, convert, html, kind};
use crate::Markup;
use crate::message::{Message, wire};

/// Something that happened to what a thread is about.
///
/// # Examples
///
/// ```
/// use flockml::flowdock::{Activity, Author, Thread, ThreadId};
///
/// let thread = Thread::new(ThreadId::external("issue-42")?, "Disk full on db-1");
/// let activity = Activity::new(thread, Author::new("Ada"), "closed the issue");
/// assert_eq!(activity.to_value()["event"], "activity");
/// # Ok::<(), flockml::Error>(())
/// ```
pub type Activity = Entry<kind::Activity>;

/// A comment that somebody made elsewhere on what a thread is about.
///
/// # Examples
///
/// ```
/// use flockml::flowdock::{Author, Discussion, Thread, ThreadId};
///
/// let thread = Thread::new(ThreadId::external("issue-42")?, "Disk full on db-1");
/// let comment = Discussion::new(thread, Author::new("Ada"), "commented").body("It is, again.");
/// assert_eq!(comment.to_value()["event"], "discussion");
/// # Ok::<(), flockml::Error>(())
/// ```
pub type Discussion = Entry<kind::Discussion>;

/// What Flowdock is sent: an [`Activity`] or a [`Discussion`].
///
/// See Flowdock's page on
/// [threads](https://github.com/flowdock/api-docs/blob/master/docs/threads.md).
///
/// # Examples
///
/// ```
/// use flockml::flowdock::{Activity, Author, Thread, ThreadId};
/// use flockml::markup;
///
/// let thread = Thread::new(ThreadId::external("issue-42")?, "Disk full on db-1");
/// let activity = Activity::new(thread, Author::new("Ada"), "closed the issue")
///     .body(markup::bold("97 %").text(" of <data>"))
///     .tag("database");
/// assert_eq!(activity.to_value()["body"], "<b>97 %</b> of &lt;data&gt;");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry<K> {
    author: Author,
    title: String,
    body: Option<String>,
    thread: Thread,
    tags: Vec<String>,
    kind: PhantomData<K>,
}

impl<K: Kind> Entry<K> {
    /// What `author` did or said is told in `title`; of markup, words and links are kept.
    pub fn new(thread: Thread, author: Author, title: impl Into<Markup>) -> Self {
        Self {
            author,
            title: html::links(title),
            body: None,
            thread,
            tags: Vec::new(),
            kind: PhantomData,
        }
    }

    /// What a Flock message says, in the thread of that id.
    ///
    /// See [`Conversion`] for what becomes of each part. `author` is who says it, unless the
    /// message has a sender of its own.
    #[must_use]
    pub fn from_message(message: &Message, thread: ThreadId, author: Author) -> Conversion<Self> {
        convert::convert(message, thread, author)
    }

    /// What happened or was said, at length; text is shown as it is.
    #[must_use]
    pub fn body(mut self, body: impl Into<Markup>) -> Self {
        self.body = html::body(body);
        self
    }

    /// The same as HTML, which is trusted: escaping what is in it is up to the caller.
    #[must_use]
    pub fn body_html(mut self, body: impl Into<String>) -> Self {
        self.body = html::trusted(body.into());
        self
    }

    /// Adds a tag; an empty one is left out.
    #[must_use]
    pub fn tag(self, tag: impl Into<String>) -> Self {
        self.tags([tag])
    }

    /// Adds tags.
    #[must_use]
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        let tags = tags.into_iter().map(Into::into);
        self.tags.extend(tags.filter(|tag| !tag.is_empty()));
        self
    }

    /// As compact JSON, without a token.
    #[must_use]
    pub fn to_json(&self) -> String {
        wire::compact(self)
    }

    /// As JSON with a field a line, without a token.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        wire::pretty(self)
    }

    /// As a JSON value, without a token.
    #[must_use]
    pub fn to_value(&self) -> Value {
        wire::value(self)
    }

    /// As it goes over the wire; without a token it cannot be sent.
    pub(super) fn wire<'a>(&'a self, flow_token: Option<&'a str>) -> Wire<'a> {
        Wire {
            flow_token,
            event: K::EVENT,
            author: &self.author,
            title: &self.title,
            body: self.body.as_deref(),
            id: &self.thread.id,
            thread: &self.thread,
            tags: &self.tags,
        }
    }
}

impl<K: Kind> Serialize for Entry<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.wire(None).serialize(serializer)
    }
}

/// The fields in the order of
/// [Flowdock's page](https://github.com/flowdock/api-docs/blob/master/docs/threads.md).
#[derive(Serialize)]
pub(super) struct Wire<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    flow_token: Option<&'a str>,
    event: &'static str,
    author: &'a Author,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    #[serde(flatten)]
    id: &'a ThreadId,
    thread: &'a Thread,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [String],
}
