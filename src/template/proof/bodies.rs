//! Where the bodies of a template's statements begin and end.

use crate::check::{Joint, JointKind, Way};
use crate::source::Span;

use super::super::scan::{self, Tag, TagKind};
use super::mask;

/// The bodies of a template.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    /// Well nested, whatever the template's faults; in order, without overlap.
    pub(crate) joints: Vec<Joint>,
    /// The definitions of components, tags included.
    components: Vec<Span>,
}

impl Bodies {
    /// Reads the statements of `text`.
    pub(crate) fn new(text: &str, tags: &[Tag]) -> Self {
        let mut reader = Reader::read(text, tags);
        while let Some(open) = reader.open.pop() {
            reader.component(&open, text.len());
            reader.joint(Span::at(text.len()), JointKind::Leave { always: true });
        }
        reader.bodies
    }

    /// Where the statement ends that begins with `tag`.
    pub(super) fn end_of(&self, tag: Span) -> Option<usize> {
        let first = self
            .joints
            .partition_point(|joint| joint.tag.start() < tag.start());
        let mut depth = 0_usize;
        for joint in &self.joints[first..] {
            match joint.kind {
                JointKind::Enter(..) => depth += 1,
                JointKind::Leave { .. } => depth = depth.checked_sub(1)?,
                _ => {}
            }
            if depth == 0 {
                return Some(joint.tag.end());
            }
        }
        None
    }

    /// Whether `offset` lies in the definition of a component.
    pub(crate) fn is_in_component(&self, offset: usize) -> bool {
        let next = self.components.partition_point(|span| span.end() <= offset);
        self.components
            .get(next)
            .is_some_and(|span| span.start() <= offset)
    }
}

/// The keyword and place of the innermost statement that is never closed.
pub(crate) fn unclosed(text: &str, tags: &[Tag]) -> Option<(String, Span)> {
    let reader = Reader::read(text, tags);
    let open = reader.open.last()?;
    Some((open.keyword.to_owned(), open.tag))
}

struct Open {
    keyword: &'static str,
    tag: Span,
    /// Whether one of its bodies is written, whatever the data.
    always: bool,
}

struct Reader<'t> {
    text: &'t str,
    bodies: Bodies,
    open: Vec<Open>,
    /// Whether the template's blocks are written where its parent has them.
    extends: bool,
}

/// What a component is given between its tags.
const COMPONENT_BODY: &str = "<";

/// Tera refuses statements deeper than this.
const MAX_OPEN: usize = 40;

impl<'t> Reader<'t> {
    fn read(text: &'t str, tags: &[Tag]) -> Self {
        let mut reader = Self {
            text,
            bodies: Bodies::default(),
            open: Vec::new(),
            extends: false,
        };
        for tag in tags {
            match tag.kind {
                TagKind::Statement => reader.statement(tag),
                TagKind::Value if mask::writes_elements(text, tag) => {
                    reader.joint(tag.span, JointKind::Piece);
                }
                TagKind::Value if reader.is_body(tag) => {
                    reader.joint(tag.span, JointKind::Piece);
                }
                TagKind::Value | TagKind::Comment => {}
            }
        }
        reader
    }

    fn is_body(&self, tag: &Tag) -> bool {
        let mut open = self.open.iter();
        mask::is_body(self.text, tag) && open.any(|open| open.keyword == "component")
    }

    fn joint(&mut self, tag: Span, kind: JointKind) {
        self.bodies.joints.push(Joint { tag, kind });
    }

    fn statement(&mut self, tag: &Tag) {
        let inside = self.text[tag.inner.range()].trim_start();
        match scan::word(self.text, tag.inner) {
            "if" => self.enter("if", tag, Way::Choice),
            "for" => self.enter("for", tag, Way::Loop),
            "filter" => self.enter("filter", tag, Way::Once),
            "block" if self.extends && self.open.is_empty() => {
                self.enter("block", tag, Way::Apart);
            }
            "block" => self.enter("block", tag, Way::Once),
            "component" => self.enter("component", tag, Way::Apart),
            keyword @ ("set" | "set_global") if is_set_block(inside, keyword) => {
                self.enter("set", tag, Way::Apart);
            }
            "elif" => self.next("elif", tag, false),
            "else" => self.next("else", tag, true),
            "break" => self.joint(tag.span, JointKind::Jump("break")),
            "continue" => self.joint(tag.span, JointKind::Jump("continue")),
            "include" => self.joint(tag.span, JointKind::Piece),
            "extends" => self.extends = true,
            "" if inside.starts_with("</") => self.leave(COMPONENT_BODY, tag),
            "" if inside.starts_with('<') => {
                // What the component writes stands where it is called.
                self.joint(Span::at(tag.span.start()), JointKind::Piece);
                self.enter(COMPONENT_BODY, tag, Way::Apart);
            }
            word => {
                if let Some(keyword) = word.strip_prefix("end") {
                    self.leave(keyword, tag);
                }
            }
        }
    }

