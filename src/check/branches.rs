//! The ways that a template leaves for one tag: which attributes are written together.

use super::holes::{Joint, JointKind};
use super::together::{Together, together};
use crate::source::Span;

/// More bodies than these in one tag are not judged.
pub(crate) const MOST_BODIES: usize = 64;

/// The bodies of the statements in a tag.
#[derive(Debug)]
pub(crate) struct Branches {
    /// In the order in which they begin.
    bodies: Vec<Body>,
    /// Whether one of the bodies of each statement is written, whatever the data.
    always: Vec<bool>,
}

#[derive(Debug)]
struct Body {
    span: Span,
    statement: usize,
    /// The body around it.
    around: Option<usize>,
}

impl Branches {
    /// Reads the bodies that begin in `tag`.
    pub(crate) fn new(joints: &[Joint], tag: Span) -> Self {
        let mut branches = Self {
            bodies: Vec::new(),
            always: Vec::new(),
        };
        let from = joints.partition_point(|joint| joint.tag.start() < tag.start());
        let joints = joints[from..].iter();
        let mut open: Vec<usize> = Vec::new();
        for joint in joints.take_while(|joint| joint.tag.start() < tag.end()) {
            if !matches!(joint.kind, JointKind::Enter(..))
                && let Some(&last) = open.last()
            {
                let body = &mut branches.bodies[last];
                body.span = Span::new(body.span.start(), joint.tag.start());
            }
            if branches.bodies.len() >= MOST_BODIES {
                break;
            }
            match joint.kind {
                JointKind::Enter(..) => {
                    let around = open.last().copied();
                    open.push(branches.begin(joint.tag.end(), branches.always.len(), around));
                    branches.always.push(false);
                }
                JointKind::Next(_) => {
                    if let Some(last) = open.pop() {
                        let Body {
                            statement, around, ..
                        } = branches.bodies[last];
                        open.push(branches.begin(joint.tag.end(), statement, around));
                    }
                }
                JointKind::Leave { always } => {
                    if let Some(last) = open.pop() {
                        let statement = branches.bodies[last].statement;
                        branches.always[statement] = always;
                    }
                }
                JointKind::Jump(_) | JointKind::Piece => {}
            }
        }
        branches
    }

    fn begin(&mut self, at: usize, statement: usize, around: Option<usize>) -> usize {
        self.bodies.push(Body {
            span: Span::new(at, usize::MAX),
            statement,
            around,
        });
        self.bodies.len() - 1
    }

    /// Whether what stands at `one` and at `other` can be written together.
    pub(crate) fn meet(&self, one: Span, other: Span) -> bool {
        let ids = |at| {
            let around = self.around(at).into_iter();
            around.map(|body| (self.bodies[body].statement, body))
        };
        together(ids(one), ids(other)) != Together::Never
    }

    /// Whether one of `spans` is written wherever `at` is, or always.
    pub(crate) fn cover(&self, spans: &[Span], at: Option<Span>) -> bool {
        let within: Vec<Option<usize>> = spans.iter().map(|span| self.innermost(*span)).collect();
        let around = at.map_or_else(Vec::new, |at| self.around(at));
        self.written_in(None, &within)
            || around
                .iter()
                .any(|&body| self.written_in(Some(body), &within))
    }

    /// Whether `body` writes one of what stands `within` those bodies, on all its ways.
    fn written_in(&self, body: Option<usize>, within: &[Option<usize>]) -> bool {
        if within.contains(&body) {
            return true;
        }
        let inside = |index: &usize| self.bodies[*index].around == body;
        let inside: Vec<usize> = (0..self.bodies.len()).filter(inside).collect();
        let mut statements: Vec<usize> = inside
            .iter()
            .map(|&body| self.bodies[body].statement)
            .collect();
        statements.dedup();
        statements.iter().any(|&statement| {
            let mut bodies = inside
                .iter()
                .filter(|&&body| self.bodies[body].statement == statement);
            self.always[statement] && bodies.all(|&body| self.written_in(Some(body), within))
        })
    }

    fn innermost(&self, span: Span) -> Option<usize> {
        self.around(span).last().copied()
    }

    /// The bodies around `span`, outermost first.
    fn around(&self, span: Span) -> Vec<usize> {
        let holds = |index: &usize| {
            let body = self.bodies[*index].span;
            body.start() <= span.start() && span.end() <= body.end()
        };
        (0..self.bodies.len()).filter(holds).collect()
    }
}

#[cfg(all(test, feature = "template"))]
mod tests {
    use super::*;
    use crate::check::Way;

    /// Reads `(` as `if`, `|` as `elif`, `/` as `else` and `)` as `endif`.
    fn branches(text: &str) -> Branches {
        let mut always = Vec::new();
        let mut joints = Vec::new();
        for (at, c) in text.char_indices() {
            let kind = match c {
                '(' => {
                    always.push(false);
                    JointKind::Enter(Way::Choice, "if")
                }
                '|' => JointKind::Next("elif"),
                '/' => {
                    always.pop();
                    always.push(true);
                    JointKind::Next("else")
                }
                ')' => JointKind::Leave {
                    always: always.pop().expect("open"),
                },
                _ => continue,
            };
            let tag = Span::new(at, at + 1);
            joints.push(Joint { tag, kind });
        }
        Branches::new(&joints, Span::new(0, text.len()))
    }

    fn places(text: &str, what: char) -> Vec<Span> {
        let found = text.match_indices(what);
        found.map(|(at, _)| Span::new(at, at + 1)).collect()
    }

    #[test]
    fn attributes_of_different_branches_never_meet() {
        for (text, expected) in [
            ("a b", true),
            ("(a)(b)", true),
            ("(a b)", true),
            ("(a/b)", false),
            ("(a|x|b)", false),
            ("(a/(b))", false),
            ("(x/a(b))", true),
        ] {
            let spans = (places(text, 'a')[0], places(text, 'b')[0]);
            assert_eq!(branches(text).meet(spans.0, spans.1), expected, "{text}");
            assert_eq!(branches(text).meet(spans.1, spans.0), expected, "{text}");
        }
    }

    #[test]
    fn what_every_branch_writes_is_always_there() {
        for (text, expected) in [
            ("a", true),
            ("(a)", false),
            ("(a/x)", false),
            ("(a/a)", true),
            ("(a|a)", false),
            ("(a|a/a)", true),
            ("(a/(a/a))", true),
            ("(a/(a/x))", false),
            ("(x)a", true),
            ("(t a)", true),
            ("(t(a))", false),
            ("(t(a/a)/x)", true),
            ("(t/a)", false),
        ] {
            let at = places(text, 't').first().copied();
            assert_eq!(
                branches(text).cover(&places(text, 'a'), at),
                expected,
                "{text}"
            );
        }
    }
}
