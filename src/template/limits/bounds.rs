//! Calls that count, set into the text that Tera is given.
//!
//! Tera lets nobody look on while it renders. What may take long or grow large is therefore found
//! beforehand, and only there filters are added that look at the value in passing: at the lists
//! of loops in loops, at variables that are made of the template's own, at what expressions in
//! loops go through, in components that call themselves. Most templates get none.

use crate::source::Span;

use super::super::expression::Node;
use super::super::load::{File, Statements};
use super::super::scan::Tag;
use super::budget;
use super::graph::Graph;
use super::shape::{Loop, Set, Shape, holds, makes};
use super::work;

/// How many steps a call of a component takes for each tag in it: it costs more than an item.
const CALL: u64 = 16;
/// Loops that weigh more than this are counted, be they ever so short.
const HEAVY: u64 = 64;
/// What is set in before a value that goes through a filter.
const OPEN: &str = "(";

/// A text with something set into it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bounds {
    /// In order.
    inserts: Vec<Insert>,
    /// What goes through a filter, and where that is set in.
    wrapped: Vec<(usize, Span)>,
    /// Where a component begins that calls itself.
    pub(crate) recursion: Option<Span>,
}

/// Something that is set into a text.
#[derive(Debug, Clone)]
struct Insert {
    /// Before which byte.
    at: usize,
    /// Whether it is there for the tag that begins there, rather than for what ends there.
    is_before: bool,
    text: String,
}

impl Insert {
    fn new(at: usize, text: impl Into<String>) -> Self {
        Self {
            at,
            is_before: false,
            text: text.into(),
        }
    }

    fn order(&self) -> (usize, bool) {
        (self.at, self.is_before)
    }
}

/// Something that a template writes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Written {
    /// A value, without the braces around it.
    Value(Span),
    /// All from the beginning of a tag to the end of a tag.
    Part(Span),
}

impl Bounds {
    /// `text` with all that is set into it.
    pub(crate) fn whole(&self, text: &str) -> String {
        self.text(text, Span::new(0, text.len()))
    }

    /// The part of `text` at `span`, which is a tag, with what is set into it and around it.
    pub(crate) fn text(&self, text: &str, span: Span) -> String {
        let mut out = String::with_capacity(span.len());
        let mut at = span.start();
        let first = self
            .inserts
            .partition_point(|insert| insert.order() < (at, true));
        for insert in &self.inserts[first..] {
            if insert.order() >= (span.end(), true) {
                break;
            }
            out.push_str(&text[at..insert.at]);
            out.push_str(&insert.text);
            at = insert.at;
        }
        out.push_str(&text[at..span.end()]);
        out
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.inserts.is_empty()
    }

    /// Where in the author's text a byte of the whole text with its insertions stands.
    pub(crate) fn original(&self, offset: usize) -> usize {
        let mut added = 0;
        for Insert { at, text, .. } in &self.inserts {
            if offset <= at + added {
                break;
            }
            if offset < at + added + text.len() {
                return *at;
            }
            added += text.len();
        }
        offset - added
    }

    /// The same for a span; what is said of something set in is meant for what it looks at.
    pub(crate) fn span(&self, span: Span) -> Span {
        let start = self.original(span.start());
        let end = self.original(span.end()).max(start);
        let looked_at = self.wrapped.iter().find(|(behind, _)| *behind == end);
        match looked_at {
            Some((_, wrapped)) if start == end => *wrapped,
            _ => Span::new(start, end),
        }
    }

    /// Has all that is `written` go through `filter` at last.
    pub(crate) fn write_through(&mut self, text: &str, written: &[Written], filter: &str) {
        let mut opens = Vec::with_capacity(self.inserts.len() + 2 * written.len());
        let mut closes = Vec::with_capacity(written.len());
        for written in written {
            let span = match written {
                Written::Value(span) => {
                    opens.push(Insert::new(span.start(), OPEN));
                    closes.push(Insert::new(span.end(), format!(") | {filter}")));
                    span
                }
                Written::Part(span) => {
                    let (open, close) = section(&text[span.range()], filter);
                    opens.push(Insert {
                        is_before: true,
                        ..Insert::new(span.start(), open)
                    });
                    closes.push(Insert::new(span.end(), close));
                    span
                }
            };
            self.wrapped.push((span.end(), *span));
        }
        opens.append(&mut self.inserts);
        opens.append(&mut closes);
        opens.sort_by_key(Insert::order);
        self.inserts = opens;
    }

