//! Tera's messages in our words, with what to write instead.

use crate::check::{Diagnostic, Rule};
use crate::source::Span;
use crate::suggest;

use super::outline;
use super::scan;

/// What is wrong, where, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wording {
    pub(crate) message: String,
    pub(crate) span: Span,
    pub(crate) help: Option<String>,
    /// Whether the data lack something, rather than the template being wrong.
    pub(crate) is_missing: bool,
}

impl Wording {
    fn new(message: impl Into<String>, span: Span) -> Self {
        Self {
            message: message.into(),
            span,
            help: None,
            is_missing: false,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// As a finding of `rule`.
    pub(crate) fn into_diagnostic(self, rule: &'static Rule) -> Diagnostic {
        let diagnostic = Diagnostic::new(rule, self.span, self.message);
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    fn missing(mut self) -> Self {
        self.is_missing = true;
        self
    }
}

/// Statements that Tera knows.
const KEYWORDS: &[&str] = &[
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "set",
    "endset",
    "set_global",
    "block",
    "endblock",
    "extends",
    "include",
    "filter",
    "endfilter",
    "component",
    "endcomponent",
    "break",
    "continue",
    "raw",
    "endraw",
];

/// A syntax error.
pub(crate) fn syntax(text: &str, span: Span, message: &str) -> Wording {
    let at = visible(text, span);
    let here = &text[at.range()];
    match message {
        "Unexpected end of input" => return end_of_input(text, span),
        "Unknown tag" => return unknown_tag(at, here),
        "Unexpected character" => return unexpected(text, at),
        "unexpected end of raw block" => {
            return Wording::new("`{% raw %}` is never closed", at)
                .help("write `{% endraw %}` where it ends");
        }
        _ => {}
    }
    if message.starts_with("Closing comment tag") {
        return Wording::new("`{#` is never closed", at).help("write `#}` where the comment ends");
    }
    if message.starts_with("String opened with") {
        return Wording::new("a string is never closed", at).help("write its closing quote");
    }
    if let Some(rest) = message.strip_prefix("Unclosed component '") {
        let name = rest.trim_end_matches('\'');
        return Wording::new(format!("`{{% <{name}> %}}` is never closed"), at)
            .help(format!("write `{{% </{name}> %}}` where it ends"));
    }
    if message.starts_with("This content would be ignored") {
        return Wording::new(
            "a template that extends another shows nothing outside of its blocks",
            at,
        )
        .help("put it into a `{% block %}` of the parent");
    }
    if let Some(wording) = found_instead(text, at, message) {
        return wording;
    }
    Wording::new(plain(message), at)
}

fn found_instead(text: &str, at: Span, message: &str) -> Option<Wording> {
    let (found, expected) = message
        .strip_prefix("Found ")?
        .split_once(" but expected ")?;
    let wording = Wording::new(
        format!(
            "{} stands where {} should be",
            thing(found),
            thing(expected)
        ),
        at,
    );
    let before = text[..at.start()].trim_end();
    Some(match (found, expected) {
        ("string" | "integer" | "float" | "bool", "identifier.")
            if before.ends_with(['(', ',']) =>
        {
            wording.help("arguments have names in Tera 2: `default(value=\"…\")`")
        }
        ("`}`", "}}.") => wording.help("write `}}`"),
        ("`}}`" | "`%}`", _) if before.ends_with('|') => {
            wording.help("write a filter behind `|`, or remove it")
        }
        ("`|`", _) => wording.help("write `or` instead of `||`"),
        ("`!`", _) => wording.help("write `not` instead of `!`"),
        (_, "%}.") if text[at.range()].starts_with("if") && before.ends_with("else") => {
            wording.help("write `elif` instead of `else if`")
        }
        _ => wording,
    })
}

/// What Tera calls a token, in words.
fn thing(token: &str) -> String {
    match token.trim_end_matches('.') {
        "identifier" | "attribute name" => "a name".into(),
        "string" => "a string".into(),
        "integer" | "float" => "a number".into(),
        "bool" => "`true` or `false`".into(),
        "content" | "raw content" => "text".into(),
        list if list.starts_with("one of:") => "a value".into(),
        mark if mark.starts_with('`') => mark.into(),
        mark => format!("`{mark}`"),
    }
}

fn end_of_input(text: &str, span: Span) -> Wording {
    let tags = scan::scan(text);
    if let Some(last) = tags.last()
        && last.span.end() == text.len()
        && !text.ends_with("}}")
        && !text.ends_with("%}")
    {
        let open = &text[last.span.start()..last.span.start() + 2];
        let close = if open == "{{" { "}}" } else { "%}" };
        return Wording::new(
            format!("`{open}` is never closed"),
            Span::new(last.span.start(), last.span.start() + 2),
        )
        .help(format!("write `{close}` where the tag ends"));
    }
    match super::proof::unclosed(text, &tags) {
        Some((keyword, at)) => Wording::new(format!("`{{% {keyword} %}}` is never closed"), at)
            .help(format!("write `{{% end{keyword} %}}` where it ends")),
        None => Wording::new(
            "the template ends in the middle of something",
            Span::at(span.end().min(text.len())),
        ),
    }
}

fn unknown_tag(at: Span, word: &str) -> Wording {
    if let Some(opener) = word.strip_prefix("end")
        && KEYWORDS.contains(&word)
    {
        return Wording::new(format!("`{{% {word} %}}` closes nothing"), at).help(format!(
            "remove it, or write the `{{% {opener} %}}` that it closes"
        ));
    }
    let wording = Wording::new(format!("Tera has no tag `{word}`"), at);
    match word {
        "else" | "elif" => Wording::new(format!("`{{% {word} %}}` stands outside of an `if`"), at)
            .help("remove it, or write the `{% if … %}` that it belongs to"),
        "elseif" | "elsif" => wording.help("write `elif`"),
        "macro" => wording.help("write `{% component name(argument) %}` … `{% endcomponent %}`"),
        "import" | "from" => {
            wording.help("components need no import: call `{{ <name argument={value} /> }}`")
        }
        "with" => wording.help("write `{% set name = value %}`"),
        _ => match suggest::nearest(word, KEYWORDS.iter().copied()) {
            Some(near) => wording.help(format!("did you mean `{near}`?")),
            None => wording,
        },
    }
}

fn unexpected(text: &str, at: Span) -> Wording {
    let here = text[at.start()..].chars().next().unwrap_or(' ');
    let wording = Wording::new(format!("`{here}` means nothing to Tera here"), at);
    match here {
        '&' => wording.help("write `and`"),
        '\\' => {
            wording.help("write quotes in a tag without `\\`: what stands in a tag is not JSON")
        }
        '?' => wording.help("write `a if condition else b`"),
        '“' | '”' | '‘' | '’' => wording.help("write a straight quote, `\"`"),
        _ => wording,
    }
}

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
        let at = lookup(text, at).unwrap_or(at);
        let here = expression(text, at);
        let wording = absent(text, at, here, &[], format!("`{here}` is not in the data"));
        return match wording.help {
            Some(help) if message.starts_with("Iteration") => Wording {
                help: Some(help.replace("value=\"\"", "value=[]")),
                ..wording
            },
            _ => wording,
        };
    }
    if let Some(wording) = component(at, message) {
        return wording;
    }
    if let Some(rest) = message.strip_prefix("Missing keyword argument `") {
        let name = rest.trim_end_matches('`');
        return Wording::new(format!("`{here}` needs the argument `{name}`"), at)
            .help(format!("write `{name}=…` in its parentheses"));
    }
    if let Some((expected, actual)) = message
        .strip_prefix("Invalid type for the value, expected `")
        .and_then(|rest| rest.trim_end_matches('`').split_once("` but got `"))
    {
        let (actual, expected) = (type_name(actual), type_name(expected));
        let wording = Wording::new(format!("`{here}` is {actual}, not {expected}"), at);
        return match conversion(here, actual, expected) {
            Some(help) => wording.help(help),
            None => wording,
        };
    }
    // Our filters write what to do behind what is wrong.
    match message.split_once('\n') {
        Some((message, help)) => Wording::new(plain(message), at).help(help.trim()),
        None => Wording::new(plain(message), at),
    }
}

/// Something that is not in the data, where `known` names are.
pub(crate) fn absent(
    text: &str,
    at: Span,
    name: &str,
    known: &[String],
    message: String,
) -> Wording {
    let wording = Wording::new(message, at).missing();
    match suggest::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => wording.help(format!("did you mean `{near}`?")),
        None => {
            let optional = optional(text, at).unwrap_or_else(|| name.to_owned());
            let help = format!(
                "add it to the data, or write `{optional} | default(value=\"\")` where it may be missing"
            );
            wording.help(help)
        }
    }
}

