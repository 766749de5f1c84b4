//! Whether the contract foretells what Tera does.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::check::rules::unknown_variable;

use super::super::Templates;
use super::super::data::Data;
use super::super::files::Kind;
use super::super::render::Outcome;
use super::missing::{self, Case};
use super::reader::{self, Need};
use super::tree::Library;

/// What is shared by the templates that are made up.
const PARTS: &[(&str, &str)] = &[
    (
        "components.flockml",
        "{% component Show(v) %}{{ v }}{% endcomponent %}\
         {% component Maybe(v) %}{% if v %}{{ v }}{% endif %}{% endcomponent %}\
         {% component Name(v, w=none, ...rest) %}{{ v.d }}{{ w or \"\" }}{% if rest.x %}{{ rest.x }}{% endif %}{% endcomponent %}\
         {% component Each(v) %}{% for i in v %}{{ <Name v={i} /> }}{% endfor %}{% endcomponent %}\
         {% component Near(@a) %}{{ a }}{% endcomponent %}",
    ),
    (
        "_part.flockml",
        "{{ a }}{% if s is defined %}{{ s }}{% endif %}{{ x | default(value=b) }}",
    ),
    (
        "base.flockml",
        "<flockml>{% set s = b %}{% block m %}{{ y or a }}{% endblock %}</flockml>",
    ),
];

fn path() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a", "b", "c", "c.d", "c.e", "c.x", "x", "x.d", "y", "l", "c[\"d\"]", "i", "i.d", "i.e",
        "s", "s.d",
    ])
}

/// What a branch may hang on: something that the data alone decide.
fn condition() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a", "b", "c", "c.d", "c.e", "c.x", "x", "y", "l", "i", "i.d",
    ])
}

/// What is asked for before something else is taken.
fn truth() -> impl Strategy<Value = String> {
    let leaf = path().prop_map(str::to_owned);
    leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a} | default(value={b}))")),
        ]
    })
}

/// Something with a value that fails only where Tera calls something undefined.
fn value(depth: u32) -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => path().prop_map(str::to_owned),
        1 => prop::sample::select(vec!["\"t\"", "(c?.d or a)", "(x?.d | default(value=b))", "(c?.x or b)", "l[0].d", "(l | first)", "[a, b]", "{\"d\": a}"])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(depth, 12, 3, |inner| {
        prop_oneof![
            (truth(), inner.clone()).prop_map(|(a, b)| format!("({a} or {b})")),
            (path(), inner.clone()).prop_map(|(a, b)| format!("({a} and {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} | default(value={b}))")),
            (inner.clone(), condition()).prop_map(|(a, b)| format!("({a} if {b} else \"t\")")),
            (inner.clone(), condition())
                .prop_map(|(a, b)| format!("({a} if {b} is defined else \"t\")")),
            (inner, condition()).prop_map(|(a, b)| format!("(\"t\" if not {b} else {a})")),
        ]
    })
}

fn set(depth: u32) -> impl Strategy<Value = String> {
    value(depth).prop_map(|v| format!("{{% set s = {v} %}}"))
}

fn simple(depth: u32) -> impl Strategy<Value = String> {
    prop_oneof![
        4 => value(depth).prop_map(|v| format!("{{{{ {v} }}}}")),
        1 => value(depth).prop_map(|v| format!("{{{{ <Show v={{ {v} }} /> }}}}")),
        1 => value(depth).prop_map(|v| format!("{{{{ <Maybe v={{ {v} }} /> }}}}")),
        1 => (path(), value(depth))
            .prop_map(|(v, x)| format!("{{{{ <Name v={{ {v} }} x={{ {x} }} /> }}}}")),
        1 => Just("{{ <Each v={l} /> }}{{ <Near /> }}".to_owned()),
        1 => Just("{% include \"_part.flockml\" %}".to_owned()),
        1 => path().prop_map(|p| format!("{{{{ {p} | str }}}}")),
        1 => path().prop_map(|p| {
            format!("{{% for i in l | sort(attribute=\"d\") %}}{{{{ {p} }}}}{{% endfor %}}")
        }),
    ]
}

