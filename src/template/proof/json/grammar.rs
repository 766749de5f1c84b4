//! Whether a JSON template writes JSON, whichever way its statements go.
//!
//! What may come next is kept as a set, because a loop that may be empty leaves `[` or an entry
//! behind it. Commas that hang on `loop.first` or `loop.last` are understood.

use std::collections::HashMap;

use crate::check::Diagnostic;
use crate::check::rules::{invalid_json, unbalanced_block, unproven_markup};
use crate::source::Span;

use super::super::super::expression::{Expression, Node as Value, Operator};
use super::tree::{Branch, Node, Tree};

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Next(u8);

impl Next {
    /// Nothing: this place is never reached.
    const NEVER: Self = Self(0);
    const VALUE: Self = Self(1);
    /// A value or `]`.
    const FIRST_ITEM: Self = Self(2);
    /// A comma, or the end of what is open.
    const AFTER: Self = Self(4);
    /// A key or `}`.
    const FIRST_KEY: Self = Self(8);
    const KEY: Self = Self(16);
    const COLON: Self = Self(32);
    const IN_KEY: Self = Self(64);
    const IN_VALUE: Self = Self(128);

    const ITEM: Self = Self(1 | 2);
    const ANY_KEY: Self = Self(8 | 16);
    const IN_STRING: Self = Self(64 | 128);

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    fn is_never(self) -> bool {
        self.0 == 0
    }

    fn is_string(self) -> bool {
        self.0 & Self::IN_STRING.0 != 0
    }
}

/// A template of the folder.
pub(super) struct Template<'t> {
    pub(super) text: &'t str,
    pub(super) tree: Tree<'t>,
    pub(super) parent: Option<usize>,
}

/// All JSON templates of the folder.
pub(super) struct Folder<'t> {
    pub(super) templates: Vec<Option<Template<'t>>>,
    pub(super) by_name: HashMap<&'t str, usize>,
    /// Each component's file, and its place among those of the file.
    pub(super) components: HashMap<&'t str, (usize, usize)>,
}

/// More bytes than these, counted on all ways, are not read.
const MOST_WORK: usize = 2 * 1024 * 1024;
/// Loops inside of more loops than this are read without regard to `loop.last`.
const MOST_LOOPS: usize = 3;
/// Includes and components inside of each other.
const MOST_DEEP: usize = 12;

/// What is found in the template `index`, unless it is a part of others, and which tags of which
/// templates stand in strings.
pub(super) fn check(
    folder: &Folder<'_>,
    index: usize,
    is_whole: bool,
) -> (Vec<Diagnostic>, Vec<(usize, Span)>) {
    let mut in_strings = components(folder, index);
    if !is_whole {
        return (Vec::new(), in_strings);
    }
    let mut machine = Machine::new(folder, index, Next::VALUE);
    let mut chain = vec![index];
    let mut first = index;
    while let Some(template) = &folder.templates[first]
        && let Some(parent) = template.parent
        && chain.len() <= folder.templates.len()
    {
        chain.push(parent);
        first = parent;
    }
    if let Some(template) = &folder.templates[first] {
        machine.chain = chain;
        machine.at = (first != index).then(|| Span::at(0));
        machine.file = first;
        machine.run(&template.tree.nodes);
        machine.at = None;
    }
    in_strings.append(&mut machine.in_strings);
    (machine.finish(index), in_strings)
}

/// The tags that stand in strings in the components of the template `index`: all of a component's
/// that is no value by itself.
fn components(folder: &Folder<'_>, index: usize) -> Vec<(usize, Span)> {
    let Some(template) = &folder.templates[index] else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (_, body) in &template.tree.components {
        let mut machine = Machine::new(folder, index, Next::VALUE);
        machine.run(body);
        let is_value = machine.is_whole() && machine.wrong.is_none();
        if !is_value {
            machine = Machine::new(folder, index, Next::IN_VALUE);
            machine.run(body);
        }
        found.append(&mut machine.in_strings);
    }
    found
}

struct Machine<'a, 't> {
    folder: &'a Folder<'t>,
    /// The template whose text is read.
    file: usize,
    /// The template, its parent, and so on.
    chain: Vec<usize>,
    /// Where to tell what is found in another file.
    at: Option<Span>,
    next: Next,
    open: Vec<(u8, Span)>,
    loops: Vec<Loop>,
    work: usize,
    depth: usize,
    /// The first thing that is wrong; what follows it is a guess.
    wrong: Option<Diagnostic>,
    doubts: Vec<Diagnostic>,
    /// The tags that stand in strings, and their files.
    in_strings: Vec<(usize, Span)>,
}

