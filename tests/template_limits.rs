//! Templates that would never end, or fill the memory, are findings.
//!
//! Nothing here looks at a clock: each case ends because something is counted, or would not end
//! within the patience of whoever runs the tests.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use flockml::ErrorKind;
use flockml::template::{Config, Finding, Limits, Templates};
use serde_json::{Value, json};

fn load_with(files: &[(String, String)], limits: Limits) -> (tempfile::TempDir, Templates) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let config = Config::default().with_limits(limits);
    let templates = Templates::load_with(folder.path(), config).unwrap();
    (folder, templates)
}

fn named(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    files.iter().map(owned).collect()
}

fn told(finding: &Finding, root: &Path) -> String {
    let root = format!("{}/", root.display());
    let help = finding.diagnostic().help.clone().unwrap_or_default();
    format!(
        "{}\n    help: {help}\n",
        finding.to_string().replace(&root, "")
    )
}

/// What rendering `a.flockml` is refused for.
fn refused(files: &[(String, String)], data: &Value) -> String {
    // A hundredth of what holds by default: tests run without optimization.
    let limits = Limits::default().steps(100_000).output_bytes(100_000);
    let (folder, templates) = load_with(files, limits);
    let error = templates.render("a.flockml", data).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidContent);
    error
        .findings()
        .iter()
        .map(|found| told(found, folder.path()))
        .collect()
}

fn data() -> Value {
    let numbers: Vec<u32> = (0..10_000).collect();
    json!({ "xs": numbers, "few": [1, 2, 3], "word": "word", "long": "x".repeat(90_000) })
}

/// One file each.
const BOMBS: &[(&str, &str)] = &[
    (
        "nested loops that write nothing",
        "<flockml>\n{% for a in xs %}{% for b in xs %}{% for c in xs %}{% endfor %}{% endfor %}{% endfor %}x</flockml>",
    ),
    (
        "nested loops that write much",
        "<flockml>\n{% for a in xs %}\n{% for b in xs %}{{ word }}{% endfor %}{% endfor %}</flockml>",
    ),
    (
        "one loop that writes much",
        "<flockml>\n{% for a in xs %}{{ long }}{% endfor %}</flockml>",
    ),
    (
        "a range without end",
        "<flockml>{% for a in range(end=10**9) %}.{% endfor %}</flockml>",
    ),
    (
        "ranges in ranges",
        "<flockml>{% for a in range(end=9999) %}{% for b in range(end=9999) %}{% endfor %}{% endfor %}</flockml>",
    ),
    (
        "a component that calls itself",
        "{% component A() %}{{ <A /> }}{% endcomponent %}\n<flockml>{{ <A /> }}</flockml>",
    ),
    (
        "a component that calls itself more and more",
        "{% component A(n) -%}\n{% if n > 0 %}{{ <A n={n - 1} /> }}{{ <A n={n - 1} /> }}{{ <A n={n - 1} /> }}{% endif %}{% endcomponent %}\n<flockml>{{ <A n={18} /> }}</flockml>",
    ),
    (
        "a loop in a component in a loop",
        "{% component A(xs) %}\n{% for x in xs %}{% for y in xs %}{% endfor %}{% endfor %}{% endcomponent %}\n<flockml>{{ <A xs /> }}</flockml>",
    ),
    (
        "text that doubles",
        "<flockml>{% set x = word %}{% for a in xs %}{% set_global x = x ~ x %}{% endfor %}{{ x }}</flockml>",
    ),
    (
        "a list that doubles",
        "<flockml>{% set x = few %}{% for a in xs %}{% set_global x = [...x, ...x] %}{% endfor %}{{ x }}</flockml>",
    ),
    (
        "captures that double",
        "<flockml>{% set x %}{{ word }}{% endset %}{% for a in xs %}{% set_global x %}{{ x }}{{ x }}{% endset %}{% endfor %}{{ x }}</flockml>",
    ),
    (
        "a capture that a loop fills",
        "<flockml>{% set y %}{% for a in range(end=20000) %}{{ long }}{% endfor %}{% endset %}{{ y | length }}</flockml>",
    ),
    (
        "a capture that a loop fills with another",
        "<flockml>{% set x %}{{ long | safe }}{% endset %}{% set y %}{% for a in range(end=20000) %}{{ x }}{% endfor %}{% endset %}{{ y | length }}</flockml>",
    ),
    (
        "text in each place of a text",
        "<flockml>{{ long | replace(from=\"\", to=long) }}</flockml>",
    ),
    (
        "text between all items",
        "<flockml>{{ xs | join(sep=long) }}</flockml>",
    ),
    (
        "all items compared with each other",
        "<flockml>{{ xs | unique | length }}</flockml>",
    ),
    (
        "arguments that double",
        "{% component A(x, n) %}{% if n > 0 %}{{ <A x={x ~ x ~ x ~ x} n={n - 1} /> }}{% endif %}{% endcomponent %}<flockml>{{ <A x={word} n={19} /> }}</flockml>",
    ),
    (
        "loops over what doubles",
        "<flockml>{% set x = word %}{% for a in [x ~ x ~ x ~ x ~ x ~ x ~ x ~ x] %}{% for b in [a ~ a ~ a ~ a ~ a ~ a ~ a ~ a] %}{% for c in [b ~ b ~ b ~ b ~ b ~ b ~ b ~ b] %}{% for d in [c ~ c ~ c ~ c ~ c ~ c ~ c ~ c] %}{% for e in [d ~ d ~ d ~ d ~ d ~ d ~ d ~ d] %}{% for f in [e ~ e ~ e ~ e ~ e ~ e ~ e ~ e ~ e] %}{{ f | length }}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}</flockml>",
    ),
];

