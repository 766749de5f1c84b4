//! A value of a type that an operator, a loop or a filter does nothing with.

use crate::source::Span;

use super::{Wording, expression, type_name};

/// What Tera says in front of a type, and what was wanted.
const WANTED: &[(&str, &str)] = &[
    ("Iteration not possible on type `", "a list"),
    ("Key/value iteration is not possible on type `", "an object"),
    (
        "Math operations can only be done on numbers, found `",
        "a number",
    ),
    (
        "Only numbers can be used in arithmetic. This is a `",
        "a number",
    ),
    ("Only numbers can be negated. This is a `", "a number"),
    (
        "This filter can only be used on a number, received `",
        "a number",
    ),
    ("Spread operator requires a map, found `", "an object"),
    ("Spread operator requires an array, found `", "a list"),
    (
        "Slicing can only be used on arrays or strings, not on `",
        "a list",
    ),
    ("Slice start must be an integer, got `", "a whole number"),
    ("Slice end must be an integer, got `", "a whole number"),
    ("Slice step must be an integer, got `", "a whole number"),
    ("`in` cannot be used on a container of type `", "a list"),
];

/// An operand at `at` that is not what it has to be.
pub(super) fn wrong(text: &str, at: Span, message: &str) -> Option<Wording> {
    let is_filter = text[..at.start()].trim_end().ends_with('|');
    let here = match is_filter {
        true => "value",
        false => expression(text, at),
    };
    let what = match is_filter {
        true => format!("what `{}` gets", expression(text, at)),
        false => format!("`{here}`"),
    };
    if let Some(types) = message.strip_prefix("`+` requires both operands to be numbers, found `") {
        return added(at, types);
    }
    if let Some(types) = message.strip_prefix("Cannot compare `") {
        let (left, right) = types.trim_end_matches('`').split_once("` with `")?;
        let (left, right) = (type_name(left), type_name(right));
        let wording = Wording::new(format!("{left} is not comparable with {right}"), at);
        return Some(match (left, right) {
            ("a text", _) | (_, "a text") => {
                wording.help("make a number of the text first: `(value | float)`")
            }
            ("null", _) | (_, "null") => {
                wording.help("give it a number first: `(value | default(value=0, boolean=true))`")
            }
            _ => wording,
        });
    }
    if let Some(rest) = message.strip_prefix("Value of type ") {
        let (actual, without) = rest.split_once(' ')?;
        let without = match without {
            "has no length" => "has no length",
            "cannot be reversed" => "cannot be reversed",
            "cannot be converted to an int" => "no whole number",
            "cannot be converted to a float" => "no number",
            _ => return None,
        };
        let actual = type_name(actual);
        let and = if without.starts_with("no ") {
            "and"
        } else {
            "which"
        };
        let wording = Wording::new(format!("{what} is {actual}, {and} {without}"), at);
        return Some(with_conversion(wording, here, actual, "a number"));
    }
    let (actual, wanted) = WANTED.iter().find_map(|(said, wanted)| {
        let rest = message.strip_prefix(said)?;
        Some((rest.split('`').next()?, *wanted))
    })?;
    let actual = type_name(actual);
    let wording = Wording::new(format!("{what} is {actual}, not {wanted}"), at);
    Some(with_conversion(wording, here, actual, wanted))
}

/// `+` between two values of which one is no number.
fn added(at: Span, types: &str) -> Option<Wording> {
    let (left, right) = types.trim_end_matches('`').split_once("` and `")?;
    let (left, right) = (type_name(left), type_name(right));
    let message = format!("`+` adds numbers, and these are {left} and {right}");
    let wording = Wording::new(message, at);
    let help = match (left, right) {
        ("a list", "a list") => "write `[...first, ...second]` to put lists together",
        ("null", _) | (_, "null") => {
            "give it a number first: `(value | default(value=0, boolean=true))`"
        }
        _ => "write `~` to put texts together, or make a number of a text: `(value | float)`",
    };
    Some(wording.help(help))
}

fn with_conversion(wording: Wording, here: &str, actual: &str, wanted: &str) -> Wording {
    match conversion(here, actual, wanted) {
        Some(help) => wording.help(help),
        None => wording,
    }
}

/// How to make what is wanted of what is there.
pub(super) fn conversion(here: &str, actual: &str, wanted: &str) -> Option<String> {
    let is_number = |name: &str| matches!(name, "a number" | "a whole number");
    Some(match (actual, wanted) {
        ("markup", "a text") => "write the filter before the one that makes markup".into(),
        ("null", wanted) => {
            let empty = match wanted {
                "a list" => "[]",
                "an object" => "{}",
                number if is_number(number) => "0",
                _ => "\"\"",
            };
            format!("write `{here} | default(value={empty}, boolean=true)` where it may be null")
        }
        (number, "a text") if is_number(number) => format!("write `{here} | str`"),
        (number, "a list") if is_number(number) => {
            format!("count up to it: `range(end={here})`")
        }
        ("a text", "a whole number") => format!("write `{here} | int`"),
        ("a text", number) if is_number(number) => format!("write `{here} | float`"),
        ("a text", "a list") => {
            format!(
                "cut it into a list first: `{here} | split(pat=\",\")`; its first letters are `{here}[:3]`"
            )
        }
        ("a list", number) if is_number(number) => {
            format!("write `{here} | length` for how many there are")
        }
        ("a list", "an object") => {
            format!("write one name for the items: `{{% for item in {here} %}}`")
        }
        ("a list", _) => format!(
            "take one item, such as `{here} | first`, or go over them: `{{% for item in {here} %}}`"
        ),
        ("an object", "a list") => format!("write `{here} | values`, or `{here} | pairs`"),
        ("an object", _) => format!("write the field that is meant, such as `{here}.name`"),
        _ => return None,
    })
}
