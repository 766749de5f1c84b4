//! `docs/vocabulary.md` is the table of filters, tests and functions.
//!
//! `UPDATE_DOCS=1 cargo test --all-features --test docs_vocabulary` writes it.
#![cfg(feature = "template")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::fs;

use flockml::template::vocabulary::{self, Argument, Kind, Origin, Word, Yields};

const PAGE: &str = "docs/vocabulary.md";

const BEGINNING: &str = "\
<!-- Generated: UPDATE_DOCS=1 cargo test --all-features --test docs_vocabulary -->
# Vocabulary of templates

What may stand in the tags of a template, beside the names of the data. Arguments have names, and
those in brackets may be left out. An example shows a piece of a `.flockml` file, its data, and the
FlockML that comes out.

*Text* is escaped: whatever it holds, it is shown as it is. *Markup* goes in with its tags, and
stays markup in the `flockml` string of a JSON template. *What came in* is markup when the value, or
an argument, is markup, and text when it is not. A value that makes no link, no mention, no date or
no number is shown as the words that it is, so that no alert is lost for it. A list where a filter
takes a text is an error that says so; one that a hole shows as it is comes out as JSON, and `check`
warns of it.
";

fn arguments(word: &Word) -> String {
    let one = |argument: &Argument| match argument.required {
        true => format!("`{}`", argument.name),
        false => format!("[`{}`]", argument.name),
    };
    let all: Vec<String> = word.arguments.iter().map(one).collect();
    all.join(", ")
}

fn yields(word: &Word) -> &'static str {
    match word.yields {
        Yields::Markup => "markup",
        Yields::Text => "text",
        _ => "what came in",
    }
}

fn notes(word: &Word) -> Vec<String> {
    let mut notes = Vec::new();
    match word.origin {
        Origin::Adapted => notes.push("adapted from Tera".to_owned()),
        Origin::Flockml => notes.push("FlockML's own".to_owned()),
        _ => {}
    }
    if let Some(feature) = word.feature {
        notes.push(format!(
            "feature `{feature}` of the crate; the program has it"
        ));
    }
    notes
}

fn code(text: &str) -> String {
    format!("`{text}`").replace('|', "\\|")
}

fn part(page: &mut String, kind: Kind, title: &str, about: &str) {
    let is_filter = kind == Kind::Filter;
    let _ = write!(page, "\n## {title}\n\n{about}\n\n");
    page.push_str(match is_filter {
        true => "| name | takes | gives | does |\n|---|---|---|---|\n",
        false => "| name | takes | says |\n|---|---|---|\n",
    });
    for word in vocabulary::of(kind) {
        let mut says = word.summary.replace('|', "\\|");
        for note in notes(word) {
            let _ = write!(says, " ({note})");
        }
        let gives = match is_filter {
            true => format!(" {} |", yields(word)),
            false => String::new(),
        };
        let takes = arguments(word);
        let _ = writeln!(page, "| `{}` | {takes} |{gives} {says} |", word.name);
    }
    page.push_str("\n| example | data | result |\n|---|---|---|\n");
    for word in vocabulary::of(kind) {
        let example = word.example;
        let cells = [example.template, example.data, example.result].map(code);
        let _ = writeln!(page, "| {} |", cells.join(" | "));
    }
}

fn elsewhere(page: &mut String) {
    page.push_str("\n## Names elsewhere\n\n");
    page.push_str("What other template languages call these; a finding says so, too.\n\n");
    page.push_str("| elsewhere | here |\n|---|---|\n");
    for word in vocabulary::words().filter(|word| !word.elsewhere.is_empty()) {
        let names: Vec<String> = word.elsewhere.iter().map(|name| code(name)).collect();
        let kind = word.kind.as_str();
        let _ = writeln!(
            page,
            "| {} | the {kind} `{}` |",
            names.join(", "),
            word.name
        );
    }
}

fn page() -> String {
    let mut page = BEGINNING.to_owned();
    part(
        &mut page,
        Kind::Filter,
        "Filters",
        "Behind a bar, one after the other: `{{ host | trim | upper }}`.",
    );
    part(
        &mut page,
        Kind::Test,
        "Tests",
        "Behind `is` or `is not`: `{% if owner is defined %}`.",
    );
    part(
        &mut page,
        Kind::Function,
        "Functions",
        "By themselves: `{% for i in range(end=3) %}`.",
    );
    elsewhere(&mut page);
    page
}

#[test]
fn the_page_is_the_table() {
    let path = format!("{}/{PAGE}", env!("CARGO_MANIFEST_DIR"));
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "{PAGE} has drifted: UPDATE_DOCS=1 cargo test --all-features --test docs_vocabulary"
    );
}