#[test]
fn a_bomb_is_a_finding_at_its_line() {
    let mut said = String::new();
    for (what, template) in BOMBS {
        let found = refused(&named(&[("a.flockml", template)]), &data());
        let _ = writeln!(said, "== {what}\n{found}");
    }
    insta::assert_snapshot!(said);
}

/// What is done in a loop to a long list `big` or text `s`.
const WORK: &[&str] = &[
    "{% filter upper | length %}{{ s | safe }}{% endfilter %}",
    "{% set q | split(pat='a') | length %}{{ s | safe }}{% endset %}",
    "{% if s?[0] == 'z' %}x{% endif %}",
    "{% if s[9]?.x == 'z' %}x{% endif %}",
    "{% if big?[1:] == 'z' %}x{% endif %}",
    "{% if big?[:] == 'z' %}x{% endif %}",
    "{% if [...big, 1] == 'z' %}x{% endif %}",
    "{% set m = {'a': 1} %}{% if m?[s] == 2 %}x{% endif %}",
    "{% if s in {'a': 1} %}x{% endif %}",
    "{{ {'a': 1} | get(key=s, default='') }}",
    "{{ '' | link(href=s) | length }}",
    "{% if -1 in big %}x{% endif %}",
    "{% if i not in big | sort %}{% endif %}",
    "{% if big | sort | length == 3 %}x{% endif %}",
    "{% if big[1:] %}{% endif %}",
    "{% if (big[1:] | sort)[2:] %}{% endif %}",
    "{% if big | join(sep=',') | length == 1 %}x{% endif %}",
    "{% if [big] | join | length == 1 %}x{% endif %}",
    "{% if 'zz' in s %}x{% endif %}",
    "{% if s | upper | lower == 'x' %}x{% endif %}",
    "{% if s | wordcount == 1 %}x{% endif %}",
    "{% if s | split(pat='a') | length == 1 %}x{% endif %}",
    "{% if s is containing(pat='zz') %}x{% endif %}",
    "{% if not (s is not containing(pat='zz')) and (s | length) == 1 %}x{% endif %}",
    "{% if s[0] == 'x' or s[-1:] == 'x' %}x{% endif %}",
    "{% if big == twin and s ~ i == 'x' %}x{% endif %}",
    "{% if [1 for x in big if x < 0] %}x{% endif %}",
    "{% set x = big | sort | first %}",
    "{{ s | truncate(length=i) }}",
    "{% for x in big | unique %}{% break %}{% endfor %}",
    #[cfg(feature = "markdown")]
    "{% if s | markdown == 'x' %}x{% endif %}",
];

