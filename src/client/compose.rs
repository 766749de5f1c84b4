//! Bodies of messages.

use serde_json::{Map, Value};

use super::Token;
use crate::check::Report;
use crate::check::rules::empty_message;
use crate::message::{Address, Message};
use crate::source::Span;
use crate::{Error, ErrorKind, escape};

/// Refuses a message that says nothing, as Flock would.
pub(super) fn speaking(message: &Message) -> Result<(), Error> {
    if !message.is_empty() {
        return Ok(());
    }
    let mut report = Report::new();
    report.push(empty_message::found(Span::at(0)));
    let words = "the message has neither text nor FlockML nor attachment";
    Err(Error::new(ErrorKind::InvalidContent, words).with_report(report))
}

/// The body of `chat.sendMessage`: token, address and message as fields of one object.
pub(super) fn addressed(token: &Token, address: &Address, message: &Message) -> String {
    let message = message.to_json();
    let address = serde_json::to_string(address).expect("strings and lists of them can be written");
    let mut out = String::with_capacity(message.len() + address.len() + 64);
    out.push_str("{\"token\":\"");
    escape::push_json(&mut out, token.secret().reveal());
    out.push('"');
    for object in [address, message] {
        let fields = object.trim_start_matches('{');
        if fields != "}" {
            out.push(',');
            out.push_str(fields.strip_suffix('}').unwrap_or(fields));
        }
    }
    out.push('}');
    out
}

/// The same fields as values, without the token.
pub(super) fn fields(address: &Address, message: &Message) -> Map<String, Value> {
    let address = serde_json::to_value(address).unwrap_or_default();
    let objects = [address, message.to_value()];
    let fields = objects.into_iter().filter_map(|object| match object {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    fields.flatten().collect()
}