/// A round of a loop.
#[derive(Debug, Clone, Copy)]
struct Loop {
    first: Option<bool>,
    last: Option<bool>,
    broken: Next,
    continued: Next,
}

impl<'a, 't> Machine<'a, 't> {
    fn new(folder: &'a Folder<'t>, file: usize, next: Next) -> Self {
        Self {
            folder,
            file,
            chain: vec![file],
            at: None,
            next,
            open: Vec::new(),
            loops: Vec::new(),
            work: 0,
            depth: 0,
            wrong: None,
            doubts: Vec::new(),
            in_strings: Vec::new(),
        }
    }

    fn finish(mut self, index: usize) -> Vec<Diagnostic> {
        let end = self.folder.templates[index]
            .as_ref()
            .map_or(0, |template| template.text.trim_end().len());
        if self.work > MOST_WORK {
            self.wrong(unproven_markup::entangled());
        } else if !self.is_whole() && !self.next.is_never() {
            let end = Span::at(end);
            let is_sure = self.next.and(Next::AFTER).is_never() || !self.open.is_empty();
            self.wrong(if is_sure {
                invalid_json::ends_early(end)
            } else {
                unproven_markup::comma(end)
            });
        }
        self.doubts.sort_by_key(|doubt| doubt.span);
        self.doubts.dedup_by_key(|doubt| doubt.span);
        self.doubts.extend(self.wrong);
        self.doubts
    }

    fn is_whole(&self) -> bool {
        self.next == Next::AFTER && self.open.is_empty()
    }

    fn wrong(&mut self, finding: Diagnostic) {
        if self.wrong.is_none() {
            let span = self.at.unwrap_or(finding.span);
            self.wrong = Some(Diagnostic { span, ..finding });
        }
    }

