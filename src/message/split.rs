//! Messages over the limits that Flock documents, and their parts.

use std::fmt;

use super::{Attachment, Message};
use crate::markup;

/// A limit that Flock documents and a message is over.
///
/// # Examples
///
/// ```
/// use flockml::message::{Attachment, Message};
///
/// let cards = [Attachment::new("db-1"), Attachment::new("db-2")];
/// let message = Message::text("two are down").attachments(cards);
/// let said: Vec<_> = message.excess().iter().map(ToString::to_string).collect();
/// assert_eq!(said, ["2 attachments; Flock documents one a message"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Excess {
    /// So many attachments.
    Attachments(usize),
    /// So many downloads in one attachment.
    Downloads(usize),
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attachments(count) => {
                write!(f, "{count} attachments; Flock documents one a message")
            }
            Self::Downloads(count) => {
                write!(f, "{count} downloads; Flock documents one an attachment")
            }
        }
    }
}

impl Message {
    /// What of it is over a limit that Flock documents; nothing if it is within all of them.
    ///
    /// No length is documented, so that none is over a limit.
    #[must_use]
    pub fn excess(&self) -> Vec<Excess> {
        let attachments = match self.attachments.len() {
            0 | 1 => None,
            count => Some(Excess::Attachments(count)),
        };
        let downloads = self.attachments.iter().map(Attachment::download_count);
        let downloads = downloads.filter(|&count| count > 1).map(Excess::Downloads);
        attachments.into_iter().chain(downloads).collect()
    }

    /// Messages within all limits that together say the same, to be sent in this order.
    ///
    /// The text is cut as [`Markup::split`](crate::Markup::split) does, into parts of at most
    /// `max_chars` characters, and each has its own plain text; one of nothing but blanks is left out. The attachment goes with the last
    /// of them; each further attachment is a message by itself, and so is each further download
    /// of one, under the same title. An attachment's buttons are in the last of its messages.
    /// The sender is that of every part; a notification and mentions that were set are in the first.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::markup::Action;
    /// use flockml::message::{Attachment, Button, Message};
    ///
    /// let card = Attachment::new("db-1").button(Button::new("Ack", Action::send_event("ack")));
    /// let message = Message::text("db-1 is down").attachment(card);
    /// let parts = message.split(8);
    /// assert_eq!(parts[0].to_json(), r#"{"text":"db-1 is "}"#);
    /// assert_eq!(
    ///     parts[1].to_json(),
    ///     r#"{"text":"down","attachments":[{"title":"db-1","buttons":[{"name":"Ack","id":"ack","action":{"type":"sendEvent"}}]}]}"#
    /// );
    /// ```
    #[must_use]
    pub fn split(&self, max_chars: usize) -> Vec<Self> {
        let mut parts = self.split_words(max_chars);
        let cards = self.attachments.iter().flat_map(Attachment::split);
        for (place, card) in cards.enumerate() {
            match parts.last_mut() {
                Some(last) if place == 0 => last.attachments.push(card),
                _ => parts.push(Self::default().attachment(card)),
            }
        }
        match parts.first_mut() {
            None => return vec![self.clone()],
            Some(first) => {
                first.notification.clone_from(&self.notification);
                first.mentions.clone_from(&self.mentions);
            }
        }
        for part in &mut parts {
            part.send_as.clone_from(&self.send_as);
        }
        parts
    }

    /// The parts of text and FlockML.
    fn split_words(&self, max_chars: usize) -> Vec<Self> {
        let Some(markup) = &self.flockml else {
            let text = self.text.as_deref().unwrap_or_default();
            let mut pieces = markup::split_text(text, max_chars);
            pieces.retain(|piece| !piece.trim().is_empty());
            return pieces.into_iter().map(Self::text).collect();
        };
        let parts = markup.split(max_chars).into_iter().map(Self::new);
        let mut parts: Vec<Self> = parts.filter(|part| !part.is_empty()).collect();
        if let [only] = parts.as_mut_slice() {
            only.text.clone_from(&self.text);
        }
        parts
    }
}

impl Attachment {
    fn download_count(&self) -> usize {
        self.downloads.len()
    }

    /// The attachment with one download, and one for each further one; the last has the buttons.
    fn split(&self) -> Vec<Self> {
        let mut parts = vec![self.clone()];
        let further = parts[0].downloads.split_off(self.downloads.len().min(1));
        parts.extend(further.into_iter().map(|download| {
            let mut part = Self::default().download(download);
            part.title.clone_from(&self.title);
            part.color.clone_from(&self.color);
            part
        }));
        if let [first, .., last] = parts.as_mut_slice() {
            last.buttons = std::mem::take(&mut first.buttons);
            // Events name the attachment that their button is in.
            last.id.clone_from(&first.id);
        }
        parts
    }
}
