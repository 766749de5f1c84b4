//! The check of payload files.

mod embedded;
mod literal;
mod parse;
#[cfg(feature = "template")]
mod texts;
mod values;
mod walk;

pub(super) use embedded::is_empty;
#[cfg(feature = "template")]
pub(crate) use literal::Literal;
#[cfg(feature = "template")]
pub(crate) use texts::{Shown, texts};

use super::fields::{self, Shape};
use crate::check::Report;

/// What the object in a payload file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum PayloadKind {
    /// A whole message.
    #[default]
    Message,
    /// An attachment by itself, such as the reply to a link preview event holds.
    Attachment,
    /// A button by itself.
    Button,
}

impl PayloadKind {
    /// What a file of that name holds: `NAME.attachment.json` an attachment, `NAME.button.json`
    /// a button, any other a message.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::message::PayloadKind;
    ///
    /// assert_eq!(PayloadKind::from_file_name("card.attachment.json"), PayloadKind::Attachment);
    /// assert_eq!(PayloadKind::from_file_name("alert.json"), PayloadKind::Message);
    /// ```
    #[must_use]
    pub fn from_file_name(name: &str) -> Self {
        let stem = name.strip_suffix(".json").unwrap_or(name);
        match stem.rsplit_once('.').map(|(_, kind)| kind) {
            Some("attachment") => Self::Attachment,
            Some("button") => Self::Button,
            _ => Self::Message,
        }
    }

    pub(in crate::message) fn shape(self) -> &'static Shape {
        match self {
            Self::Message => &fields::MESSAGE,
            Self::Attachment => &fields::ATTACHMENT,
            Self::Button => &fields::BUTTON,
        }
    }
}

/// Checks a message's JSON, such as a script sends it; see [`check_json_as`].
///
/// # Examples
///
/// ```
/// use flockml::message::check_json;
///
/// let report = check_json(r#"{"text": "db-1 is down", "atachments": []}"#);
/// let finding = &report.diagnostics()[0];
/// assert_eq!(finding.rule.id, "unknown-field");
/// assert_eq!(finding.help.as_deref(), Some("did you mean `attachments`?"));
/// ```
#[must_use]
pub fn check_json(text: &str) -> Report {
    check_json_as(text, PayloadKind::Message)
}

/// Checks the JSON of a message, attachment or button, with every finding at its place.
///
/// `text` may be anything, and is only read. JSON is meant strictly, a byte order mark aside;
/// of text that is no JSON the first fault is reported, of any other everything. The FlockML in
/// it is checked as well, and its findings and fixes point into the JSON string.
#[must_use]
pub fn check_json_as(text: &str, kind: PayloadKind) -> Report {
    let plain = parse::without_mark(text);
    match parse::strict(&plain) {
        Ok(value) => walk::Walker::new(&plain).run(&value, kind),
        Err(diagnostic) => {
            let mut report = Report::new();
            report.push(diagnostic);
            report
        }
    }
}
