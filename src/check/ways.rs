//! The walk through a template, whose text goes several ways.
//!
//! Every body of a statement begins where the statement stands: in the same element, on the same
//! line. What it opens it has to close, so that behind the statement all ways are in the same
//! element again, whichever was taken.

mod dangling;

use std::mem;
use std::ops::Range;

use super::brackets::{self, Brackets};
use super::holes::{Joint, JointKind, Way, unmatched};
use super::nesting::{Names, Stack};
use super::rules::unbalanced_block;
use super::text::Line;
use super::top::{Calling, Opening, Standing, Top};
use super::walk::{Root, Walk};
use crate::element::Element;
use crate::source::Span;
use crate::syntax::{Marks, Token, TokenKind, Tokens};

pub(crate) use dangling::Dangling;

/// The statements that the walk is in, and what their bodies left open.
#[derive(Debug, Default)]
pub(crate) struct Ways<'s> {
    frames: Vec<Frame<'s>>,
    dangling: Vec<Dangling>,
    /// The statement that decides whether there is a root.
    pub(crate) doubtful_root: Option<Body>,
    pub(crate) brackets: Brackets,
    /// The outermost level of the part that the walk is in.
    top: Top,
    /// Those of the parts behind it.
    tops: Vec<Top>,
}

/// A body, as findings call it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Body {
    /// The tag that it begins behind.
    pub(crate) tag: Span,
    /// Where its statement begins, of which it may be one of several bodies.
    pub(crate) statement: usize,
    pub(crate) word: &'static str,
}

/// What is open around a statement, to come back to.
#[derive(Debug)]
struct Frame<'s> {
    way: Way,
    body: Body,
    entry: State,
    /// What all bodies so far have in common at their ends.
    exit: Option<State>,
    outer: Outer<'s>,
}

#[derive(Debug)]
enum Outer<'s> {
    /// Bodies stand in the elements around them, which they may not close.
    Around { floor: usize, names: Names<'s> },
    /// What is written elsewhere knows nothing of the elements around it.
    Apart {
        stack: Box<Stack<'s>>,
        dangling: Vec<Dangling>,
        outside: Vec<Span>,
        void_ends: Vec<(Span, Span)>,
        top: Top,
        doubtful_root: Option<Body>,
    },
}

#[derive(Debug, Clone, Copy)]
struct State {
    line: Line,
    root: Option<Root>,
    brackets: Brackets,
}

impl Ways<'_> {
    /// The bodies that the walk is in, outermost first.
    pub(crate) fn bodies(&self) -> Vec<Body> {
        self.frames.iter().map(|frame| frame.body).collect()
    }

    /// Whether what comes next is written exactly once.
    fn is_certain(&self) -> bool {
        let frames = self.frames.iter().rev();
        let mut frames = frames.take_while(|frame| frame.way != Way::Apart);
        frames.all(|frame| frame.way == Way::Once)
    }

    /// Whether what comes next goes through a filter before it is written.
    fn is_filtered(&self) -> bool {
        let frames = self.frames.iter().rev();
        let mut frames = frames.take_while(|frame| frame.way != Way::Apart);
        frames.any(|frame| frame.body.word == "filter")
    }

    /// Words stand where no element is open.
    pub(crate) fn says(&mut self) {
        self.top.has_words = true;
    }

    /// An element opens where none is open.
    pub(crate) fn stands(&mut self, element: &'static Element, tag: Span) {
        let is_certain = self.is_certain();
        self.top.elements.push(Standing {
            element,
            tag,
            is_certain,
        });
    }
}

