//! Tera's messages in our words, with what to write instead.

mod argument;
mod missing;
mod operand;
mod render;
mod syntax;

use crate::check::{Diagnostic, Rule};
use crate::source::Span;

use super::outline;

pub(crate) use missing::{absent, lookup};
pub(crate) use render::render;
pub(crate) use syntax::syntax;

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

/// A message of Tera's, in lower case and without a full stop.
pub(crate) fn plain(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut words = message.chars();
    let first = words.next().map(|c| c.to_lowercase().to_string());
    let rest = words.as_str();
    // A quoted name is one in backticks to us.
    let quoted = rest.replace("n't ", "\u{0}").replace('\'', "`");
    let rest = quoted.replace('\u{0}', "n't ");
    format!("{}{rest}", first.unwrap_or_default())
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
