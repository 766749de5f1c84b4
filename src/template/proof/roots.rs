//! Whether a template has one root, also where other files and components write it.

use std::collections::HashMap;

use crate::check::rules::{content_outside_root, missing_root};
use crate::check::{Diagnostic, Top};
use crate::source::Span;

use super::super::expression::{self, Node, Statement};
use super::super::load::File;

/// A file, and what stands at the top of it and of its parts.
pub(super) type Topped<'t> = (&'t File, &'t [Top]);

/// How many roots are written, and whether anything stands beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Roots {
    least: u8,
    most: u8,
    is_beside: bool,
}

const MANY: u8 = 2;

impl Roots {
    const UNKNOWN: Self = Self {
        least: 0,
        most: MANY,
        is_beside: true,
    };

    fn exactly(count: u8) -> Self {
        Self {
            least: count,
            most: count,
            is_beside: false,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            least: (self.least + other.least).min(MANY),
            most: (self.most + other.most).min(MANY),
            is_beside: self.is_beside || other.is_beside,
        }
    }
}

/// Files and components that call each other deeper than this are not followed.
const MOST_DEEP: usize = 32;

struct Reader<'t> {
    files: &'t [Option<Topped<'t>>],
    by_name: HashMap<&'t str, usize>,
    components: HashMap<&'t str, &'t Top>,
    /// The files of the components.
    homes: HashMap<&'t str, usize>,
    /// What is known already of the parts of files; what calls itself is unknown.
    known: HashMap<(usize, Option<usize>), Roots>,
}

