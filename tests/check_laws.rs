//! What holds for the check of any text at all.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use flockml::check::{self, Diagnostic, Report};
use flockml::element::ELEMENTS;
use flockml::source::Span;
use flockml::{Markup, message};
use proptest::prelude::*;
use proptest::sample::select;

/// What a mutation may put in: the characters and beginnings that XML is made of, and some that it cannot carry.
const NASTY: &[&str] = &[
    "<",
    ">",
    "&",
    "\"",
    "'",
    "/",
    "=",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    ";",
    ":",
    "#",
    "!",
    "?",
    "-",
    "--",
    "[",
    "]",
    "]]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?",
    "?>",
    "<?xml ",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE",
    "&#x",
    "&#",
    "&amp;",
    "&nbsp;",
    "&#0;",
    "&#xD800;",
    "\0",
    "\u{1b}[0m",
    "\u{feff}",
    "\u{a0}",
    "\u{2028}",
    "\u{85}",
    "é",
    "🔥",
    "e\u{301}",
    "\u{ffff}",
    "\u{fdd0}",
    "xmlns",
    "xml:lang=\"de\"",
    " a=\"b\"",
    " a=b",
    "<b>",
    "</b>",
    "<br>",
    "<br/>",
    "</br>",
    "<a href=\"https://example.com\">",
    "</a>",
    "<flockml>",
    "</flockml>",
    "<message>",
    "javascript:",
    "{",
    "}",
    "\\",
    "\\u001b",
    "null",
    ",",
];

fn load(folder: &Path, texts: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            load(&path, texts);
        } else if path
            .extension()
            .is_some_and(|suffix| suffix == "flockml" || suffix == "json")
        {
            texts.extend(fs::read_to_string(&path));
        }
    }
}

static SEEDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts = Vec::new();
    load(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules"),
        &mut texts,
    );
    texts.extend(ELEMENTS.iter().map(|element| element.example.to_owned()));
    texts.retain(|text| text.len() < 4_000);
    texts
});

#[derive(Debug, Clone)]
enum Mutation {
    Delete(usize),
    Insert(&'static str),
    Replace(&'static str),
    Duplicate(usize),
    Swap(usize),
    Cut,
}

fn mutation() -> impl Strategy<Value = (Mutation, prop::sample::Index)> {
    let mutation = prop_oneof![
        (1usize..6).prop_map(Mutation::Delete),
        select(NASTY).prop_map(Mutation::Insert),
        select(NASTY).prop_map(Mutation::Replace),
        (1usize..20).prop_map(Mutation::Duplicate),
        (1usize..20).prop_map(Mutation::Swap),
        Just(Mutation::Cut),
    ];
    (mutation, any::<prop::sample::Index>())
}

fn mutate(text: &mut Vec<char>, mutation: &Mutation, at: prop::sample::Index) {
    if text.is_empty() {
        text.extend("<flockml>".chars());
    }
    let at = at.index(text.len());
    let end = |len: usize| (at + len).min(text.len());
    match *mutation {
        Mutation::Delete(len) => drop(text.drain(at..end(len))),
        Mutation::Insert(new) => drop(text.splice(at..at, new.chars())),
        Mutation::Replace(new) => drop(text.splice(at..=at, new.chars())),
        Mutation::Duplicate(len) => {
            let copy = text[at..end(len)].to_vec();
            drop(text.splice(at..at, copy));
        }
        Mutation::Swap(by) => {
            let other = (at + by) % text.len();
            text.swap(at, other);
        }
        Mutation::Cut => text.truncate(at),
    }
}

fn mutated() -> impl Strategy<Value = String> {
    let seed = select(SEEDS.as_slice());
    let mutations = prop::collection::vec(mutation(), 0..5);
    (seed, mutations).prop_map(|(seed, mutations)| {
        let mut text: Vec<char> = seed.chars().collect();
        for (mutation, at) in &mutations {
            mutate(&mut text, mutation, *at);
        }
        text.into_iter().collect()
    })
}

fn fits(text: &str, span: Span) -> bool {
    text.get(span.range()).is_some()
}

fn places_are_sound(text: &str, report: &Report) -> Result<(), TestCaseError> {
    let mut last = 0;
    for finding in report.diagnostics() {
        prop_assert!(fits(text, finding.span), "{finding:?}");
        prop_assert!(last <= finding.span.start(), "not in order: {finding:?}");
        last = finding.span.start();
        for label in &finding.labels {
            prop_assert!(fits(text, label.span), "{finding:?}");
        }
        edits_are_sound(text, finding)?;
    }
    Ok(())
}

fn edits_are_sound(text: &str, finding: &Diagnostic) -> Result<(), TestCaseError> {
    let mut end = 0;
    for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
        prop_assert!(fits(text, edit.span), "{finding:?}");
        prop_assert!(end <= edit.span.start(), "edits overlap: {finding:?}");
        end = edit.span.end();
    }
    Ok(())
}

fn messages_keep_the_form(report: &Report) -> Result<(), TestCaseError> {
    for finding in report.diagnostics() {
        let message = &finding.message;
        prop_assert!(!message.is_empty() && !message.ends_with('.'), "{message}");
        prop_assert!(!message.contains('\n'), "{message:?}");
        prop_assert!(
            !message.chars().any(|char| char.is_control()),
            "{message:?}"
        );
    }
    Ok(())
}

proptest! {
    // a failure that is worth keeping becomes a fixture of its rule
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_free_of_errors_is_xml(text in mutated()) {
        let report = check::check(&text);
        if !report.has_errors() {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let parsed = roxmltree::Document::parse(text);
            prop_assert!(parsed.is_ok(), "{:?} in {text:?}", parsed.err());
        }
    }

    #[test]
    fn places_lie_in_the_text_and_in_order(text in mutated()) {
        let report = check::check(&text);
        places_are_sound(&text, &report)?;
        messages_keep_the_form(&report)?;
        let report = message::check_json(&text);
        places_are_sound(&text, &report)?;
        messages_keep_the_form(&report)?;
    }

    /// One round mends every fixture; where faults hide each other it may take a few.
    #[test]
    fn fixing_comes_to_an_end(text in mutated()) {
        let mut fixed = text.clone();
        for _ in 0..4 {
            fixed = check::fix(&fixed, &check::check(&fixed));
        }
        let again = check::fix(&fixed, &check::check(&fixed));
        prop_assert_eq!(&again, &fixed, "of {:?}", text);
    }

    #[test]
    fn what_parses_is_clean(text in mutated()) {
        match Markup::parse(&text) {
            Ok(markup) => {
                let flockml = markup.to_flockml();
                let report = check::check(&flockml);
                prop_assert!(!report.has_errors(), "{:?} in {flockml:?} of {text:?}", report.diagnostics());
                let again = Markup::parse(&flockml).ok();
                prop_assert_eq!(again.as_ref(), Some(&markup), "of {:?}", text);
            }
            Err(error) => {
                let payload = ["<message", "<attachment", "<button"].iter().any(|root| text.contains(root));
                prop_assert!(payload || error.report().is_some_and(Report::has_errors), "of {text:?}");
            }
        }
    }
}

#[test]
fn seeds_are_many() {
    assert!(SEEDS.len() > 200, "{}", SEEDS.len());
}
