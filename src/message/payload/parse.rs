//! JSON with positions, read strictly.

use std::borrow::Cow;

use jsonc_parser::ast::Value;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, ParseStringErrorKind, parse_to_ast};

use crate::check::Diagnostic;
use crate::check::rules::invalid_json;
use crate::source::Span;

/// Objects and lists deeper than this are refused; `serde_json` stops there as well.
const MAX_DEPTH: usize = 127;

const MARK: &str = "\u{FEFF}";

/// The text with blanks for a byte order mark, so that offsets stay.
pub(super) fn without_mark(text: &str) -> Cow<'_, str> {
    match text.strip_prefix(MARK) {
        Some(rest) => Cow::Owned([" ".repeat(MARK.len()).as_str(), rest].concat()),
        None => Cow::Borrowed(text),
    }
}

/// Reads JSON as the standard has it: no comments, no comma behind the last entry.
pub(super) fn strict(text: &str) -> Result<Value<'_>, Diagnostic> {
    let scanned = scan(text);
    if let Err(Fault::Depth(at)) = scanned {
        return Err(invalid_json::too_deep(at, MAX_DEPTH));
    }
    let fault = match scanned {
        Err(Fault::Control(at)) => Some(at),
        _ => None,
    };
    match parse_to_ast(text, &CollectOptions::default(), &options()) {
        // Of two faults the first explains the other.
        Err(error) if fault.is_none_or(|at| error.range().start <= at.start()) => {
            Err(explain(text, &error))
        }
        parsed => match (fault, parsed) {
            (Some(at), _) => Err(invalid_json::raw_control(at, &text[at.range()])),
            (None, Ok(result)) => {
                strictly(text)?;
                result
                    .value
                    .ok_or_else(|| invalid_json::nothing(Span::new(0, text.len())))
            }
            (None, Err(error)) => Err(explain(text, &error)),
        },
    }
}

fn options() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

enum Fault {
    Depth(Span),
    Control(Span),
}

/// What the parser overlooks or may not be given: raw control characters in strings, and depth.
fn scan(text: &str) -> Result<(), Fault> {
    let mut depth = 0_usize;
    let mut control = None;
    let mut bytes = text.bytes().enumerate();
    let mut in_string = false;
    while let Some((at, byte)) = bytes.next() {
        match (in_string, byte) {
            (_, b'"') => in_string = !in_string,
            (true, b'\\') => {
                bytes.next();
            }
            (true, ..0x20) => {
                control.get_or_insert(at);
            }
            (false, b'{' | b'[') => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Fault::Depth(Span::new(at, at + 1)));
                }
            }
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    match control {
        Some(at) => Err(Fault::Control(Span::new(at, at + 1))),
        None => Ok(()),
    }
}

/// What is left that the parser takes and the standard does not, such as other blanks.
fn strictly(text: &str) -> Result<(), Diagnostic> {
    if text.trim_ascii().is_empty() {
        return Ok(());
    }
    let Err(error) = serde_json::from_str::<serde_json::Value>(text) else {
        return Ok(());
    };
    let line: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let start = text.floor_char_boundary(line + error.column().saturating_sub(1));
    let end = text.ceil_char_boundary((start + 1).min(text.len()));
    if text[start..]
        .starts_with(|character: char| !character.is_ascii() && character.is_whitespace())
    {
        return Err(invalid_json::blank(Span::new(start, end)));
    }
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Err(invalid_json::other(Span::new(start, end), message))
}

fn explain(text: &str, error: &ParseError) -> Diagnostic {
    let range = error.range();
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let span = Span::new(start, text.ceil_char_boundary(range.end.min(text.len())));
    let opening = Span::new(start, (start + 1).min(text.len()));
    match error.kind() {
        ParseErrorKind::UnterminatedObject | ParseErrorKind::UnterminatedArray => {
            invalid_json::unclosed(Span::at(text.trim_end().len()), opening)
        }
        ParseErrorKind::String(ParseStringErrorKind::UnterminatedStringLiteral) => {
            invalid_json::open_string(opening)
        }
        kind => match words(kind).or_else(|| context(text, span)) {
            Some((message, help)) => invalid_json::found(span, message, help),
            None => invalid_json::other(span, &kind.to_string().to_lowercase()),
        },
    }
}

/// What is wrong at a place where something unexpected stands.
fn context(text: &str, span: Span) -> Option<(&'static str, &'static str)> {
    let before = text[..span.start()].trim_ascii_end();
    let here = &text[span.range()];
    if before.ends_with('"') {
        return Some((
            "something behind the end of a string",
            "a quote inside a string is `\\\"`; otherwise write a comma here",
        ));
    }
    here.starts_with(char::is_alphabetic).then_some((
        "a word that JSON does not know",
        "write a string in double quotes, a number, `true`, `false` or `null`",
    ))
}

/// What is, and what to do.
fn words(kind: &ParseErrorKind) -> Option<(&'static str, &'static str)> {
    use ParseErrorKind as Kind;
    let (message, help) = match kind {
        Kind::CommentsNotAllowed | Kind::UnterminatedCommentBlock => {
            ("a comment", "remove it; JSON has none")
        }
        Kind::TrailingCommasNotAllowed => ("a comma behind the last entry", "remove the comma"),
        Kind::ExpectedComma => ("no comma between two entries", "write a comma here"),
        Kind::SingleQuotedStringsNotAllowed => ("a string in single quotes", "write double quotes"),
        Kind::ExpectedStringObjectProperty | Kind::UnexpectedTokenInObject => (
            "a field's name without quotes",
            "write the name in double quotes",
        ),
        Kind::ExpectedColonAfterObjectKey => (
            "no colon behind the field's name",
            "write `\"name\": value`",
        ),
        Kind::ExpectedObjectValue => ("a field without a value", "write a value, or `null`"),
        Kind::UnexpectedWord => (
            "a word that JSON does not know",
            "write a string in double quotes, a number, `true`, `false` or `null`",
        ),
        Kind::MultipleRootJsonValues => (
            "something behind the end of the object",
            "remove it; a file holds one object",
        ),
        Kind::HexadecimalNumbersNotAllowed
        | Kind::UnaryPlusNumbersNotAllowed
        | Kind::BareDecimalPointNumbersNotAllowed
        | Kind::NonFiniteNumbersNotAllowed
        | Kind::ExpectedDigit
        | Kind::ExpectedDigitFollowingNegativeSign
        | Kind::ExpectedPlusMinusOrDigitInNumberLiteral => (
            "a number that JSON does not know",
            "write digits as in `400` or `0.5`",
        ),
        Kind::String(ParseStringErrorKind::InvalidUnicodeEscapeSequence(_)) => (
            "half of a character",
            "write the character itself, or both halves, as in `\\ud83d\\ude00`",
        ),
        Kind::String(_) => (
            "an escape that JSON does not know",
            "write a backslash as `\\\\`; the escapes are `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t` and `\\uXXXX`",
        ),
        _ => return None,
    };
    Some((message, help))
}
