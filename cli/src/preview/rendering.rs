//! A template and its data, as `flockml render` and `flockml send` make them.

use flockml::check::Diagnostic;
use flockml::client::{Webhook, WebhookUrl};
use flockml::message::Message;
use flockml::source::Source;
use flockml::template::Rendered;
use serde_json::Value;

use crate::finding::FileFindings;
use crate::rendering::{BLANK, excess, is_blank};
use crate::{json, templates};

use super::draw::{Picture, Traced, draw};
use super::folders::Root;

/// What a template and its data make.
pub(super) struct Made {
    pub(super) picture: Picture,
    /// The bytes that `flockml send` posts to a webhook, or why it posts none.
    pub(super) payload: Result<String, String>,
    /// What `flockml render` prints.
    pub(super) pretty: String,
    pub(super) findings: Vec<FileFindings>,
}

/// Why there is nothing: in a sentence, or as findings.
pub(super) type Refusal = (Option<String>, Vec<FileFindings>);

/// Why data cannot be used.
pub(super) struct Unusable {
    /// In a sentence, with line and column.
    pub(super) said: String,
    /// At its place in the file that they are from.
    pub(super) file: Vec<FileFindings>,
}

/// The data in `source`.
pub(super) fn data(source: &Source) -> Result<Value, Unusable> {
    json::object(source)
        .map(Value::Object)
        .map_err(|fault| Unusable {
            said: said(source, &fault),
            file: vec![FileFindings::new(source.clone(), *fault)],
        })
}

/// What is wrong with data, in a sentence.
pub(super) fn said(source: &Source, fault: &Diagnostic) -> String {
    let place = source.position(fault.span.start());
    let (line, column) = (place.line, place.column);
    format!("line {line}, column {column}: {}", fault.message)
}

/// Renders the template `name` in `root` with `data`; else says why it cannot be, and with which
/// findings.
pub(super) fn make(root: &Root, name: &str, data: &Value) -> Result<Made, Refusal> {
    let traced = root
        .templates
        .trace(name, data)
        .map_err(|error| why(&error))?;
    let traced = Traced::new(traced, &root.path);
    let picture = draw(traced.traced().message(), Some(&traced));
    Ok(Made::new(traced.traced().rendered(), picture))
}

/// The same, with a picture that does not say which piece of which template wrote what.
pub(super) fn make_untraced(root: &Root, name: &str, data: &Value) -> Result<Made, Refusal> {
    let rendered = root
        .templates
        .render(name, data)
        .map_err(|error| why(&error))?;
    let picture = draw(&rendered.object.to_message().to_value(), None);
    Ok(Made::new(&rendered, picture))
}

fn why(error: &flockml::Error) -> Refusal {
    match templates::refused(error) {
        Some(findings) => (None, findings),
        None => (Some(templates::failure(error).to_string()), Vec::new()),
    }
}

impl Made {
    fn new(rendered: &Rendered, picture: Picture) -> Self {
        let object = &rendered.object;
        Self {
            picture,
            payload: payload(&object.to_message()),
            pretty: format!("{}\n", object.to_json_pretty()),
            findings: templates::files(&rendered.findings),
        }
    }
}

/// The body of the request that delivers `message`, or why there is none.
fn payload(message: &Message) -> Result<String, String> {
    if is_blank(message) {
        return Err(BLANK.to_owned());
    }
    if let Some(excess) = excess(message) {
        return Err(excess);
    }
    let failure = |error: &flockml::Error| templates::failure(error).to_string();
    let url = WebhookUrl::new("https://api.flock.com/hooks/sendMessage/preview");
    let request = url.and_then(|url| Webhook::new(url).request(message));
    let request = request.map_err(|error| failure(&error))?;
    let body = request.into_http().into_body();
    String::from_utf8(body).map_err(|_| "the message is no text".to_owned())
}
