//! What is sent.

use std::path::Path;

use flockml::Error;
use flockml::message::{Message, Object, PayloadKind, check_json_as};
use flockml::template::{Degraded, Rendering, Templates};
use serde_json::Value;

use crate::args::{Color, Send};
use crate::exit::Failure;
use crate::files::{self, Kind, STDIN, Text};
use crate::finding::{FileFindings, List};
use crate::rendering::{self, Asked};
use crate::{data, form, output, report, templates};

/// Fields of a payload that say where it goes, which the command line says here.
const ROUTING: &[&str] = &["token", "to", "onBehalfOf", "visibleTo"];

/// The message that the arguments ask for; none if it is refused, which is told.
pub(super) fn compose(args: &Send, color: Color) -> Result<Option<Message>, Failure> {
    let message = match (&args.template, &args.text, &args.payload) {
        (Some(path), ..) if args.degrade => Some(render_or_degrade(path, args, color)?),
        (Some(path), ..) => render(path, args, color)?,
        (_, Some(text), _) => Some(plain(text)?),
        (_, _, Some(path)) => payload(path, color)?,
        (None, None, None) => None,
    };
    let Some(message) = message else {
        return Ok(None);
    };
    if rendering::is_blank(&message) {
        refuse(rendering::BLANK);
        return Ok(None);
    }
    Ok(Some(message))
}

/// Says why nothing is sent.
pub(super) fn refuse(why: &str) {
    output::complain(&format!("error: not sent: {why}"));
}

fn render(path: &Path, args: &Send, color: Color) -> Result<Option<Message>, Failure> {
    let asked = Asked {
        template: path,
        data: args.data.as_deref(),
        set: &args.set,
        root: args.root.root.as_deref(),
        is_trial: false,
    };
    let rendered = rendering::render(asked, color)?;
    if rendered.is_none() {
        refuse("the template or its data have errors; `--degrade` sends the data plainly instead");
    }
    Ok(rendered.map(|(rendered, _)| rendered.object.into_message()))
}

/// The template's message or, when it fails, its data plainly: whatever is wrong with files.
fn render_or_degrade(path: &Path, args: &Send, color: Color) -> Result<Message, Failure> {
    let given = args.root.root.as_deref();
    let path = templates::place(path, given);
    let data = whatever_data(args, color)?;
    let root = templates::root(given, &path);
    let name = templates::name_below(&root, &path).unwrap_or_else(|_| files::display_name(&path));
    let rendering = match Templates::load(&root) {
        Ok(templates) => templates.render_or_degrade(&name, &data),
        Err(error) => Rendering::Degraded(Box::new(Degraded::new(&name, &data, error))),
    };
    report::tell(templates::files(rendering.findings()), color);
    if let Rendering::Degraded(degraded) = &rendering {
        let why = why(&degraded.reason);
        output::complain(&format!(
            "warning: `{name}` cannot be rendered{why}: its data are sent plainly instead"
        ));
    }
    Ok(rendering.into_message())
}

/// Why a template failed, unless findings have told it.
fn why(reason: &Error) -> String {
    match reason.findings() {
        [] => format!(" ({})", templates::failure(reason)),
        _ => String::new(),
    }
}

/// The data, or what can be had of them.
fn whatever_data(args: &Send, color: Color) -> Result<Value, Failure> {
    let mut data = match data::read(args.data.as_deref()) {
        Ok(Ok(data)) => data,
        Ok(Err(file)) => {
            let text = file.source.text();
            let found = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
            report::tell(vec![*file], color);
            if args.set.is_empty() {
                return Ok(found);
            }
            data::Data::from_iter([("data".to_owned(), found)])
        }
        Err(failure) => {
            output::complain(&format!("warning: {failure}"));
            data::Data::new()
        }
    };
    data::set_all(&mut data, &args.set)?;
    Ok(Value::Object(data))
}

/// A message of plain text, without what a terminal obeys.
fn plain(text: &str) -> Result<Message, Failure> {
    let text = match text {
        STDIN => {
            let Text { source, fault, .. } = files::text(Path::new(STDIN), Kind::FlockMl)?;
            if fault.is_some() {
                output::complain("warning: the text is not UTF-8; what is none shows as U+FFFD");
            }
            form::plain(source.text())
        }
        text => form::plain(text),
    };
    Ok(Message::text(text.to_text()))
}

fn payload(path: &Path, color: Color) -> Result<Option<Message>, Failure> {
    let Text { source, fault, .. } = files::text(path, Kind::Payload)?;
    let kind = PayloadKind::from_file_name(source.name());
    let list: List = match fault {
        Some(fault) => fault.into(),
        None => check_json_as(source.text(), kind).into(),
    };
    let file = FileFindings::new(source.clone(), list);
    let errors = file.list.errors();
    report::tell(vec![file], color);
    if errors > 0 {
        refuse("the payload has errors");
        return Ok(None);
    }
    let object = Object::from_json(source.text(), kind);
    let object = object.map_err(|error| templates::failure(&error))?;
    tell_unread(source.name(), source.text());
    Ok(Some(object.into_message()))
}

/// Says which fields of a payload are not read.
fn tell_unread(name: &str, text: &str) {
    let Ok(Value::Object(fields)) = serde_json::from_str(text) else {
        return;
    };
    let unread = ROUTING.iter().filter(|field| fields.contains_key(**field));
    let unread: Vec<&str> = unread.copied().collect();
    if !unread.is_empty() {
        output::complain(&format!(
            "note: `{}` in `{name}` counts for nothing: the command line says to whom",
            unread.join("`, `")
        ));
    }
}
