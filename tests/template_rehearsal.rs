//! What holds of every rehearsal.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;

use flockml::template::Templates;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Pieces of templates that are whole by themselves and read `a`, `b` or `c`.
const PIECES: &[&str] = &[
    "{{ a }}",
    "{{ b | safe }}",
    "{{ c | upper }}",
    "{{ a | int }}",
    "{{ b | first }}",
    "{{ c[0].name }}",
    "{{ a.name }}",
    "{{ b | length }}",
    "{% if a %}<b>{{ b }}</b>{% else %}{{ c }}{% endif %}",
    "{% for x in a %}{{ x }}{{ x.name | default(value=b) }}<br/>{% endfor %}",
    "{% for k, v in b %}{{ k | safe }}={{ v }}{% endfor %}",
    "{% set x = c %}{{ x | trim }}",
    "<a href=\"{{ a }}\">{{ b | default(value=\"x\") }}</a>",
    "<user userId=\"{{ c }}\">{{ a }}</user>",
    "{{ a + 1 }}",
    "{{ 10 / b }}",
    "{{ a ~ b ~ c }}",
    "{% for i in range(end=c) %}.{% endfor %}",
    "{{ b | truncate(length=3) }}",
    "{{ c | markdown }}",
    "{{ a | join(sep=\", \") }}",
    "{{ b | plural(one=\"host\") }}",
    "{{ a | duration }}",
    "text",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        "[a-z]{1,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("name|[a-z\"\\[.]{0,3}", inner), 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_rehearsal_ends_and_says_where(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 1..6),
        values in [value(), value(), value()],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let template = format!("<flockml>Hello {}</flockml>", pieces.concat());
        fs::write(folder.path().join("t.flockml"), &template).unwrap();
        let data: Map<String, Value> = ["a", "b", "c"].map(String::from).into_iter().zip(values).collect();
        fs::write(folder.path().join("t.x.sample.json"), Value::Object(data).to_string()).unwrap();
        let templates = Templates::load(folder.path()).unwrap();
        let findings = templates.check();
        for finding in &findings {
            let (text, span) = (finding.source().text(), finding.diagnostic().span);
            prop_assert!(text.get(span.range()).is_some(), "{finding}");
            let said = finding.to_string();
            prop_assert!(said.chars().count() < 1_000, "{said}");
            prop_assert!(!said.contains(char::is_control), "{said:?}");
        }
        let said = |findings: &[flockml::template::Finding]| {
            findings.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        prop_assert_eq!(said(&findings), said(&templates.check()), "the second time");
    }
}