fn statements(leaf: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = String> {
    leaf.prop_recursive(3, 16, 4, |inner| {
        let many = prop::collection::vec(inner, 1..3).prop_map(|all| all.concat());
        prop_oneof![
            many.clone(),
            (condition(), many.clone())
                .prop_map(|(p, s)| format!("{{% if {p} %}}{s}{{% endif %}}")),
            (condition(), condition(), many.clone())
                .prop_map(|(p, q, s)| format!("{{% if {p} is defined and {q} %}}{s}{{% endif %}}")),
            (condition(), many.clone())
                .prop_map(|(p, s)| format!("{{% if not {p} %}}?{{% else %}}{s}{{% endif %}}")),
            (condition(), many.clone()).prop_map(|(p, s)| {
                format!("{{% if {p} is undefined %}}?{{% elif true %}}{s}{{% endif %}}")
            }),
            many.clone()
                .prop_map(|s| format!("{{% for i in l %}}{s}{{% endfor %}}")),
            many.clone()
                .prop_map(|s| format!("{{% for k, i in c %}}{s}{{% endfor %}}")),
            many.prop_map(|s| format!("{{% filter trim %}}{s}{{% endfilter %}}")),
        ]
    })
}

/// Everything together; where a name may be given or not, what it stands for is anyone's guess.
fn any_body() -> impl Strategy<Value = Vec<String>> {
    let leaf = prop_oneof![6 => simple(3), 1 => set(3), 1 => value(3).prop_map(|v| {
        format!("{{% set s %}}x{{{{ {v} }}}}{{% endset %}}{{{{ s }}}}")
    })];
    prop::collection::vec(statements(leaf), 1..4)
}

/// Only what can be foretold for certain.
fn plain_body() -> impl Strategy<Value = Vec<String>> {
    let set = path().prop_map(|p| format!("{{% set s = {p} %}}"));
    let part = prop_oneof![1 => set, 4 => statements(simple(1))];
    prop::collection::vec(part, 1..5)
}

/// Data that have some of what templates ask for; whatever is there holds.
fn data() -> impl Strategy<Value = Value> {
    let text = || Just(json!("t"));
    let fields = |names: &'static [&'static str]| {
        prop::sample::subsequence(names, 0..=names.len()).prop_map(|names| {
            let names = names.into_iter().chain(["z"]);
            let fields = names.map(|name| (name.to_owned(), json!("t")));
            Value::Object(fields.collect::<Map<_, _>>())
        })
    };
    let maybe = |value: BoxedStrategy<Value>| prop::option::weighted(0.8, value);
    (
        maybe(text().boxed()),
        maybe(text().boxed()),
        maybe(prop_oneof![4 => fields(&["d", "e"]), 1 => text()].boxed()),
        maybe(
            fields(&["d", "e"])
                .prop_map(|item| json!([item, item]))
                .boxed(),
        ),
        prop::option::weighted(0.2, text().boxed()),
    )
        .prop_map(|(a, b, c, l, x)| {
            let all = [("a", a), ("b", b), ("c", c), ("l", l), ("x", x)];
            let there = all
                .into_iter()
                .filter_map(|(name, value)| Some((name.to_owned(), value?)));
            Value::Object(there.collect())
        })
}

fn load(text: &str) -> (tempfile::TempDir, Templates) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in PARTS.iter().chain([&("alert.flockml", text)]) {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    let templates = Templates::load(folder.path()).expect("loads");
    (folder, templates)
}

