//! `flockml convert`

use std::path::Path;

use flockml::check;
use flockml::markup::{Markup, markdown};
use flockml::message::Object;
use flockml::source::Source;

use crate::args::{Color, Convert, Written};
use crate::exit::{Exit, Failure};
use crate::files::{self, Kind, STDIN, Text};
use crate::finding::{FileFindings, List};
use crate::settings::Settings;
use crate::{form, output, report};

/// Writes what a file holds in another form.
pub(crate) fn run(args: &Convert, color: Color) -> Result<Exit, Failure> {
    let written = args.from.map_or_else(|| by_name(&args.file), Ok)?;
    let Text { source, fault, .. } = files::text(&args.file, Kind::FlockMl)?;
    let name = source.name().to_owned();
    if let Some(fault) = fault {
        report::tell(vec![FileFindings::new(source, fault)], color);
        return Ok(Exit::Findings);
    }
    let object = match written {
        Written::Text => form::plain(source.text()).into(),
        Written::Markdown => markdown(&source).into(),
        Written::Flockml => {
            let (object, list) = flockml(&args.file, &source)?;
            report::tell(vec![FileFindings::new(source, list)], color);
            match object {
                Some(object) => object,
                None => return Ok(Exit::Findings),
            }
        }
    };
    form::print(&object, args.to, &name)
}

fn by_name(path: &Path) -> Result<Written, Failure> {
    let suffix = path.extension().and_then(|suffix| suffix.to_str());
    match suffix.map(str::to_ascii_lowercase).as_deref() {
        Some("md" | "markdown") => Ok(Written::Markdown),
        Some("flockml") => Ok(Written::Flockml),
        Some("txt") => Ok(Written::Text),
        _ => {
            let name = if path.as_os_str() == STDIN {
                "standard input".to_owned()
            } else {
                format!("`{}`", files::display_name(path))
            };
            Err(Failure::new(format!(
                "cannot tell what {name} holds: say `--from markdown`, `--from flockml` or \
                 `--from text`"
            )))
        }
    }
}

/// The markup of Markdown; what FlockML has no element for is told.
fn markdown(source: &Source) -> Markup {
    let converted = markdown::convert(source.text());
    for lost in &converted.lost {
        output::complain(&format!(
            "{}:{}: note: {lost}",
            source.name(),
            source.position(lost.span.start())
        ));
    }
    converted.markup
}

/// What the document at `path` stands for, unless it has errors, and what is wrong with it.
fn flockml(path: &Path, source: &Source) -> Result<(Option<Object>, List), Failure> {
    let settings = Settings::of_file(path)?;
    let report = check::check(source.text());
    let object = match Object::parse(source.text()) {
        Ok(object) => object,
        // No setting makes a message of what is none.
        Err(error) => {
            return match error.report() {
                Some(report) => Ok((None, report.clone().into())),
                None => Err(Failure::new(error.to_string())),
            };
        }
    };
    let list = settings.apply(path, report.into());
    let is_refused = list.errors() > 0;
    Ok(((!is_refused).then_some(object), list))
}
