//! Which values are markup, and where they go: over all templates of a folder at once.
//!
//! What a `set` block, a component, a parent's block or an included file writes is balanced by
//! the proof of its own body; what `safe` lets through is proven by nothing. Variables are followed
//! without regard to the order of the statements, until nothing new is learned.

mod facts;
mod flow;
mod kind;
mod value;

use std::collections::HashMap;

use crate::check::Diagnostic;
use crate::check::rules::unproven_markup;
use crate::source::Span;

use super::super::expression::Statement;
use super::super::load::{File, Statements};
use super::super::scan::Tag;
use super::tags::Place;
use facts::{Facts, Scope};
use flow::Flow;

/// A file with its statements.
struct Reading<'t> {
    text: &'t str,
    tags: &'t [Tag],
    statements: &'t [Statement<'t>],
    places: &'t [(Span, Place)],
    is_json: bool,
}

/// How files name each other.
struct Links<'t> {
    by_name: HashMap<&'t str, usize>,
    names: Vec<&'t str>,
    parents: Vec<Option<usize>>,
}

/// More rounds than these through a folder bring nothing that an author could follow.
const MOST_ROUNDS: usize = 40;

/// A file, and the places in it where something is written, but not in text.
pub(super) type Placed<'t> = (&'t File, &'t [(Span, Place)]);

/// What is found in each of `files`, whose tags say `statements`; those that Tera cannot read are
/// `None`.
pub(super) fn check(
    files: &[Option<Placed<'_>>],
    statements: &[Statements<'_>],
) -> Vec<Vec<Diagnostic>> {
    let each = files.iter().zip(statements);
    let readings: Vec<Option<Reading<'_>>> = each
        .map(|(file, statements)| file.map(|(file, places)| Reading::new(file, statements, places)))
        .collect();
    let links = Links::new(files);
    let mut facts = Facts::default();
    for (file, parent) in links.parents.iter().enumerate() {
        if let Some(parent) = *parent {
            facts.show(Scope::File(file), parent);
            facts.show(Scope::File(parent), file);
        }
    }
    let mut found = Vec::new();
    for _ in 0..MOST_ROUNDS {
        facts.has_grown = false;
        found = round(&readings, &links, &mut facts);
        facts.spread();
        if !facts.has_grown {
            return found;
        }
    }
    for file in &mut found {
        file.push(unproven_markup::entangled());
    }
    found
}

fn round<'t>(
    readings: &[Option<Reading<'t>>],
    links: &Links<'t>,
    facts: &mut Facts<'t>,
) -> Vec<Vec<Diagnostic>> {
    let mut found = Vec::with_capacity(readings.len());
    for (file, reading) in readings.iter().enumerate() {
        found.push(match reading {
            Some(reading) => Flow::new(facts, reading, links, file).run(),
            None => Vec::new(),
        });
    }
    found
}

impl<'t> Reading<'t> {
    fn new(file: &'t File, statements: &'t [Statement<'t>], places: &'t [(Span, Place)]) -> Self {
        Self {
            text: file.source.text(),
            tags: &file.tags,
            statements,
            places,
            is_json: file.kind.is_json(),
        }
    }
}

impl<'t> Links<'t> {
    fn new(files: &[Option<Placed<'t>>]) -> Self {
        let names: Vec<&str> = files
            .iter()
            .map(|file| file.map_or("", |(file, _)| file.name.as_str()))
            .collect();
        let by_name: HashMap<&str, usize> = names
            .iter()
            .enumerate()
            .map(|(file, name)| (*name, file))
            .collect();
        let parent = |file: &Option<Placed<'t>>| {
            let parent = file.as_ref()?.0.outline.parent.as_ref()?;
            by_name.get(parent.text.as_str()).copied()
        };
        Self {
            parents: files.iter().map(parent).collect(),
            by_name,
            names,
        }
    }

    fn file(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    fn name(&self, file: usize) -> &'t str {
        self.names[file]
    }

    /// The files that `file` extends, nearest first; cycles end somewhere.
    fn parents(&self, file: usize) -> impl Iterator<Item = usize> {
        let next = |file: &usize| self.parents[*file];
        std::iter::successors(next(&file), next).take(self.names.len())
    }
}
