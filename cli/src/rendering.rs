//! A template and its data, rendered.

use std::path::Path;

use flockml::message::Message;
use flockml::template::Rendered;

use crate::args::Color;
use crate::exit::Failure;
use crate::finding::FileFindings;
use crate::{data, report, settings, templates};

/// What to render.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) template: &'a Path,
    pub(crate) data: Option<&'a Path>,
    pub(crate) set: &'a [String],
    pub(crate) root: Option<&'a Path>,
}

/// What a template and its data make, and the template's name; none if it is refused. Findings are
/// told.
pub(crate) fn render(
    asked: Asked<'_>,
    color: Color,
) -> Result<Option<(Rendered, String)>, Failure> {
    let given = templates::given_root(asked.root)?;
    let (template, text) = templates::file(asked.template, given)?;
    if let Some(fault) = text.fault {
        return Ok(refuse(vec![FileFindings::new(text.source, fault)], color));
    }
    let mut data = match data::read(asked.data)? {
        Ok(data) => data,
        Err(file) => return Ok(refuse(vec![*file], color)),
    };
    data::set_all(&mut data, asked.set)?;
    settings::usable(&template)?;
    let root = templates::root(given, &template);
    let name = templates::name_below(&root, &template)?;
    match templates::load(&root)?.render(&name, &data) {
        Ok(rendered) => {
            report::tell(templates::files(&rendered.findings), color);
            Ok(Some((rendered, name)))
        }
        Err(error) => match templates::refused(&error) {
            Some(files) => Ok(refuse(files, color)),
            None => Err(templates::failure(&error)),
        },
    }
}

/// Why nothing is sent of what [`is_blank`].
pub(crate) const BLANK: &str = "the message has neither text nor FlockML nor attachment";

/// Whether there is nothing to see, not even a card.
pub(crate) fn is_blank(message: &Message) -> bool {
    let text = message.to_text().unwrap_or_default();
    let has_cards = message.to_value().get("attachments").is_some();
    text.trim().is_empty() && message.markup().is_none() && !has_cards
}

/// What of `message` is over a limit that Flock documents.
pub(crate) fn excess(message: &Message) -> Option<String> {
    let excess = message.excess();
    let said: Vec<String> = excess.iter().map(ToString::to_string).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn refuse<T>(files: Vec<FileFindings>, color: Color) -> Option<T> {
    report::tell(files, color);
    None
}
