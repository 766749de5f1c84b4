//! Where Tera's tags stand in a template, by the rules of Tera's own lexer.

use crate::source::Span;

/// One of Tera's tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) kind: TagKind,
    /// The whole tag, brackets included.
    pub(crate) span: Span,
    /// What stands between the brackets.
    pub(crate) inner: Span,
}

/// What a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagKind {
    /// `{{ … }}`
    Value,
    /// `{% … %}`; `raw` and `endraw` are two of them, with nothing but text between.
    Statement,
    /// `{# … #}`
    Comment,
}

/// The tags of `text`, in order; one that never ends reaches to the end of the text.
pub(crate) fn scan(text: &str) -> Vec<Tag> {
    let bytes = text.as_bytes();
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'{', &bytes[at..]).map(|found| at + found) {
        let Some(kind) = opening(bytes, start) else {
            at = start + 1;
            continue;
        };
        let tag = tag(bytes, start, kind);
        at = tag.span.end();
        tags.push(tag);
        if kind == TagKind::Statement && word(text, tag.inner) == "raw" {
            let Some(end) = endraw(text, at) else { break };
            at = end.span.end();
            tags.push(end);
        }
    }
    tags
}

/// The first word of a tag's inside: `if`, `endfor`, …; empty before anything but a letter.
pub(crate) fn word(text: &str, inner: Span) -> &str {
    let inside = text[inner.range()].trim_start();
    let end = inside
        .find(|c: char| c != '_' && !c.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    &inside[..end]
}

fn opening(bytes: &[u8], at: usize) -> Option<TagKind> {
    match bytes.get(at + 1)? {
        b'{' => Some(TagKind::Value),
        b'%' => Some(TagKind::Statement),
        b'#' => Some(TagKind::Comment),
        _ => None,
    }
}

fn tag(bytes: &[u8], start: usize, kind: TagKind) -> Tag {
    let mut inner = start + 2;
    if bytes.get(inner) == Some(&b'-') {
        inner += 1;
    }
    let close = match kind {
        TagKind::Value => skip_code(bytes, inner, b"}}"),
        TagKind::Statement => skip_code(bytes, inner, b"%}"),
        TagKind::Comment => memchr::memmem::find(&bytes[inner..], b"#}").map(|end| inner + end),
    };
    let (mut inner_end, end) = match close {
        Some(close) => (close, close + 2),
        None => (bytes.len(), bytes.len()),
    };
    if close.is_some() && inner_end > inner && bytes[inner_end - 1] == b'-' {
        inner_end -= 1;
    }
    Tag {
        kind,
        span: Span::new(start, end),
        inner: Span::new(inner, inner_end),
    }
}

/// Where `close` stands, outside of strings.
fn skip_code(bytes: &[u8], mut at: usize, close: &[u8]) -> Option<usize> {
    loop {
        let byte = *bytes.get(at)?;
        if bytes[at..].starts_with(close) {
            return Some(at);
        }
        at = match byte {
            b'"' | b'\'' | b'`' => skip_string(bytes, at)?,
            _ => at + 1,
        };
    }
}

/// Behind the string that begins at `at`; a backslash takes the next byte along.
pub(crate) fn skip_string(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = bytes[at];
    let mut at = at + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// The `{% endraw %}` at or behind `from`.
fn endraw(text: &str, mut from: usize) -> Option<Tag> {
    let bytes = text.as_bytes();
    while let Some(found) = memchr::memmem::find(&bytes[from..], b"{%") {
        let tag = tag(bytes, from + found, TagKind::Statement);
        if text[tag.inner.range()].trim() == "endraw" {
            return Some(tag);
        }
        from += found + 2;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inners(text: &str) -> Vec<&str> {
        scan(text)
            .iter()
            .map(|tag| &text[tag.inner.range()])
            .collect()
    }

    #[test]
    fn tags_end_where_tera_ends_them() {
        let cases: &[(&str, &[&str])] = &[
            ("a {{ b }} c", &[" b "]),
            ("{{- b -}}", &[" b "]),
            ("{% if a %}x{% endif %}", &[" if a ", " endif "]),
            ("{{ \"}}\" ~ '%}' ~ `\\`` }}", &[" \"}}\" ~ '%}' ~ `\\`` "]),
            ("{# {{ a }} \" #}b", &[" {{ a }} \" "]),
            (
                "{% raw %}{{ a }}{% x %}{%- endraw %}{{ b }}",
                &[" raw ", " endraw ", " b "],
            ),
            ("{ {x} {{ a", &[" a"]),
            ("{% raw %} {{ a }}", &[" raw "]),
            ("{{ \"", &[" \""]),
            ("{%", &[""]),
            ("{{<A b={c}/>}}", &["<A b={c}/>"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&inners(text), expected, "{text}");
        }
    }
}
