//! A file's text, with its findings at their lines.

use super::note::{Note, tally};
use super::page::Leaf;
use crate::preview::html::{Attribute, Element, Html};
use crate::report::plural;

/// More lines than this are not shown.
const MOST_LINES: usize = 5_000;

/// Longer lines are cut, in characters.
const LONGEST_LINE: usize = 2_000;

/// Writes the text of `leaf`.
pub(super) fn write(leaf: &Leaf, html: &mut Html) {
    let notes = leaf.findings.iter().filter(|note| note.file == leaf.file);
    let mut attributes = vec![Attribute::Class("out-source")];
    if notes.clone().next().is_some() {
        attributes.push(Attribute::Fixed("open", ""));
    }
    html.element(Element::Details, &attributes, |html| {
        html.element(Element::Summary, &[], |html| {
            html.text(&format!("Source, {}", tally(notes.clone())));
        });
        html.element(Element::Ol, &[], |html| {
            for (index, line) in leaf.text.lines().take(MOST_LINES).enumerate() {
                let notes: Vec<_> = notes
                    .clone()
                    .filter(|note| note.line == index + 1)
                    .collect();
                write_line(line, &notes, html);
            }
        });
        let left = leaf.text.lines().count().saturating_sub(MOST_LINES);
        if left > 0 {
            html.note(&format!("and {} more", plural(left, "line")));
        }
    });
}

fn write_line(line: &str, notes: &[&Note], html: &mut Html) {
    let class = match (notes.is_empty(), notes.iter().any(|note| note.is_error())) {
        (true, _) => "out-line",
        (_, true) => "out-line out-error",
        (_, false) => "out-line out-warning",
    };
    html.element(Element::Li, &[Attribute::Class(class)], |html| {
        html.element(Element::Code, &[], |html| {
            html.beginning(line, LONGEST_LINE)
        });
        if notes.is_empty() {
            return;
        }
        html.element(Element::Ul, &[Attribute::Class("out-findings")], |html| {
            for note in notes {
                let sample = note.sample.as_deref();
                let sample = sample.map_or_else(String::new, |sample| format!(", with {sample}"));
                note.write(html, &format!("column {}{sample}", note.column));
            }
        });
    });
}