#[test]
fn what_is_done_to_a_long_list_or_text_is_counted() {
    let long = "{% set big = range(end=9999) %}{% set twin = range(end=9999) %}\n{% set s = big | join(sep='a') %}";
    let mut said = String::new();
    for work in WORK {
        let template = format!(
            "<flockml>{long}\n{{% for i in range(end=9999) %}}\n  {work}{{% endfor %}}</flockml>"
        );
        let found = refused(&named(&[("a.flockml", &template)]), &json!({}));
        let _ = writeln!(said, "== {work}\n{found}");
        let part = format!("{long}\n  {work}");
        let files = [
            (
                "a.flockml",
                "<flockml>{% for i in xs %}{% include \"_b.flockml\" %}{% endfor %}</flockml>",
            ),
            ("_b.flockml", &part),
        ];
        assert!(!refused(&named(&files), &data()).is_empty(), "{work}");
    }
    for loops in [
        "{% for i in ids %}{% if i in muted %}x{% endif %}{% endfor %}",
        "{{ [i for i in ids if i in muted] | length }}",
        "{% for t in [s for i in ids] %}{% if t | upper == 'x' %}x{% endif %}{% endfor %}",
    ] {
        let numbers: Vec<u32> = (0..20_000).collect();
        let data = json!({ "ids": numbers, "muted": numbers, "s": "s".repeat(20_000) });
        let found = refused(
            &named(&[("a.flockml", &format!("<flockml>\n{loops}</flockml>"))]),
            &data,
        );
        let _ = writeln!(said, "== {loops}\n{found}");
    }
    insta::assert_snapshot!(said);
}

#[test]
fn what_is_poured_costs_more_than_what_is_looked_at() {
    let many: serde_json::Map<String, Value> =
        (0..1000).map(|n| (format!("k{n}"), json!(n))).collect();
    let data = json!({ "many": many, "list": vec![1; 4000] });
    for (poured, items) in [("{...many, 'a': 1}", 400), ("[...list, 1]", 4000)] {
        let template = format!(
            "<flockml>{{% for i in range(end={items}) %}}{{% if {poured} == 'z' %}}x{{% endif %}}{{% endfor %}}</flockml>"
        );
        let found = refused(&named(&[("a.flockml", &template)]), &data);
        assert!(
            found.contains("is gone through too often"),
            "{poured}: {found}"
        );
    }
}

#[test]
fn what_is_charged_for_comes_to_the_same() {
    let data = json!({ "xs": [{ "n": "a", "t": ["x", "y"] }, { "n": "b", "t": [] }], "big": [3, 1, 2], "s": "a,b" });
    for (work, expected) in [
        ("{{ x.n in s }}{{ x.n not in s }}", "truefalsetruefalse"),
        (
            "{{ 1 + 2 in big and s is containing(pat='b') }}",
            "truetrue",
        ),
        (
            "{{ big[1:][0] }}{{ (s | split(pat=','))[1:] | join }}{{ s[0] }}",
            "1ba1ba",
        ),
        (
            "{{ x.n | upper ~ s | upper ~ (big | sort) | length }}",
            "AA,B3BA,B3",
        ),
        (
            "{{ nothing | default(value=s | upper) | lower }}{{ x?.m is defined }}",
            "a,bfalsea,bfalse",
        ),
        (
            "{{ [y | upper for y in x.t if y in 'xz'] | join(sep='-') }}{{ x.t?[0] | default(value='-') | upper }}{{ s?[0] }}",
            "XXa-a",
        ),
        (
            "{{ s?[0] }}{{ big?[1:] | join }}{{ big?[:] | join }}{{ x?['n'] }}",
            "a12312aa12312b",
        ),
        (
            "{{ [...big, x.n] | join }}{{ {...x, 'k': 1} | length }}",
            "312a3312b3",
        ),
        (
            "{% filter upper | lower %}{{ s }}{% endfilter %}{% set q | upper %}{{ x.n }}{% endset %}{{ q }}",
            "a,bAa,bB",
        ),
        (
            "{{ {'k': 'v'} | get(key='k') }}{{ x?[s] | default(value='-') }}{{ s in {'a,b': 1} }}",
            "v-truev-true",
        ),
        ("{{ <c {...x} /> }}{% <c {...x}> %}!{% </c> %}", "aa!bb!"),
        (
            "{{ -big[0] + 1 }}{{ big | sort | first if s ~ s == 'x' else big | length }}",
            "-23-23",
        ),
    ] {
        let component =
            "{% component c(n, t) %}{{ n }}{{ body | default(value='') }}{% endcomponent c %}";
        let template =
            format!("{component}<flockml>{{% for x in xs %}}{work}{{% endfor %}}</flockml>");
        let (_folder, templates) =
            load_with(&named(&[("a.flockml", &template)]), Limits::default());
        let rendered = templates.render("a.flockml", &data).expect(work);
        let text = rendered
            .object
            .into_message()
            .to_text()
            .unwrap()
            .into_owned();
        assert_eq!(text, expected, "{work}");
    }
}