impl<'s> Walk<'s> {
    /// Visits every token, in every body of every statement.
    pub(crate) fn run_ways(&mut self, tokens: &mut Tokens<'s>, whole: bool) {
        if !whole {
            self.ways.brackets = Brackets::UNKNOWN;
        }
        let joints = self.holes.joints;
        let mut next = 0;
        while let Some(token) = tokens.next_token() {
            let end = token.span.end();
            let within = next + joints[next..].partition_point(|joint| joint.tag.start() < end);
            if token.kind == TokenKind::Text {
                self.pieces(&token, tokens, next..within);
            } else {
                self.visit(&token, tokens);
                self.ways.brackets = Brackets::default();
                for joint in unmatched(&joints[next..within]) {
                    self.pass(joint);
                }
            }
            next = within;
        }
        for &joint in &joints[next..] {
            self.pass(joint);
        }
        while let Some(frame) = self.ways.frames.pop() {
            self.end_body(frame.body, frame.floor(), Span::at(self.text.len()));
            self.return_to(frame, false);
        }
        self.report_dangling();
        self.end_top();
    }

    /// The outermost levels of the template and of its parts, once the walk has ended.
    #[cfg(feature = "template")]
    pub(crate) fn take_tops(&mut self) -> Vec<Top> {
        if self.ways.tops.is_empty() {
            // The text has no tags, and went one way.
            self.end_top();
        }
        mem::take(&mut self.ways.tops)
    }

    fn end_top(&mut self) {
        super::root::settle(self);
        let mut top = mem::take(&mut self.ways.top);
        top.root = self.root;
        top.is_doubtful = self.ways.doubtful_root.is_some();
        top.outside = self.outside.first().copied();
        self.ways.tops.push(top);
    }

    /// Something is written at `tag` that others decide about.
    fn opening(&mut self, tag: Span, is_block: bool) {
        if let Some(open) = self.stack.last() {
            // What a filter makes of it is its own affair.
            let is_judged = !is_block && !open.quiet && !self.ways.is_filtered();
            if let Some(inside) = open.element.filter(|_| is_judged) {
                self.ways.top.calls.push(Calling {
                    tag,
                    inside,
                    inside_tag: open.tag,
                });
            }
            return;
        }
        self.ways.top.open.push(Opening {
            tag,
            is_block,
            is_certain: self.ways.is_certain(),
            has_root: false,
        });
    }

    /// A text token, cut at the joints in it.
    fn pieces(&mut self, token: &Token, tokens: &Tokens<'s>, joints: Range<usize>) {
        let mut at = token.span.start();
        let all = self.holes.joints;
        for index in joints {
            let joint = &all[index];
            self.piece(token, tokens, Span::new(at, joint.tag.start().max(at)));
            self.pass(*joint);
            let brackets = self.ways.brackets;
            self.ways.brackets = brackets.behind(self.text, joint, &all[index + 1..]);
            at = joint.tag.end();
        }
        let end = token.span.end();
        self.piece(token, tokens, Span::new(at.min(end), end));
    }

    fn piece(&mut self, token: &Token, tokens: &Tokens<'s>, span: Span) {
        if !span.is_empty() {
            brackets::text(self, span);
        }
        if span == token.span {
            self.visit(token, tokens);
        } else if !span.is_empty() {
            let mut piece = *token;
            piece.span = span;
            piece.marks = Marks::of(self.at(span));
            self.visit(&piece, tokens);
        }
    }

    fn pass(&mut self, joint: Joint) {
        match joint.kind {
            JointKind::Enter(way, word) => self.enter_body(way, Body::new(joint.tag, word)),
            JointKind::Next(word) => self.next_body(Body::new(joint.tag, word)),
            JointKind::Leave { always } => {
                if let Some(frame) = self.ways.frames.pop() {
                    self.end_body(frame.body, frame.floor(), joint.tag);
                    self.return_to(frame, always);
                }
            }
            JointKind::Jump(word) => self.jump(Body::new(joint.tag, word)),
            JointKind::Piece => {
                self.opening(joint.tag, false);
                if let Some(open) = self.stack.last_mut() {
                    open.visible = true;
                    open.has_content |= !open.quiet_inside;
                }
                self.line = Line::default();
            }
        }
    }

