use serde::Serialize;

use super::{StatusColor, ViewAction, convert, html};
use crate::message::{Message, url};
use crate::{Error, ErrorKind, Markup};

/// Which thread an entry belongs to.
///
/// # Examples
///
/// ```
/// use flockml::flowdock::ThreadId;
///
/// let issue = ThreadId::external("issue-42")?;
/// assert_eq!(issue.as_str(), "issue-42");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ThreadId(Id);

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
enum Id {
    ThreadId(String),
    ExternalThreadId(String),
}

impl ThreadId {
    /// The id that Flowdock gave the thread: the wire's `thread_id`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] if it is blank.
    pub fn new(id: impl Into<String>) -> Result<Self, Error> {
        filled(id.into()).map(|id| Self(Id::ThreadId(id)))
    }

    /// The source's own id, such as an issue's number: the wire's `external_thread_id`.
    ///
    /// It needs to be unique for one source only.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidValue`] if it is blank.
    pub fn external(id: impl Into<String>) -> Result<Self, Error> {
        filled(id.into()).map(|id| Self(Id::ExternalThreadId(id)))
    }

    /// The external id that `message` itself suggests: its first attachment's `id`, else its title,
    /// the words that [`Conversion`](super::Conversion) makes the entry's; none if it has no words.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::flowdock::ThreadId;
    /// use flockml::message::Message;
    ///
    /// let message = Message::text("db-1 is down\nsince 10:42");
    /// assert_eq!(ThreadId::of(&message).unwrap().as_str(), "db-1 is down");
    /// ```
    #[must_use]
    pub fn of(message: &Message) -> Option<Self> {
        let id = message.attachments.first().and_then(|it| it.id.clone());
        id.and_then(|id| Self::external(id).ok())
            .or_else(|| Self::external(convert::title(message).to_text()).ok())
    }

    /// The id as it goes over the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Id::ThreadId(id) | Id::ExternalThreadId(id) => id,
        }
    }
}

fn filled(id: String) -> Result<String, Error> {
    if id.trim().is_empty() {
        return Err(Error::new(
            ErrorKind::InvalidValue,
            "a thread's id is blank; use what names its entity, such as an issue's number",
        ));
    }
    Ok(id)
}

/// The state of what a thread is about: an issue, a build, an alert.
///
/// See Flowdock's page on
/// [threads](https://github.com/flowdock/api-docs/blob/master/docs/threads.md).
///
/// # Examples
///
/// ```
/// use flockml::flowdock::{Status, StatusColor, Thread, ThreadId, ViewAction};
///
/// let thread = Thread::new(ThreadId::external("build-7")?, "Build 7")
///     .external_url("https://ci.example.com/7")
///     .status(Status::new("passed", StatusColor::Green))
///     .field("Branch", "main")
///     .action(ViewAction::new("Log", "https://ci.example.com/7/log")?);
/// # let _ = thread;
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Thread {
    #[serde(skip)]
    pub(super) id: ThreadId,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Field>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    actions: Vec<ViewAction>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
struct Field {
    label: String,
    value: String,
}

impl Thread {
    /// The thread of that id, called `title`; of markup, words and links are kept.
    pub fn new(id: ThreadId, title: impl Into<Markup>) -> Self {
        Self {
            id,
            title: html::links(title),
            body: None,
            external_url: None,
            status: None,
            fields: Vec::new(),
            actions: Vec::new(),
        }
    }

    /// What describes the entity; text is shown as it is.
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

    /// Where the entity is: an `http` or `https` address; any other is left out.
    #[must_use]
    pub fn external_url(mut self, url: impl Into<String>) -> Self {
        self.external_url = url::usable(url.into());
        self
    }

    /// How the entity is.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds a line of a label, which is plain text, and a value; of markup, words and links are
    /// kept.
    #[must_use]
    pub fn field(self, label: impl Into<String>, value: impl Into<Markup>) -> Self {
        self.fields([(label, value)])
    }

    /// Adds lines of a label and a value.
    #[must_use]
    pub fn fields<L: Into<String>, V: Into<Markup>>(
        mut self,
        fields: impl IntoIterator<Item = (L, V)>,
    ) -> Self {
        let fields = fields.into_iter().map(|(label, value)| Field {
            label: label.into(),
            value: html::links(value),
        });
        self.fields.extend(fields);
        self
    }

    /// Adds a button.
    #[must_use]
    pub fn action(self, action: ViewAction) -> Self {
        self.actions([action])
    }

    /// Adds buttons.
    #[must_use]
    pub fn actions(mut self, actions: impl IntoIterator<Item = ViewAction>) -> Self {
        self.actions.extend(actions);
        self
    }
}

/// How an entity is, in a word and a colour.
///
/// # Examples
///
/// ```
/// use flockml::flowdock::{Status, StatusColor};
///
/// let status = Status::new("open", StatusColor::Lime);
/// assert_eq!(serde_json::to_value(status).unwrap()["color"], "lime");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Status {
    value: String,
    color: StatusColor,
}

impl Status {
    /// The word, which is plain text, and its colour.
    pub fn new(value: impl Into<String>, color: StatusColor) -> Self {
        Self {
            value: value.into(),
            color,
        }
    }
}
