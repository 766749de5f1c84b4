//! What a template asks for by name: parents, includes, components, filters, tests, functions.
//!
//! Tera stops at the first missing name, or lists them as plain text; read from the source, each
//! has its place and all can be told at once.

use crate::source::Span;

use super::scan::{self, Tag, TagKind};

/// The names in a template.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// The template that it extends.
    pub(crate) parent: Option<Name>,
    /// The templates that it includes.
    pub(crate) includes: Vec<Name>,
    /// The components that it defines.
    pub(crate) components: Vec<Name>,
    /// What it calls.
    pub(crate) calls: Vec<Call>,
}

/// A name and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// A use of something that has to be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    pub(crate) kind: CallKind,
    pub(crate) name: Name,
}

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CallKind {
    Filter,
    Test,
    Function,
    Component,
}

impl Outline {
    /// Reads the tags of `text`.
    pub(crate) fn new(text: &str, tags: &[Tag]) -> Self {
        let mut outline = Self::default();
        for tag in tags {
            let tokens = match tag.kind {
                TagKind::Comment => continue,
                TagKind::Value | TagKind::Statement => tokens(text, tag.inner),
            };
            let keyword = match (tag.kind, tokens.first()) {
                (TagKind::Statement, Some(first)) => first.word(),
                _ => "",
            };
            outline.read(keyword, &tokens);
        }
        outline
    }

    /// The templates that have to be there for this one.
    pub(crate) fn links(&self) -> impl Iterator<Item = &Name> {
        self.parent.iter().chain(&self.includes)
    }

    fn read(&mut self, keyword: &str, tokens: &[Token<'_>]) {
        match keyword {
            "extends" | "include" => {
                let Some(Token::Text(raw, span)) = tokens.get(1) else {
                    return;
                };
                let name = Name {
                    text: unescape(raw),
                    span: *span,
                };
                if keyword == "include" {
                    self.includes.push(name);
                } else {
                    self.parent.get_or_insert(name);
                }
            }
            "component" => self.components.extend(dotted(&tokens[1..])),
            "filter" => {
                if let Some(Token::Word(name, span)) = tokens.get(1) {
                    self.call(CallKind::Filter, name, *span);
                }
                self.read_calls(tokens.get(2..).unwrap_or_default());
            }
            _ => self.read_calls(tokens),
        }
    }

    fn read_calls(&mut self, tokens: &[Token<'_>]) {
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| tokens[before]);
            match *token {
                Token::Word(word, span) if !is_keyword(word) => {
                    let opens = tokens.get(at + 1).is_some_and(|next| next.is("("));
                    match before {
                        Some(Token::Mark("|")) => self.call(CallKind::Filter, word, span),
                        Some(Token::Word("is", _)) => self.call(CallKind::Test, word, span),
                        Some(Token::Word("not", _)) if at > 1 && tokens[at - 2].word() == "is" => {
                            self.call(CallKind::Test, word, span);
                        }
                        Some(Token::Mark("." | "?.")) => {}
                        _ if opens && word != "super" => {
                            self.call(CallKind::Function, word, span);
                        }
                        _ => {}
                    }
                }
                Token::Mark("<") if begins_operand(before) => {
                    if let Some(name) = dotted(&tokens[at + 1..]) {
                        self.calls.push(Call {
                            kind: CallKind::Component,
                            name,
                        });
                    }
                }
                _ => {}
            }
        }
    }

    fn call(&mut self, kind: CallKind, name: &str, span: Span) {
        self.calls.push(Call {
            kind,
            name: Name {
                text: name.to_owned(),
                span,
            },
        });
    }
}

