//! What Tera reads is read, and nothing panics.

use proptest::prelude::*;
use tera::{ErrorKind, Tera};

use super::super::scan;
use super::*;

fn statements(text: &str) -> Vec<Statement<'_>> {
    let tags = scan::scan(text);
    tags.iter().map(|tag| parse(text, tag)).collect()
}

fn is_readable(text: &str) -> bool {
    !format!("{:?}", statements(text)).contains("Unreadable(")
}

fn tera_reads(text: &str) -> bool {
    match Tera::new().add_raw_template("t", text) {
        Ok(()) => true,
        // An unknown filter is found by what reads the tree, not the text.
        Err(error) => !matches!(error.kind(), ErrorKind::SyntaxError(_)),
    }
}

/// An expression with all its brackets.
fn show(expression: &Expression<'_>) -> String {
    let list = |parts: Vec<&Expression<'_>>| {
        let shown: Vec<String> = parts.into_iter().map(show).collect();
        shown.join(" ")
    };
    match &expression.node {
        Node::Text(text) => format!("{text:?}"),
        Node::Number(number) => (*number).to_owned(),
        Node::Name(name) => (*name).to_owned(),
        Node::Bool(value) => value.to_string(),
        Node::Null => "null".into(),
        Node::Field { of, name, optional } => {
            let mark = if *optional { "?." } else { "." };
            format!("{}{mark}{}", show(of), name.text)
        }
        Node::Filter { call, .. } => format!("({}|{})", list(expression.parts()), call.name.text),
        Node::Test { call, .. } => format!("({} is {})", list(expression.parts()), call.name.text),
        Node::Function(call) => format!("{}({})", call.name.text, list(expression.parts())),
        Node::Component(call) => format!("<{} {}>", call.name.text, list(expression.parts())),
        Node::Binary { operator, .. } => format!("({operator:?} {})", list(expression.parts())),
        Node::Not(_) => format!("(Not {})", list(expression.parts())),
        Node::Minus(_) => format!("(Minus {})", list(expression.parts())),
        Node::Ternary { .. } => format!("(If {})", list(expression.parts())),
        Node::Index { .. } => format!("(Index {})", list(expression.parts())),
        Node::Slice { .. } => format!("(Slice {})", list(expression.parts())),
        Node::List(_) => format!("[{}]", list(expression.parts())),
        Node::Map(_) => format!("{{{}}}", list(expression.parts())),
        Node::Comprehension(inner) => {
            format!("[for {}: {}]", inner.name.text, list(expression.parts()))
        }
        Node::Unreadable(_) => format!("Unreadable({})", list(expression.parts())),
    }
}

#[test]
fn expressions_are_read_as_tera_reads_them() {
    let cases = [
        ("a.b?.c[0].d", "(Index a.b?.c 0).d"),
        ("a or b and not c in d", "(Or a (And b (Not (In c d))))"),
        ("not a.b | length > 1", "(Not (Order (a.b|length) 1))"),
        (
            "-1.2 | abs + 2 * x ** 2",
            "(Math ((Minus 1.2)|abs) (Math 2 (Math x 2)))",
        ),
        (
            "a is not defined or b is divisible_by(divisor=2)",
            "(Or (Not (a is defined)) (b 2 is divisible_by))",
        ),
        ("a not in b == c", "(Not (In a (Equality b c)))"),
        (
            "'x' ~ `y` ~ \"\\n\"",
            "(Concat (Concat \"x\" \"y\") \"\\n\")",
        ),
        ("a if b else c if d else e", "(If a b (If c d e))"),
        ("(a if b else c) | upper", "((If a b c)|upper)"),
        (
            "a[1:] ~ b[:2][::-1]",
            "(Concat (Slice a 1) (Slice (Slice b 2) (Minus 1)))",
        ),
        ("a?[b.c]", "(Index a b.c)"),
        ("[1, ...a, {'k': b, 3: true, ...c},]", "[1 a {b true c}]"),
        (
            "[x.n | upper for k, x in xs if x.ok]",
            "[for x: (x.n|upper) xs x.ok]",
        ),
        (
            "<a.B x y=\"1\" z={ {'p': q} } {...r} />",
            "<a.B x \"1\" {q} r>",
        ),
        ("range(end=n + 1, step_by=2,)", "range((Math n 1) 2)"),
        ("a | b(c=d | e) | f[0]", "(Index ((a (d|e)|b)|f) 0)"),
        ("null and None", "(And null null)"),
        ("a.b c", "Unreadable(a.b c)"),
        ("a | | b", "(Unreadable(a)|b)"),
        ("(a", "Unreadable(a)"),
        ("", "Unreadable()"),
    ];
    for (code, expected) in cases {
        let text = format!("{{{{ {code} }}}}");
        let [Statement::Value(value)] = &statements(&text)[..] else {
            panic!("{code}");
        };
        assert_eq!(show(value), expected, "{code}");
        assert_eq!(tera_reads(&text), is_readable(&text), "{code}");
    }
}

#[test]
fn places_are_those_of_what_is_read() {
    let text = "{{ (a . b) | default(value='x') }}";
    let [Statement::Value(value)] = &statements(text)[..] else {
        panic!("no value");
    };
    let mut seen = Vec::new();
    value.each(&mut |part| seen.push(&text[part.span.range()]));
    assert_eq!(
        seen,
        ["(a . b) | default(value='x')", "(a . b)", "a", "'x'"]
    );
}

