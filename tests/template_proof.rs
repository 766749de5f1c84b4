//! A template without findings renders to well-formed FlockML, whatever the data.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use flockml::template::Templates;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::{Map, Value, json};

/// What makes a document ill-formed.
const ILL_FORMED: &[&str] = &[
    "missing-root",
    "content-outside-root",
    "unclosed-element",
    "unexpected-end-tag",
    "malformed-tag",
    "duplicate-attribute",
    "unescaped-character",
    "unknown-entity",
    "control-character",
    "unsupported-construct",
    "invalid-json",
    "unescaped-hole",
];

fn load(files: &[(&str, &str)]) -> (tempfile::TempDir, Templates) {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    };
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let templates = Templates::load(folder.path()).unwrap();
    (folder, templates)
}

/// Whether the text of any template says that it may go wrong.
fn is_doubted(templates: &Templates) -> bool {
    templates
        .check()
        .iter()
        .any(|finding| finding.is_error() || finding.diagnostic().rule.id == "unproven-markup")
}

/// If nothing is said against the templates, all that they render to is well-formed.
fn holds(files: &[(&str, &str)], data: &Value) -> Result<bool, TestCaseError> {
    let (_folder, templates) = load(files);
    if is_doubted(&templates) {
        return Ok(false);
    }
    for name in templates.names() {
        match templates.render(name, data) {
            Ok(rendered) => {
                if let Some(markup) = rendered.object.markup() {
                    let flockml = markup.to_flockml();
                    let parsed = roxmltree::Document::parse(&flockml);
                    prop_assert!(parsed.is_ok(), "{files:#?} with {data} gives {flockml}");
                }
            }
            Err(error) => {
                for finding in error.findings() {
                    let diagnostic = finding.diagnostic();
                    // A key may stand twice in what is JSON all the same.
                    let is_fine = !ILL_FORMED.contains(&diagnostic.rule.id)
                        || diagnostic.message.ends_with("is there twice");
                    prop_assert!(is_fine, "{finding} in {files:#?} with {data}");
                }
            }
        }
    }
    Ok(true)
}

/// What data hold to break a template.
const PIECES: &[&str] = &[
    "",
    "db-1",
    "<b>",
    "</flockml>",
    "&",
    "&amp;",
    "\"",
    "'",
    "]]>",
    "]]",
    "]",
    ">",
    "--",
    "\u{0}",
    "\u{1b}[31m",
    "\u{fffe}",
    "\r\n",
    "\n",
    "{{ s }}",
    "{% if %}",
    "é🦀",
    "javascript:x",
    "=",
    " ",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES);
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => text().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i32>().prop_map(Value::from),
        1 => any::<f32>().prop_map(Value::from),
        2 => prop::collection::vec(text().prop_map(Value::from), 0..3).prop_map(Value::from),
        1 => prop::collection::vec(prop::collection::vec(text(), 0..2), 0..3).prop_map(|lists| json!(lists)),
        1 => text().prop_map(|text| json!({ "a": text })),
    ]
}

/// Data with the names that the generated templates read; `opt` is there at times.
fn data() -> impl Strategy<Value = Value> {
    let list = prop::collection::vec(text(), 0..4);
    (
        text(),
        value(),
        list,
        any::<bool>(),
        prop::option::of(text()),
        0..5_i32,
    )
        .prop_map(|(s, any, list, flag, opt, n)| {
            let mut data = Map::new();
            data.insert("s".into(), s.into());
            data.insert("any".into(), any);
            data.insert("list".into(), json!(list));
            data.insert("flag".into(), flag.into());
            data.insert("n".into(), n.into());
            if let Some(opt) = opt {
                data.insert("opt".into(), opt.into());
            }
            Value::Object(data)
        })
}