/// What is found in each of `files`; those that Tera cannot read are `None`.
pub(super) fn check(files: &[Option<Topped<'_>>]) -> Vec<Vec<Diagnostic>> {
    let mut reader = Reader {
        files,
        by_name: HashMap::new(),
        components: HashMap::new(),
        homes: HashMap::new(),
        known: HashMap::new(),
    };
    for (index, file) in files.iter().enumerate() {
        if let Some((file, tops)) = *file {
            reader.add(index, file, tops);
        }
    }
    let each = files.iter().enumerate();
    each.map(|(index, file)| match *file {
        Some((file, _)) if file.outline.parent.is_some() => reader.child(index, file),
        Some((file, tops)) if !file.partial => reader.whole(index, tops).0,
        _ => Vec::new(),
    })
    .collect()
}

impl<'t> Reader<'t> {
    fn add(&mut self, index: usize, file: &'t File, tops: &'t [Top]) {
        self.by_name.insert(&file.name, index);
        let text = file.source.text();
        for top in tops {
            let Some(part) = top.part else { continue };
            let tag = file
                .tags
                .binary_search_by_key(&part, |tag| tag.span.start());
            if let Ok(tag) = tag
                && let Statement::Define(definition) = expression::parse(text, &file.tags[tag])
            {
                let name = &text[definition.name.span.range()];
                self.components.insert(name, top);
                self.homes.insert(name, index);
            }
        }
    }

    /// A template that has to have a root, which stands in it or in what it uses.
    fn whole(&mut self, index: usize, tops: &[Top]) -> (Vec<Diagnostic>, Roots) {
        let mut found = Vec::new();
        let Some(top) = tops.iter().find(|top| top.part.is_none()) else {
            return (found, Roots::exactly(1));
        };
        let mut all = Roots::exactly(u8::from(top.root.is_some()));
        let mut called = None;
        for opening in top.open.iter().filter(|opening| !opening.is_block) {
            let mut roots = self.opening(index, opening.tag, 0);
            if !opening.is_certain {
                roots.least = 0;
            }
            if roots.is_beside || all.most > 0 && roots.most > 0 {
                found.push(content_outside_root::written(opening.tag));
            } else if roots.most > 0 && roots != Roots::exactly(1) {
                found.push(missing_root::unsure(opening.tag));
            }
            called.get_or_insert(opening.tag);
            all = all.and(roots);
        }
        match (top.root, top.outside, called) {
            (None, Some(outside), _) if all.most > 0 => {
                found.push(content_outside_root::beside(outside));
            }
            (_, _, Some(called)) if all.most == 0 => {
                found.clear();
                found.push(missing_root::unsure(called));
            }
            _ => {}
        }
        let is_whole = found.is_empty() && !top.is_doubtful && top.outside.is_none();
        (found, if is_whole { all } else { Roots::UNKNOWN })
    }

    /// What the tag writes that stands at the top of a file.
    fn opening(&mut self, index: usize, tag: Span, depth: usize) -> Roots {
        let Some((file, _)) = self.files[index] else {
            return Roots::UNKNOWN;
        };
        let place = file
            .tags
            .binary_search_by_key(&tag.start(), |tag| tag.span.start());
        let Ok(place) = place else {
            return Roots::UNKNOWN;
        };
        match expression::parse(file.source.text(), &file.tags[place]) {
            Statement::Include(name) => self.file(&name.text, depth),
            Statement::Open(component) => self.component(&component.name.text, depth),
            Statement::Value(value) => match value.node {
                Node::Component(component) => self.component(&component.name.text, depth),
                _ => Roots::UNKNOWN,
            },
            // Its content is judged where it stands.
            Statement::Filter(_) => Roots::default(),
            _ => Roots::UNKNOWN,
        }
    }

    fn file(&mut self, name: &str, depth: usize) -> Roots {
        let index = self.by_name.get(name).copied();
        let file = index.and_then(|index| Some((index, self.files[index]?)));
        match file {
            Some((index, (file, tops))) if file.outline.parent.is_none() => {
                let top = tops.iter().find(|top| top.part.is_none());
                top.map_or(Roots::UNKNOWN, |top| self.top(index, top, depth))
            }
            _ => Roots::UNKNOWN,
        }
    }

    fn component(&mut self, name: &str, depth: usize) -> Roots {
        match (self.components.get(name), self.homes.get(name)) {
            (Some(top), Some(&home)) => self.top(home, top, depth),
            _ => Roots::UNKNOWN,
        }
    }

    fn top(&mut self, index: usize, top: &Top, depth: usize) -> Roots {
        if let Some(known) = self.known.get(&(index, top.part)) {
            return *known;
        }
        if depth >= MOST_DEEP || top.is_doubtful {
            return Roots::UNKNOWN;
        }
        self.known.insert((index, top.part), Roots::UNKNOWN);
        let mut all = Roots {
            is_beside: top.outside.is_some(),
            ..Roots::exactly(u8::from(top.root.is_some()))
        };
        for opening in top.open.iter().filter(|opening| !opening.is_block) {
            let mut roots = self.opening(index, opening.tag, depth + 1);
            if !opening.is_certain {
                roots.least = 0;
            }
            all = all.and(roots);
        }
        self.known.insert((index, top.part), all);
        all
    }

    /// The blocks of a template that replace what stands at the top of the one that it extends.
    fn child(&mut self, index: usize, file: &File) -> Vec<Diagnostic> {
        let Some((_, tops)) = self.files[index] else {
            return Vec::new();
        };
        let mut found = Vec::new();
        if let Some(extends) = &file.outline.parent
            && let Some((first, tops)) = self.first_parent(file)
            && self.whole(first, tops).1 != Roots::exactly(1)
        {
            found.push(missing_root::unsure(extends.span));
        }
        for top in tops {
            let Some((name, tag)) = self.block(file, top) else {
                continue;
            };
            let Some(has_root) = self.replaced(file, &name) else {
                continue;
            };
            let roots = self.top(index, top, 0);
            let wanted = u8::from(has_root);
            if roots.most < wanted || roots.least > wanted {
                found.push(missing_root::unsure(tag));
            } else if roots.is_beside {
                found.push(content_outside_root::written(tag));
            } else if roots != Roots::exactly(wanted) {
                found.push(missing_root::unsure(tag));
            }
        }
        found
    }

    /// The template that `file` extends in the end.
    fn first_parent(&self, file: &File) -> Option<(usize, &'t [Top])> {
        let mut parent = file.outline.parent.as_ref()?;
        for _ in 0..self.files.len() {
            let index = *self.by_name.get(parent.text.as_str())?;
            let (file, tops) = self.files[index]?;
            match &file.outline.parent {
                Some(next) => parent = next,
                None => return Some((index, tops)),
            }
        }
        None
    }

    /// The block that the part of `file` is.
    fn block(&self, file: &File, top: &Top) -> Option<(String, Span)> {
        let part = top.part?;
        let at = file
            .tags
            .binary_search_by_key(&part, |tag| tag.span.start());
        let tag = &file.tags[at.ok()?];
        match expression::parse(file.source.text(), tag) {
            Statement::Block(name) => Some((name.text.into_owned(), tag.span)),
            _ => None,
        }
    }

    /// Whether the block that a parent of `file` has at its top holds the root there.
    fn replaced(&self, file: &File, block: &str) -> Option<bool> {
        let mut parent = file.outline.parent.as_ref()?;
        for _ in 0..self.files.len() {
            let index = *self.by_name.get(parent.text.as_str())?;
            let (file, tops) = self.files[index]?;
            let text = file.source.text();
            let openings = tops
                .iter()
                .filter(|top| top.part.is_none())
                .flat_map(|top| &top.open);
            for opening in openings.filter(|opening| opening.is_block) {
                let at = file
                    .tags
                    .binary_search_by_key(&opening.tag.start(), |tag| tag.span.start());
                if let Ok(at) = at
                    && let Statement::Block(name) = expression::parse(text, &file.tags[at])
                    && name.text == block
                {
                    return Some(opening.has_root);
                }
            }
            parent = file.outline.parent.as_ref()?;
        }
        None
    }
}
