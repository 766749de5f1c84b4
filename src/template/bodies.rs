//! The bodies of a template's statements, and which of them are written together.
//!
//! A masked template shows the branches of an `if` one behind the other, though only one of them
//! is ever written. To judge the structure of a template, its branches are therefore read as two
//! documents: with the first and with the last branch of everything. What is wrong in both is
//! wrong whatever the data say.

use crate::source::Span;

use super::scan::{self, Tag, TagKind};

/// The bodies of a template.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    /// In the order in which they begin.
    bodies: Vec<Body>,
    groups: Vec<Group>,
    len: usize,
}

#[derive(Debug)]
struct Body {
    /// What stands between its tags.
    span: Span,
    group: usize,
    /// The body around it.
    parent: Option<usize>,
}

/// The bodies of one statement, of which one is written.
#[derive(Debug)]
struct Group {
    kind: GroupKind,
    bodies: Vec<usize>,
    /// Whether none of them may be written.
    optional: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GroupKind {
    /// Written where it stands: `if`, `for`, `filter`.
    Flow,
    Block,
    /// Written where it is called.
    Component,
    /// Written elsewhere: what is given to a component, a `set` block.
    Apart,
}

/// A stretch of a template that is judged by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part(Option<usize>);

impl Part {
    /// The template outside of its apart bodies.
    pub(crate) const MAIN: Self = Self(None);
}

struct Open<'t> {
    keyword: &'t str,
    tag: Span,
    group: usize,
    body: usize,
}

impl Bodies {
    /// Reads the statements of `text`.
    pub(crate) fn new(text: &str, tags: &[Tag]) -> Self {
        Reader::read(text, tags).bodies
    }

    /// The stretches that are judged by themselves; those of a template that extends another are
    /// its blocks.
    pub(crate) fn parts(&self, extends: bool) -> Vec<Part> {
        let main = (!extends).then_some(Part::MAIN);
        let apart = (0..self.bodies.len()).filter(|&body| self.is_apart(body, extends));
        main.into_iter()
            .chain(apart.map(|body| Part(Some(body))))
            .collect()
    }

    /// The bodies whose branch is to be taken by force for every piece of `part` to be read once;
    /// the first is the part itself.
    pub(crate) fn choices(&self, part: Part, extends: bool) -> Vec<Part> {
        let inside = (0..self.bodies.len()).filter(|&body| {
            Some(body) != part.0
                && !self.is_apart(body, extends)
                && self.part_of(body, extends) == part
        });
        std::iter::once(part)
            .chain(inside.map(|body| Part(Some(body))))
            .collect()
    }

    /// What is not written when `choice` is, ordered and apart; of all other branches the last is
    /// written, or the first.
    pub(crate) fn blanks(&self, part: Part, choice: Part, last: bool, extends: bool) -> Vec<Span> {
        let mut blanks: Vec<Span> = Vec::new();
        let end = match part.0 {
            Some(body) => {
                let span = self.bodies[body].span;
                push(&mut blanks, Span::new(0, span.start()));
                span.end()
            }
            None => self.len,
        };
        for (index, body) in self.bodies.iter().enumerate() {
            if body.span.start() >= end {
                break;
            }
            if Some(index) != part.0
                && !self.encloses(index, part)
                && (self.is_apart(index, extends) || !self.is_chosen(index, choice, last))
            {
                push(&mut blanks, body.span);
            }
        }
        push(&mut blanks, Span::new(end, self.len));
        blanks
    }

    /// The innermost body around `offset`.
    pub(crate) fn innermost(&self, offset: usize) -> Part {
        let mut innermost = None;
        for (index, body) in self.bodies.iter().enumerate() {
            if body.span.start() > offset {
                break;
            }
            if offset < body.span.end() {
                innermost = Some(index);
            }
        }
        Part(innermost)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.bodies.len()
    }