/// Files each of which includes the next so many times; the last one holds `last`.
fn chain(links: usize, times: usize, last: &str) -> Vec<(String, String)> {
    let file = |at: usize| match at {
        0 => "a.flockml".to_owned(),
        at => format!("_{at}.flockml"),
    };
    let mut files: Vec<(String, String)> = (0..links)
        .map(|at| {
            let include = format!("{{% include \"{}\" %}}\n", file(at + 1));
            let text = include.repeat(times);
            match at {
                0 => (file(at), format!("<flockml>\n{text}</flockml>")),
                _ => (file(at), text),
            }
        })
        .collect();
    files.push((file(links), last.to_owned()));
    files
}

type Files = Vec<(String, String)>;

fn bombs_of_files() -> Vec<(&'static str, Files)> {
    vec![
        (
            "each includes the next ten times",
            chain(9, 10, "x{{ word }}"),
        ),
        ("a row of a hundred", chain(100, 1, "x")),
        (
            "loops at the end of many ways",
            chain(
                4,
                6,
                "{% for x in xs %}{% if x == 0 %}{% endif %}{% endfor %}",
            ),
        ),
        (
            "a loop that includes a loop",
            named(&[
                (
                    "a.flockml",
                    "<flockml>{% for x in xs %}{% include \"_b.flockml\" %}{% endfor %}</flockml>",
                ),
                (
                    "_b.flockml",
                    "\n{% for y in xs %}{% if y == x %}{% endif %}{% endfor %}",
                ),
            ]),
        ),
        (
            "a loop around a parent's loop",
            named(&[
                (
                    "_b.flockml",
                    "<flockml>{% block b %}{% for y in xs %}{% if y == 0 %}{% endif %}{% endfor %}{% endblock %}</flockml>",
                ),
                (
                    "a.flockml",
                    "{% extends \"_b.flockml\" %}{% block b %}{% for x in xs %}{{ super() }}{% endfor %}{% endblock %}",
                ),
            ]),
        ),
    ]
}

fn files_that_are_none() -> Vec<(&'static str, Files)> {
    vec![
        (
            "itself, by its name in the data",
            named(&[("a.flockml", "<flockml>{% include word %}</flockml>")]),
        ),
        (
            "itself",
            named(&[(
                "a.flockml",
                "<flockml>{% include \"a.flockml\" %}</flockml>",
            )]),
        ),
        (
            "a file outside",
            named(&[(
                "a.flockml",
                "<flockml>{% include \"../outside.flockml\" %}</flockml>",
            )]),
        ),
        (
            "a file of the system",
            named(&[(
                "a.flockml",
                "<flockml>{% include \"/etc/passwd\" %}</flockml>",
            )]),
        ),
    ]
}

#[test]
fn a_bomb_of_files_is_a_finding_where_it_begins() {
    let mut said = String::new();
    for (what, files) in bombs_of_files().into_iter().chain(files_that_are_none()) {
        let _ = writeln!(said, "== {what}\n{}", refused(&files, &data()));
    }
    insta::assert_snapshot!(said);
}

#[test]
fn what_templates_do_every_day_is_not_counted_as_too_much() {
    let groups: Vec<Value> = (0..300)
        .map(|group| json!({ "name": format!("g{group}"), "hosts": (0..300).collect::<Vec<_>>() }))
        .collect();
    let data = json!({ "groups": groups, "hosts": (0..900).collect::<Vec<_>>(), "word": "w" });
    let (_folder, templates) = load_with(
        &named(&[(
            "a.flockml",
            "{% component Row(label, tail) -%}\n  {% set line = label ~ tail %}{{ line }}{% endcomponent %}<flockml>{% set_global seen = [] %}{% set_global out = \"\" %}\
             {% for group in groups %}{% for host in group.hosts %}{% if host == 299 %}{{ <Row label={group.name} tail={host} /> }}{% endif %}{% endfor %}{% endfor %}\
             {% for a in hosts %}{% for b in hosts %}{% if a == b and a == 899 %}!{% endif %}{% endfor %}{% set_global seen = [...seen, a] %}{% set_global out = out ~ a ~ \", \" %}{% endfor %}\
             {{ seen | length }} {{ out | length }} {% for n in [a for a in hosts if a > 890] %}{{ n }}{% endfor %}</flockml>",
        )]),
        Limits::default(),
    );
    let rendered = templates.render("a.flockml", &data).unwrap();
    let text = rendered
        .object
        .into_message()
        .to_text()
        .unwrap()
        .into_owned();
    assert!(text.starts_with("g0299g1299g2299"), "{text}");
    assert!(
        text.ends_with("!900 4390 891892893894895896897898899"),
        "{text}"
    );
}

