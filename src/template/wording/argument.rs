//! An argument that is not what it has to be, which Tera blames on the value before the bar.

use crate::source::Span;
use crate::template::expression::{self, Call, Entry, Expression, Node};
use crate::template::scan;
use crate::template::vocabulary::{self, Kind, Takes};

use super::{Wording, expression as said};

/// The argument that is `actual` where `expected` should be, of the call that failed at `at`.
pub(super) fn wrong(text: &str, at: Span, actual: &str, expected: &str) -> Option<Wording> {
    let tags = scan::scan(text);
    let tag = tags.iter().find(|tag| tag.span.overlaps(at))?;
    let statement = expression::parse(text, tag);
    let mut best: Option<(usize, Kind, &Call<'_>)> = None;
    for whole in statement.expressions() {
        whole.each(&mut |part| {
            let Some((span, kind, call)) = called(part).filter(|(span, ..)| span.overlaps(at))
            else {
                return;
            };
            if best.is_none_or(|(size, ..)| span.len() < size) {
                best = Some((span.len(), kind, call));
            }
        });
    }
    let (_, kind, call) = best?;
    let word = vocabulary::find(kind, &call.name.text)?;
    word.arguments.iter().find_map(|argument| {
        let mut given = call.arguments.iter();
        let given = given.find(|given| name(given) == argument.name)?;
        if !fits(argument.takes, expected) {
            return None;
        }
        let (is, help) = match literal(&given.value) {
            Some(literal) => (
                literal == actual,
                instead(text, &given.value, argument.takes),
            ),
            // The value before the bar of a filter is never a whole number to Tera.
            None if kind == Kind::Filter && expected == "a whole number" => {
                let written = said(text, given.value.span);
                (
                    true,
                    Some(format!("{written} | int")).filter(|_| actual == "a text"),
                )
            }
            None => (false, None),
        };
        let message = format!("`{}` is {actual}, not {expected}", argument.name);
        let wording = Wording::new(message, given.value.span);
        is.then(|| match help {
            Some(value) => wording.help(format!("write `{}={value}`", argument.name)),
            None if argument.takes == Takes::Number => wording.help(format!(
                "write a whole number, such as `{}=3`",
                argument.name
            )),
            None => wording,
        })
    })
}

/// What is called there, and where its failure is told.
fn called<'a, 't>(part: &'a Expression<'t>) -> Option<(Span, Kind, &'a Call<'t>)> {
    match &part.node {
        Node::Filter { input, call } => Some((input.span, Kind::Filter, call)),
        Node::Test { input, call } => Some((input.span, Kind::Test, call)),
        Node::Function(call) => Some((part.span, Kind::Function, call)),
        _ => None,
    }
}

fn name<'a>(given: &'a Entry<'_>) -> &'a str {
    given.name.as_ref().map_or("", |name| &*name.text)
}

fn fits(takes: Takes, expected: &str) -> bool {
    match takes {
        Takes::Text => expected == "a text",
        Takes::Number => matches!(expected, "a whole number" | "a number"),
        Takes::Bool => expected == "true or false",
        Takes::Any => false,
    }
}

/// What a value that stands there as it is, is.
fn literal(value: &Expression<'_>) -> Option<&'static str> {
    match &value.node {
        Node::Text(_) => Some("a text"),
        Node::Number(number) if number.contains('.') => Some("a number"),
        Node::Number(_) => Some("a whole number"),
        Node::Bool(_) => Some("true or false"),
        Node::Null => Some("null"),
        Node::List(_) => Some("a list"),
        Node::Map(_) => Some("an object"),
        Node::Minus(value) => literal(value),
        _ => None,
    }
}

/// What to write instead of `value`.
fn instead(text: &str, value: &Expression<'_>, takes: Takes) -> Option<String> {
    match (&value.node, takes) {
        (Node::Text(words), Takes::Number) => {
            let number: i64 = words.trim().parse().ok()?;
            Some(number.to_string())
        }
        (Node::Text(words), Takes::Bool) => Some((words.trim() == "true").to_string()),
        (Node::Number(number), Takes::Bool) => Some((*number != "0").to_string()),
        (Node::Number(_) | Node::Bool(_) | Node::Minus(_), Takes::Text) => {
            Some(format!("\"{}\"", said(text, value.span)))
        }
        (Node::Number(number), Takes::Number) => Some(number.split('.').next()?.to_owned()),
        _ => None,
    }
}
