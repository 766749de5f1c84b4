//! Which elements are open, and what closes them.

use std::collections::HashMap;

use super::rules;
use super::walk::Walk;
use crate::element::{self, Content, Element, MAX_DEPTH, NAME_COUNT};
use crate::source::Span;
use crate::syntax::Token;

/// An element that is open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Open {
    pub(crate) element: Option<&'static Element>,
    pub(crate) tag: Span,
    pub(crate) name: Span,
    /// Its place among the known names.
    pub(crate) index: Option<u8>,
    /// Whether it or an element around it can be pressed.
    pub(crate) within_interactive: bool,
    /// Whether it is inside an element that holds characters only: nothing in it is judged.
    pub(crate) quiet: bool,
    /// Whether what stands in it is not judged.
    pub(crate) quiet_inside: bool,
    /// Whether it shows anything.
    pub(crate) visible: bool,
    pub(crate) has_content: bool,
    /// Whether its place is wrong, to be said once it turns out to be no mistyped end tag.
    pub(crate) misplaced: bool,
    /// An end tag of another name, which was perhaps meant to close it.
    pub(crate) stray_end: Option<Span>,
    /// A tag such as `<b/>` in it, which was perhaps meant to close it.
    pub(crate) empty_twin: Option<Span>,
    /// Whether a template's statement, which may not, has an end tag for it.
    pub(crate) closed_in_body: bool,
}

impl Open {
    #[inline(always)]
    pub(crate) fn new(
        token: &Token,
        index: Option<u8>,
        element: Option<&'static Element>,
        parent: Option<&Self>,
    ) -> Self {
        let is_interactive = element.is_some_and(|element| element.interactive);
        let quiet = parent.is_some_and(|parent| parent.quiet_inside);
        Self {
            element,
            tag: token.span,
            name: token.name,
            index,
            within_interactive: is_interactive
                || parent.is_some_and(|parent| parent.within_interactive),
            quiet,
            quiet_inside: quiet || element.is_some_and(|e| e.content == Content::Characters),
            visible: false,
            has_content: false,
            misplaced: false,
            stray_end: None,
            empty_twin: None,
            closed_in_body: false,
        }
    }
}

/// The elements that are open, outermost first.
#[derive(Debug, Default)]
pub(crate) struct Stack<'s> {
    open: Vec<Open>,
    /// The names of those that an end tag may close.
    names: Names<'s>,
}

/// How many of each name are open, so that an end tag which closes nothing is known at once.
#[derive(Debug)]
pub(crate) struct Names<'s> {
    known: [u32; NAME_COUNT],
    unknown: HashMap<&'s str, u32>,
    /// How many elements stand around them, which only another body of a template may close.
    floor: usize,
}

impl Default for Names<'_> {
    fn default() -> Self {
        Self {
            known: [0; NAME_COUNT],
            unknown: HashMap::new(),
            floor: 0,
        }
    }
}

impl<'s> Stack<'s> {
    pub(crate) fn last(&self) -> Option<&Open> {
        self.open.last()
    }

    pub(crate) fn last_mut(&mut self) -> Option<&mut Open> {
        self.open.last_mut()
    }

    pub(crate) fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether what comes next stands where nothing is judged.
    pub(crate) fn is_quiet(&self) -> bool {
        self.last().is_some_and(|open| open.quiet_inside)
    }

    /// The nearest element around that can be pressed.
    pub(crate) fn interactive(&self) -> Option<&Open> {
        self.last().filter(|open| open.within_interactive)?;
        self.open
            .iter()
            .rev()
            .find(|open| open.element.is_some_and(|element| element.interactive))
    }

    #[inline(always)]
    pub(crate) fn push_named(&mut self, open: Open, text: &'s str) {
        match open.index {
            Some(index) => self.names.known[index as usize] += 1,
            None => {
                *self
                    .names
                    .unknown
                    .entry(&text[open.name.range()])
                    .or_default() += 1
            }
        }
        self.open.push(open);
    }

    #[inline(always)]
    pub(crate) fn pop(&mut self, text: &'s str) -> Option<Open> {
        let open = self.open.pop()?;
        match open.index {
            Some(index) => self.names.known[index as usize] -= 1,
            None => {
                if let Some(count) = self.names.unknown.get_mut(&text[open.name.range()]) {
                    *count -= 1;
                }
            }
        }
        Some(open)
    }

    /// The innermost element that an end tag may close.
    #[inline]
    fn own_last(&self) -> Option<&Open> {
        self.open
            .last()
            .filter(|_| self.open.len() > self.names.floor)
    }

    /// From here on a body of a template has its own elements; returns the names of the others.
    pub(crate) fn begin_body(&mut self) -> Names<'s> {
        let body = Names {
            floor: self.open.len(),
            ..Names::default()
        };
        std::mem::replace(&mut self.names, body)
    }

    /// The body has ended, and nothing of it is open.
    pub(crate) fn end_body(&mut self, around: Names<'s>) {
        self.names = around;
    }

    /// The nearest element of that name among those around a body, which is closed in it.
    pub(crate) fn around(&mut self, floor: usize, text: &str, name: &str) -> Option<Open> {
        let around = self.open[..floor].iter_mut().rev().take(MAX_DEPTH);
        let mut named = around.filter(|open| &text[open.name.range()] == name);
        let open = named.next()?;
        open.closed_in_body = true;
        Some(*open)
    }

    /// The innermost element, if it stands above `floor` others.
    pub(crate) fn above(&self, floor: usize) -> Option<Open> {
        self.open.get(floor..)?.last().copied()
    }

    fn has(&self, index: Option<u8>, name: &str) -> bool {
        match index {
            Some(index) => self.names.known[index as usize] > 0,
            None => self.names.unknown.get(name).is_some_and(|&count| count > 0),
        }
    }
}