/// What is looked up around `at`, such as `a.b["c"]`, when `at` is a part of that.
pub(crate) fn lookup(text: &str, at: Span) -> Option<Span> {
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    let mut start = at.start();
    while let Some(&byte) = start.checked_sub(1).and_then(|before| bytes.get(before)) {
        start = match byte {
            b']' => text[..start].rfind('[')?,
            b'.' | b'?' => start - 1,
            _ if is_name(byte) => start - 1,
            _ => break,
        };
    }
    let mut end = at.start();
    while let Some(&byte) = bytes.get(end) {
        end = match byte {
            b'[' => end + text[end..].find(']')? + 1,
            b'.' => end + 1,
            b'?' if bytes.get(end + 1) == Some(&b'.') => end + 2,
            _ if is_name(byte) => end + 1,
            _ => break,
        };
    }
    let first = *bytes.get(start)?;
    (is_name(first) && start < end && at.end() <= end).then(|| Span::new(start, end))
}

/// What is looked up around `at`, written so that what stands at `at` may be missing.
fn optional(text: &str, at: Span) -> Option<String> {
    let whole = lookup(text, at)?;
    let mut end = at.end();
    if text[at.range()].contains('[') && text[end..].starts_with(']') {
        end += 1;
    }
    let known = &text[whole.start()..end];
    let behind = &text[end..whole.end()];
    Some(known.to_owned() + &behind.replace("?.", ".").replace('.', "?."))
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

/// A message of Tera's, in lower case and without a full stop.
pub(crate) fn plain(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut words = message.chars();
    let first = words.next().map(|c| c.to_lowercase().to_string());
    let rest = words.as_str();
    // A quoted name is one in backticks to us.
    format!("{}{}", first.unwrap_or_default(), rest.replace('\'', "`"))
}

pub(crate) fn type_name(tera: &str) -> &str {
    match tera {
        "&str" | "string" | "String" => "a text",
        "array" | "Vec<Value>" | "&[Value]" => "a list",
        "map" | "map/struct" | "Map" | "&Map" => "an object",
        "bytes" => "markup",
        "bool" => "true or false",
        "none" => "null",
        "f32" | "f64" | "float" | "number" | "Number" => "a number",
        "integer" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32"
        | "u64" | "u128" | "usize" => "a whole number",
        other => other,
    }
}

/// How to make what is wanted of what is there.
fn conversion(here: &str, actual: &str, expected: &str) -> Option<String> {
    let is_number = |name: &str| matches!(name, "a number" | "a whole number");
    Some(match (actual, expected) {
        ("markup", "a text") => "write the filter before the one that makes markup".into(),
        (number, "a text") if is_number(number) => format!("write `{here} | str`"),
        ("a text", "a whole number") => format!("write `{here} | int`"),
        ("a text", number) if is_number(number) => format!("write `{here} | float`"),
        ("a list", _) => format!(
            "take one item, such as `{here} | first`, or go over them: `{{% for item in {here} %}}`"
        ),
        ("an object", "a list") => format!("write `{here} | values`, or `{here} | pairs`"),
        ("an object", _) => format!("write the field that is meant, such as `{here}.name`"),
        _ => return None,
    })
}

/// What the template says at `at`, short enough to be quoted.
fn expression(text: &str, at: Span) -> &str {
    let here = text[at.range()].trim();
    let name = outline::leading_name(here);
    if here.chars().count() > 60 && !name.is_empty() {
        name
    } else {
        here
    }
}

/// A span that a reader can see: inside the text and at least one character long.
pub(crate) fn visible(text: &str, span: Span) -> Span {
    let start = text.floor_char_boundary(span.start().min(text.len()));
    let end = text.ceil_char_boundary(span.end().min(text.len()).max(start));
    if end > start {
        return Span::new(start, end);
    }
    let next = text[start..].chars().next().map_or(0, char::len_utf8);
    Span::new(start, start + next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_in_our_style() {
        assert_eq!(
            plain("`-` and `not` cannot be used consecutively."),
            "`-` and `not` cannot be used consecutively"
        );
        assert_eq!(plain("Closing tag 'a' doesn"), "closing tag `a` doesn");
    }
}
