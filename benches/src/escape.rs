//! Escaping prose.

use std::rc::Rc;

use flockml::escape;

use crate::measure::{Case, work};
use crate::workload::prose;

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (size, length) in [("1KB", 1 << 10), ("1MB", 1 << 20)] {
        for percent in [0, 1, 10] {
            let text: Rc<str> = prose(length, percent).into();
            agree(&text);
            let peer = |text: Rc<str>| work(move || quick_xml::escape::escape(&*text).len());
            let ours = Rc::clone(&text);
            cases.push(Case {
                name: format!("escape/{size}/{percent}%"),
                peer: "quick_xml::escape",
                target: Some(0.50),
                ours: work(move || escape::text(&ours).len()),
                theirs: peer(Rc::clone(&text)),
            });
            let ours = Rc::clone(&text);
            cases.push(Case {
                name: format!("escape-attribute/{size}/{percent}%"),
                peer: "quick_xml::escape",
                target: None,
                ours: work(move || escape::attribute(&ours).len()),
                theirs: peer(text),
            });
        }
    }
    cases
}

/// Fails unless the peer escapes to the same.
pub(crate) fn agree(text: &str) {
    assert_eq!(escape::text(text), quick_xml::escape::escape(text));
    assert_eq!(escape::attribute(text), quick_xml::escape::escape(text));
}
