//! Holes in the strings of a tag, which are shown as they are.

use crate::check::rules::foreign_markup::RULE;
use crate::check::{Diagnostic, Severity};
use crate::source::Span;
use crate::template::expression::{TokenKind, tokens};
use crate::template::scan::{Tag, TagKind};

/// Every string of `tags` that has a hole in it: `title="{{ host }} is down"`.
pub(crate) fn check(text: &str, tags: &[Tag]) -> Vec<Diagnostic> {
    let code = tags.iter().filter(|tag| tag.kind != TagKind::Comment);
    code.flat_map(|tag| in_tag(text, tag)).collect()
}

fn in_tag(text: &str, tag: &Tag) -> Vec<Diagnostic> {
    if !text[tag.inner.range()].contains("{{") {
        return Vec::new();
    }
    let is_component = text[tag.inner.range()].trim_start().starts_with('<');
    let tokens = tokens(text, tag.inner);
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Text {
            continue;
        }
        let Some((start, end)) = hole(token.text) else {
            continue;
        };
        let span = Span::new(token.span.start() + start, token.span.start() + end);
        let mut joined = concatenated(token.text);
        let before = at.checked_sub(1).map(|before| tokens[before].text);
        if is_component && before == Some("=") {
            joined = format!("{}={{{joined}}}", tokens[at.saturating_sub(2)].text);
        }
        let message = format!(
            "`{}` in a string is shown as it is",
            &token.text[start..end]
        );
        let help = match joined.len() <= 160 && !joined.contains('`') {
            true => format!("write `{joined}`"),
            false => "put the pieces together with `~`: `\"a \" ~ b`".to_owned(),
        };
        let fault = Diagnostic::new(&RULE, span, message).severity(Severity::Error);
        found.push(fault.help(help));
    }
    found
}

/// Where the first hole of a string stands in it.
fn hole(string: &str) -> Option<(usize, usize)> {
    let start = string.find("{{")?;
    let inner = &string[start + 2..];
    let end = inner.find("}}")?;
    let name = inner[..end].trim_matches(['-', ' ']);
    let is_name = name.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic());
    is_name.then_some((start, start + end + 4))
}

/// The pieces of the string and of its holes: `"a " ~ b ~ " c"`.
fn concatenated(string: &str) -> String {
    let mut pieces = Vec::new();
    let mut rest = string;
    while let Some((start, end)) = hole(rest) {
        if start > 0 {
            pieces.push(format!("\"{}\"", &rest[..start]));
        }
        let code = rest[start + 2..end - 2].trim_matches(['-', ' ']);
        pieces.push(match code.contains(' ') {
            true => format!("({code})"),
            false => code.to_owned(),
        });
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        pieces.push(format!("\"{rest}\""));
    }
    pieces.join(" ~ ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::scan;

    #[test]
    fn strings_are_put_together() {
        let cases = [
            (
                r#"{{ <Header title="{{ host }} is {{ state | upper }}!" /> }}"#,
                r#"write `title={host ~ " is " ~ (state | upper) ~ "!"}`"#,
            ),
            (r#"{{ x | default(value="{{ y }}") }}"#, "write `y`"),
        ];
        for (text, help) in cases {
            let found = check(text, &scan::scan(text));
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].help.as_deref(), Some(help));
        }
        for text in ["{{ \"{{\" }}", "{{ \"{{ 1 }}\" }}", "{# \"{{ a }}\" #}"] {
            assert!(check(text, &scan::scan(text)).is_empty(), "{text}");
        }
    }
}