    fn enter(&mut self, keyword: &'static str, tag: &Tag, way: Way) {
        if self.open.len() >= MAX_OPEN {
            return;
        }
        let word = match keyword {
            COMPONENT_BODY => "component's body",
            keyword => keyword,
        };
        self.joint(tag.span, JointKind::Enter(way, word));
        self.open.push(Open {
            keyword,
            tag: tag.span,
            always: matches!(way, Way::Once | Way::Apart),
        });
    }

    fn next(&mut self, word: &'static str, tag: &Tag, always: bool) {
        if let Some(open) = self.open.last_mut()
            && matches!(open.keyword, "if" | "for")
        {
            open.always = always;
            self.joint(tag.span, JointKind::Next(word));
        }
    }

    fn leave(&mut self, keyword: &str, tag: &Tag) {
        if self.open.last().is_some_and(|open| open.keyword == keyword)
            && let Some(open) = self.open.pop()
        {
            let always = open.always;
            self.joint(tag.span, JointKind::Leave { always });
            self.component(&open, tag.span.end());
        }
    }

    fn component(&mut self, open: &Open, end: usize) {
        if open.keyword == "component" {
            self.bodies
                .components
                .push(Span::new(open.tag.start(), end));
        }
    }
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

    fn read(text: &str) -> String {
        let joints = Bodies::new(text, &scan::scan(text)).joints;
        let shown: Vec<String> = joints
            .iter()
            .map(|joint| match joint.kind {
                JointKind::Enter(way, word) => format!("{word}:{way:?}"),
                JointKind::Next(word) | JointKind::Jump(word) => word.to_owned(),
                JointKind::Leave { always: true } => "end!".to_owned(),
                JointKind::Leave { always: false } => "end".to_owned(),
                JointKind::Piece => "piece".to_owned(),
            })
            .collect();
        assert!(
            joints
                .windows(2)
                .all(|pair| pair[0].tag.end() <= pair[1].tag.start())
        );
        shown.join(" ")
    }

    #[test]
    fn bodies_are_read_as_tera_reads_them() {
        for (text, joints) in [
            (
                "{% if a %}1{% elif b %}2{% else %}3{% endif %}",
                "if:Choice elif else end!",
            ),
            (
                "{% for a in b %}{% break %}{% endfor %}",
                "for:Loop break end",
            ),
            (
                "{% for a in b %}{% else %}{% endfor %}",
                "for:Loop else end!",
            ),
            ("{% set a = 1 %}{% set b %}{% endset %}", "set:Apart end!"),
            (
                "{% <A b={c}> %}x{% </A> %}{{ <B/> }}",
                "piece component's body:Apart end! piece",
            ),
            (
                "{% block a %}{{ super() }}{% endblock a %}",
                "block:Once piece end!",
            ),
            (
                "{% extends 'a' %}{% block a %}{% block b %}{% endblock %}{% endblock %}",
                "block:Apart block:Once end! end!",
            ),
            (
                "{% filter upper %}{% include 'a' %}{% endfilter %}",
                "filter:Once piece end!",
            ),
            (
                "{% component A() %}{% if a %}",
                "component:Apart if:Choice end! end!",
            ),
            ("{% raw %}{% if a %}{% endraw %}{% endif %}{% else %}", ""),
        ] {
            assert_eq!(read(text), joints, "{text}");
        }
    }

    #[test]
    fn the_innermost_open_statement_is_named() {
        let text = "{% if a %}{% for b in c %}{% endfor %}{% block d %}";
        let (keyword, span) = unclosed(text, &scan::scan(text)).expect("unclosed");
        assert_eq!((keyword.as_str(), span.start()), ("block", 38));
    }

    #[test]
    fn the_definitions_of_components_are_known() {
        let text = "1{% component A() %}2{% endcomponent A %}3{% component B() %}4";
        let bodies = Bodies::new(text, &scan::scan(text));
        let inside = |what| bodies.is_in_component(text.find(what).expect("there"));
        assert!(!inside("1") && inside("2") && !inside("3") && inside("4"));
    }
}
