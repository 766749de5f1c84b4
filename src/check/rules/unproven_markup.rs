#![doc = include_str!("unproven-markup.md")]

use super::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "unproven-markup",
    severity: Severity::Warning,
    fixable: false,
    summary: "a value put in as markup without proof that it is",
    page: include_str!("unproven-markup.md"),
};

#[cfg(feature = "template")]
pub(crate) use told::*;

#[cfg(feature = "template")]
mod told {
    use super::super::prelude::*;
    use super::RULE;

    /// `… | safe` at `span`, on something that may be anything.
    pub(crate) fn safe(text: &str, span: Span) -> Diagnostic {
        let written = shorten(&text[span.range()]);
        let value = written
            .rsplit_once('|')
            .map_or("", |(value, _)| value.trim());
        let (message, help) = if value.is_empty() || value.starts_with(['"', '\'', '`']) {
            (
                format!("`{written}` is no whole markup by itself"),
                "write the elements in the template, outside of its tags".to_owned(),
            )
        } else {
            (
                format!("nothing shows that `{value}` is markup"),
                "leave out `safe`; a `Markup` in the data is put in as it is".to_owned(),
            )
        };
        Diagnostic::new(&RULE, span, message).help(help)
    }

    /// Markup of which a part is taken at `span`.
    pub(crate) fn cut(text: &str, span: Span) -> Diagnostic {
        let written = shorten(&text[span.range()]);
        Diagnostic::new(
            &RULE,
            span,
            format!("`{written}` cuts markup, perhaps through a tag"),
        )
        .help("use `truncate_markup`, which keeps elements whole")
    }

    /// In a JSON template, the hole at `span` stands outside of strings, where not all data are
    /// JSON.
    pub(crate) fn bare(text: &str, span: Span) -> Diagnostic {
        let written = shorten(&text[span.range()]);
        let message = format!("`{written}` stands outside of a string, where text is no JSON");
        Diagnostic::new(&RULE, span, message).help(
            "put it between double quotes; write `… | int` for a number, and \
             `\"true\" if … else \"false\"` for a yes or no",
        )
    }

    /// In a JSON template, a comma is missing or left over in front of what stands at `span`, on
    /// some of the ways that lead there.
    pub(crate) fn comma(span: Span) -> Diagnostic {
        Diagnostic::new(
            &RULE,
            span,
            "a comma may be missing or left over in front of this",
        )
        .help(
            "write `{% if not loop.last %},{% endif %}` at the end of a loop, and commas inside \
             of the `if` that they belong to",
        )
    }

    /// Values go through more hands than can be followed.
    pub(crate) fn entangled() -> Diagnostic {
        let message = "where markup goes cannot be followed through so many variables";
        Diagnostic::new(&RULE, Span::at(0), message).help("give values to components by name")
    }
}