#[test]
fn every_limit_of_a_rendering_can_be_set() {
    let file = |text: &str| named(&[("a.flockml", text)]);
    let nested =
        "<flockml>{% for a in xs %}{% for b in xs %}{{ b }}{% endfor %}{% endfor %}</flockml>";
    let doubled = "<flockml>{% set x = word %}{% set x = x ~ x %}{{ x }}</flockml>";
    let range = "<flockml>{% for a in range(end=20) %}.{% endfor %}</flockml>";
    let data = json!({ "xs": (0..20).collect::<Vec<_>>(), "word": "word word word" });
    let limits = Limits::default;
    let cases = [
        ("steps", nested, limits().steps(400), limits().steps(2_000)),
        (
            "output",
            nested,
            limits().output_bytes(600),
            limits().output_bytes(700),
        ),
        (
            "value",
            doubled,
            limits().value_bytes(40),
            limits().value_bytes(400),
        ),
        (
            "range",
            range,
            limits().range_items(19),
            limits().range_items(20),
        ),
    ];
    for (what, template, small, large) in cases {
        let (_folder, templates) = load_with(&file(template), small);
        let error = templates.render("a.flockml", &data).unwrap_err();
        let found = error.findings()[0].diagnostic();
        assert_eq!(found.rule.id, "render-error", "{what}");
        let (_folder, templates) = load_with(&file(template), large);
        assert!(templates.render("a.flockml", &data).is_ok(), "{what}");
    }
}

#[test]
fn every_limit_of_folders_can_be_set() {
    let limits = Limits::default;
    let data = json!({});
    let row = named(&[
        (
            "a.flockml",
            "<flockml>{% include \"_b.flockml\" %}</flockml>",
        ),
        ("_b.flockml", "{% include \"_c.flockml\" %}"),
        ("_c.flockml", "c"),
    ]);
    let (_folder, templates) = load_with(&row, limits().include_depth(2));
    assert!(templates.render("a.flockml", &data).is_err());
    let (folder, templates) = load_with(&row, limits().include_depth(3));
    assert!(templates.render("a.flockml", &data).is_ok());
    let load = |limits| Templates::load_with(folder.path(), Config::default().with_limits(limits));
    assert_eq!(
        load(limits().entries(2)).unwrap_err().kind(),
        ErrorKind::TooLarge
    );
    assert!(load(limits().entries(3)).is_ok());
    let small = load(limits().file_bytes(20)).unwrap();
    assert!(
        small
            .check()
            .iter()
            .any(|found| found.diagnostic().message.contains("larger than 20 bytes"))
    );
    fs::create_dir_all(folder.path().join("x/y")).unwrap();
    fs::write(folder.path().join("x/y/d.flockml"), "<flockml>d</flockml>").unwrap();
    assert!(
        !load(limits().folder_depth(1))
            .unwrap()
            .contains("x/y/d.flockml")
    );
    assert!(
        load(limits().folder_depth(2))
            .unwrap()
            .contains("x/y/d.flockml")
    );
}

#[test]
fn what_counts_leaves_the_places_of_other_findings_alone() {
    let template = "<flockml>\n{%- for a in xs %}{% for b in (xs) %}{% set c = a ~ b %}{% set c = c ~ b %}{{ c }}{{ nothing.at.all }}{% endfor %}{% endfor %}</flockml>";
    let (folder, templates) = load_with(&named(&[("a.flockml", template)]), Limits::default());
    let error = templates
        .render("a.flockml", &json!({ "xs": [1] }))
        .unwrap_err();
    let found = told(&error.findings()[0], folder.path());
    assert!(
        found.starts_with("a.flockml:2:86: unknown-variable: `nothing` is not in the data"),
        "{found}"
    );
    let list = template.replace("in (xs)", "in nothing");
    let (folder, templates) = load_with(&named(&[("a.flockml", &list)]), Limits::default());
    let error = templates
        .render("a.flockml", &json!({ "xs": [1] }))
        .unwrap_err();
    let found = told(&error.findings()[0], folder.path());
    assert!(
        found.starts_with("a.flockml:2:31: unknown-variable: `nothing`"),
        "{found}"
    );
}