/// Whether something is missing by the contract, and by Tera.
fn missing(text: &str, data: &Value) -> Option<(Vec<String>, Option<String>)> {
    let (_folder, templates) = load(text);
    let file = templates.file("alert.flockml").expect("there");
    assert!(file.loaded, "{text}: {:?}", file.faults);
    let index = templates
        .files
        .iter()
        .position(|other| std::ptr::eq(other, file))
        .expect("there");
    let library = Library::new(&templates.files, 0..templates.files.len());
    let reads = reader::read(&library, index);
    let case = Case { name: None, data };
    let mut foretold: Vec<String> = missing::misses(&reads, &[case])
        .iter()
        .filter(|miss| miss.read.need == Need::Required)
        .map(|miss| format!("{} {:?}", miss.read.path, miss.read.used.span))
        .collect();
    foretold.extend(reads.strays.iter().map(|stray| stray.name.to_string()));
    let variables = Data::new(Kind::Flockml, data).expect("an object");
    let found = match templates.run(file, &variables) {
        Outcome::Done(_) => None,
        Outcome::Refused(found) => {
            let unknown = found
                .iter()
                .find(|found| found.diagnostic().rule.id == unknown_variable::RULE.id);
            // Any other reason says nothing about what is missing.
            Some(unknown?.to_string())
        }
    };
    Some((foretold, found))
}

/// A template around what is made up.
fn whole(body: &[String], child: bool) -> String {
    let body = body.concat();
    if child {
        format!(
            "{{% extends \"base.flockml\" %}}{{% block m %}}{body}{{{{ super() }}}}{{% endblock %}}"
        )
    } else {
        format!("<flockml>{body}</flockml>")
    }
}

#[test]
fn the_variables_are_those_that_tera_finds() {
    for folder in [
        "templates",
        "tests/contracts/branches",
        "tests/contracts/files",
    ] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let templates = Templates::load(folder).expect("loads");
        for name in templates.names() {
            let contract = templates.contract(name).expect("loads");
            let roots: std::collections::BTreeSet<&str> = contract
                .fields
                .iter()
                .map(|field| field.path.split(['.', '[']).next().unwrap_or_default())
                .collect();
            let tera = [&templates.flockml, &templates.json];
            let known = tera
                .iter()
                .find_map(|tera| tera.get_template_variables(name).ok());
            // Tera knows nothing of order: it lists names that the template itself gives, too.
            for root in roots {
                assert!(
                    known.as_ref().is_some_and(|known| known.contains(root)),
                    "{name}: {root}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_is_called_missing_that_tera_does_not_miss(
        body in any_body(),
        child in any::<bool>(),
        data in data(),
    ) {
        let text = whole(&body, child);
        if let Some((foretold, None)) = missing(&text, &data) {
            prop_assert!(foretold.is_empty(), "{}\n{}\n{:?}", text, data, foretold);
        }
    }

    #[test]
    fn what_tera_misses_is_called_missing(
        body in plain_body(),
        child in any::<bool>(),
        data in data(),
    ) {
        let text = whole(&body, child);
        if let Some((foretold, Some(found))) = missing(&text, &data) {
            prop_assert!(!foretold.is_empty(), "{}\n{}\n{}", text, data, found);
        }
    }
}

#[test]
fn what_is_deep_or_wide_comes_to_an_end() {
    let sum = format!("{}{{}}", "1 + ".repeat(120));
    let mut parts = String::new();
    for at in 0..14 {
        let call = format!("<C{} {{...rest}} {{...rest}} x={{rest}} />", at + 1);
        let sum = sum.replace("{}", &call);
        parts += &format!(
            "{{% component C{at}(...rest) %}}{{{{ {sum} }}}}{{{{ {call} }}}}{{% endcomponent %}}"
        );
    }
    parts += "{% component C14(x=1, ...rest) %}{{ rest }}{{ rest.x }}{% endcomponent %}";
    let text = format!("<flockml>{{{{ <C0 {{...a}} b={{b}} /> }}}}</flockml>{parts}");
    let (_folder, templates) = load(&text);
    let found = templates.check();
    assert!(
        found
            .iter()
            .all(|found| found.diagnostic().rule.id != unknown_variable::RULE.id)
    );
}
