//! Operators, calls and names of other languages inside of a tag.

use crate::check::Diagnostic;
use crate::check::rules::template_syntax::RULE;
use crate::source::Span;
use crate::template::expression::TokenKind;
use crate::template::scan::{Tag, TagKind};
use crate::template::vocabulary::Kind;

use super::go;
use super::lacking::instead_of;
use super::table::{Form, Spelling, TABLE};
use super::tests;
use super::words::{KEYWORDS, Piece, pieces, translated, written};

/// How long a tag may be for the advice to quote it whole.
const LONGEST: usize = 160;

/// The first foreign mark in `tag`, with the whole tag as it would be written here.
pub(super) fn check(text: &str, tag: &Tag, item: Option<&str>) -> Option<Diagnostic> {
    let pieces = pieces(text, tag.inner);
    if let Some(found) = lacking(&pieces) {
        return Some(found);
    }
    let places = (0..pieces.len()).filter(|at| item.is_some() || pieces[*at].text != "this");
    let found = function(&pieces, tag).or_else(|| { places }.find_map(|at| foreign(&pieces, at)));
    let (row, span) = found?;
    let shown = match row.spelled {
        "|:" => "`:` before the arguments of a filter".to_owned(),
        "|(" | "f(" => "an argument without its name".to_owned(),
        ".(" => format!("the method `{}`", &text[span.range()]),
        "." => "a name that begins with `.`".to_owned(),
        "is …" => "what a test takes without parentheses".to_owned(),
        mark => format!("`{mark}`"),
    };
    let message = format!("{shown} is {}, not Tera 2", row.of);
    let diagnostic = Diagnostic::new(&RULE, span, message);
    let whole = match row.spelled {
        "::" => {
            let at = pieces.iter().position(|piece| piece.is("::"));
            let call = at.and_then(|at| component(&pieces[at + 1..]));
            call.map(|call| format!("{{{{ {call} /> }}}}"))
        }
        _ => rewritten(&pieces, tag, item),
    };
    Some(match whole.filter(|whole| whole.len() <= LONGEST) {
        Some(whole) => diagnostic.help(format!("write `{whole}`")),
        None => diagnostic.help(row.write),
    })
}

/// `{% for x in xs if x.on %}`, which is an `if` in a `for` here.
pub(super) fn filtered_loop(text: &str, tag: &Tag) -> Option<Diagnostic> {
    let pieces = pieces(text, tag.inner);
    let position = |word: &str| pieces.iter().position(|piece| piece.text == word);
    let at = position("if").filter(|_| position("else").is_none())?;
    let row = TABLE
        .iter()
        .find(|row| row.form == Form::Operator && row.spelled == "for if")?;
    let head = written(&translated(&pieces[..at], None));
    let condition = written(&translated(&pieces[at + 1..], None));
    let message = format!("an `if` in a `for` is {}, not Tera 2", row.of);
    let help =
        format!("write `{{% {head} %}}{{% if {condition} %}}` … `{{% endif %}}{{% endfor %}}`");
    Some(Diagnostic::new(&RULE, pieces[at].span, message).help(help))
}

/// Go's function that begins the tag, with its operands behind it.
fn function(pieces: &[Piece], tag: &Tag) -> Option<(&'static Spelling, Span)> {
    let [name, operand, ..] = pieces else {
        return None;
    };
    let begins = match operand.kind {
        TokenKind::Word => !KEYWORDS.contains(&operand.text.as_str()),
        TokenKind::Text | TokenKind::Number => true,
        TokenKind::Mark => matches!(operand.text.as_str(), "." | "$" | "("),
    };
    let is_call = tag.kind == TagKind::Value && name.is_word() && operand.gap && begins;
    let mut functions = TABLE.iter().filter(|row| row.form == Form::Function);
    let row = functions.find(|row| is_call && row.spelled == name.text)?;
    Some((row, name.span))
}

/// The first filter, test or function that there is nothing for.
fn lacking(pieces: &[Piece]) -> Option<Diagnostic> {
    let words = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.is_word());
    let (kind, name, help) = { words }.find_map(|(at, name)| {
        let kind = called_as(pieces, at)?;
        Some((kind, name, instead_of(kind, &name.text)?))
    })?;
    let message = format!("there is no {} `{}`", kind.as_str(), name.text);
    Some(Diagnostic::new(&RULE, name.span, message).help(help))
}

/// What the word at `at` is called as, if it is.
fn called_as(pieces: &[Piece], at: usize) -> Option<Kind> {
    let before = |steps: usize| {
        let piece = at.checked_sub(steps).map(|before| &pieces[before]);
        piece.map_or("", |piece| piece.text.as_str())
    };
    match before(1) {
        "|" => Some(Kind::Filter),
        "is" => Some(Kind::Test),
        "not" if before(2) == "is" => Some(Kind::Test),
        _ => {
            let opens = pieces.get(at + 1).is_some_and(|next| next.is("("));
            (opens && is_call(pieces, at + 1)).then_some(Kind::Function)
        }
    }
}