/// Pieces that open and close nothing.
const LEAVES: &[&str] = &[
    "x",
    " ",
    "\n",
    "&amp;",
    "&#10;",
    "]",
    "&gt;",
    "<br/>",
    "{{ s }}",
    "{{ any }}",
    "{{ n }}",
    "{{ list }}",
    "{{ s | upper }}",
    "{{ s | newlines_to_br }}",
    "{{ s | flockml }}",
    "{{ s | escape }}",
    "{{ opt | default(value='') }}",
    "{{ v | default(value=s) }}",
    "{{- s -}}",
    "{{ s ~ n }}",
    "{{ w }}",
    "{{ list | join(sep=', ') }}",
    "{{ list | join(sep='<br/>' | safe) }}",
    "{{ '<i>x</i>' | safe }}",
    "{{ s | replace(from='a', to='b') }}",
    "{{ list | first | default(value='') }}",
    "{{ s[:2] }}",
    "{{ s | indent }}",
    "{{ s | trim }}",
    "{{ s | truncate_markup(length=3) }}",
    "{{ s | link(href=s) }}",
    "{{ s | markdown }}",
    "{{ [s, n] | last }}",
    "{{ s if flag else n }}",
    "{{ n + 1 }}",
    "{{ not flag }}",
    "{{ <Row label={s} value={n} /> }}",
    "{{ <Row label=\"a\" value={v} /> }}",
    "{{ <Word/> }}",
    "{{ <Tag to={s}/> }}",
    "{{ <Tag to={v}/> }}",
    "{% include \"_part.flockml\" %}",
    "{# comment <b> #}",
    "{% raw %}{{ x }}{% endraw %}",
    "{% set w = s %}",
    "{% set w = '<b>' %}",
    "{% set_global w = n %}",
    "{{ body }}",
    "{{ [w, v] | join }}",
    "{{ {\"a\": v}[\"a\"] }}",
    "{% for p in [v, s] %}{{ p }}{% endfor %}",
];

/// Pieces that are wrong, or may be.
const DOUBTFUL: &[&str] = &[
    "&",
    "<",
    ">",
    "]]>",
    "]]",
    "\"",
    "'",
    "</b>",
    "<b>",
    "<br>",
    "{{ s | safe }}",
    "{{ v | safe }}",
    "{{ '<b>' | safe }}",
    "{{ v[:2] }}",
    "{{ v | reverse }}",
    "<{{ s }}>",
    "<b {{ s }}>",
    "<a href={{ s }}>",
    "{% if flag %}<b>{% endif %}",
    "{% if flag %}</b>{% endif %}",
    "{% for x in list %}</i>{% endfor %}",
    "{% for x in list %}<u>{% endfor %}",
    "{% break %}",
    "{% continue %}",
    "<!-- {{ s }} -->",
    "<![CDATA[{{ s }}]]>",
    "<![CDATA[x]]>",
    "{% endif %}",
    "{%",
    "{{ w | safe }}",
    "&{{ s }};",
    "&{% if flag %}amp;{% endif %}",
    "]{% if flag %}]{% endif %}>",
    "{{ s }}]>",
    "{{ s }}>",
    "{{ <Broken/> }}",
    "<b{% if flag %}{% endif %}>",
    "</flockml>",
    "<flockml>",
];

const ATTRIBUTES: &[&str] = &[
    " href=\"https://e.x/{{ s }}\"",
    " href='{{ s }}'",
    " href=\"{{ v }}\"",
    " href=\"{{ w }}\"",
    " href=\"{% if flag %}{{ s }}{% else %}https://e.x{% endif %}\"",
    "{% if flag %} href=\"{{ s }}\"{% endif %}",
    " {% if flag %}href=\"{{ s }}\"{% else %}href=\"https://e.x\"{% endif %}",
    " href=\"{% for x in list %}{{ x }}{% endfor %}\"",
    " href=\"{{ <Word/> }}\"",
    " href=\"{% include '_word.flockml' %}\"",
    " href=\"{% include '_part.flockml' %}\"",
    " href=\"{{ s | newlines_to_br }}\"",
    " href=\"{{ s | escape }}\"",
    " href=\"{# c #}x\"",
    "{{ s }}",
    " {{ s }}",
    " href=\"{% if flag %}x\"{% else %}y\"{% endif %}",
    "{%- if flag %} href=\"x\"{% endif -%}",
    " {%- if flag %}href=\"x\"{% endif %}",
    " href=\"x\"{% if n %}href=\"y\"{% endif %}",
    " href=\"{{ body }}\"",
    " href=\"x\"{{- s -}}",
    "{% for x in list %} href=\"x\"{% endfor %}",
    " href=\"{% filter upper %}{{ s }}{% endfilter %}\"",
    " href=\"{% raw %}{{ x }}{% endraw %}\"",
    " href=\"{% set w = s %}\"",
    " href=\"{{ s }}\" href=\"x\"",
];

