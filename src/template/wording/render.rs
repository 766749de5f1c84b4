//! What Tera says when it cannot render a template.

use crate::source::Span;
use crate::suggest;

use super::missing::{self, absent, lookup};
use super::operand::{self, conversion};
use super::{Wording, argument, expression, plain, type_name, visible};

/// An error while rendering.
pub(crate) fn render(text: &str, span: Span, message: &str) -> Wording {
    let at = visible(text, span);
    let here = expression(text, at);
    if let Some((name, known)) = named(message, "Variable `", "Available variables: ") {
        return absent(
            text,
            at,
            &name,
            &known,
            format!("`{name}` is not in the data"),
        );
    }
    if let Some((name, known)) = named(message, "Field `", "Available fields: ") {
        let path = match lookup(text, at) {
            Some(whole) => {
                let is_index = text[at.range()].contains('[') && text[at.end()..].starts_with(']');
                &text[whole.start()..at.end() + usize::from(is_index)]
            }
            None => &name,
        };
        let message = format!("`{path}` is not in the data");
        return absent(text, at, &name, &known, message);
    }
    if message.starts_with("Tried to render a variable that is undefined")
        || message.contains("undefined value")
        || message.contains("`undefined`")
    {
        return undefined(text, at, message.starts_with("Iteration"));
    }
    if let Some(rest) = message.strip_prefix("Map does not have a key ") {
        let key = rest.split(" and no default").next().unwrap_or(rest);
        let at = missing::key_behind(text, at, key).unwrap_or(at);
        return absent(text, at, key, &[], format!("`{key}` is not in the data"));
    }
    if let Some(wording) = component(at, message).or_else(|| number(at, message)) {
        return wording;
    }
    if let Some(rest) = message.strip_prefix("Missing keyword argument `") {
        let name = rest.trim_end_matches('`');
        return Wording::new(format!("`{here}` needs the argument `{name}`"), at)
            .help(format!("write `{name}=…` in its parentheses"));
    }
    let mistyped = mistyped(text, at, message).or_else(|| operand::wrong(text, at, message));
    if let Some(wording) = mistyped {
        return wording;
    }
    // Our filters write what to do behind what is wrong.
    match message.split_once('\n') {
        Some((message, help)) => Wording::new(plain(message), at).help(help.trim()),
        None => Wording::new(plain(message), at),
    }
}

/// Something that is nothing where it is shown, or gone through by a loop.
fn undefined(text: &str, at: Span, is_list: bool) -> Wording {
    let wording = missing::uncomputed(text, at).unwrap_or_else(|| {
        let at = lookup(text, at).unwrap_or(at);
        let here = expression(text, at);
        absent(text, at, here, &[], format!("`{here}` is not in the data"))
    });
    match wording.help {
        Some(help) if is_list => Wording {
            help: Some(help.replace("value=\"\"", "value=[]")),
            ..wording
        },
        _ => wording,
    }
}

/// A value, or an argument, of another type than the filter takes.
fn mistyped(text: &str, at: Span, message: &str) -> Option<Wording> {
    let types = message.strip_prefix("Invalid type for the value, expected `")?;
    let (expected, actual) = types.trim_end_matches('`').split_once("` but got `")?;
    let (actual, expected) = (type_name(actual), type_name(expected));
    if let Some(wording) = argument::wrong(text, at, actual, expected) {
        return Some(wording);
    }
    let here = expression(text, at);
    let wording = Wording::new(format!("`{here}` is {actual}, not {expected}"), at);
    Some(match conversion(here, actual, expected) {
        Some(help) => wording.help(help),
        None => wording,
    })
}

/// What `int` and `float` cannot read.
fn number(at: Span, message: &str) -> Option<Wording> {
    let (value, wanted) = message
        .strip_prefix("The ")?
        .split_once(" cannot be converted to ")?;
    let number = match wanted.starts_with("an int") {
        true => "no whole number",
        false => "no number",
    };
    let value = match value.split_once(' ')? {
        ("string", "``") => "an empty text".to_owned(),
        ("string", quoted) => quoted.to_owned(),
        ("float", float) => format!("`{float}`"),
        _ => return None,
    };
    Some(Wording::new(format!("{value} is {number}"), at))
}

fn component(at: Span, message: &str) -> Option<Wording> {
    if let Some(rest) = message.strip_prefix("Argument `") {
        let name = rest.split('`').next()?;
        return Some(
            Wording::new(format!("the component needs the argument `{name}`"), at)
                .help(format!("write `{name}={{…}}`")),
        );
    }
    if let Some(rest) = message.strip_prefix("Implicit argument `") {
        let name = rest.split('`').next()?;
        return Some(
            Wording::new(format!("the component finds no `{name}`"), at)
                .missing()
                .help(format!("add `{name}` to the data, or write `{name}={{…}}`")),
        );
    }
    if let Some(rest) = message.strip_prefix("Unknown argument(s) ") {
        let (unknown, known) = rest.split_once(" in component call.")?;
        let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        let wording = Wording::new(format!("the component has no argument {unknown}"), at);
        return Some(
            match suggest::nearest(unknown.trim_matches('`'), known.iter().copied()) {
                Some(near) => wording.help(format!("did you mean `{near}`?")),
                None if known.is_empty() => wording.help("it takes no arguments"),
                None => wording.help(format!("it takes `{}`", known.join("`, `"))),
            },
        );
    }
    let rest = message.strip_prefix("Component argument `")?;
    let parts: Vec<&str> = rest.split('`').collect();
    let [name, _, actual, _, expected, ..] = parts[..] else {
        return None;
    };
    Some(Wording::new(
        format!(
            "the argument `{name}` is {}, not {}",
            type_name(actual),
            type_name(expected)
        ),
        at,
    ))
}

/// The name in `` Variable `name` … `` and the names listed behind `listed`.
fn named(message: &str, prefix: &str, listed: &str) -> Option<(String, Vec<String>)> {
    let rest = message.strip_prefix(prefix)?;
    let (name, rest) = rest.split_once('`')?;
    let known = rest.split_once(listed).map_or("", |(_, known)| known);
    let known = known.split(", ").filter(|name| !name.is_empty());
    Some((name.to_owned(), known.map(str::to_owned).collect()))
}