    /// Whether `offset` lies in the definition of a component.
    pub(crate) fn is_in_component(&self, offset: usize) -> bool {
        self.bodies.iter().any(|body| {
            body.span.start() <= offset
                && offset < body.span.end()
                && self.groups[body.group].kind == GroupKind::Component
        })
    }

    fn is_apart(&self, body: usize, extends: bool) -> bool {
        let body = &self.bodies[body];
        match self.groups[body.group].kind {
            GroupKind::Flow => false,
            GroupKind::Component | GroupKind::Apart => true,
            GroupKind::Block => extends && body.parent.is_none(),
        }
    }

    fn part_of(&self, mut body: usize, extends: bool) -> Part {
        loop {
            if self.is_apart(body, extends) {
                return Part(Some(body));
            }
            match self.bodies[body].parent {
                Some(parent) => body = parent,
                None => return Part::MAIN,
            }
        }
    }

    fn encloses(&self, outer: usize, inner: Part) -> bool {
        let mut body = inner.0;
        while let Some(index) = body {
            if index == outer {
                return true;
            }
            body = self.bodies[index].parent;
        }
        false
    }

    fn is_chosen(&self, body: usize, choice: Part, last: bool) -> bool {
        let group = &self.groups[self.bodies[body].group];
        if let Some(forced) = group
            .bodies
            .iter()
            .find(|&&body| self.encloses(body, choice))
        {
            return *forced == body;
        }
        let taken = match (last, group.optional) {
            (false, _) => group.bodies.first(),
            (true, true) => None,
            (true, false) => group.bodies.last(),
        };
        taken == Some(&body)
    }
}

/// Adds `span` unless it is empty or lies in what is there.
fn push(blanks: &mut Vec<Span>, span: Span) {
    let covered = blanks.last().map_or(0, |last| last.end());
    if span.end() > covered {
        let span = Span::new(span.start().max(covered), span.end());
        if !span.is_empty() {
            blanks.push(span);
        }
    }
}

/// The keyword and place of the innermost statement that is never closed.
pub(crate) fn unclosed(text: &str, tags: &[Tag]) -> Option<(String, Span)> {
    let reader = Reader::read(text, tags);
    let open = reader.open.last()?;
    Some((open.keyword.to_owned(), open.tag))
}

struct Reader<'t> {
    text: &'t str,
    bodies: Bodies,
    open: Vec<Open<'t>>,
}

impl<'t> Reader<'t> {
    fn read(text: &'t str, tags: &[Tag]) -> Self {
        let mut reader = Self {
            text,
            bodies: Bodies {
                len: text.len(),
                ..Bodies::default()
            },
            open: Vec::new(),
        };
        for tag in tags.iter().filter(|tag| tag.kind == TagKind::Statement) {
            reader.statement(tag);
        }
        reader
    }

    fn statement(&mut self, tag: &Tag) {
        let inside = self.text[tag.inner.range()].trim_start();
        match scan::word(self.text, tag.inner) {
            keyword @ ("if" | "for" | "filter") => self.enter(keyword, tag, GroupKind::Flow),
            "block" => self.enter("block", tag, GroupKind::Block),
            "component" => self.enter("component", tag, GroupKind::Component),
            keyword @ ("set" | "set_global") if is_set_block(inside, keyword) => {
                self.enter("set", tag, GroupKind::Apart);
            }
            "elif" => self.branch(tag, true),
            "else" => self.branch(tag, false),
            "" if inside.starts_with("</") => self.leave("<", tag),
            "" if inside.starts_with('<') => self.enter("<", tag, GroupKind::Apart),
            word => {
                if let Some(keyword) = word.strip_prefix("end") {
                    self.leave(keyword, tag);
                }
            }
        }
    }

    fn enter(&mut self, keyword: &'t str, tag: &Tag, kind: GroupKind) {
        if self.open.len() >= MAX_OPEN {
            return;
        }
        let group = self.bodies.groups.len();
        self.bodies.groups.push(Group {
            kind,
            bodies: Vec::new(),
            optional: matches!(keyword, "if" | "for"),
        });
        let parent = self.open.last().map(|open| open.body);
        let body = self.begin(group, parent, tag);
        self.open.push(Open {
            keyword,
            tag: tag.span,
            group,
            body,
        });
    }

