//! Proof that a peer makes the same thing, so that no case is measured against a straw man.

use roxmltree::{Document, Node};

/// What FlockML without its root says, whatever its spelling: elements, attributes, text.
pub(crate) fn content(flockml: &str) -> String {
    let whole = format!("<flockml>{flockml}</flockml>");
    let document = Document::parse(&whole).expect("a peer writes well-formed FlockML");
    let mut out = String::new();
    push(document.root_element(), &mut out);
    out
}

fn push(node: Node<'_, '_>, out: &mut String) {
    if node.is_text() {
        out.push_str(node.text().unwrap_or_default());
        return;
    }
    out.push_str(&format!("<{}", node.tag_name().name()));
    for attribute in node.attributes() {
        out.push_str(&format!(" {}={:?}", attribute.name(), attribute.value()));
    }
    out.push('>');
    for child in node.children() {
        push(child, out);
    }
    out.push_str("</>");
}

/// Fails unless both say the same.
pub(crate) fn assert_same(what: &str, ours: &str, theirs: &str) {
    assert_eq!(content(ours), content(theirs), "{what}");
}

/// What a reader sees of a piece of XML, element by element.
pub(crate) fn text(xml: &str) -> String {
    let whole = format!("<root>{xml}</root>");
    let document = Document::parse(&whole).expect("well-formed");
    let mut out = String::new();
    for node in document.descendants() {
        if node.is_text() {
            out.push_str(node.text().unwrap_or_default());
            out.push(' ');
        }
    }
    out
}
