//! Whether what is included or called may stand where that is done.
//!
//! Only what is certain is told: an element that is written every time, or that every way through
//! the part writes only such elements.

use std::collections::{HashMap, HashSet};

use crate::check::rules::misplaced_element;
use crate::check::{Calling, Diagnostic, Top};
use crate::element::{Content, Element};
use crate::source::Span;

use super::super::expression::{Node, Statement};
use super::super::load::Statements;
use super::roots::Topped;

/// Files and components that call each other deeper than this are not followed.
const MOST_DEEP: usize = 32;
/// A part that is put together of more parts than this is not followed.
const MOST_PARTS: usize = 256;

/// What is found in each of `files`, whose tags say `statements`.
pub(super) fn check(
    files: &[Option<Topped<'_>>],
    statements: &[Statements<'_>],
) -> Vec<Vec<Diagnostic>> {
    let has_calls = |(_, tops): &Topped<'_>| tops.iter().any(|top| !top.calls.is_empty());
    if !files.iter().flatten().any(has_calls) {
        return vec![Vec::new(); files.len()];
    }
    let reader = Reader::new(files, statements);
    let each = files.iter().enumerate();
    each.map(|(index, file)| match *file {
        Some((_, tops)) => {
            let calls = tops.iter().flat_map(|top| &top.calls);
            calls.filter_map(|call| reader.judge(index, call)).collect()
        }
        None => Vec::new(),
    })
    .collect()
}

struct Reader<'t> {
    files: &'t [Option<Topped<'t>>],
    statements: &'t [Statements<'t>],
    by_name: HashMap<&'t str, usize>,
    /// The components' files and tops.
    components: HashMap<&'t str, (usize, &'t Top)>,
    /// What is written elsewhere than where it stands, by its file and the tag in front of it.
    parts: HashMap<(usize, usize), &'t Top>,
}

/// What is called.
struct Callee<'t> {
    /// As findings call it.
    what: String,
    file: usize,
    top: &'t Top,
    /// What stands between the tags of the call, and its file.
    body: Option<(usize, &'t Top)>,
}

