//! Checking a clean document.

use std::rc::Rc;

use flockml::check;
use quick_xml::events::Event;

use crate::markup::ours_of;
use crate::measure::{Case, work};
use crate::workload::digests;

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (size, digest) in digests() {
        let document: Rc<str> = ours_of(&digest).to_flockml().into();
        agree(&document);
        let (ours, theirs) = (Rc::clone(&document), Rc::clone(&document));
        cases.push(Case {
            name: format!("check/{size}"),
            peer: "quick-xml pull loop",
            target: Some(1.50),
            ours: work(move || check::check(&ours)),
            theirs: work(move || pull(&theirs)),
        });
        let ours = Rc::clone(&document);
        cases.push(Case {
            name: format!("check/{size}"),
            peer: "roxmltree",
            target: Some(0.75),
            ours: work(move || check::check(&ours)),
            theirs: work(move || roxmltree::Document::parse(&document).is_ok()),
        });
    }
    cases
}

/// Fails unless everybody accepts the document.
pub(crate) fn agree(document: &str) {
    let report = check::check(document);
    assert!(report.is_empty(), "{report:?}");
    assert!(pull(document));
    roxmltree::Document::parse(document).expect("well-formed");
}

/// Reads to the end; what it reads is dropped.
fn pull(document: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(document);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return true,
            Ok(event) => drop(std::hint::black_box(event)),
            Err(_) => return false,
        }
    }
}