    fn branch(&mut self, tag: &Tag, more: bool) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let group = open.group;
        let parent = self.bodies.bodies[open.body].parent;
        close(&mut self.bodies.bodies[open.body], tag);
        self.bodies.groups[group].optional = more;
        let body = self.begin(group, parent, tag);
        if let Some(open) = self.open.last_mut() {
            open.body = body;
        }
    }

    fn begin(&mut self, group: usize, parent: Option<usize>, tag: &Tag) -> usize {
        let body = self.bodies.bodies.len();
        self.bodies.bodies.push(Body {
            span: Span::new(tag.span.end(), self.text.len()),
            group,
            parent,
        });
        self.bodies.groups[group].bodies.push(body);
        body
    }

    fn leave(&mut self, keyword: &str, tag: &Tag) {
        if self.open.last().is_some_and(|open| open.keyword == keyword)
            && let Some(open) = self.open.pop()
        {
            close(&mut self.bodies.bodies[open.body], tag);
        }
    }
}

/// Tera refuses statements deeper than this.
const MAX_OPEN: usize = 40;

fn close(body: &mut Body, tag: &Tag) {
    body.span = Span::new(body.span.start(), tag.span.start());
}

/// Whether a `set` takes what follows it, rather than a value.
fn is_set_block(inside: &str, keyword: &str) -> bool {
    let rest = inside[keyword.len()..].trim_start();
    let name = rest
        .find(|c: char| c != '_' && !c.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    !rest[name..].trim_start().starts_with('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, last: bool) -> String {
        let bodies = Bodies::new(text, &scan::scan(text));
        let blanks = bodies.blanks(Part::MAIN, Part::MAIN, last, false);
        let mask = super::super::mask::Mask::new(text, &scan::scan(text));
        mask.without(&blanks).text.split_whitespace().collect()
    }

    #[test]
    fn first_and_last_branches_are_read_apart() {
        let text = "a{% if x %}b{% for y in z %}c{% endfor %}{% elif y %}d{% else %}e{% endif %}f";
        assert_eq!(written(text, false), "abcf");
        assert_eq!(written(text, true), "aef");
        let text = "a{% if x %}b{% endif %}{% block c %}d{% endblock %}{% set e %}f{% endset %}g";
        assert_eq!(written(text, false), "abdg");
        assert_eq!(written(text, true), "adg");
    }

    #[test]
    fn every_body_is_read_in_some_choice() {
        let text = "{% if a %}1{% elif b %}2{% else %}3{% endif %}{% set c %}4{% if d %}5{% endif %}{% endset %}";
        let bodies = Bodies::new(text, &scan::scan(text));
        let parts = bodies.parts(false);
        assert_eq!(parts.len(), 2);
        assert_eq!(bodies.choices(parts[0], false).len(), 4);
        assert_eq!(bodies.choices(parts[1], false).len(), 2);
        for part in parts {
            for choice in bodies.choices(part, false) {
                for last in [false, true] {
                    let blanks = bodies.blanks(part, choice, last, false);
                    let span = choice
                        .0
                        .map_or(Span::at(0), |body| bodies.bodies[body].span);
                    assert!(
                        blanks
                            .windows(2)
                            .all(|pair| pair[0].end() <= pair[1].start())
                    );
                    assert!(
                        span.is_empty()
                            || !blanks
                                .iter()
                                .any(|blank| blank.start() == span.start() && blank.overlaps(span))
                    );
                }
            }
        }
    }

    #[test]
    fn the_innermost_open_statement_is_named() {
        let text = "{% if a %}{% for b in c %}{% endfor %}{% block d %}";
        let (keyword, span) = unclosed(text, &scan::scan(text)).expect("unclosed");
        assert_eq!((keyword.as_str(), span.start()), ("block", 38));
    }
}
