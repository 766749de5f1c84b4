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
        return loop_field(at, rest.split('.').next().unwrap_or(rest));
    }
    if message.starts_with("Expected \"string\" or {expression}") {
        return bare_argument(at, here);
    }
    if let Some(wording) = too_large(at, message) {
        return wording;
    }
    if message.starts_with("Invalid syntax for `set`") {
        return Wording::new("`set` takes a name, `=` and a value", at)
            .help("write `{% set name = value %}`; a name has no `.` in it");
    }
    if let Some(wording) = found_instead(text, at, message) {
        return wording;
    }
    let wording = Wording::new(plain(message), at);
    match remedy(message) {
        Some(help) => wording.help(help),
        None => wording,
    }
}

fn bare_argument(at: Span, argument: &str) -> Wording {
    let message = format!("the argument `{argument}` has neither quotes nor braces");
    Wording::new(message, at).help(format!(
        "write `{{{argument}}}` for a variable, `\"{argument}\"` for words"
    ))
}

fn too_large(at: Span, message: &str) -> Option<Wording> {
    let (message, help) = match plain(message).as_str() {
        "the template nesting is too deep" => (
            "too many tags stand in each other",
            "put what is inside into a template of its own, and `{% include \"…\" %}` it",
        ),
        "the expression is too complex" => (
            "the expression is too complex",
            "split it: put a part into a `{% set %}`",
        ),
        _ => return None,
    };
    Some(Wording::new(message, at).help(help))
}

fn loop_field(at: Span, name: &str) -> Wording {
    let fields = "its fields are `index`, `index0`, `first`, `last` and `length`";
    let known = foreign::name(&format!("loop.{name}"));
    Wording::new(format!("`loop` has no field `{name}`"), at)
        .help(known.unwrap_or_else(|| fields.to_owned()))
}

/// What to do about what is told in Tera's own words.
fn remedy(message: &str) -> Option<String> {
    if let Some(rest) = message.strip_prefix("block was named `") {
        let (name, _) = rest.split_once('`')?;
        return Some(format!("write `{{% endblock {name} %}}`"));
    }
    if let Some(rest) = message.strip_prefix("Closing tag '") {
        let open = rest.rsplit('\'').nth(1)?;
        return Some(format!("write `{{% </{open}> %}}`"));
    }
    let help = if message.starts_with("Components with body content") {
        "write `{% <Name …> %}`, the content, and `{% </Name> %}`"
    } else if message.starts_with("`extends` needs to be the first tag") {
        "move it to the beginning of the file"
    } else if message.ends_with("is not defined in any parent template") {
        "write the name of a block that a parent has: only these are shown"
    } else if message == "unexpected escape character" {
        "write the character itself"
    } else {
        return None;
    };
    Some(help.to_owned())
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
    Some(match instead(found, expected, before, &text[at.end()..]) {
        Some(help) => wording.help(help),
        None => wording,
    })
}

/// What to write instead of the token `found`, between `before` and `behind`.
fn instead(found: &str, expected: &str, before: &str, behind: &str) -> Option<String> {
    let end = expected.trim_end_matches('.');
    let help = match (found, expected) {
        ("string" | "integer" | "float" | "bool", "identifier.")
            if before.ends_with(['(', ',']) =>
        {
            "arguments have names in Tera 2: `default(value=\"…\")`"
        }
        ("`}`", "}}.") => "write `}}`",
        ("`}}`" | "`%}`", "else.") => "write what is shown otherwise, too: `a if b else \"\"`",
        ("`=`", _) if matches!(statement(before), "if" | "elif") => "write `==` to compare",
        ("integer" | "float", _) if before.ends_with('.') => {
            "write the place of an item in brackets: `items[0]`"
        }
        ("`.`", _) if before.ends_with('.') || behind.starts_with('.') => {
            "write `range(start=1, end=4)`, which goes up to 3"
        }
        ("`.`", _) if behind.starts_with(char::is_alphabetic) => {
            "write the field of a result as `| get(key=\"name\")`"
        }
        ("`}}`" | "`%}`", _) if before.ends_with('|') => "write a filter behind `|`, or remove it",
        ("`}}`", _) if before.ends_with("{{") => "write what shall be shown, or remove the tag",
        ("`</`" | "`<`", "}}." | "%}.") => {
            return Some(format!("write `{end}` where the tag ends"));
        }
        ("identifier", "string.") => {
            "write the file's name between double quotes; it cannot come from the data"
        }
        ("identifier", "%}.") if statement(before) == "include" => {
            "remove the rest: what is included sees all variables; to give it others, call a component"
        }
        ("identifier", "%}.") if statement(before) == "for" => {
            "remove the rest; a part of a list is `items[:3]`"
        }
        ("`=`", "}}.") => "write `==` to compare, or `{% set name = value %}` to set a variable",
        (_, "}}." | "%}.") => {
            return Some(format!("remove it, or write `{end}` in front of it"));
        }
        ("`}}`" | "`%}`", _) if thing(expected) == "a value" => {
            "write the value, or remove what stands in front of it"
        }
        ("`}}`" | "`%}`", "`)`." | "`]`." | ")." | "].") => {
            return Some(format!("write `{}` in front of it", end.trim_matches('`')));
        }
        _ => return None,
    };
    Some(help.to_owned())
}

/// The word of the statement that `before` ends in.
fn statement(before: &str) -> &str {
    let tag = before.rfind("{%").map_or("", |at| &before[at + 2..]);
    let tag = tag.trim_start_matches('-').trim_start();
    tag.split(char::is_whitespace).next().unwrap_or_default()
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
        "%}" | "-%}" => {
            Wording::new("a tag without a word", at).help("write what it shall do, or remove it")
        }
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
        _ if !here.is_ascii() => wording.help(
            "names have the letters from `a` to `z`, digits and `_`; a field of another name is `object[\"…\"]`",
        ),
        _ => wording,
    }
}
