//! What build servers rely on in JUnit's XML.

use roxmltree::{Document, Node};

const NUMBERS: [&str; 4] = ["tests", "failures", "errors", "skipped"];

/// Asserts that `xml` is JUnit's, with so many tests and failures, and that its numbers add up.
pub(crate) fn assert_valid(xml: &str, tests: usize, failures: usize) {
    let document = Document::parse(xml).expect("well-formed XML");
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    assert_eq!(number(root, "tests"), tests, "{xml}");
    assert_eq!(number(root, "failures"), failures, "{xml}");
    for suite in elements(root) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        assert!(suite.has_attribute("name"));
        assert_eq!(number(suite, "tests"), elements(suite).count());
        let failed = elements(suite).filter(|case| is_failed(*case)).count();
        assert_eq!(number(suite, "failures"), failed);
        elements(suite).for_each(assert_case);
    }
    for name in NUMBERS {
        let sum: usize = elements(root).map(|suite| number(suite, name)).sum();
        assert_eq!(number(root, name), sum, "{name}");
    }
}

fn assert_case(case: Node<'_, '_>) {
    assert_eq!(case.tag_name().name(), "testcase");
    for name in ["classname", "name"] {
        assert!(
            case.attribute(name).is_some_and(|value| !value.is_empty()),
            "{name}"
        );
    }
    for inner in elements(case) {
        match inner.tag_name().name() {
            "failure" => assert!(inner.has_attribute("message") && inner.has_attribute("type")),
            name => assert_eq!(name, "system-out"),
        }
    }
}

fn is_failed(case: Node<'_, '_>) -> bool {
    elements(case).any(|inner| inner.has_tag_name("failure"))
}

fn elements<'a, 'i>(of: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> + use<'a, 'i> {
    of.children().filter(Node::is_element)
}

fn number(of: Node<'_, '_>, name: &str) -> usize {
    let value = of.attribute(name).unwrap_or_else(|| panic!("no `{name}`"));
    value.parse().expect("a number")
}