/// A word that stands between operands elsewhere, or an operand behind a test.
fn word(pieces: &[Piece], at: usize) -> Option<(&'static Spelling, Span)> {
    let piece = &pieces[at];
    let (spelled, length) = match tests::written(pieces, at)? {
        tests::Written::Between { words, .. } => {
            let words = pieces[at..at + words].iter();
            let words: Vec<&str> = words.map(|piece| piece.text.as_str()).collect();
            (words.join(" "), words.len())
        }
        tests::Written::Bare => ("is …".to_owned(), 2),
    };
    let row = TABLE
        .iter()
        .find(|row| row.form == Form::Operator && row.spelled == spelled)?;
    let last = &pieces[at + length - 1];
    let start = match spelled.as_str() {
        "is …" => last.span.start(),
        _ => piece.span.start(),
    };
    Some((row, Span::new(start, last.span.end())))
}

/// What the piece at `at` is elsewhere, if it is nothing here.
fn foreign(pieces: &[Piece], at: usize) -> Option<(&'static Spelling, Span)> {
    let piece = &pieces[at];
    if piece.kind != TokenKind::Mark && piece.text != "this" {
        return word(pieces, at);
    }
    let before = at.checked_sub(1).map(|before| &pieces[before]);
    let introduced = at.checked_sub(2).map(|bar| pieces[bar].text.as_str());
    let bar = introduced == Some("|");
    let takes = bar || matches!(introduced, Some("is" | "not"));
    let next = pieces.get(at + 1);
    let is_word = |piece: Option<&Piece>| piece.is_some_and(|piece| piece.kind == TokenKind::Word);
    let spelled = match piece.text.as_str() {
        ":" if bar && is_word(before) => "|:",
        "(" if is_call(pieces, at) && is_positional(&pieces[at + 1..]) => "f(",
        "(" if takes && is_word(before) && is_positional(&pieces[at + 1..]) => "|(",
        "." if is_word(next) && pieces.get(at + 2).is_some_and(|open| open.is("(")) => ".(",
        "." if before.is_none_or(|before| !before.ends_operand()) => ".",
        "." if piece.gap && is_word(next) && next.is_some_and(|next| !next.gap) => ".",
        "." | ":" | "(" => return None,
        // `host!` and `user@host` are nobody's.
        "!" if before.is_some_and(Piece::ends_operand) => return None,
        "@" if before.is_some_and(Piece::ends_operand) => return None,
        mark => mark,
    };
    let span = match spelled {
        "|(" | "f(" | ".(" => pieces[at + 1].span,
        _ => piece.span,
    };
    let row = TABLE
        .iter()
        .find(|row| row.form == Form::Operator && row.spelled == spelled)?;
    Some((row, span))
}

/// Whether the `(` at `at` is that of a function.
fn is_call(pieces: &[Piece], at: usize) -> bool {
    let name = at.checked_sub(1).map(|name| &pieces[name]);
    let before = at.checked_sub(2).map(|before| pieces[before].text.as_str());
    name.is_some_and(|name| name.kind == TokenKind::Word && name.ends_operand())
        && !matches!(before, Some("." | "?." | "|" | "is" | "::"))
        && !(before == Some("not") && at.checked_sub(3).is_some_and(|is| pieces[is].text == "is"))
}

/// Whether the first argument has no name.
fn is_positional(arguments: &[Piece]) -> bool {
    match arguments {
        [first, ..] if first.is(")") => false,
        [_, equals, ..] => !equals.is("="),
        _ => false,
    }
}

fn rewritten(pieces: &[Piece], tag: &Tag, item: Option<&str>) -> Option<String> {
    // `$x := .y` sets a variable.
    if let Some(at) = pieces.iter().position(|piece| piece.is(":=")) {
        let name = pieces[..at]
            .iter()
            .rfind(|piece| piece.kind == TokenKind::Word)?;
        let value = go::infix(&translated(&pieces[at + 1..], item));
        return Some(format!("{{% set {} = {value} %}}", name.text));
    }
    let (keyword, rest) = match (tag.kind, pieces) {
        (TagKind::Statement, [keyword, rest @ ..]) => (Some(keyword), rest),
        _ => (None, pieces),
    };
    let rest = go::infix(&translated(rest, item));
    let before = written(pieces);
    let whole = match keyword {
        Some(keyword) => format!("{{% {} {rest} %}}", keyword.text),
        None => format!("{{{{ {rest} }}}}"),
    };
    (!whole.contains(&format!(" {before} "))).then_some(whole)
}

/// `name(a=1, b="c")` as the beginning of a call: `<name a={1} b="c"`.
pub(super) fn component(pieces: &[Piece]) -> Option<String> {
    let (name, behind) = pieces.split_first()?;
    if name.kind != TokenKind::Word {
        return None;
    }
    let mut call = format!("<{}", name.text);
    let end = behind.iter().rposition(|piece| piece.is(")")).unwrap_or(0);
    for argument in behind
        .get(1..end)
        .unwrap_or_default()
        .split(|piece| piece.is(","))
    {
        match argument {
            [name, equals, value] if equals.is("=") && value.kind == TokenKind::Text => {
                call += &format!(" {}={}", name.text, value.text);
            }
            [name, equals, value @ ..] if equals.is("=") => {
                call += &format!(" {}={{{}}}", name.text, written(value));
            }
            value if !value.is_empty() => call += &format!(" …={{{}}}", written(value)),
            _ => {}
        }
    }
    Some(call)
}
