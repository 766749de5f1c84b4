//! A Flock message as an entry of a Flowdock thread.

use super::kind::Kind;
use super::{
    Author, Entry, LeftOut, LeftOutKind, Status, StatusColor, Thread, ThreadId, ViewAction,
};
use crate::Markup;
use crate::element::COLORS;
use crate::markup::{self, ActionKind, Elements};
use crate::message::{Attachment, Button, Color, Message, Views};

/// What a Flock message became, and what of it has no counterpart.
///
/// | of the message | becomes |
/// |---|---|
/// | the first attachment's `title`, else the first line | the title, of the entry and of the thread |
/// | the rest of the FlockML or text; descriptions, titles and FlockML of attachments | the body |
/// | the first attachment's `url` | the thread's `external_url` |
/// | the first attachment's `color` | the thread's status: the nearest colour |
/// | `openBrowser` buttons | the thread's actions |
/// | `sendAs` | the author, instead of the one given |
///
/// # Examples
///
/// ```
/// use flockml::flowdock::{Author, Discussion, ThreadId};
/// use flockml::message::Message;
///
/// let message = Message::text("db-1 is down\nsince 10:42");
/// let thread = ThreadId::external("db-1")?;
/// let converted = Discussion::from_message(&message, thread, Author::new("Monitoring"));
/// assert!(converted.left_out.is_empty());
/// assert_eq!(converted.entry.to_value()["title"], "db-1 is down");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Conversion<E> {
    /// The entry.
    pub entry: E,
    /// What it lacks, in the order of the message.
    pub left_out: Vec<LeftOut>,
}

pub(super) fn convert<K: Kind>(
    message: &Message,
    id: ThreadId,
    author: Author,
) -> Conversion<Entry<K>> {
    let mut converter = Converter::default();
    let title = converter.title(message, &id);
    converter.message_parts(message);
    for (at, attachment) in message.attachments.iter().enumerate() {
        converter.attachment(attachment, at, &id);
    }
    let author = message.send_as.as_ref().map_or(author, |sender| {
        let author = Author::new(&sender.name);
        match &sender.profile_image {
            Some(image) => author.avatar(image),
            None => author,
        }
    });
    let thread = converter.thread(message, id, &title);
    let entry = Entry::new(thread, author, title).body_html(converter.body.join("<br>"));
    let left_out = converter.left_out;
    Conversion { entry, left_out }
}

/// The first attachment's title, else the first line of what the message says, which may be empty.
pub(super) fn title(message: &Message) -> Markup {
    match first_title(message) {
        Some(title) => markup::text(title),
        None => said(message).split_first_line().0,
    }
}

fn first_title(message: &Message) -> Option<&str> {
    message.attachments.first()?.title.as_deref()
}

/// What the message itself says.
fn said(message: &Message) -> Markup {
    match (&message.flockml, &message.text) {
        (Some(markup), _) => markup.clone(),
        (None, text) => markup::text(text.as_deref()),
    }
}

#[derive(Default)]
struct Converter {
    /// HTML, a part a block.
    body: Vec<String>,
    actions: Vec<ViewAction>,
    left_out: Vec<LeftOut>,
}

impl Converter {
    /// The title; what the message says besides goes into the body.
    fn title(&mut self, message: &Message, id: &ThreadId) -> Markup {
        let words = said(message);
        self.lost_in(&words, "flockml");
        if let Some(title) = first_title(message) {
            self.words(&words);
            return markup::text(title);
        }
        let (line, rest) = words.split_first_line();
        self.words(&rest);
        if line.is_empty() {
            return markup::text(id.as_str());
        }
        line
    }

    fn words(&mut self, words: &Markup) {
        let html = words.to_html_elsewhere(Elements::All);
        let html = html.trim_ascii();
        let html = html.strip_suffix("<br>").unwrap_or(html);
        if !html.is_empty() {
            self.body.push(html.to_owned());
        }
    }

    fn lose(&mut self, kind: LeftOutKind, path: impl Into<String>) {
        self.left_out.push(LeftOut::new(kind, path.into()));
    }

    fn lose_if(&mut self, is_there: bool, kind: LeftOutKind, path: impl Into<String>) {
        if is_there {
            self.lose(kind, path);
        }
    }