#[test]
#[cfg(unix)]
fn no_link_leads_out_of_the_folder() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("_secret.flockml"), "secret").unwrap();
    fs::write(outside.path().join("_secret.a.sample.json"), "{}").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let link = |to: &Path, name: &str| std::os::unix::fs::symlink(to, folder.path().join(name));
    link(outside.path(), "parts").unwrap();
    link(&outside.path().join("_secret.flockml"), "_file.flockml").unwrap();
    link(Path::new("/dev/zero"), "_endless.flockml").unwrap();
    link(Path::new("_nowhere.flockml"), "_dangling.flockml").unwrap();
    for (name, part) in [
        ("a", "parts/_secret"),
        ("b", "_file"),
        ("c", "_endless"),
        ("d", "_dangling"),
    ] {
        let text = format!("<flockml>{{% include \"{part}.flockml\" %}}</flockml>");
        fs::write(folder.path().join(format!("{name}.flockml")), text).unwrap();
    }
    let templates = Templates::load(folder.path()).unwrap();
    for name in ["a.flockml", "b.flockml", "c.flockml", "d.flockml"] {
        let error = templates.render(name, &json!({})).unwrap_err();
        assert!(!error.findings().is_empty(), "{name}");
        assert!(!error.to_string().contains("secret\""), "{error}");
    }
}

/// A thread has 2 MiB of stack, and Tera calls itself for every link of a chain.
#[test]
fn no_chain_is_too_deep_for_a_thread() {
    let chains: [(&str, &str, &str, &str); 8] = [
        ("{{ a", " | trim", "", " }}"),
        ("{{ a", " ~ a", "", " }}"),
        ("{{ 1", " + 1", "", " }}"),
        ("{{ a", "[:1]", "", " }}"),
        ("{% if a", " and a", "", " %}x{% endif %}"),
        ("{% if a", " is defined", "", " %}x{% endif %}"),
        ("{% if a %}x", "{% elif a %}y", "", "{% endif %}"),
        ("", "{% if a %}", "{% endif %}", "x"),
    ];
    let mut said = String::new();
    for (open, link, end, close) in chains {
        for links in [25, 250, 20_000] {
            let chain = match end {
                "" => format!("{open}{}{close}", link.repeat(links)),
                _ => format!("{}{close}{}", link.repeat(links), end.repeat(links)),
            };
            let template = format!("<flockml>x{chain}</flockml>");
            let (folder, templates) =
                load_with(&named(&[("a.flockml", &template)]), Limits::default());
            match templates.render("a.flockml", &json!({ "a": "x" })) {
                Ok(_) => assert_eq!(links, 25, "{link}"),
                Err(error) => {
                    let found = told(&error.findings()[0], folder.path());
                    let _ = writeln!(said, "== {links} × {link}\n{found}");
                }
            }
        }
    }
    insta::assert_snapshot!(said);
}

#[test]
fn files_that_include_each_other_may_be_as_deep_as_they_may_be() {
    let nested = |inside: &str| {
        format!(
            "{}{inside}{}",
            "{% if a %}".repeat(25),
            "{% endif %}".repeat(25)
        )
    };
    let mut files: Vec<(String, String)> = (1..15)
        .map(|file| {
            let next = format!("{{% include \"_{}.flockml\" %}}", file + 1);
            (format!("_{file}.flockml"), nested(&next))
        })
        .collect();
    let last = format!("{{{{ a{} }}}}", " | trim".repeat(20));
    files.push(("_15.flockml".to_owned(), nested(&last)));
    let first = nested("{% include \"_1.flockml\" %}");
    files.push((
        "a.flockml".to_owned(),
        format!("<flockml>{first}</flockml>"),
    ));
    let (_folder, templates) = load_with(&files, Limits::default());
    let rendered = templates.render("a.flockml", &json!({ "a": "x" })).unwrap();
    assert_eq!(rendered.object.into_message().to_text().unwrap(), "x");
    assert!(templates.check().iter().all(|found| !found.is_error()));
}

#[test]
fn a_tag_without_an_end_is_not_read_to_the_end_of_a_long_file() {
    let template = format!("<flockml>\n{}</flockml>", "{{".repeat(100_000));
    let found = refused(&named(&[("a.flockml", &template)]), &json!({}));
    assert_eq!(
        found.lines().next(),
        Some("a.flockml:2:1: template-syntax: this tag is longer than 64 KiB")
    );
}
