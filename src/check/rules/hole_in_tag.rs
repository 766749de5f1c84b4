#![doc = include_str!("hole-in-tag.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "hole-in-tag",
    severity: Severity::Error,
    fixable: true,
    summary: "a value put where only a name or an attribute may stand",
    page: include_str!("hole-in-tag.md"),
};

#[cfg(feature = "template")]
pub(crate) use told::*;

#[cfg(feature = "template")]
mod told {
    use super::super::prelude::*;
    use super::RULE;

    /// The template's tag at `hole` stands in place of an element's name, or of a piece of it.
    pub(crate) fn in_name(text: &str, hole: Span) -> Diagnostic {
        found(text, hole, "stands where an element's name belongs").help(
            "choose between whole elements: `{% if … %}<b>…</b>{% else %}<i>…</i>{% endif %}`",
        )
    }

    /// In place of an attribute's name, or of a piece of it.
    pub(crate) fn in_attribute_name(text: &str, hole: Span) -> Diagnostic {
        found(text, hole, "stands in an attribute's name")
            .help("write the name itself; `{% if … %}` chooses between whole attributes")
    }

    /// In place of a whole attribute.
    pub(crate) fn whole_attribute(text: &str, hole: Span) -> Diagnostic {
        found(text, hole, "stands where an attribute belongs").help(format!(
            "write `name=\"{}\"`; an optional attribute may be empty",
            shorten(&text[hole.range()])
        ))
    }

    /// In a value without quotes.
    pub(crate) fn unquoted(text: &str, hole: Span) -> Diagnostic {
        let written = &text[hole.range()];
        let finding = found(text, hole, "stands in a value without quotes")
            .help(format!("write `\"{}\"`", shorten(written)));
        let is_whole = text[..hole.start()].ends_with('=')
            && text[hole.end()..].starts_with(|c: char| c.is_ascii_whitespace() || c == '>');
        if !is_whole || !written.starts_with("{{") {
            return finding;
        }
        let quote = |at| Edit {
            span: Span::at(at),
            replacement: "\"".to_owned(),
        };
        finding.fix(Fix {
            edits: vec![quote(hole.start()), quote(hole.end())],
        })
    }

    /// The statement at `tag` begins in one place of an element's tag and ends in another.
    pub(crate) fn splits(text: &str, tag: Span) -> Diagnostic {
        let written = shorten(&text[tag.range()]);
        Diagnostic::new(
            &RULE,
            tag,
            format!("`{written}` stands in the middle of a tag or of its quotes"),
        )
        .help("put whole attributes into each branch, or all of it between the quotes")
    }

    /// More statements in one tag, the first at `tag`, than can be judged.
    pub(crate) fn too_many(tag: Span) -> Diagnostic {
        Diagnostic::new(&RULE, tag, "too many statements stand in one tag")
            .help("choose values with `{% set %}` in front of the tag")
    }

    /// The template's tag at `hole` writes elements into an attribute.
    pub(crate) fn markup(text: &str, hole: Span) -> Diagnostic {
        found(text, hole, "puts elements or quotes into an attribute")
            .help("let an attribute take plain text only")
    }

    /// The template's tag at `hole` writes into a string of JSON what ends it.
    pub(crate) fn in_string(text: &str, hole: Span) -> Diagnostic {
        found(
            text,
            hole,
            "puts quotes or line breaks into a string as they are",
        )
        .help("keep them out of what is written, or write them as `\\\\\"` and `\\\\n`")
    }

    /// What the component `name` is given as `parameter`, at `at`, it writes into an attribute.
    pub(crate) fn argument(name: &str, parameter: &str, at: Span) -> Diagnostic {
        let message = format!(
            "`{name}` puts its `{parameter}` into an attribute, but this has elements or quotes"
        );
        Diagnostic::new(&RULE, at, message).help("give it plain text")
    }

    /// The block `name`, at `tag`, stands in an attribute of the file `parent`.
    pub(crate) fn block(name: &str, parent: &str, tag: Span) -> Diagnostic {
        let message = format!(
            "the block `{name}` stands in an attribute of `{parent}`, but this one has elements or quotes"
        );
        Diagnostic::new(&RULE, tag, message).help("let it write plain text only")
    }

    /// The template's tag at `hole` stands in something that no data may change.
    pub(crate) fn within(text: &str, hole: Span, what: &str) -> Diagnostic {
        let finding = found(text, hole, &format!("stands in {what}"));
        if what.contains("comment") {
            finding.help("write `{# … #}`, which is never sent")
        } else {
            finding.help("write what stands there itself")
        }
    }

    fn found(text: &str, hole: Span, what: &str) -> Diagnostic {
        let written = shorten(&text[hole.range()]);
        Diagnostic::new(&RULE, hole, format!("`{written}` {what}"))
    }
}
