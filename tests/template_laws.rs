//! What holds of every folder of templates, however broken.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use flockml::check::{self, Diagnostic, Report};
use flockml::template::Templates;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Pieces that templates break at.
const PIECES: &[&str] = &[
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "{# ",
    " #}",
    "{%- ",
    " -%}",
    "{{",
    "}",
    "%",
    "{% if host %}",
    "{% else %}",
    "{% elif x %}",
    "{% endif %}",
    "{% for x in xs %}",
    "{% endfor %}",
    "{% raw %}",
    "{% endraw %}",
    "{% set x %}",
    "{% endset %}",
    "{% block b %}",
    "{% endblock %}",
    "{% extends \"b.flockml\" %}",
    "{% include \"b.flockml\" %}",
    "{{ <Row label={x} /> }}",
    "{% <Box> %}",
    "{% </Box> %}",
    "{% component Row(label) %}",
    "{% endcomponent %}",
    "{{ host }}",
    "{{ host | upper }}",
    "{{ xs | join(sep=\",\") }}",
    "{{ nothing }}",
    "{{#if x}}",
    "{{/if}}",
    "{{ if eq .x \"a\" (b }}",
    "{{ range $i, $x := .xs }}",
    "{{ end }}",
    "{% macro a(b) %}",
    "{% foreach (a as b) %}",
    "{% unless x %}",
    " x.join(",
    " \",\".join(xs) ",
    " | truncate: 3 ",
    " default(\"x\") ",
    " a ? b : c ",
    " ?? ",
    "a::b(c=1, ",
    "${host}",
    "../",
    "@index",
    "$",
    ".",
    ":",
    "{{ host | safe }}",
    "{{ \"}}\" }}",
    "{# flockml-allow x #}",
    "<flockml>",
    "</flockml>",
    "<message>",
    "</message>",
    "<attachment title=\"",
    "\">",
    "</attachment>",
    "<b>",
    "</b>",
    "<br>",
    "<a href=\"{{ url }}\">",
    "<a href=\"",
    "</a>",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "é",
    "🔴",
    "\n",
    "\r\n",
    "\u{feff}",
    "\u{0}",
    "\"flockml\": \"",
    "{",
    "[",
    ",",
    "]",
];

fn data() -> Value {
    json!({ "host": "<db-1> & \"x\"\n\u{1b}[1m", "xs": ["a", 1], "url": "javascript:x", "x": {} })
}

fn hold(name: &str, first: &str, second: &str) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), first).unwrap();
    fs::write(folder.path().join("b.flockml"), second).unwrap();
    fs::write(folder.path().join("a.x.sample.json"), data().to_string()).unwrap();
    let templates = Templates::load(folder.path()).unwrap();
    let findings = templates.check();
    for finding in &findings {
        let (text, span) = (finding.source().text(), finding.diagnostic().span);
        prop_assert!(text.get(span.range()).is_some(), "{finding}");
        for edit in finding.diagnostic().fix.iter().flat_map(|fix| &fix.edits) {
            prop_assert!(text.get(edit.span.range()).is_some(), "{finding}");
        }
        prop_assert!(!finding.diagnostic().message.is_empty());
    }
    for name in templates.names() {
        match templates.render(name, &data()) {
            Ok(rendered) => {
                prop_assert!(!rendered.findings.iter().any(|finding| finding.is_error()));
                if let Some(markup) = rendered.object.markup() {
                    let report = check::check(&markup.to_flockml());
                    prop_assert!(!report.has_errors(), "{report:?}");
                }
            }
            Err(error) => prop_assert!(error.findings().iter().any(|found| found.is_error())),
        }
    }
    Ok(())
}

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

