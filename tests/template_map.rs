//! A fault in the output is told where the template wrote it, or not placed at all.
//!
//! Templates are put together from constructs that keep text: conditions, loops, captures,
//! includes, components, parents. Somewhere in them stands a link that only the output shows to
//! be wrong, and the finding has to stand there.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs;

use flockml::check::Origin;
use flockml::template::{Finding, Templates};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

/// Links that are wrong, and where in them the finding is to stand.
const FAULTS: [(&str, &str); 2] = [
    (r#"<a href="{{ link }}">y</a>"#, "{{ link }}"),
    (r#"<a href="{{ nil }}nowhere">y</a>"#, "nowhere"),
];

/// What every component takes from its caller.
const PARAMETERS: &str = "(@host, @nil, @link, @markup, @xs, @yes, @no)";

/// A piece of a template.
#[derive(Debug, Clone)]
enum Piece {
    Leaf(&'static str),
    If(bool, Vec<Piece>, Vec<Piece>),
    For(Vec<Piece>),
    Set(Vec<Piece>, bool),
    Filter(Vec<Piece>),
    Include(Vec<Piece>),
    Component(Vec<Piece>),
    Body(Vec<Piece>, Vec<Piece>),
    Tight(Vec<Piece>),
    /// A capture that is no longer the same with marks in it.
    Counted(Vec<Piece>),
}

fn leaf() -> impl Strategy<Value = Piece> {
    let leaves = vec![
        "a",
        " b ",
        "é<br/>",
        "<b>c</b>",
        "  ",
        "\n",
        "{# note #}",
        "🔴",
        "{%- raw -%} { {% endraw %}",
        "{{ host }}",
        "{{ nil }}",
        "{{- host -}}",
        "{{ markup | safe }}",
        "{{ host ~ host }}",
        "{{ host | upper }}",
    ];
    prop::sample::select(leaves).prop_map(Piece::Leaf)
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let any = leaf().prop_recursive(4, 40, 4, |inner| {
        let some = move || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            2 => (any::<bool>(), some(), some()).prop_map(|(is, a, b)| Piece::If(is, a, b)),
            2 => some().prop_map(Piece::For),
            2 => (some(), any::<bool>()).prop_map(|(a, trims)| Piece::Set(a, trims)),
            2 => some().prop_map(Piece::Filter),
            2 => some().prop_map(Piece::Include),
            2 => some().prop_map(Piece::Component),
            2 => (some(), some()).prop_map(|(a, b)| Piece::Body(a, b)),
            2 => some().prop_map(Piece::Tight),
        ]
    });
    let some = prop::collection::vec(any, 1..5);
    (some, prop::bool::weighted(0.05)).prop_map(|(pieces, is_counted)| {
        if is_counted {
            vec![Piece::Counted(pieces)]
        } else {
            pieces
        }
    })
}

/// The files of a folder, and where among their leaves the fault goes.
struct Files {
    files: Vec<(String, String)>,
    components: String,
    names: usize,
    fault: &'static str,
    leaves: usize,
    at: usize,
    is_counted: bool,
}

impl Files {
    fn new(fault: &'static str, at: usize, parent: &[Piece], child: &[Piece]) -> Self {
        let mut files = Self {
            files: Vec::new(),
            components: String::new(),
            names: 0,
            fault,
            leaves: 0,
            at,
            is_counted: false,
        };
        let (before, block, behind) = (
            files.write(&parent[..parent.len() / 2]),
            files.write(child),
            files.write(&parent[parent.len() / 2..]),
        );
        let parent =
            format!("<flockml>{{% block main %}}{before}{behind}{{% endblock %}}</flockml>\n");
        let child = format!(
            "{{# the child #}}\n{{% extends \"_parent.flockml\" %}}\n\n{{% block main %}}{{{{ super() }}}}{block}{{% endblock %}}\n"
        );
        files.files.push(("_parent.flockml".to_owned(), parent));
        files.files.push(("child.flockml".to_owned(), child));
        let components = files.components.clone();
        files
            .files
            .push(("components.flockml".to_owned(), components));
        files
    }

    fn write(&mut self, pieces: &[Piece]) -> String {
        pieces.iter().map(|piece| self.piece(piece)).collect()
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("n{}", self.names)
    }

    fn component(&mut self, name: &str, body: &str) {
        let _ = writeln!(
            self.components,
            "{{% component {name}{PARAMETERS} %}}{body}{{% endcomponent %}}"
        );
    }

    fn piece(&mut self, piece: &Piece) -> String {
        match piece {
            Piece::Leaf(text) => {
                let fault = if self.leaves == self.at {
                    self.fault
                } else {
                    ""
                };
                self.leaves += 1;
                format!("{text}{fault}")
            }
            Piece::If(is, a, b) => {
                let (a, b) = (self.write(a), self.write(b));
                let condition = if *is { "yes" } else { "no" };
                format!("{{% if {condition} %}}{a}{{% else %}}{b}{{% endif %}}")
            }
            Piece::For(a) => {
                let body = self.write(a);
                format!("{{% for x in xs %}}{{{{ x }}}}{body}{{% else %}}none{{% endfor %}}")
            }
            Piece::Set(a, trims) => {
                let (name, body) = (self.name(), self.write(a));
                let filter = if *trims { " | trim" } else { "" };
                format!("{{% set {name}{filter} %}}{body}{{% endset %}}{{{{ {name} }}}}")
            }
            Piece::Filter(a) => {
                let body = self.write(a);
                format!("{{% filter trim_end %}}{body}{{% endfilter %}}")
            }
            Piece::Include(a) => {
                let (name, body) = (self.name(), self.write(a));
                self.files.push((format!("_{name}.flockml"), body));
                format!("{{% include \"_{name}.flockml\" %}}")
            }
            Piece::Component(a) => {
                let (name, body) = (self.name(), self.write(a));
                self.component(&name, &body);
                format!("{{{{ <{name} /> }}}}")
            }
            Piece::Body(a, b) => {
                let (name, own, given) = (self.name(), self.write(a), self.write(b));
                self.component(&name, &format!("{own}{{{{ body }}}}."));
                format!("{{% <{name}> %}}{given}{{% </{name}> %}}")
            }
            Piece::Tight(a) => {
                let body = self.write(a);
                format!("{{%- if yes -%}}\n {body} \n{{%- endif -%}}")
            }
            Piece::Counted(a) => {
                let (name, body) = (self.name(), self.write(a));
                self.is_counted = true;
                format!(
                    "{{% set {name} %}}{body}{{% endset %}}{{{{ {name} | length }}}}{{{{ {name} }}}}"
                )
            }
        }
    }
}

/// What became of the fault.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    /// It stands in a branch that is not written.
    Unwritten,
    /// Where it stands.
    Placed,
    /// Nowhere.
    Unplaced,
}

fn told(files: &Files, place: &str) -> Result<Told, TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in &files.files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let templates = Templates::load(folder.path()).unwrap();
    let data = json!({
        "host": " db-1 ", "nil": "", "link": "nowhere", "markup": "<i>x</i>",
        "xs": ["1", "2"], "yes": true, "no": false,
    });
    let (is_written, findings) = match templates.render("child.flockml", &data) {
        Ok(rendered) => {
            let markup = rendered.object.markup().unwrap().as_str().to_owned();
            (markup.contains('y'), rendered.findings)
        }
        Err(error) => {
            let said: Vec<String> = error.findings().iter().map(Finding::to_string).collect();
            return Err(TestCaseError::fail(said.join("\n")));
        }
    };
    let mut links = findings
        .iter()
        .filter(|found| found.diagnostic().rule.id == "relative-link");
    let Some(link) = links.next() else {
        prop_assert!(!is_written, "the fault is not told");
        return Ok(Told::Unwritten);
    };
    prop_assert!(links.next().is_none(), "{findings:?}");
    if link.diagnostic().origin == Origin::Rendered {
        return Ok(Told::Unplaced);
    }
    let source = link.source().text();
    let at = link.diagnostic().span.start();
    prop_assert!(source[at..].starts_with(place), "{link}\n{source}");
    prop_assert_eq!(&source[link.diagnostic().span.range()], place);
    Ok(Told::Placed)
}

#[test]
fn a_fault_is_told_where_it_was_written() {
    let (placed, unplaced) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new_with_rng(
        Config {
            cases: 400,
            failure_persistence: None,
            ..Config::default()
        },
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    let inputs = (
        prop::sample::select(&FAULTS[..]),
        any::<prop::sample::Index>(),
        pieces(),
        pieces(),
    );
    let result = runner.run(&inputs, |((fault, place), index, parent, child)| {
        let leaves = Files::new("", 0, &parent, &child).leaves;
        prop_assume!(leaves > 0);
        let files = Files::new(fault, index.index(leaves), &parent, &child);
        match told(&files, place)? {
            Told::Unwritten => {}
            Told::Placed => placed.set(placed.get() + 1),
            Told::Unplaced => {
                unplaced.set(unplaced.get() + 1);
                prop_assert!(files.is_counted, "not placed: {:#?}", files.files);
            }
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    let (placed, unplaced) = (placed.get(), unplaced.get());
    assert!(placed > 150, "{placed} placed, {unplaced} not");
    assert!(unplaced * 8 < placed, "{placed} placed, {unplaced} not");
}
