//! A template and its data to a checked message.

use std::rc::Rc;

use flockml::message::Message;
use flockml::template::Templates;
use minijinja::Environment;
use tera::{Context, Tera};

use crate::agree::assert_same;
use crate::measure::{Case, work};
use crate::workload::{Digest, digests};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
const TEXT: &str = include_str!("../templates/digest.flockml");
/// With a suffix that both peers escape HTML for.
const PEER: &str = "digest.html";

/// Loaded once; only rendering is measured.
struct Engines {
    templates: Templates,
    tera: Tera,
    minijinja: Environment<'static>,
}

impl Engines {
    fn load() -> Self {
        let mut tera = Tera::new();
        tera.add_raw_template(PEER, TEXT).expect("Tera reads it");
        let mut minijinja = Environment::new();
        minijinja
            .add_template(PEER, TEXT)
            .expect("minijinja reads it");
        Self {
            templates: Templates::load(FOLDER).expect("the folder is there"),
            tera,
            minijinja,
        }
    }

    fn ours(&self, digest: &Digest) -> Message {
        let rendered = self.templates.render("digest.flockml", digest);
        rendered.expect("it is clean").object.into_message()
    }

    fn with_tera(&self, digest: &Digest) -> String {
        let context = Context::from_serialize(digest).expect("an object");
        self.tera.render(PEER, &context).expect("it renders")
    }

    fn with_minijinja(&self, digest: &Digest) -> String {
        let template = self.minijinja.get_template(PEER).expect("it is there");
        template
            .render(minijinja::value::Serde(digest))
            .expect("it renders")
    }

    /// The peer's markup, checked by a parser.
    fn with_minijinja_and_roxmltree(&self, digest: &Digest) -> String {
        let flockml = self.with_minijinja(digest);
        roxmltree::Document::parse(&flockml).expect("well-formed");
        flockml
    }

    /// Fails unless all peers render the same.
    fn agree(&self, digest: &Digest) {
        let message = self.ours(digest);
        let ours = message.markup().expect("markup").as_str();
        assert_same("Tera", ours, unrooted(&self.with_tera(digest)));
        assert_same("minijinja", ours, unrooted(&self.with_minijinja(digest)));
        assert_same("the builder", ours, crate::markup::ours_of(digest).as_str());
    }
}

fn unrooted(document: &str) -> &str {
    let inside = document.trim_end().strip_prefix("<flockml>");
    inside
        .and_then(|rest| rest.strip_suffix("</flockml>"))
        .expect("the root")
}

pub(crate) fn cases() -> Vec<Case> {
    let engines = Rc::new(Engines::load());
    let mut cases = Vec::new();
    for (size, digest) in digests() {
        let digest = Rc::new(digest);
        engines.agree(&digest);
        type Peer = (&'static str, f64, fn(&Engines, &Digest) -> String);
        let peers: [Peer; 2] = [
            ("Tera 2 render", 1.60, Engines::with_tera),
            (
                "minijinja + roxmltree",
                0.80,
                Engines::with_minijinja_and_roxmltree,
            ),
        ];
        for (peer, target, render) in peers {
            let (ours, our_digest) = (Rc::clone(&engines), Rc::clone(&digest));
            let (theirs, their_digest) = (Rc::clone(&engines), Rc::clone(&digest));
            cases.push(Case {
                name: format!("template/{size}"),
                peer,
                target: Some(target),
                ours: work(move || ours.ours(&our_digest)),
                theirs: work(move || render(&theirs, &their_digest)),
            });
        }
    }
    cases
}