/// What a part writes where no element of its own is open.
#[derive(Default)]
struct Written {
    elements: Vec<(usize, &'static Element, Span, bool)>,
    /// Whether there are words beside them.
    has_words: bool,
    /// Whether there may be more than that.
    is_open: bool,
    /// Of how many parts it is put together.
    parts: usize,
}

impl<'t> Reader<'t> {
    fn new(files: &'t [Option<Topped<'t>>], statements: &'t [Statements<'t>]) -> Self {
        let mut reader = Self {
            files,
            statements,
            by_name: HashMap::new(),
            components: HashMap::new(),
            parts: HashMap::new(),
        };
        let mut twice = HashSet::new();
        for (index, file) in files.iter().enumerate() {
            let Some((file, tops)) = *file else { continue };
            reader.by_name.insert(&file.name, index);
            for top in tops.iter().filter(|top| top.part.is_some()) {
                let start = top.part.unwrap_or_default();
                reader.parts.insert((index, start), top);
                if let Some(Statement::Define(definition)) = reader.statement(index, start) {
                    let name = &file.source.text()[definition.name.span.range()];
                    if reader.components.insert(name, (index, top)).is_some() {
                        twice.insert(name);
                    }
                }
            }
        }
        // Nobody knows which is meant.
        reader.components.retain(|name, _| !twice.contains(name));
        reader
    }

    /// What the tag says that begins at `start`.
    fn statement(&self, file: usize, start: usize) -> Option<&'t Statement<'t>> {
        let (of, _) = self.files[file]?;
        let at = of.tags.binary_search_by_key(&start, |tag| tag.span.start());
        self.statements[file].get(at.ok()?)
    }

    fn callee(&self, file: usize, tag: Span) -> Option<Callee<'t>> {
        let mut body = None;
        let name = match self.statement(file, tag.start())? {
            Statement::Include(name) => {
                let index = *self.by_name.get(&*name.text)?;
                // That it includes itself is told; where is nothing to mend.
                if index == file {
                    return None;
                }
                let (included, tops) = self.files[index]?;
                let top = tops.iter().find(|top| top.part.is_none());
                let is_whole = included.outline.parent.is_none();
                return Some(Callee {
                    what: format!("`{}`", name.text),
                    file: index,
                    top: top.filter(|_| is_whole)?,
                    body: None,
                });
            }
            Statement::Open(component) => {
                let between = self.parts.get(&(file, tag.start()));
                body = between.map(|top| (file, *top));
                &component.name.text
            }
            Statement::Value(value) => match &value.node {
                Node::Component(component) => &component.name.text,
                _ => return None,
            },
            _ => return None,
        };
        let (file, top) = *self.components.get(&**name)?;
        let what = format!("`{name}`");
        Some(Callee {
            what,
            file,
            top,
            body,
        })
    }

    /// What is written at `tag` in `part`.
    fn inner(&self, part: &Callee<'t>, tag: Span) -> Option<Callee<'t>> {
        let is_body = |value: &Node<'_>| matches!(value, Node::Name("body"));
        match self.statement(part.file, tag.start())? {
            Statement::Value(value) if is_body(&value.node) => {
                let (file, top) = part.body?;
                let what = part.what.clone();
                let body = None;
                Some(Callee {
                    what,
                    file,
                    top,
                    body,
                })
            }
            _ => self.callee(part.file, tag),
        }
    }

    fn judge(&self, file: usize, call: &Calling) -> Option<Diagnostic> {
        let callee = self.callee(file, call.tag)?;
        let mut written = Written::default();
        self.collect(&callee, true, 0, &mut written);
        let fits = |element: &Element| element.parents.contains(&call.inside.name);
        let mut wrong = written.elements.iter().filter(|one| !fits(one.1));
        // Words that may be all that is written.
        let has_words = written.has_words && call.inside.content != Content::Elements;
        let may_fit = written.is_open || has_words;
        let is_sure = !may_fit && written.elements.iter().all(|one| !fits(one.1));
        let (home, element, span, _) = *wrong.find(|one| one.3 || is_sure)?;
        let (of, _) = self.files[file]?;
        let place = if home == file {
            Ok(span)
        } else {
            let source = &self.files[home]?.0.source;
            let position = source.position(span.start());
            Err(format!("{}:{position}", self.files[home]?.0.name))
        };
        let start = call.tag.start();
        let at = of.tags.binary_search_by_key(&start, |tag| tag.span.start());
        let at = of.inside_of_tag(of.tags[at.ok()?].span);
        Some(misplaced_element::called(
            call,
            at,
            &callee.what,
            element,
            place,
        ))
    }

    /// Adds what `part` writes, which is itself written every time if it is `certain`.
    fn collect(&self, part: &Callee<'t>, certain: bool, depth: usize, written: &mut Written) {
        written.parts += 1;
        if depth >= MOST_DEEP || written.parts > MOST_PARTS {
            written.is_open = true;
            return;
        }
        written.has_words |= part.top.has_words;
        // What a filter makes of elements may be words.
        let is_filter = |tag: Span| {
            let said = self.statement(part.file, tag.start());
            matches!(said, Some(Statement::Filter(_)))
        };
        let certain = certain && !part.top.open.iter().any(|opening| is_filter(opening.tag));
        for one in &part.top.elements {
            let is_certain = certain && one.is_certain;
            written
                .elements
                .push((part.file, one.element, one.tag, is_certain));
        }
        for opening in part.top.open.iter().filter(|opening| !opening.is_block) {
            match self.inner(part, opening.tag) {
                Some(inner) => {
                    self.collect(&inner, certain && opening.is_certain, depth + 1, written);
                }
                None => written.is_open = true,
            }
        }
    }
}