/// Around a piece.
const AROUND: &[(&str, &str)] = &[
    ("<b>", "</b>"),
    ("<i>", "</i>"),
    ("<u>", "</u>\n"),
    ("{% if flag %}", "{% endif %}"),
    ("{% if s %}", "{% else %}{{ s }}{% endif %}"),
    (
        "{% if n > 1 %}x{% elif flag %}",
        "{% else %}<b>y</b>{% endif %}",
    ),
    ("{% for x in list %}", "{% endfor %}"),
    ("{% for x in list %}{{ x }}{% else %}", "{% endfor %}"),
    (
        "{% for x in list %}{% if x %}{% continue %}{% endif %}",
        "{% break %}{% endfor %}",
    ),
    (
        "{% for x in list %}<b>{% if x %}{% break %}{% endif %}</b>",
        "{% endfor %}",
    ),
    ("{% filter trim %}", "{% endfilter %}"),
    ("{% filter upper %}", "{% endfilter %}"),
    ("{% filter safe %}", "{% endfilter %}"),
    ("{% filter indent %}", "{% endfilter %}"),
    ("{% filter newlines_to_br %}", "{% endfilter %}"),
    ("{% set v %}", "{% endset %}{{ v }}"),
    ("{% set v %}", "{% endset %}"),
    ("{% set w | upper %}", "{% endset %}"),
    ("{% <Box title={s}> %}", "{% </Box> %}"),
    ("{% <Box title=\"a\"> %}", "{% </Box> %}"),
    ("{%- if flag -%}\n", "\n{%- endif -%}"),
    ("{% raw %}", "{% endraw %}"),
    (
        "{% if flag %}<b>{% endif %}",
        "{% if flag %}</b>{% endif %}",
    ),
    ("{% if flag %}<b>{% else %}<i>{% endif %}", "</b>"),
    ("<b>", "</i>"),
    ("<b>", ""),
    ("", "</b>"),
    ("{{ '<b>' | safe }}", "</b>"),
];

fn piece() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        20 => prop::sample::select(LEAVES).prop_map(str::to_owned),
        1 => prop::sample::select(DOUBTFUL).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let sound = &AROUND[..AROUND.len() - 6];
        let around =
            prop_oneof![20 => prop::sample::select(sound), 1 => prop::sample::select(AROUND)];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|pieces| pieces.concat()),
            (around, inner.clone())
                .prop_map(|((before, behind), inner)| format!("{before}{inner}{behind}")),
            (prop::sample::select(ATTRIBUTES), inner)
                .prop_map(|(attribute, inner)| format!("<a{attribute}>{inner}</a>")),
        ]
    })
}

/// A folder of templates that use each other.
fn folder() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    (piece(), piece(), piece(), piece(), any::<bool>()).prop_map(|(page, part, row, block, extends)| {
        let components = format!(
            "{{% component Row(label, value=\"\") %}}<b>{{{{ label }}}}</b>{{{{ value }}}}{row}{{% endcomponent %}}\n\
             {{% component Box(title) %}}<i>{{{{ title }}}}</i>{{{{ body }}}}{{% endcomponent %}}\n\
             {{% component Word() %}}word{{% endcomponent %}}\n\
             {{% component Tag(to) %}}<a href=\"{{{{ to }}}}\">x</a>{{% endcomponent %}}\n"
        );
        let mut files = vec![("components.flockml", components), ("_part.flockml", part), ("_word.flockml", "w&amp;x".to_owned())];
        if extends {
            files.push(("_base.flockml", format!("<flockml>{{% block a %}}{block}{{% endblock %}}</flockml>")));
            files.push(("page.flockml", format!("{{% extends \"_base.flockml\" %}}{{% block a %}}{{{{ super() }}}}{page}{{% endblock %}}")));
        } else {
            files.push(("page.flockml", format!("<flockml>{page}{{% block a %}}{block}{{% endblock %}}</flockml>")));
        }
        files
    })
}