    /// Has what stands at `span` go through a filter.
    fn wrap(&mut self, text: &str, span: Span, filter: &str) {
        let value = span;
        let span = with_parentheses(text, span);
        self.wrapped.push((span.end(), value));
        self.inserts.push(Insert::new(span.start(), OPEN));
        self.inserts
            .push(Insert::new(span.end(), format!(") | {filter}")));
    }
}

/// What stands in the braces of a component's argument: `{value}` or `{...value}`.
pub(super) fn without_braces(text: &str, span: Span) -> Span {
    let inside = &text[span.range()];
    let value = inside.trim_start_matches('{').trim_start();
    let value = value.trim_start_matches('.').trim_start();
    let start = span.end() - value.len();
    Span::new(start, start + value.trim_end_matches('}').trim_end().len())
}

/// `span` with the parentheses around it.
fn with_parentheses(text: &str, span: Span) -> Span {
    let blank = |c: char| c.is_ascii_whitespace();
    let before = text[..span.start()].trim_end_matches(|c| blank(c) || c == '(');
    let behind = text[span.end()..].trim_start_matches(|c| blank(c) || c == ')');
    let (start, end) = (before.len(), text.len() - behind.len());
    let (leading, trailing) = (
        text[start..].trim_start_matches(blank),
        text[..end].trim_end_matches(blank),
    );
    Span::new(text.len() - leading.len(), trailing.len())
}