/// A piece of an expression.
#[derive(Debug, Clone, Copy)]
enum Token<'a> {
    Word(&'a str, Span),
    /// A string, without its quotes.
    Text(&'a str, Span),
    Mark(&'a str),
}

impl<'a> Token<'a> {
    fn word(self) -> &'a str {
        match self {
            Self::Word(word, _) => word,
            _ => "",
        }
    }

    fn is(self, mark: &str) -> bool {
        matches!(self, Self::Mark(text) if text == mark)
    }
}

fn tokens(text: &str, inner: Span) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = inner.start();
    while at < inner.end() {
        let start = at;
        let byte = bytes[at];
        match byte {
            b'"' | b'\'' | b'`' => {
                let Some(end) = scan::skip_string(&bytes[..inner.end()], at) else {
                    break;
                };
                let span = Span::new(start + 1, end - 1);
                tokens.push(Token::Text(&text[span.range()], span));
                at = end;
            }
            _ if byte == b'_' || byte.is_ascii_alphanumeric() => {
                while at < inner.end() && (bytes[at] == b'_' || bytes[at].is_ascii_alphanumeric()) {
                    at += 1;
                }
                tokens.push(Token::Word(&text[start..at], Span::new(start, at)));
            }
            _ if byte.is_ascii_whitespace() => at += 1,
            b'?' if bytes.get(at + 1) == Some(&b'.') => {
                at += 2;
                tokens.push(Token::Mark(&text[start..at]));
            }
            _ => {
                at = text.ceil_char_boundary(at + 1);
                tokens.push(Token::Mark(&text[start..at]));
            }
        }
    }
    tokens
}

/// `A` or `a.b.C`.
fn dotted(tokens: &[Token<'_>]) -> Option<Name> {
    let Some(&Token::Word(first, span)) = tokens.first() else {
        return None;
    };
    let mut name = Name {
        text: first.to_owned(),
        span,
    };
    for pair in tokens[1..].chunks_exact(2) {
        let [Token::Mark("."), Token::Word(part, span)] = pair else {
            break;
        };
        name.text.push('.');
        name.text.push_str(part);
        name.span = Span::new(name.span.start(), span.end());
    }
    Some(name)
}

/// Whether an operand begins behind `before`, so that a `<` is a component and no comparison.
fn begins_operand(before: Option<Token<'_>>) -> bool {
    match before {
        None => true,
        Some(Token::Word(word, _)) => is_keyword(word),
        Some(Token::Text(..)) => false,
        Some(Token::Mark(mark)) => !matches!(mark, ")" | "]" | "}"),
    }
}

/// The name that `code` begins with, with its fields: `a.b` of `a.b | upper`.
pub(crate) fn leading_name(code: &str) -> &str {
    let end = code
        .find(|c: char| c != '_' && c != '.' && !c.is_ascii_alphanumeric())
        .unwrap_or(code.len());
    &code[..end]
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "if" | "elif" | "else" | "in" | "and" | "or" | "not" | "is"
    )
}

fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match characters.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some(other) => text.push(other),
            None => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> Outline {
        Outline::new(text, &scan::scan(text))
    }

    fn calls(text: &str) -> String {
        let calls: Vec<String> = outline(text)
            .calls
            .iter()
            .map(|call| {
                assert!(text[call.name.span.range()].starts_with(&call.name.text));
                format!("{:?} {}", call.kind, call.name.text)
            })
            .collect();
        calls.join(", ")
    }

    #[test]
    fn every_call_is_seen_once() {
        let cases = [
            (
                "{{ a | upper | default(value=b.upper) }}",
                "Filter upper, Filter default",
            ),
            (
                "{% if a is defined and b is not odd %}",
                "Test defined, Test odd",
            ),
            (
                "{% for i in range(end=n | int) %}",
                "Function range, Filter int",
            ),
            (
                "{{ <row.Line label={ up(x=1) } x /> }}",
                "Component row.Line, Function up",
            ),
            (
                "{% if a < b %}{% <Card title=\"x\"> %}{% </Card> %}",
                "Component Card",
            ),
            ("{% if not (a < b) and <C/> %}", "Component C"),
            (
                "{% filter upper | trim %}{% set x | title %}",
                "Filter upper, Filter trim, Filter title",
            ),
            ("{{ super() }}{# | nothing #}{{ 'a | b' }}{{ a.b(c) }}", ""),
            (
                "{% component A(b=1, ...rest) %}{% if not a is odd %}",
                "Test odd",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(calls(text), expected, "{text}");
        }
    }

    #[test]
    fn links_and_definitions_have_their_places() {
        let text = "{% extends 'a' %}{% include \"b\\\"c\" %}{% component x.Y() %}";
        let outline = outline(text);
        let parent = outline
            .parent
            .as_ref()
            .map(|name| (name.text.as_str(), name.span));
        assert_eq!(parent, Some(("a", Span::new(12, 13))));
        assert_eq!(outline.includes[0].text, "b\"c");
        assert_eq!(outline.components[0].text, "x.Y");
        assert_eq!(&text[outline.components[0].span.range()], "x.Y");
    }
}