fn borrowed<'f>(files: &'f [(&'static str, String)]) -> Vec<(&'static str, &'f str)> {
    files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect()
}

/// The folder with a stretch of its page replaced.
fn mutated() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let with = prop_oneof![
        Just(""),
        prop::sample::select(DOUBTFUL),
        prop::sample::select(LEAVES)
    ];
    (folder(), any::<prop::sample::Index>(), 0..6_usize, with).prop_map(
        |(mut files, at, length, with)| {
            if let Some((_, text)) = files.last_mut() {
                let start = text.floor_char_boundary(at.index(text.len()));
                let end = text.ceil_char_boundary((start + length).min(text.len()));
                text.replace_range(start..end, with);
            }
            files
        },
    )
}

/// Pieces of the members of an object, each a way of saying more.
const MEMBERS: &[&str] = &[
    "\"text\": \"{{ s }}\"",
    "\"notification\": \"{{ any }} \\n {{ s | upper }}\"",
    "\"text\": \"{% if flag %}{{ s }}{% else %}x{% endif %}\"",
    "\"flockml\": \"<flockml>{{ s | flockml }}</flockml>\"",
    "\"flockml\": \"<flockml>{% if flag %}<b>{{ s | flockml }}</b>{% endif %}</flockml>\"",
    "\"flockml\": \"<flockml>{% if flag %}<b>{% endif %}x</flockml>\"",
    "\"flockml\": \"<flockml><a href=\\\"{{ s | flockml }}\\\">x</a></flockml>\"",
    "\"text\": \"{% for x in list %}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}\"",
    "\"text\": \"{{ v }}\"",
    "\"text\": \"{{ <Word/> }}\"",
    "\"text\": {{ n }}",
    "\"text\": \"{{ n | int }}\"",
    "\"forward\": {{ \"true\" if flag else \"false\" }}",
    "\"text\": \"{{ s | safe }}\"",
    "\"text\": \"{{ '\\\"' | safe }}\"",
    "\"mentions\": [{% for x in list %}\"{{ x }}\"{% if not loop.last %},{% endif %}{% endfor %}]",
    "\"mentions\": [{% for x in list %}\"{{ x }}\",{% endfor %}]",
    "\"mentions\": [{% for x in list %}{% if not loop.first %},{% endif %}\"{{ x }}\"{% else %}\"none\"{% endfor %}]",
    "\"mentions\": [{{ <Words/> }}]",
    "\"mentions\": [{% for x in list %}{% if x %}{% continue %}{% endif %}\"{{ x }}\"{% if not loop.last %},{% endif %}{% endfor %}]",
    "\"mentions\": [{% if flag %}\"a\"{% endif %}]",
    "\"mentions\": [\"a\"{% if flag %}, \"{{ s }}\"{% endif %}]",
    "\"mentions\": [{% include \"_part.message.json\" %}]",
    "\"text\": \"{% include '_part.message.json' %}\"",
    "{% if flag %}\"text\": \"x\"{% else %}\"notification\": \"{{ s }}\"{% endif %}",
    "\"text\": \"{% filter upper %}{{ s }}{% endfilter %}\"",
    "\"text\": {{ s }}",
    "\"text\": {% if flag %}\"a{% else %}\"b{% endif %}\"",
    "\"text\": \"\\{{ s }}\"",
    "\"text\": \"{{ s }}\\u00{{ n }}\"",
    "\"text\": \"{% set v %}\\\"{{ s }}{% endset %}{{ v }}\"",
    "\"text\": \"{% set v %}it\"s{% endset %}{{ v }}\"",
    "\"text\": 1{% if flag %}2{% endif %}",
    "{% if flag %}\"text\": \"x\",{% endif %}\"notification\": \"y\"",
    "\"text\": \"{% raw %}{{ x }}{% endraw %}\"{# c #}",
];

