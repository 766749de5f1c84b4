//! An alert that is never lost: when a template fails, its data are shown plainly.

mod rows;

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;

use crate::error::{Error, ErrorKind};
use crate::markup::{self, Markup};
use crate::message::Message;

use super::{Finding, Rendered, Templates};

/// A name or a reason longer than this is cut.
const LONGEST: usize = 300;

/// What a template rendered to, or what stands in for it.
#[derive(Debug)]
pub enum Rendering {
    /// What the template says.
    Whole(Box<Rendered>),
    /// The template failed; the data are shown without it.
    Degraded(Box<Degraded>),
}

impl Rendering {
    /// Whether the template failed.
    #[must_use]
    pub fn is_degraded(&self) -> bool {
        matches!(self, Self::Degraded(_))
    }

    /// What is wrong or odd: errors if the template failed, else warnings at most.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Whole(rendered) => &rendered.findings,
            Self::Degraded(degraded) => degraded.reason.findings(),
        }
    }

    /// The message to deliver.
    #[must_use]
    pub fn into_message(self) -> Message {
        match self {
            Self::Whole(rendered) => rendered.object.into_message(),
            Self::Degraded(degraded) => degraded.message,
        }
    }
}

/// A plain message in place of one whose template failed.
///
/// It names the template and the reason, and shows the data, one line a value.
///
/// # Examples
///
/// ```
/// use flockml::template::{Degraded, Templates};
/// use serde_json::json;
///
/// let data = json!({ "host": "db-1", "disk": { "free": "2 %" } });
/// let message = match Templates::load("no/such/folder") {
///     Ok(templates) => templates.render_or_degrade("disk.flockml", &data).into_message(),
///     Err(error) => Degraded::new("disk.flockml", &data, error).message,
/// };
/// let text = message.to_text().unwrap_or_default();
/// assert!(text.starts_with("disk.flockml could not be rendered"));
/// assert!(text.contains("disk.free: 2 %"));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Degraded {
    /// What to deliver instead.
    pub message: Message,
    /// Why the template failed.
    pub reason: Error,
}

impl Degraded {
    /// What to deliver when there is nothing to render the template `name` with; `data` may be
    /// anything.
    pub fn new(name: &str, data: &(impl Serialize + ?Sized), reason: Error) -> Self {
        let rule = rule_of(&reason);
        let (name, why) = (cut(name), cut(&why(&reason)));
        let what = match rule {
            Some(rule) => format!(" could not be rendered ({rule})"),
            None => " could not be rendered".to_owned(),
        };
        let head = markup::bold(name.as_str())
            .text(what)
            .line_break()
            .italic(why)
            .line_break();
        let rows = rows::Rows::of(data);
        let notification = match rows.first() {
            Some((label, value)) => format!("{name}: {label}: {value}"),
            None => format!("{name} could not be rendered"),
        };
        let body: Markup = head.push(rows.into_markup());
        Self {
            message: Message::new(body).notification(plain(&notification)),
            reason,
        }
    }

    /// The rule that the template or the data break, if that is the reason.
    #[must_use]
    pub fn rule(&self) -> Option<&'static str> {
        rule_of(&self.reason)
    }
}

impl Templates {
    /// Renders the template `name` with `data`; if that fails, the data are shown without it.
    ///
    /// This is for alerts, which must arrive: whatever is wrong with the template or the data, a
    /// message that can be delivered comes back, and says that it is degraded.
    ///
    /// # Examples
    ///
    /// ```
    /// use flockml::template::{Rendering, Templates};
    /// use serde_json::json;
    ///
    /// let templates = Templates::load("templates")?;
    /// let data = json!({ "title": "Restore db-1" });
    /// match templates.render_or_degrade("approval.flockml", &data) {
    ///     Rendering::Whole(rendered) => println!("{}", rendered.object.to_json()),
    ///     Rendering::Degraded(degraded) => {
    ///         assert_eq!(degraded.rule(), Some("unknown-variable"));
    ///         eprintln!("{}", degraded.reason);
    ///         println!("{}", degraded.message.to_json());
    ///     }
    /// }
    /// # Ok::<(), flockml::Error>(())
    /// ```
    #[must_use]
    pub fn render_or_degrade(&self, name: &str, data: &(impl Serialize + ?Sized)) -> Rendering {
        // A defect in the engine must not cost an alert either.
        let rendered = catch_unwind(AssertUnwindSafe(|| self.render(name, data)));
        let reason = match rendered {
            Ok(Ok(rendered)) => return Rendering::Whole(Box::new(rendered)),
            Ok(Err(error)) => error,
            Err(_) => Error::new(ErrorKind::InvalidContent, "the template engine panicked"),
        };
        Rendering::Degraded(Box::new(Degraded::new(name, data, reason)))
    }
}

fn rule_of(reason: &Error) -> Option<&'static str> {
    error_of(reason).map(|finding| finding.diagnostic().rule.id)
}

/// What is wrong and where.
fn why(reason: &Error) -> String {
    match error_of(reason) {
        Some(finding) => format!(
            "{}:{}: {}",
            finding.file(),
            finding.position(),
            finding.diagnostic().message
        ),
        None => reason.to_string(),
    }
}

fn error_of(reason: &Error) -> Option<&Finding> {
    reason.findings().iter().find(|finding| finding.is_error())
}

fn cut(text: &str) -> String {
    rows::cut(text, LONGEST)
}

/// `text` as one line that no markup is looked for in.
fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    cut(&Markup::from(line.as_str()).to_text())
}