    /// Actions in FlockML that become words.
    fn lost_in(&mut self, markup: &Markup, path: &str) {
        let lost = markup
            .actions_lost_elsewhere()
            .map(|label| LeftOut::new(LeftOutKind::Action, path.to_owned()).named(&label));
        self.left_out.extend(lost);
    }

    fn message_parts(&mut self, message: &Message) {
        let notification = message.notification.is_some();
        self.lose_if(notification, LeftOutKind::Notification, "notification");
        let mentions = match (&message.mentions, &message.flockml) {
            (Some(_), _) => true,
            (None, Some(markup)) => markup.mentions().next().is_some(),
            (None, None) => false,
        };
        self.lose_if(mentions, LeftOutKind::Mention, "mentions");
    }

    fn attachment(&mut self, attachment: &Attachment, at: usize, thread: &ThreadId) {
        let path = format!("attachments[{at}]");
        let below = |field: &str| format!("{path}.{field}");
        let is_further = at > 0;
        let is_lost = |id: &str| id != thread.as_str();
        let id = attachment.id.as_deref().is_some_and(is_lost);
        self.lose_if(id, LeftOutKind::Identifier, below("id"));
        if let Some(title) = attachment.title.as_ref().filter(|_| is_further) {
            self.words(&markup::bold(title));
        }
        if let Some(description) = &attachment.description {
            self.words(&markup::text(description));
        }
        let color = is_further && attachment.color.is_some();
        self.lose_if(color, LeftOutKind::Color, below("color"));
        let url = is_further && attachment.url.is_some();
        self.lose_if(url, LeftOutKind::Address, below("url"));
        let forward = attachment.forward == Some(true);
        self.lose_if(forward, LeftOutKind::Forward, below("forward"));
        self.views(&attachment.views, &below("views"));
        for download in 0..attachment.downloads.len() {
            self.lose(
                LeftOutKind::Download,
                below(&format!("downloads[{download}]")),
            );
        }
        for (button, it) in attachment.buttons.iter().enumerate() {
            self.button(it, &below(&format!("buttons[{button}]")));
        }
    }

    fn views(&mut self, views: &Views, path: &str) {
        let views_lost = [
            ("widget", views.widget.is_some()),
            ("html", views.html.is_some()),
            ("image", views.image.is_some()),
        ];
        for (name, is_there) in views_lost {
            self.lose_if(is_there, LeftOutKind::View, format!("{path}.{name}"));
        }
        if let Some(markup) = &views.flockml {
            self.lost_in(markup, &format!("{path}.flockml"));
            self.words(markup);
        }
    }

    fn button(&mut self, button: &Button, path: &str) {
        let lost = |kind, path: String| LeftOut::new(kind, path).named(&button.name);
        let action = button.action.as_ref();
        let url = action
            .filter(|action| action.kind == ActionKind::OpenBrowser)
            .and_then(|action| action.url.as_deref());
        let Some(action) = url.and_then(|url| ViewAction::new(&button.name, url).ok()) else {
            let lost = lost(LeftOutKind::Button, path.to_owned());
            self.left_out.push(lost);
            return;
        };
        self.actions.push(match &button.icon {
            Some(icon) => action.image(icon),
            None => action,
        });
        if button.id.is_some() {
            let lost = lost(LeftOutKind::Identifier, format!("{path}.id"));
            self.left_out.push(lost);
        }
        if button.action.as_ref().and_then(|it| it.send_context) == Some(true) {
            let lost = lost(LeftOutKind::Context, format!("{path}.action.sendContext"));
            self.left_out.push(lost);
        }
    }

    fn thread(&mut self, message: &Message, id: ThreadId, title: &Markup) -> Thread {
        let actions = std::mem::take(&mut self.actions);
        let mut thread = Thread::new(id, title).actions(actions);
        let first = message.attachments.first();
        if let Some(url) = first.and_then(|first| first.url.as_deref()) {
            thread = thread.external_url(url);
        }
        if let Some(color) = first.and_then(|first| first.color.as_ref()) {
            thread = thread.status(status(color));
        }
        thread
    }
}

/// One of the names of the XML form, where the colour is one of those, and the nearest colour.
fn status(color: &Color) -> Status {
    let nearest = StatusColor::nearest(color);
    let named = COLORS
        .iter()
        .find(|(_, hex)| hex.eq_ignore_ascii_case(color.as_str()));
    Status::new(named.map_or(nearest.as_str(), |(name, _)| *name), nearest)
}