/// A shipped template with a stretch of it replaced.
fn mutated() -> impl Strategy<Value = String> {
    let shipped: Vec<String> = fs::read_dir(Path::new("templates"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "flockml"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let anywhere = any::<prop::sample::Index>();
    (
        prop::sample::select(shipped),
        anywhere,
        0..40_usize,
        pieces(),
    )
        .prop_map(|(mut text, at, length, with)| {
            let start = text.floor_char_boundary(at.index(text.len()));
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            text.replace_range(start..end, &with);
            text
        })
}

fn findings(text: &str) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.flockml"), text).unwrap();
    let templates = Templates::load(folder.path()).unwrap();
    let findings = templates.check();
    findings
        .iter()
        .map(|finding| finding.diagnostic().clone())
        .collect()
}

/// `text` with the fixes of the findings of `rule`.
fn fixed(text: &str, rule: &str) -> String {
    let mut report = Report::new();
    report.extend(
        findings(text)
            .into_iter()
            .filter(|found| found.rule.id == rule),
    );
    check::fix(text, &report)
}

/// What `text` shows to be wrong about what stands in what.
fn structure(text: &str) -> Vec<Diagnostic> {
    let mut found = findings(text);
    found.retain(|found| {
        matches!(
            found.rule.id,
            "missing-root" | "content-outside-root" | "unbalanced-block" | "unclosed-element"
        )
    });
    found
}

/// Text and statements without a root, in which nothing else is wrong.
fn rootless() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(&[
        "x",
        "<b>x</b>",
        "<br/>",
        "{{ host }}",
        "\n",
        "{# c #}",
        "{% set n = 1 %}",
        "{% raw %}x{% endraw %}",
    ]);
    let body = leaf
        .prop_map(str::to_owned)
        .prop_recursive(3, 12, 3, |inner| {
            let form = prop::sample::select(&[
                "{% if host %}|{% endif %}",
                "{%- if host -%}|{%- endif -%}",
                "{% if host %}|{% else %}|{% endif %}",
                "{% for x in xs %}|{% else %}|{% endfor %}",
                "{% set s %}|{% endset %}",
                "<i>|</i>",
            ]);
            (form, prop::collection::vec(inner, 1..4))
                .prop_map(|(form, inside)| form.replace('|', &inside.concat()))
        });
    prop::collection::vec(body, 1..4).prop_map(|pieces| format!("<u>a</u>{}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_end_tag_that_a_fix_writes_is_behind_whole_statements(text in rootless()) {
        let text = format!("<flockml><b>{text}</flockml>");
        let fixed = fixed(&text, "unclosed-element");
        prop_assert_ne!(&fixed, &text);
        let found = structure(&fixed);
        prop_assert!(found.is_empty(), "{text:?} becomes {fixed:?}: {found:?}");
    }

    #[test]
    fn a_line_break_that_a_fix_writes_is_behind_whole_statements(text in rootless()) {
        let text = text.replace('\n', "");
        let text = format!("<flockml>{text} \nend</flockml>");
        let fixed = fixed(&text, "newline-in-text");
        let expected = text.replace(" \nend", "<br/> \nend");
        prop_assert!(fixed == text || fixed == expected, "{text:?} becomes {fixed:?}");
    }

    #[test]
    fn the_root_that_a_fix_writes_is_around_everything(text in rootless(), shift in any::<bool>()) {
        // What stands first and last may be a statement or words.
        let text = if shift { format!("{{% if host %}}{text}{{% endif %}}") } else { text };
        let fixed = fixed(&text, "missing-root");
        prop_assert_ne!(&fixed, &text);
        let found = structure(&fixed);
        prop_assert!(found.is_empty(), "{text:?} becomes {fixed:?}: {found:?}");
    }

    #[test]
    fn pieces_of_templates(first in pieces(), second in pieces()) {
        hold("a.flockml", &format!("<flockml>{first}</flockml>"), &second)?;
    }

    #[test]
    fn pieces_of_json(first in pieces(), second in pieces()) {
        hold("a.message.json", &format!("{{\"flockml\": \"<flockml>{first}</flockml>\"}}"), &second)?;
    }

    #[test]
    fn mutated_templates(first in mutated(), second in mutated()) {
        hold("a.flockml", &first, &second)?;
    }
}