/// What is set into the texts of `files`.
pub(super) fn bounds(
    files: &[File],
    statements: &[Statements<'_>],
    shapes: &[Shape<'_>],
    graph: &Graph,
) -> Vec<Bounds> {
    let each = files.iter().zip(statements).zip(shapes).enumerate();
    let mut all: Vec<Bounds> = each
        .map(|(index, ((file, statements), shape))| {
            let mut bounds = Bounds::default();
            bound_loops(&mut bounds, index, file, shape, graph);
            bound_values(&mut bounds, file, shape, graph.is_shared(index));
            bound_work(&mut bounds, index, (file, statements), shape, graph);
            bounds
        })
        .collect();
    for unit in graph.units.iter().filter(|unit| unit.is_recursive) {
        if let Some(component) = unit.component {
            let tag = shapes[unit.file].components[component].tag;
            let text = files[unit.file].source.text();
            let step = step(text, &tag, unit.weight.saturating_mul(CALL));
            all[unit.file]
                .inserts
                .push(Insert::new(tag.span.end(), step));
            all[unit.file].recursion.get_or_insert(tag.inner);
        }
    }
    for bounds in &mut all {
        // Those at one place stay in the order in which they were found.
        bounds.inserts.sort_by_key(Insert::order);
    }
    all
}

fn bound_loops(bounds: &mut Bounds, index: usize, file: &File, shape: &Shape<'_>, graph: &Graph) {
    let text = file.source.text();
    for one in &shape.loops {
        let unit = graph.unit_of(index, shape, one.body);
        if shape.grows(&one.list) {
            bounds.wrap(text, one.list.span, budget::SIZE);
        }
        let weight = graph.weight_of(unit, file, one.body).saturating_add(1);
        if weight > HEAVY || !is_short(shape, one, graph.units[unit].is_repeated) {
            bounds.wrap(text, one.list.span, &budget::counter(weight));
        }
    }
}

fn bound_values(bounds: &mut Bounds, file: &File, shape: &Shape<'_>, is_shared: bool) {
    let text = file.source.text();
    for set in &shape.sets {
        match &set.value {
            Some(value) if shape.grows(value) || (is_shared && makes(value)) => {
                bounds.wrap(text, value.span, budget::SIZE);
            }
            None if is_shared || may_grow(file, shape, set) => {
                let filter = format!(" | {} ", budget::SIZE);
                bounds
                    .inserts
                    .push(Insert::new(set.tag.inner.end(), filter));
            }
            _ => {}
        }
    }
    for value in shape.arguments.iter().filter(|value| shape.grows(value)) {
        bounds.wrap(text, without_braces(text, value.span), budget::SIZE);
    }
    for hole in shape.holes.iter().filter(|hole| hole.is_captured) {
        if !matches!(hole.value.node, Node::Component(_)) && shape.reads_own(&hole.value) {
            bounds.wrap(text, hole.value.span, budget::SIZE);
        }
    }
}

fn bound_work(
    bounds: &mut Bounds,
    index: usize,
    file: (&File, &Statements<'_>),
    shape: &Shape<'_>,
    graph: &Graph,
) {
    let is_repeated = |span| graph.units[graph.unit_of(index, shape, span)].is_repeated;
    let is_shared = graph.is_shared(index);
    let is_linear = |one: &Loop<'_>| {
        !is_shared && is_short(shape, one, is_repeated(one.body)) && shape.is_data(one)
    };
    let charges = work::charges(file, shape, is_repeated, is_linear);
    let around = std::mem::take(&mut bounds.inserts);
    let (opens, closes): (Vec<_>, Vec<_>) =
        around.into_iter().partition(|insert| insert.text == OPEN);
    let charged = |charges: Vec<(usize, String)>| {
        let inserts = charges.into_iter();
        inserts.map(|(at, text)| Insert::new(at, text)).collect()
    };
    let (inner_opens, inner_closes) = (charged(charges.opens), charged(charges.closes));
    // What is set around a whole value stands around what is set in it.
    let all = [opens, inner_opens, inner_closes, closes];
    bounds.inserts.extend(all.into_iter().flatten());
    bounds.wrapped.extend(charges.charged);
}

/// Whether a loop goes over data once, or over parts of what such a loop goes over.
fn is_short(shape: &Shape<'_>, one: &Loop<'_>, is_repeated: bool) -> bool {
    if is_repeated || one.is_captured {
        return false;
    }
    match one.around {
        None => true,
        Some(around) => shape.is_branch(one) && is_short(shape, &shape.loops[around], false),
    }
}

/// Whether a `set` block may hold more than what the template says and the data hold.
fn may_grow(file: &File, shape: &Shape<'_>, set: &Set<'_>) -> bool {
    let inside = |at: Span| holds(set.body, at);
    let first = shape
        .holes
        .partition_point(|hole| hole.span.start() < set.body.start());
    let mut holes = shape.holes[first..]
        .iter()
        .take_while(|hole| inside(hole.span));
    // What is included sees the variables, too.
    let links = &file.outline.includes;
    let link = links.get(links.partition_point(|link| link.span.start() < set.body.start()));
    link.is_some_and(|link| inside(link.span))
        || holes.any(|hole| {
            matches!(hole.value.node, Node::Component(_)) || shape.reads_own(&hole.value)
        })
}

/// The tags of a section that has `part` go through `filter`, and trims as that does.
fn section(part: &str, filter: &str) -> (String, String) {
    let trims = |does: bool| if does { "-" } else { "" };
    let before = trims(part.as_bytes().get(2) == Some(&b'-'));
    let behind = trims(part.trim_end_matches(['%', '}']).ends_with('-'));
    (
        format!("{{%{before} filter {filter} %}}"),
        format!("{{% endfilter {behind}%}}"),
    )
}

/// A call that counts, behind `tag`, which trims what follows as before.
fn step(text: &str, tag: &Tag, weight: u64) -> String {
    let trims = text[tag.inner.end()..tag.span.end()].starts_with('-');
    let end = if trims { "-}}" } else { "}}" };
    format!(
        "{{{{ {}(n={}) {end}",
        budget::STEP,
        weight.min(i64::MAX as u64)
    )
}
