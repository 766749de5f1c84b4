//! Which templates and components use which, and how often.

use std::collections::HashMap;

use crate::source::Span;

use super::super::load::File;
use super::super::outline::CallKind;
use super::super::scan::{Tag, TagKind};
use super::shape::{Shape, holds};

/// Loops that are met in more ways than this are counted, be they ever so short.
const MOST_WAYS: u64 = 1_000;

/// A template outside of its components, or a component.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) file: usize,
    /// Which of the file's components it is.
    pub(super) component: Option<usize>,
    /// How much of the text is its own, in tags.
    own: u64,
    uses: Vec<Use>,
    /// What rendering it once comes to, in tags, if no loop were gone through.
    pub(super) weight: u64,
    /// Whether it is rendered again and again.
    pub(super) is_repeated: bool,
    /// Whether it comes back to itself.
    pub(super) is_recursive: bool,
    /// Whether others use it.
    is_used: bool,
}

/// A place where a unit uses another.
#[derive(Debug, Clone, Copy)]
struct Use {
    unit: usize,
    at: Span,
    in_loop: bool,
}

/// The units of all files.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) units: Vec<Unit>,
    /// The first unit of each file: the template itself.
    firsts: Vec<usize>,
}

impl Graph {
    pub(super) fn new(files: &[File], shapes: &[Shape<'_>]) -> Self {
        let mut graph = Self::default();
        for (index, (file, shape)) in files.iter().zip(shapes).enumerate() {
            graph.firsts.push(graph.units.len());
            graph.add(index, None, own_weight(file, shape, None));
            for component in 0..shape.components.len() {
                let own = own_weight(file, shape, Some(component));
                graph.add(index, Some(component), own);
            }
        }
        graph.connect(files, shapes);
        let order = graph.weigh();
        graph.repeat(shapes, &order);
        graph
    }

    /// The unit of `file` that `span` belongs to.
    pub(super) fn unit_of(&self, file: usize, shape: &Shape<'_>, span: Span) -> usize {
        self.firsts[file]
            + shape
                .component_at(span)
                .map_or(0, |component| component + 1)
    }

    /// Whether `file` is included or extended, so that the variables of others are there.
    pub(super) fn is_shared(&self, file: usize) -> bool {
        self.units[self.firsts[file]].is_used
    }

    /// What a file comes to, what the heaviest that it uses does, and where it asks for that.
    pub(super) fn heaviest(&self, file: usize) -> (u64, u64, Option<Span>) {
        let unit = &self.units[self.firsts[file]];
        let weight = |used: &&Use| self.units[used.unit].weight;
        match unit.uses.iter().max_by_key(weight) {
            Some(used) => (unit.weight, weight(&used), Some(used.at)),
            None => (unit.weight, 0, None),
        }
    }

    /// What the text at `span` of a unit comes to, each time it is rendered.
    pub(super) fn weight_of(&self, unit: usize, file: &File, span: Span) -> u64 {
        let uses = &self.units[unit].uses;
        let first = uses.partition_point(|used| used.at.start() < span.start());
        let used = uses[first..].iter().take_while(|used| holds(span, used.at));
        let used = used.map(|used| self.units[used.unit].weight);
        used.fold(text_weight(file, span), u64::saturating_add)
    }

    fn add(&mut self, file: usize, component: Option<usize>, own: u64) {
        self.units.push(Unit {
            file,
            component,
            own,
            uses: Vec::new(),
            weight: own,
            is_repeated: false,
            is_recursive: false,
            is_used: false,
        });
    }

    fn connect(&mut self, files: &[File], shapes: &[Shape<'_>]) {
        let mut names: HashMap<(bool, &str), usize> = HashMap::new();
        let mut components: HashMap<(bool, &str), usize> = HashMap::new();
        for (index, (file, shape)) in files.iter().zip(shapes).enumerate() {
            let is_json = file.kind.is_json();
            names.insert((is_json, &file.name), self.firsts[index]);
            for (number, component) in shape.components.iter().enumerate() {
                let unit = self.firsts[index] + 1 + number;
                components.insert((is_json, &component.name), unit);
            }
        }
        for (index, (file, shape)) in files.iter().zip(shapes).enumerate() {
            let is_json = file.kind.is_json();
            let parent = file.outline.parent.iter();
            let parent = parent.filter_map(|link| names.get(&(is_json, link.text.as_str())));
            let parent = parent.copied().next();
            let links = file.outline.links();
            let links = links
                .filter_map(|link| Some((*names.get(&(is_json, link.text.as_str()))?, link.span)));
            let calls = file.outline.calls.iter();
            let calls = calls
                .filter(|call| call.kind == CallKind::Component)
                .filter_map(|call| {
                    let unit = components.get(&(is_json, call.name.text.as_str()))?;
                    Some((*unit, call.name.span))
                });
            let supers = file
                .tags
                .iter()
                .filter(|tag| parent.is_some() && is_super(file.source.text(), tag));
            let supers = supers.filter_map(|tag| Some((parent?, tag.span)));
            let uses: Vec<(usize, Span)> = links.chain(calls).chain(supers).collect();
            for (unit, at) in uses {
                let user = self.unit_of(index, shape, at);
                let in_loop = shape.is_in_loop(at);
                self.units[unit].is_used = true;
                self.units[user].uses.push(Use { unit, at, in_loop });
            }
        }
        for unit in &mut self.units {
            unit.uses.sort_unstable_by_key(|used| used.at);
        }
    }

    /// Adds what each unit uses to its weight, and finds those that come back to themselves;
    /// returns the units in an order in which each stands behind what it uses.
    fn weigh(&mut self) -> Vec<usize> {
        let count = self.units.len();
        let (mut order, mut done) = (Vec::with_capacity(count), vec![false; count]);
        let mut depths: Vec<Option<usize>> = vec![None; count];
        for start in 0..count {
            // Without recursion: a chain may be as long as there are files.
            let mut path: Vec<(usize, usize)> = Vec::new();
            let mut ahead = (!done[start]).then_some(start);
            loop {
                if let Some(unit) = ahead.take() {
                    depths[unit] = Some(path.len());
                    path.push((unit, 0));
                }
                let Some((unit, next)) = path.last_mut() else {
                    break;
                };
                if let Some(used) = self.units[*unit].uses.get(*next) {
                    *next += 1;
                    match depths[used.unit] {
                        _ if done[used.unit] => {}
                        Some(back) => self.come_back(&path[back..]),
                        None => ahead = Some(used.unit),
                    }
                } else {
                    let unit = *unit;
                    self.finish(unit, &done);
                    (done[unit], depths[unit]) = (true, None);
                    order.push(unit);
                    path.pop();
                }
            }
        }
        order
    }

    fn come_back(&mut self, path: &[(usize, usize)]) {
        for &(unit, _) in path {
            self.units[unit].is_recursive = true;
        }
    }

    /// Adds up what `unit` uses, as far as that is known.
    fn finish(&mut self, unit: usize, done: &[bool]) {
        let uses = self.units[unit].uses.iter().filter(|used| done[used.unit]);
        let weights = uses.map(|used| self.units[used.unit].weight);
        self.units[unit].weight = weights.fold(self.units[unit].own, u64::saturating_add);
    }

    /// Finds what is rendered again and again.
    fn repeat(&mut self, shapes: &[Shape<'_>], order: &[usize]) {
        let mut ways = vec![0_u64; self.units.len()];
        let mut ahead: Vec<usize> = Vec::new();
        for &unit in order.iter().rev() {
            let of = &self.units[unit];
            ways[unit] = ways[unit].max(1);
            let shape = &shapes[of.file];
            if of.is_recursive || ways[unit].saturating_mul(shape.loops.len() as u64) > MOST_WAYS {
                ahead.push(unit);
            }
            for used in &of.uses {
                ways[used.unit] = ways[used.unit].saturating_add(ways[unit]);
                if used.in_loop {
                    ahead.push(used.unit);
                }
            }
        }
        while let Some(unit) = ahead.pop() {
            if !self.units[unit].is_repeated {
                self.units[unit].is_repeated = true;
                ahead.extend(self.units[unit].uses.iter().map(|used| used.unit));
            }
        }
    }
}

/// How many templates include or extend each other in a row from each file on, and the first
/// link of the longest row; beyond `most` it is not looked further.
pub(super) fn depths(files: &[File], most: usize) -> Vec<(usize, Span)> {
    let names: HashMap<(bool, &str), usize> = files
        .iter()
        .enumerate()
        .map(|(index, file)| ((file.kind.is_json(), file.name.as_str()), index))
        .collect();
    let links = |file: &File| -> Vec<(usize, Span)> {
        let links = file.outline.links();
        let linked = links.filter_map(|link| {
            let index = names.get(&(file.kind.is_json(), link.text.as_str()))?;
            Some((*index, link.span))
        });
        linked.collect()
    };
    let links: Vec<Vec<(usize, Span)>> = files.iter().map(links).collect();
    let mut depths: Vec<(usize, Span)> = vec![(1, Span::at(0)); files.len()];
    // Each round finds longer rows.
    for _ in 0..=most {
        let mut changed = false;
        for (index, links) in links.iter().enumerate() {
            for &(linked, at) in links {
                let depth = depths[linked].0 + 1;
                if depth > depths[index].0 {
                    depths[index] = (depth, at);
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    depths
}

fn is_super(text: &str, tag: &Tag) -> bool {
    tag.kind == TagKind::Value && text[tag.inner.range()].contains("super")
}

/// What of `file` is the unit's own, in tags.
fn own_weight(file: &File, shape: &Shape<'_>, component: Option<usize>) -> u64 {
    match component {
        Some(component) => text_weight(file, shape.components[component].body),
        None => text_weight(file, Span::new(0, file.source.text().len())),
    }
}

/// What the text at `span` comes to: a tag is one and more if it is long, other text is written
/// quickly.
fn text_weight(file: &File, span: Span) -> u64 {
    let first = file
        .tags
        .partition_point(|tag| tag.span.start() < span.start());
    let tags = file.tags[first..]
        .iter()
        .take_while(|tag| tag.span.end() <= span.end());
    let tags: usize = tags.map(|tag| 1 + tag.inner.len() / 32).sum();
    (tags + span.len() / 256) as u64
}
