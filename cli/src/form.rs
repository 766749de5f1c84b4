//! What a message is written as.

use flockml::Markup;
use flockml::message::Object;

use crate::args::Form;
use crate::exit::{Exit, Failure};
use crate::output;

/// Plain text as markup; the line break that ends a file's last line is not shown.
pub(crate) fn plain(text: &str) -> Markup {
    let text = text.strip_suffix('\n').unwrap_or(text);
    flockml::markup::text(text.strip_suffix('\r').unwrap_or(text))
}

/// Prints `object` as `form`, unless that is a payload that says nothing.
pub(crate) fn print(object: &Object, form: Form, name: &str) -> Result<Exit, Failure> {
    let is_empty =
        |payload: &serde_json::Value| payload.as_object().is_some_and(|it| it.is_empty());
    if form == Form::Payload && is_empty(&object.to_value()) {
        output::complain(&format!(
            "{name}:1:1: error[empty-message]: the message has neither text nor FlockML nor attachment"
        ));
        return Ok(Exit::Findings);
    }
    output::print_line(&write(object, form))?;
    Ok(Exit::Fine)
}

/// `object` as `form`; what has no markup is its plain text, or nothing.
fn write(object: &Object, form: Form) -> String {
    let markup = object.markup().cloned().unwrap_or_else(|| {
        let text = object.to_message();
        flockml::markup::text(text.to_text().unwrap_or_default().as_ref())
    });
    match form {
        Form::Payload => object.to_json_pretty(),
        Form::Flockml => markup.to_flockml(),
        Form::Text => markup.to_text(),
        Form::Html => markup.to_html(),
    }
}
