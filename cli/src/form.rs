//! What a message is written as.

use flockml::message::Object;

use crate::args::Form;

/// `object` as `form`; what has no markup is its plain text, or nothing.
pub(crate) fn write(object: &Object, form: Form) -> String {
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
