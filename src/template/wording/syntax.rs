//! What Tera says when it cannot read a template.

use crate::source::Span;
use crate::suggest;
use crate::template::{foreign, proof, scan};

use super::{Wording, plain, visible};

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
        "Unknown tag" => return unknown_tag(text, at, here),
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
    if let Some(rest) = message.strip_prefix("Found invalid field of `loop`: ") {
        let name = rest.split('.').next().unwrap_or(rest);
        let wording = Wording::new(format!("`loop` has no field `{name}`"), at);
        let fields = "its fields are `index`, `index0`, `first`, `last` and `length`";
        let known = foreign::name(&format!("loop.{name}"));
        return wording.help(known.unwrap_or_else(|| fields.to_owned()));
    }
    match plain(message).as_str() {
        "the template nesting is too deep" => {
            return Wording::new("too many tags stand in each other", at).help(
                "put what is inside into a template of its own, and `{% include \"…\" %}` it",
            );
        }
        "the expression is too complex" => {
            return Wording::new("the expression is too complex", at)
                .help("split it: put a part into a `{% set %}`");
        }
        _ => {}
    }
    if message.starts_with("Invalid syntax for `set`") {
        return Wording::new("`set` takes a name, `=` and a value", at)
            .help("write `{% set name = value %}`; a name has no `.` in it");
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
        ("`}}`" | "`%}`", "else.") => {
            wording.help("write what is shown otherwise, too: `a if b else \"\"`")
        }
        ("`=`", _)
            if before
                .rfind("{%")
                .is_some_and(|tag| is_question(&before[tag..])) =>
        {
            wording.help("write `==` to compare")
        }
        ("integer" | "float", _) if before.ends_with('.') => {
            wording.help("write the place of an item in brackets: `items[0]`")
        }
        ("`.`", _) if before.ends_with('.') || text[at.end()..].starts_with('.') => {
            wording.help("write `range(start=1, end=4)`, which goes up to 3")
        }
        ("`.`", _) if text[at.end()..].starts_with(char::is_alphabetic) => {
            wording.help("write the field of a result as `| get(key=\"name\")`")
        }
        ("`}}`" | "`%}`", _) if before.ends_with('|') => {
            wording.help("write a filter behind `|`, or remove it")
        }
        _ => wording,
    })
}

/// Whether a tag asks whether something is so.
fn is_question(tag: &str) -> bool {
    let word = tag.trim_start_matches(['{', '%', '-']).trim_start();
    word.starts_with("if ") || word.starts_with("elif ")
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
    match proof::unclosed(text, &tags) {
        Some((keyword, at)) => Wording::new(format!("`{{% {keyword} %}}` is never closed"), at)
            .help(format!("write `{{% end{keyword} %}}` where it ends")),
        None => Wording::new(
            "the template ends in the middle of something",
            Span::at(span.end().min(text.len())),
        ),
    }
}

fn unknown_tag(text: &str, at: Span, word: &str) -> Wording {
    if let Some(opener) = word.strip_prefix("end")
        && KEYWORDS.contains(&word)
    {
        let mut tags = scan::scan(text);
        tags.retain(|tag| tag.span.end() <= at.start());
        let open = proof::unclosed(text, &tags);
        let is_other = |(open, _): &(String, Span)| open != opener && KEYWORDS.contains(&&**open);
        if let Some((open, _)) = open.filter(is_other) {
            let message = format!("`{{% {word} %}}` closes nothing: `{{% {open} %}}` is open");
            return Wording::new(message, at).help(format!("write `{{% end{open} %}}`"));
        }
        return Wording::new(format!("`{{% {word} %}}` closes nothing"), at).help(format!(
            "remove it, or write the `{{% {opener} %}}` that it closes"
        ));
    }
    let wording = Wording::new(format!("Tera has no tag `{word}`"), at);
    match word {
        "else" | "elif" => Wording::new(format!("`{{% {word} %}}` stands outside of an `if`"), at)
            .help("remove it, or write the `{% if … %}` that it belongs to"),
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
        '\\' => {
            wording.help("write quotes in a tag without `\\`: what stands in a tag is not JSON")
        }
        '“' | '”' | '‘' | '’' => wording.help("write a straight quote, `\"`"),
        _ => wording,
    }
}