#[test]
fn statements_are_read() {
    let text = "{% extends 'p' %}{% block b %}{% for k, v in m %}{% set_global x = v %}{% else %}\
                {% include \"a\\\"b\" %}{% endfor %}{% endblock b %}{%- set y | trim | upper -%}{% endset %}\
                {% component A.b(c: string = \"d\", @e, f = [1], g = -1, ...h) {\"k\": 1} %}{% endcomponent %}\
                {% <A.b c={x} {...y}> %}{% </A.b> %}{% filter trim %}{% endfilter %}{% if a %}{% elif b %}{% break %}\
                {% continue %}{% raw %}{% endraw %}{# c #}";
    assert!(is_readable(text));
    let read = statements(text);
    let Some(Statement::Define(definition)) = read
        .iter()
        .find(|statement| matches!(statement, Statement::Define(_)))
    else {
        panic!("no definition");
    };
    let parameters: Vec<String> = definition
        .parameters
        .iter()
        .map(|parameter| {
            let default = parameter.default.as_ref().map(show);
            format!(
                "{} {:?} {default:?} {}",
                parameter.name.text, parameter.kind, parameter.implicit
            )
        })
        .collect();
    insta::assert_snapshot!(parameters.join("\n"), @r#"
    c Some("string") Some("\"d\"") false
    e None None true
    f None Some("[1]") false
    g None Some("(Minus 1)") false
    "#);
    assert_eq!(definition.rest.as_ref().map(|rest| &*rest.text), Some("h"));
    assert_eq!(definition.name.text, "A.b");
}

/// Tags that are far too much for Tera.
#[test]
fn depth_and_length_are_bounded() {
    for part in [
        "(", "[", "a[", "not ", "-", "a + (", "a | f(x=", "<A b={", "a if ", "{'a':", "a.", "a + ",
        "a ** ",
    ] {
        let text = format!("{{{{ {} }}}}", part.repeat(20_000));
        assert_eq!(statements(&text).len(), 1);
    }
    let text = format!("{{{{ a{} }}}}", " | upper".repeat(100));
    assert!(tera_reads(&text) && is_readable(&text));
}

const PIECES: &[&str] = &[
    "a",
    "b.c",
    "?.",
    ".",
    "[",
    "]",
    "?[",
    ":",
    "(",
    ")",
    "{",
    "}",
    ",",
    "|",
    "upper",
    "is",
    "not",
    "in",
    "and",
    "or",
    "if",
    "else",
    "for",
    "1",
    "2.5",
    "\"s\"",
    "'t'",
    "`u`",
    "true",
    "none",
    "+",
    "-",
    "*",
    "/",
    "//",
    "**",
    "%",
    "~",
    "==",
    "!=",
    "<",
    ">",
    "<=",
    "</",
    "...",
    "=",
    "<A",
    "/>",
    "x=",
    "defined",
    "loop.index",
    "super()",
    "@",
    "é",
];

fn code() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a", "b.c", "d?.e", "f[0]", "1", "2.5", "'s'", "true", "null", "loop",
    ]);
    leaf.prop_map(str::to_owned)
        .prop_recursive(5, 24, 3, |inner| {
            let operator = prop::sample::select(vec![
                "+", "-", "*", "/", "//", "%", "~", "==", "!=", "<", ">=", "and", "or", "in",
                "not in", "**",
            ]);
            prop_oneof![
                (inner.clone(), operator, inner.clone())
                    .prop_map(|(a, op, b)| format!("{a} {op} {b}")),
                inner.clone().prop_map(|a| format!("({a})")),
                inner.clone().prop_map(|a| format!("not {a}")),
                inner.clone().prop_map(|a| format!("-{a}")),
                (inner.clone(), inner.clone())
                    .prop_map(|(a, b)| format!("{a} | default(value={b})")),
                inner.clone().prop_map(|a| format!("{a} is not defined")),
                (inner.clone(), inner.clone(), inner.clone())
                    .prop_map(|(a, b, c)| format!("{a} if {b} else {c}")),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("[{a}, ...{b}]")),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{{'k': {a}, ...{b}}}")),
                (inner.clone(), inner.clone(), inner.clone())
                    .prop_map(|(a, b, c)| format!("[{a} for x in {b} if {c}]")),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("a[{a}:{b}]")),
                (inner.clone(), inner.clone())
                    .prop_map(|(a, b)| format!("range(start={a}, end={b})")),
                (inner.clone(), inner).prop_map(|(a, b)| format!("<A x={{{a}}} y {{...{b}}}/>")),
            ]
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_tera_reads_is_read(code in code()) {
        for text in [format!("{{{{ {code} }}}}"), format!("{{% if {code} %}}{{% endif %}}")] {
            if tera_reads(&text) {
                prop_assert!(is_readable(&text), "{}", text);
            }
        }
    }

    #[test]
    fn pieces_in_any_order_are_read_if_tera_reads_them(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..8),
        statement in prop::sample::select(vec!["", "if", "for", "set", "filter", "component", "include", "<A"]),
    ) {
        let code = pieces.join(" ");
        let text = match statement {
            "" => format!("{{{{ {code} }}}}"),
            "if" | "for" | "filter" | "component" => format!("{{% {statement} {code} %}}{{% end{statement} %}}"),
            "<A" => format!("{{% <A {code} > %}}{{% </A> %}}"),
            _ => format!("{{% {statement} {code} %}}"),
        };
        if tera_reads(&text) {
            prop_assert!(is_readable(&text), "{}", text);
        }
    }

    #[test]
    fn nothing_panics(text in "(\\{\\{|\\{%|%\\}|\\}\\}|[a-c. |()\"'`\\\\\\[\\]<>{}=:,é?0-9-]|if |set |for |in |<A ){0,40}") {
        for statement in statements(&text) {
            for expression in statement.expressions() {
                expression.each(&mut |part| {
                    assert!(text.get(part.span.range()).is_some());
                });
            }
        }
    }
}
