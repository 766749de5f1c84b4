//! Markdown to markup.

use std::rc::Rc;

use flockml::Markup;
use pulldown_cmark::{Options, Parser, html};

use crate::measure::{Case, work};
use crate::workload::markdown;

pub(crate) fn cases() -> Vec<Case> {
    [("5KB", 5_000), ("200KB", 200_000)]
        .map(|(size, length)| {
            let source: Rc<str> = markdown(length).into();
            agree(&source);
            let theirs = Rc::clone(&source);
            Case {
                name: format!("markdown/{size}"),
                peer: "pulldown-cmark push_html",
                target: Some(1.10),
                ours: work(move || Markup::from_markdown(&source)),
                theirs: work(move || to_html(&theirs)),
            }
        })
        .into()
}

/// Fails unless every word that a reader sees of the HTML is in the markup, in order.
pub(crate) fn agree(source: &str) {
    let markup = crate::agree::text(Markup::from_markdown(source).as_str());
    let html = crate::agree::text(&to_html(source));
    let mut rest = markup.as_str();
    for word in html.split_whitespace() {
        let at = rest
            .find(word)
            .unwrap_or_else(|| panic!("{word:?} is lost"));
        rest = &rest[at + word.len()..];
    }
}

fn to_html(source: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(source, options));
    out
}