    fn enter_body(&mut self, way: Way, body: Body) {
        let entry = self.state();
        let outer = if way == Way::Apart {
            self.line = Line::default();
            self.is_outside = false;
            self.root = None;
            let top = Top {
                part: Some(body.tag.start()),
                ..Top::default()
            };
            Outer::Apart {
                stack: Box::new(mem::take(&mut self.stack)),
                dangling: mem::take(&mut self.ways.dangling),
                outside: mem::take(&mut self.outside),
                void_ends: mem::take(&mut self.void_ends),
                top: mem::replace(&mut self.ways.top, top),
                doubtful_root: self.ways.doubtful_root.take(),
            }
        } else {
            if way == Way::Once {
                self.opening(body.tag, body.word == "block");
            }
            let floor = self.stack.len();
            let names = self.stack.begin_body();
            Outer::Around { floor, names }
        };
        self.ways.frames.push(Frame {
            way,
            body,
            entry,
            exit: None,
            outer,
        });
    }

    fn next_body(&mut self, body: Body) {
        let Some(mut frame) = self.ways.frames.pop() else {
            return;
        };
        self.end_body(frame.body, frame.floor(), body.tag);
        let exit = self.state();
        frame.exit = Some(self.merged(&frame, exit));
        frame.body = Body {
            statement: frame.body.statement,
            ..body
        };
        self.line = frame.entry.line;
        self.root = frame.entry.root;
        self.ways.brackets = frame.entry.brackets;
        self.is_outside = false;
        self.ways.frames.push(frame);
    }

    fn return_to(&mut self, frame: Frame<'s>, always: bool) {
        let exit = self.state();
        let mut state = self.merged(&frame, exit);
        let body = frame.body;
        let entry = frame.entry;
        match frame.outer {
            Outer::Apart {
                stack,
                dangling,
                outside,
                void_ends,
                top,
                doubtful_root,
            } => {
                self.report_dangling();
                self.end_top();
                self.ways.top = top;
                self.ways.doubtful_root = doubtful_root;
                self.stack = *stack;
                self.ways.dangling = dangling;
                self.outside = outside;
                self.void_ends = void_ends;
                state = entry;
            }
            Outer::Around { names, .. } => {
                self.stack.end_body(names);
                if frame.way == Way::Once {
                    let mut openings = self.ways.top.open.iter_mut().rev();
                    let opening = openings.find(|opening| opening.tag == body.tag);
                    if let Some(opening) = opening {
                        opening.has_root = entry.root.is_none() && state.root.is_some();
                    }
                    // Another template may write something else here.
                    state.brackets = Brackets::UNKNOWN;
                }
                if !always {
                    state = self.both(body, entry, state);
                } else if frame.way == Way::Loop && entry.root.is_none() && state.root.is_some() {
                    self.ways.doubtful_root.get_or_insert(body);
                }
            }
        }
        self.line = state.line;
        self.root = state.root;
        self.ways.brackets = state.brackets;
        self.is_outside = false;
    }

    fn state(&self) -> State {
        State {
            line: self.line,
            root: self.root,
            brackets: self.ways.brackets,
        }
    }

    fn merged(&mut self, frame: &Frame<'s>, exit: State) -> State {
        match frame.exit {
            Some(other) => self.both(frame.body, other, exit),
            None => exit,
        }
    }

    /// What is certain behind two ways.
    fn both(&mut self, body: Body, one: State, other: State) -> State {
        if one.root.is_some() != other.root.is_some() {
            self.ways.doubtful_root.get_or_insert(body);
        }
        State {
            line: one.line.and(other.line),
            root: one.root.or(other.root),
            brackets: one.brackets.max(other.brackets),
        }
    }

    /// `break` or `continue`: what is open in the loop's body stays open.
    fn jump(&mut self, jump: Body) {
        let mut frames = self.ways.frames.iter().rev();
        let Some(frame) = frames.find(|frame| frame.way == Way::Loop) else {
            return;
        };
        if let Some(open) = self.stack.above(frame.floor()) {
            let finding = unbalanced_block::jumps(self, jump, open);
            self.push(finding);
        }
    }
}

impl Body {
    fn new(tag: Span, word: &'static str) -> Self {
        let statement = tag.start();
        Self {
            tag,
            statement,
            word,
        }
    }
}

impl Frame<'_> {
    fn floor(&self) -> usize {
        match self.outer {
            Outer::Around { floor, .. } => floor,
            Outer::Apart { .. } => 0,
        }
    }
}
