//! What a method is given.

use flockml::client::method::{Method, Parameter};
use flockml::message::{PayloadKind, check_json_as};
use flockml::source::Source;
use serde_json::Value;

use crate::args::{Call, Color};
use crate::data::{self, Data};
use crate::exit::Failure;
use crate::finding::FileFindings;
use crate::{output, report};

/// The method whose parameters are a message.
const SEND: &str = "chat.sendMessage";

/// The parameters that the arguments give; none if they are refused, which is told.
pub(super) fn read(args: &Call, color: Color) -> Result<Option<Data>, Failure> {
    let method = Method::find(&args.method);
    let mut parameters = match data::read(args.data.as_deref())? {
        Ok(parameters) => parameters,
        Err(file) => {
            report::tell(vec![*file], color);
            return Ok(None);
        }
    };
    for assignment in &args.set {
        set(&mut parameters, method, assignment)?;
    }
    if args.method == SEND && !is_message(&parameters, color) {
        output::complain("error: not called: the message has errors");
        return Ok(None);
    }
    Ok(Some(parameters))
}

/// Puts `KEY=VALUE` into `parameters`, as what the method takes there.
fn set(parameters: &mut Data, method: Option<&Method>, assignment: &str) -> Result<(), Failure> {
    let known = assignment
        .split_once('=')
        .and_then(|(key, text)| Some((method?.parameter(key)?, text)));
    match known.and_then(|(parameter, text)| Some((parameter.name, value(parameter, text)?))) {
        Some((name, value)) => {
            parameters.insert(name.to_owned(), value);
            Ok(())
        }
        None => data::set(parameters, assignment),
    }
}

/// What `text` is meant as for a text or a list of texts, which no JSON has to be.
fn value(parameter: &Parameter, text: &str) -> Option<Value> {
    if parameter.holds.is_text() {
        // A text in quotes may be a JSON string.
        let text = serde_json::from_str(text).unwrap_or_else(|_| text.to_owned());
        return Some(Value::String(text));
    }
    let is_list = parameter.holds.is_list_of_texts() && !text.trim_start().starts_with('[');
    is_list.then(|| {
        let texts = text.split(',').map(str::trim);
        texts.filter(|text| !text.is_empty()).collect()
    })
}

/// Whether `parameters` are a message without errors; its findings are told.
fn is_message(parameters: &Data, color: Color) -> bool {
    let text = format!("{:#}", Value::Object(parameters.clone()));
    let report = check_json_as(&text, PayloadKind::Message);
    let file = FileFindings::new(Source::new(SEND, text), report);
    let errors = file.list.errors();
    report::tell(vec![file], color);
    errors == 0
}
