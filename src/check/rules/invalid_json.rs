#![doc = include_str!("invalid-json.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "invalid-json",
    severity: Severity::Error,
    fixable: false,
    summary: "a payload, JSON template or sample that is no JSON",
    page: include_str!("invalid-json.md"),
};

/// The JSON ends or breaks at `span`: `message` says what is there, `help` what to do.
pub(crate) fn found(span: Span, message: &str, help: &str) -> Diagnostic {
    Diagnostic::new(&RULE, span, message).help(help)
}

/// A fault in a parser's own words.
pub(crate) fn other(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(&RULE, span, message)
        .help("write plain JSON: double quotes, no comments, no comma behind the last entry")
}

/// A text without any value.
pub(crate) fn nothing(span: Span) -> Diagnostic {
    found(
        span,
        "there is no JSON here",
        "write an object: `{ \"text\": \"…\" }`",
    )
}

/// A control character as it is in a string.
pub(crate) fn raw_control(span: Span, character: &str) -> Diagnostic {
    match character {
        "\n" | "\r" => found(
            span,
            "a line break inside a string",
            "write it as `\\n`, or close the string with a double quote",
        ),
        "\t" => found(span, "a tab inside a string", "write it as `\\t`"),
        _ => found(
            span,
            "a control character inside a string",
            "remove it, or write it as `\\uXXXX`",
        ),
    }
}

/// A string that begins at `opening` and never ends.
pub(crate) fn open_string(opening: Span) -> Diagnostic {
    found(
        opening,
        "a string that never ends",
        "close it with a double quote; a quote inside it is `\\\"`",
    )
}

/// A blank that only other formats know, such as a no-break space.
pub(crate) fn blank(span: Span) -> Diagnostic {
    found(
        span,
        "a blank that JSON does not know",
        "write an ordinary space",
    )
}

/// An object or list that is still open `at` the end.
pub(crate) fn unclosed(at: Span, opening: Span) -> Diagnostic {
    found(
        at,
        "the text ends in the middle",
        "close what is open with `}` or `]`",
    )
    .label(opening, "opened here")
}

/// Objects or lists deeper than any reader follows.
pub(crate) fn too_deep(span: Span, most: usize) -> Diagnostic {
    Diagnostic::new(&RULE, span, format!("nested over {most} levels deep"))
        .help("a payload is at most 9 levels deep")
}

/// A field that is there twice; which of the two counts is up to the reader.
pub(crate) fn duplicate(span: Span, name: &str, first: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, format!("`{name}` is there twice"))
        .label(first, "first here")
        .help("keep one of them")
}

#[cfg(feature = "template")]
pub(crate) use of_templates::*;

#[cfg(feature = "template")]
mod of_templates {
    use super::super::prelude::*;
    use super::found;

    /// `what`, at `span` of a template, may not stand there, whatever the data.
    pub(crate) fn unexpected(span: Span, what: &str) -> Diagnostic {
        let help = match what {
            "," | "]" | "}" => "write no comma behind the last entry",
            "\\" => "write the whole character behind the `\\`",
            "\"" | "{" | "[" => "write a comma in front of it, or a key",
            _ => "write a comma between entries, and text between double quotes",
        };
        let message = match what {
            "what stands here" | "a line break in a string" | "a value" => {
                format!("{what} is no JSON in this place")
            }
            mark => format!("`{mark}` is no JSON in this place"),
        };
        found(span, &message, help)
    }

    /// The text of a template ends at `span`, and its JSON does not.
    pub(crate) fn ends_early(span: Span) -> Diagnostic {
        found(
            span,
            "the JSON has no end",
            "close what is open, with `}` or `]`",
        )
    }
}