    fn text(&self) -> &'t str {
        self.folder.templates[self.file]
            .as_ref()
            .map_or("", |template| template.text)
    }

    fn run(&mut self, nodes: &'a [Node<'t>]) {
        for node in nodes {
            if self.wrong.is_some() || self.work > MOST_WORK {
                return;
            }
            if self.next.is_string()
                && let Node::Hole(_, tag)
                | Node::Call(_, tag)
                | Node::Include(_, tag)
                | Node::Block(_, _, tag)
                | Node::Apart(tag) = node
            {
                self.in_strings.push((self.file, *tag));
            }
            match node {
                Node::Text(span) => self.literal(&self.text()[span.range()], *span, true),
                Node::Hole(value, span) => self.hole(value, *span),
                Node::Call(name, span) => self.component(name, *span),
                Node::Include(name, span) => self.include(name, *span),
                Node::Block(name, body, _) => self.block(name, body),
                Node::Choice(branches) => self.choice(branches),
                Node::Loop { tag, body, none } => self.repeat(*tag, body, none.as_deref()),
                Node::Jump { is_break } => self.jump(*is_break),
                Node::Apart(span) if self.next.is_string() => {
                    // What a filter makes of a piece of a string is text.
                    self.work += span.len();
                }
                Node::Apart(span) => self.doubtful(*span),
            }
        }
    }

    /// Text that the author wrote, at `span` or, if not `placed`, in a tag there.
    fn literal(&mut self, text: &str, span: Span, placed: bool) {
        self.work += text.len() + 1;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() && self.wrong.is_none() {
            let place = if placed {
                Span::new(span.start() + at, span.start() + at + 1)
            } else {
                span
            };
            if self.next.is_never() {
                return;
            }
            if self.next.is_string() {
                at = self.in_string(bytes, at, place);
                continue;
            }
            let byte = bytes[at];
            at += 1;
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => {}
                b'{' | b'[' => self.opening(byte, place),
                b'}' | b']' => self.closing(byte, place),
                b',' => {
                    let next = match self.open.last() {
                        Some((b'{', _)) => Next::KEY,
                        Some(_) => Next::VALUE,
                        None => return self.wrong(invalid_json::unexpected(place, ",")),
                    };
                    self.take(Next::AFTER, next, place, ",");
                }
                b':' => self.take(Next::COLON, Next::VALUE, place, ":"),
                b'"' => {
                    let key = self.next.and(Next::ANY_KEY);
                    let next = if key.is_never() {
                        Next::IN_VALUE
                    } else {
                        Next::IN_KEY
                    };
                    self.take(Next::ITEM.or(Next::ANY_KEY), next, place, "\"");
                }
                _ => at = self.scalar(bytes, at - 1, place),
            }
        }
    }

    fn in_string(&mut self, bytes: &[u8], at: usize, place: Span) -> usize {
        match bytes[at] {
            b'"' => {
                self.next = if self.next == Next::IN_KEY {
                    Next::COLON
                } else {
                    Next::AFTER
                };
                at + 1
            }
            b'\\' => {
                let len = match bytes.get(at + 1) {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
                    Some(b'u')
                        if bytes
                            .get(at + 2..at + 6)
                            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) =>
                    {
                        6
                    }
                    _ => {
                        self.wrong(invalid_json::unexpected(place, "\\"));
                        1
                    }
                };
                at + len
            }
            byte if byte < b' ' => {
                self.wrong(invalid_json::unexpected(place, "a line break in a string"));
                at + 1
            }
            _ => at + 1,
        }
    }

    /// A number, `true`, `false` or `null`.
    fn scalar(&mut self, bytes: &[u8], at: usize, place: Span) -> usize {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let len = bytes[at..].iter().take_while(|byte| is_part(byte)).count();
        let written = std::str::from_utf8(&bytes[at..at + len]).unwrap_or_default();
        if len == 0 {
            // In a tag the place is the whole tag.
            let place = if place.len() == 1 {
                Span::new(place.start(), place.start() + length(bytes, at))
            } else {
                place
            };
            self.wrong(invalid_json::unexpected(place, "what stands here"));
            return bytes.len();
        }
        if serde_json::from_str::<serde_json::Value>(written).is_err() {
            self.wrong(invalid_json::unexpected(place, "what stands here"));
            return bytes.len();
        }
        self.take(Next::ITEM, Next::AFTER, place, written);
        at + len
    }

    /// Something that may stand where `allowed` is next.
    fn take(&mut self, allowed: Next, next: Next, at: Span, what: &str) {
        let fits = self.next.and(allowed);
        if self.next.is_never() {
            return;
        }
        if fits.is_never() {
            self.wrong(invalid_json::unexpected(at, what));
        } else if fits != self.next {
            self.wrong(unproven_markup::comma(at));
        }
        self.next = next;
    }

    fn opening(&mut self, byte: u8, at: Span) {
        let (next, what) = match byte {
            b'{' => (Next::FIRST_KEY, "{"),
            _ => (Next::FIRST_ITEM, "["),
        };
        self.take(Next::ITEM, next, at, what);
        self.open.push((byte, at));
    }

    fn closing(&mut self, byte: u8, at: Span) {
        let (open, first, what) = match byte {
            b'}' => (b'{', Next::FIRST_KEY, "}"),
            _ => (b'[', Next::FIRST_ITEM, "]"),
        };
        if self.open.pop().is_none_or(|(byte, _)| byte != open) {
            return self.wrong(invalid_json::unexpected(at, what));
        }
        self.take(Next::AFTER.or(first), Next::AFTER, at, what);
    }

    fn hole(&mut self, value: &Expression<'t>, span: Span) {
        if self.next.is_string() || self.next.is_never() {
            return;
        }
        match &value.node {
            Value::Number(_)
            | Value::Bool(_)
            | Value::Not(_)
            | Value::Minus(_)
            | Value::Test { .. } => self.number(span),
            Value::Binary { operator, .. } => match operator {
                Operator::In | Operator::Equality | Operator::Order | Operator::Math => {
                    self.number(span);
                }
                Operator::Or | Operator::And | Operator::Concat => self.doubtful(span),
            },
            Value::Filter { call, .. } => match &*call.name.text {
                "abs" | "int" | "length" | "round" | "wordcount" => self.number(span),
                _ => self.doubtful(span),
            },
            Value::Text(text) if !text.contains(['"', '\\']) => self.literal(text, span, false),
            Value::Ternary {
                condition,
                then,
                otherwise,
            } => {
                let known = self.holds(&self.text()[condition.span.range()]);
                let entry = self.next;
                let mut exit = Next::NEVER;
                for (side, value) in [(true, then), (false, otherwise)] {
                    if known.is_none_or(|known| known == side) {
                        self.next = entry;
                        self.hole(value, span);
                        exit = exit.or(self.next);
                    }
                }
                self.next = exit;
            }
            Value::Component(component) => {
                let name = &self.text()[component.name.span.range()];
                self.component(name, span);
            }
            _ => self.doubtful(span),
        }
    }

    fn number(&mut self, span: Span) {
        self.take(Next::ITEM, Next::AFTER, span, "a value");
    }

    /// A hole outside of strings that only some data make JSON.
    fn doubtful(&mut self, span: Span) {
        if self.at.is_none() {
            self.doubts.push(unproven_markup::bare(self.text(), span));
        } else {
            self.wrong(unproven_markup::bare(self.text(), span));
        }
        self.number(span);
    }

    /// A component; outside of strings it has to write one value.
    fn component(&mut self, name: &str, span: Span) {
        if self.next.is_string() || self.next.is_never() {
            return;
        }
        if !self.writes_value(name) {
            self.doubtful(span);
        } else {
            self.number(span);
        }
    }

    fn writes_value(&self, name: &str) -> bool {
        let folder = self.folder;
        let found = folder.components.get(name).and_then(|&(file, index)| {
            let template = folder.templates[file].as_ref()?;
            Some((file, &template.tree.components.get(index)?.1))
        });
        let Some((file, body)) = found else {
            return false;
        };
        if self.depth >= MOST_DEEP {
            return false;
        }
        let mut machine = Machine::new(self.folder, file, Next::VALUE);
        machine.depth = self.depth + 1;
        machine.work = self.work;
        machine.run(body);
        machine.is_whole() && machine.wrong.is_none() && machine.doubts.is_empty()
    }

    fn include(&mut self, name: &str, span: Span) {
        let folder = self.folder;
        let file = folder.by_name.get(name).copied();
        let template = file.and_then(|file| Some((file, folder.templates[file].as_ref()?)));
        let Some((file, template)) = template else {
            return;
        };
        if self.depth >= MOST_DEEP || template.parent.is_some() {
            return self.wrong(unproven_markup::entangled());
        }
        let (outer, at) = (self.file, self.at);
        self.file = file;
        self.at = at.or(Some(span));
        self.depth += 1;
        self.run(&template.tree.nodes);
        self.depth -= 1;
        self.file = outer;
        self.at = at;
    }

    fn block(&mut self, name: &str, body: &'a [Node<'t>]) {
        let folder = self.folder;
        for &file in &self.chain {
            if let Some(template) = &folder.templates[file]
                && file != self.file
                && !name.is_empty()
                && let Some(body) = find_block(&template.tree.nodes, name)
            {
                let (outer, at) = (self.file, self.at);
                self.file = file;
                self.at = if Some(&file) == self.chain.first() {
                    None
                } else {
                    Some(Span::at(0))
                };
                self.run(body);
                self.file = outer;
                self.at = at;
                return;
            }
        }
        self.run(body);
    }

    fn choice(&mut self, branches: &'a [Branch<'t>]) {
        let entry = self.next;
        let depth = self.open.clone();
        let mut exit = None;
        let mut is_certain = false;
        for branch in branches {
            let known = match branch.condition {
                Some(condition) => self.holds(condition),
                None => Some(true),
            };
            if known == Some(false) {
                continue;
            }
            self.next = entry;
            self.run(&branch.body);
            self.balance(&depth, branch.tag);
            exit = Some(self.both(exit, self.next, branch.tag));
            if known == Some(true) {
                is_certain = true;
                break;
            }
        }
        self.next = match (exit, branches.first()) {
            (Some(exit), _) if is_certain => exit,
            (exit, Some(first)) => self.both(exit, entry, first.tag),
            (_, None) => entry,
        };
    }

    /// What may come next behind two ways.
    fn both(&mut self, one: Option<Next>, other: Next, tag: Span) -> Next {
        let Some(one) = one.filter(|one| !one.is_never()) else {
            return other;
        };
        if !other.is_never() && one.is_string() != other.is_string() {
            self.wrong(unbalanced_block::quote(tag));
            return one;
        }
        one.or(other)
    }

    /// Whether the same is open as before the statement at `tag`.
    fn balance(&mut self, before: &[(u8, Span)], tag: Span) {
        let is_same = |(one, other): (&(u8, Span), &(u8, Span))| one == other;
        let same = self
            .open
            .iter()
            .zip(before)
            .take_while(|pair| is_same(*pair))
            .count();
        if !self.next.is_never() && (same < self.open.len() || same < before.len()) {
            let left = self.open.get(same).map(|(_, at)| *at);
            let at = self.at.is_none().then_some(left).flatten();
            self.wrong(unbalanced_block::bracket(tag, at));
        }
        self.open = before.to_vec();
    }

    fn repeat(&mut self, tag: Span, body: &'a [Node<'t>], none: Option<&'a [Node<'t>]>) {
        let entry = self.next;
        let mut all = Round {
            tag,
            body,
            broken: Next::NEVER,
        };
        let exit = if self.loops.len() < MOST_LOOPS {
            let single = self.round(&mut all, entry, Some(true), Some(true));
            let first = self.round(&mut all, entry, Some(true), Some(false));
            let middle = self.rounds(&mut all, first, Some(false), Some(false));
            let last = self.round(&mut all, middle, Some(false), Some(true));
            self.both(Some(single), last, tag)
        } else {
            self.rounds(&mut all, entry, None, None)
        };
        let exit = self.both(Some(exit), all.broken, tag);
        self.next = entry;
        if let Some(none) = none {
            let depth = self.open.clone();
            self.run(none);
            self.balance(&depth, tag);
        }
        self.next = self.both(Some(exit), self.next, tag);
    }

    /// Rounds until nothing new may come next.
    fn rounds(
        &mut self,
        all: &mut Round<'a, 't>,
        mut entry: Next,
        first: Option<bool>,
        last: Option<bool>,
    ) -> Next {
        // A set of eight has grown whole by then.
        for _ in 0..8 {
            let exit = self.round(all, entry, first, last);
            let more = self.both(Some(entry), exit, all.tag);
            if more == entry {
                break;
            }
            entry = more;
        }
        entry
    }

    fn round(
        &mut self,
        all: &mut Round<'a, 't>,
        entry: Next,
        first: Option<bool>,
        last: Option<bool>,
    ) -> Next {
        if entry.is_never() {
            return entry;
        }
        let depth = self.open.clone();
        self.next = entry;
        self.loops.push(Loop {
            first,
            last,
            broken: Next::NEVER,
            continued: Next::NEVER,
        });
        self.run(all.body);
        self.balance(&depth, all.tag);
        let Some(done) = self.loops.pop() else {
            return self.next;
        };
        all.broken = self.both(Some(all.broken), done.broken, all.tag);
        self.both(Some(self.next), done.continued, all.tag)
    }

    fn jump(&mut self, is_break: bool) {
        let next = self.next;
        if let Some(round) = self.loops.last_mut() {
            if is_break {
                round.broken = round.broken.or(next);
            } else {
                round.continued = round.continued.or(next);
            }
        }
        self.next = Next::NEVER;
    }

    /// Whether a condition holds, if only the round of the loop decides it.
    fn holds(&self, condition: &str) -> Option<bool> {
        let round = self.loops.last()?;
        let words: Vec<&str> = condition.split_whitespace().collect();
        match words.join(" ").as_str() {
            "loop.first" | "loop.index == 1" | "loop.index0 == 0" => round.first,
            "not loop.first" | "loop.index > 1" | "loop.index0 > 0" | "loop.index != 1"
            | "loop.index0 != 0" => round.first.map(|first| !first),
            "loop.last" => round.last,
            "not loop.last" => round.last.map(|last| !last),
            _ => None,
        }
    }
}

/// How long the character is that stands at `at`.
fn length(bytes: &[u8], at: usize) -> usize {
    let rest = bytes[at + 1..].iter();
    1 + rest.take_while(|byte| **byte & 0xC0 == 0x80).count()
}

/// The rounds of one loop.
struct Round<'a, 't> {
    tag: Span,
    body: &'a [Node<'t>],
    /// What may come next where it is left early.
    broken: Next,
}

fn find_block<'a, 't>(nodes: &'a [Node<'t>], name: &str) -> Option<&'a [Node<'t>]> {
    nodes.iter().find_map(|node| match node {
        Node::Block(other, body, _) if *other == name => Some(body.as_slice()),
        Node::Block(_, body, _) => find_block(body, name),
        _ => None,
    })
}