/// An end tag.
pub(crate) fn end(walk: &mut Walk<'_>, token: &Token) {
    let text = walk.text;
    let name = || &text[token.name.range()];
    let Some(top) = walk.stack.own_last() else {
        let name = name();
        if walk.closes_elsewhere(token.span, name) {
            return;
        }
        // A `</br>` is meant as content, any other adds nothing.
        if walk.stack.last().is_none() && rules::unexpected_end_tag::is_void(name) {
            return super::root::void_end(walk, token);
        }
        super::root::extend(walk, token.span);
        return rules::unexpected_end_tag::check(walk, token.span, name);
    };
    let index = element::index_at(text.as_bytes(), token.name.range()).map(|index| index as u8);
    let is_same = match index {
        Some(_) => top.index == index,
        None => walk.at(top.name) == name(),
    };
    if is_same {
        return close(walk, token.span);
    }
    let name = name();
    if walk.stack.has(index, name) {
        let mut unclosed = Vec::new();
        while let Some(top) = walk.stack.own_last()
            && walk.at(top.name) != name
        {
            unclosed.extend(walk.stack.pop(walk.text));
        }
        unclosed.reverse();
        report_unclosed(walk, &unclosed, Some(token.span), token.span.start());
        return close(walk, token.span);
    }
    if walk.closes_elsewhere(token.span, name) {
        return;
    }
    if name == "br" {
        walk.line = super::text::Line::default();
    }
    let is_void = element::find(name).is_some_and(|e| e.content == Content::Empty);
    let has_stray = walk.stack.last().is_none_or(|top| top.stray_end.is_some());
    let top = walk.stack.last().map_or("", |top| walk.at(top.name));
    let is_inside = walk.stack.len() > 1 || top.eq_ignore_ascii_case(name);
    let top_may_be_meant = !is_void && is_inside && !has_stray;
    if top_may_be_meant && let Some(top) = walk.stack.last_mut() {
        top.stray_end = Some(token.span);
        return;
    }
    rules::unexpected_end_tag::check(walk, token.span, name);
}

/// Closes the element on top with the end tag at `end`.
fn close(walk: &mut Walk<'_>, end: Span) {
    let Some(open) = walk.stack.pop(walk.text) else {
        return;
    };
    if let Some(stray) = open.stray_end {
        let name = name_in(walk.at(stray));
        rules::unexpected_end_tag::check(walk, stray, name);
    }
    if open.misplaced {
        rules::misplaced_element::report(walk, open.tag, open.name);
    }
    if open.element.is_some_and(|element| !element.is_inline()) {
        walk.line = super::text::Line::default();
        walk.parts.leave(open.tag);
    }
    if !open.quiet {
        rules::empty_label::check(walk, &open);
        rules::disguised_link::check(walk, &open, end);
    }
    leave(walk, &open, end.end());
}

fn leave(walk: &mut Walk<'_>, open: &Open, end: usize) {
    match walk.stack.last_mut() {
        Some(parent) => parent.visible |= open.visible,
        None => super::root::leave(walk, open, end),
    }
}

/// Everything that is still open at the end.
pub(crate) fn finish(walk: &mut Walk<'_>) {
    let mut unclosed = Vec::new();
    while let Some(open) = walk.stack.pop(walk.text) {
        unclosed.push(open);
    }
    unclosed.reverse();
    report_unclosed(walk, &unclosed, None, walk.text.len());
    if let Some(outermost) = unclosed.first() {
        let end = walk.holes.content_end(walk.text, walk.text.len());
        super::root::leave(walk, outermost, end);
    }
}

/// Reports elements that `closer`, an outer end tag, or the `end` of the text leaves open.
pub(crate) fn report_unclosed(
    walk: &mut Walk<'_>,
    unclosed: &[Open],
    closer: Option<Span>,
    end: usize,
) {
    let insert_at = walk.holes.content_end(walk.text, end);
    let reported = |open: &&Open| !open.quiet && !open.closed_in_body;
    let mut opens = unclosed.iter().filter(reported).peekable();
    while let Some(open) = opens.next() {
        if let Some(twin) = open.empty_twin.filter(|_| open.stray_end.is_none()) {
            rules::unclosed_element::opened_again(walk, open, twin);
            continue;
        }
        let again = opens
            .next_if(|next| open.stray_end.is_none() && walk.at(next.name) == walk.at(open.name));
        if let Some(again) = again {
            rules::unclosed_element::opened_again(walk, open, again.tag);
        } else if let Some(stray) = open.stray_end {
            rules::unclosed_element::other_name(walk, open, stray);
        } else {
            rules::unclosed_element::never(walk, open, closer, insert_at.max(open.tag.end()));
        }
        if let Some(stray) = again.and_then(|again| again.stray_end) {
            let name = name_in(walk.at(stray));
            rules::unexpected_end_tag::check(walk, stray, name);
        }
    }
}

/// The name in an end tag.
fn name_in(tag: &str) -> &str {
    tag.trim_start_matches("</")
        .trim_end_matches('>')
        .trim_ascii()
}