/// A JSON template and what it uses.
fn json_folder() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let glue = prop_oneof![8 => Just(", "), 1 => Just("{% if flag %},{% endif %}"), 1 => Just(" ")];
    let members = prop::collection::vec((prop::sample::select(MEMBERS), glue), 1..4);
    let part = prop::sample::select(&["\"{{ s }}\"", "{{ s }}", "x", "\"a\", \"b\"", ""][..]);
    (members, part).prop_map(|(members, part)| {
        let mut page = String::from("{% set v %}{{ s }} x{% endset %}{ ");
        for (index, (member, glue)) in members.iter().enumerate() {
            page += member;
            page += if index + 1 < members.len() { glue } else { "" };
        }
        page += " }";
        let components = "{% component Word() %}w{% endcomponent %}{% component Words() %}\"w\"{% endcomponent %}";
        vec![
            ("page.message.json", page),
            ("_part.message.json", part.to_owned()),
            ("components.message.json", components.to_owned()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn templates_without_findings_are_well_formed(files in folder(), data in data()) {
        holds(&borrowed(&files), &data)?;
    }

    #[test]
    fn json_templates_without_findings_are_json(files in json_folder(), data in data()) {
        holds(&borrowed(&files), &data)?;
    }

    #[test]
    fn so_are_broken_ones_that_still_have_none(files in mutated(), data in data()) {
        holds(&borrowed(&files), &data)?;
    }
}

/// How many of the generated templates are proven: a proof that doubts everything shows nothing.
#[test]
fn many_templates_are_proven() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut proven, mut json) = (0, 0);
    for _ in 0..100 {
        let files = json_folder().new_tree(&mut runner).unwrap().current();
        let (_folder, templates) = load(&borrowed(&files));
        json += usize::from(!is_doubted(&templates));
        let files = folder().new_tree(&mut runner).unwrap().current();
        let (_folder, templates) = load(&borrowed(&files));
        proven += usize::from(!is_doubted(&templates));
    }
    assert!(
        proven >= 20 && json >= 20,
        "only {proven} and {json} of 100 are proven"
    );
}

/// Every construct of Tera's own documentation, used in a sane way, is silent.
#[test]
fn sane_templates_have_no_findings() {
    let templates =
        Templates::load(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proof")).unwrap();
    let findings: Vec<String> = templates.check().iter().map(ToString::to_string).collect();
    assert_eq!(findings, Vec::<String>::new());
    let names: Vec<&str> = templates.names().collect();
    assert_eq!(
        names,
        [
            "alert.message.json",
            "calls.flockml",
            "expressions.flockml",
            "inheritance.flockml",
            "statements.flockml"
        ]
    );
}

#[test]
fn findings_point_at_whole_characters() {
    for (name, text) in [
        (
            "a.message.json",
            "{ \"text\": é🦀\"{{ s }}\", {% if flag %}\"x\": 1{% endif %} }",
        ),
        (
            "a.message.json",
            "{ \"flockml\": \"<flockml>{% if flag %}é\\é<🦀>\\u00e9{% endif %}\" }",
        ),
        (
            "a.flockml",
            "<flockml>{{ s }}é{% if flag %}<é{{ s }}🦀>{% endif %}</é></flockml>",
        ),
    ] {
        let (_folder, templates) = load(&[(name, text)]);
        let findings = templates.check();
        assert!(!findings.is_empty(), "{text}");
        for finding in findings {
            let diagnostic = finding.diagnostic();
            let labels = diagnostic.labels.iter().map(|label| label.span);
            for span in labels.chain([diagnostic.span]) {
                let text = finding.source().text();
                assert!(text.get(span.range()).is_some(), "{finding}");
            }
        }
    }
}
