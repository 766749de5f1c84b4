//! A template and its data, rendered.

use std::ffi::OsStr;
use std::mem::ManuallyDrop;
use std::path::Path;

use flockml::Error;
use flockml::message::Message;
use flockml::template::{Finding, Rendered};

use crate::args::Color;
use crate::exit::Failure;
use crate::files::{self, display_name};
use crate::finding::FileFindings;
use crate::{data, output, report, settings, templates};

/// What to render.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) template: &'a Path,
    pub(crate) data: Option<&'a Path>,
    pub(crate) set: &'a [String],
    pub(crate) root: Option<&'a Path>,
    /// Whether it is only to be seen, so that a sample's data will do.
    pub(crate) is_trial: bool,
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
    // The program ends soon, which frees the folder faster than it can be taken apart.
    let loaded = ManuallyDrop::new(templates::load(&root)?);
    match loaded.render(&name, &data) {
        Ok(rendered) => {
            report::tell(templates::files(&rendered.findings), color);
            Ok(Some((rendered, name)))
        }
        Err(error) => match templates::refused(&error) {
            Some(files) => {
                let refused = refuse(files, color);
                let is_bare = asked.data.is_none() && asked.set.is_empty();
                if asked.is_trial && is_bare && lacks_data(&error) {
                    name_sample(&template);
                }
                Ok(refused)
            }
            None => Err(templates::failure(&error)),
        },
    }
}

/// Whether `error` is that a variable is missing.
fn lacks_data(error: &Error) -> bool {
    let missing = |found: &Finding| found.diagnostic().rule.id == "unknown-variable";
    error.findings().iter().any(missing)
}

/// Says which sample of `template` there is.
fn name_sample(template: &Path) {
    let name = template.file_name().and_then(OsStr::to_str);
    let Some((stem, _)) = name.and_then(|name| name.split_once('.')) else {
        return;
    };
    let is_sample = |name: &&String| {
        let case = name
            .strip_prefix(stem)
            .and_then(|name| name.strip_prefix('.'));
        case.is_some_and(|case| case.ends_with(".sample.json"))
    };
    if let Some(sample) = files::siblings(template).iter().find(is_sample) {
        let sample = display_name(&template.with_file_name(sample));
        output::complain(&format!(
            "note: no data were given; `--data {sample}` takes those of a sample"
        ));
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
