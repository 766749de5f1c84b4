//! Where an expression may go through a long list or text again and again.
//!
//! Tera does in one go what a filter, a test or `in` does to its input, so that no loop is seen.
//! Where that is done for each item of a loop, the input goes through a filter that takes as many
//! steps as it is long.

use crate::source::Span;

use super::super::expression::{self, Call, Expression, Node, Operator};
use super::super::load::File;
use super::super::scan::TagKind;
use super::budget;
use super::shape::{Loop, Shape, holds, root};

/// What is set in so that an expression is charged for.
#[derive(Debug, Default)]
pub(super) struct Charges {
    pub(super) opens: Vec<(usize, String)>,
    /// Inner ones before those around them.
    pub(super) closes: Vec<(usize, String)>,
    /// What is charged for, and where it ends.
    pub(super) charged: Vec<(usize, Span)>,
}

/// The charges of `file`; `is_repeated` says of a place whether it is rendered again and again
/// without a loop around it, `is_linear` of a loop whether its items together are but data.
pub(super) fn charges(
    file: &File,
    shape: &Shape<'_>,
    is_repeated: impl Fn(Span) -> bool,
    is_linear: impl Fn(&Loop<'_>) -> bool,
) -> Charges {
    let text = file.source.text();
    let mut charges = Charges::default();
    for tag in file.tags.iter().filter(|tag| tag.kind != TagKind::Comment) {
        let inside = &text[tag.inner.range()];
        let in_loop = shape.is_in_loop(tag.span) || is_repeated(tag.span);
        if !(in_loop || inside.contains(" for ")) {
            continue;
        }
        let around = shape.loops.iter().filter(|one| holds(one.body, tag.span));
        let items: Vec<&str> = around
            .filter(|one| is_linear(one))
            .map(Loop::item)
            .collect();
        let last = shape.loops.iter().rfind(|one| holds(one.body, tag.span));
        let own = last.filter(|one| is_linear(one)).map(Loop::item);
        let mut walk = Walk {
            text,
            charges: &mut charges,
            items,
            own,
        };
        for expression in expression::parse(text, tag).expressions() {
            walk.enter(expression, in_loop);
        }
    }
    charges
}

struct Walk<'w> {
    text: &'w str,
    charges: &'w mut Charges,
    /// The items of the loops around that go over data.
    items: Vec<&'w str>,
    /// The item of the innermost loop, if all its items together are but data.
    own: Option<&'w str>,
}

impl Walk<'_> {
    fn enter(&mut self, expression: &Expression<'_>, in_loop: bool) {
        if let Node::Comprehension(inner) = &expression.node {
            if in_loop {
                self.charge(&inner.list, &budget::counter(1), |walk| {
                    walk.enter(&inner.list, true);
                });
            } else {
                self.enter(&inner.list, false);
            }
            let own = self.own.take();
            self.enter(&inner.value, true);
            if let Some(condition) = &inner.condition {
                self.enter(condition, true);
            }
            self.own = own;
            return;
        }
        let costs = match in_loop {
            true => self.costs(expression),
            false => Vec::new(),
        };
        for part in expression.parts() {
            let cost = costs.iter().find(|(costly, _)| std::ptr::eq(*costly, part));
            match cost {
                Some((_, filter)) => self.charge(part, filter, |walk| walk.enter(part, in_loop)),
                None => self.enter(part, in_loop),
            }
        }
    }

    /// The operands of `expression` that it goes through, and what charges for them.
    fn costs<'e, 't>(
        &self,
        expression: &'e Expression<'t>,
    ) -> Vec<(&'e Expression<'t>, &'static str)> {
        let costs = match &expression.node {
            Node::Filter { input, call } => vec![(&**input, filter(call))],
            Node::Test { input, call } if call.name.text == "containing" => {
                vec![(&**input, Some(budget::FIND))]
            }
            Node::Index { of, optional, .. } if self.may_wrap(expression, *optional) => {
                vec![(&**of, Some(budget::READ))]
            }
            Node::Slice { of, optional, .. } if self.may_wrap(expression, *optional) => {
                vec![(&**of, Some(budget::FIND))]
            }
            Node::Binary {
                operator,
                left,
                right,
            } => match operator {
                Operator::In => vec![(&**right, Some(budget::FIND))],
                Operator::Concat => vec![
                    (&**left, Some(budget::WEIGH)),
                    (&**right, Some(budget::WEIGH)),
                ],
                Operator::Equality | Operator::Order if self.is_long(left) => {
                    let is_long = self.is_long(right);
                    vec![(&**right, is_long.then_some(budget::WEIGH))]
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let costs = costs.into_iter();
        costs
            .filter(|(operand, _)| !is_small(operand) && !self.is_own(operand))
            .filter_map(|(operand, filter)| Some((operand, filter?)))
            .collect()
    }

    /// Whether there may be parentheses before the brackets of `expression`.
    fn may_wrap(&self, expression: &Expression<'_>, optional: bool) -> bool {
        let behind = self.text[expression.span.end()..].trim_start();
        !optional && !behind.starts_with(['.', '?'])
    }

    /// Whether a comparison with `operand` may take long.
    fn is_long(&self, operand: &Expression<'_>) -> bool {
        let is_item = |name: &str| self.items.contains(&name);
        !is_small(operand) && !base(operand).is_some_and(is_item)
    }

    /// Whether all that `operand` ever is in the loop is together but a part of the data.
    fn is_own(&self, operand: &Expression<'_>) -> bool {
        self.own.is_some() && self.own == base(operand)
    }

    /// Has `operand` go through `filter`, and what `inner` finds in it through others before.
    fn charge(&mut self, operand: &Expression<'_>, filter: &str, inner: impl FnOnce(&mut Self)) {
        let span = operand.span;
        self.charges.opens.push((span.start(), "((".to_owned()));
        inner(self);
        let close = format!(") | {filter})");
        self.charges.closes.push((span.end(), close));
        self.charges.charged.push((span.end(), span));
    }
}

/// What charges for the input of a filter.
fn filter(call: &Call<'_>) -> Option<&'static str> {
    match &*call.name.text {
        // What is missing is to come to `default` as it is; the others look at one place.
        "default" | "safe" | "first" | "last" | "nth" | "get" | "abs" | "round" | "color"
        | "duration" | "plural" | "pluralize" => None,
        "length" => Some(budget::READ),
        "join" | "str" | "unique" => Some(budget::WEIGH),
        _ => Some(budget::WORK),
    }
}

fn is_small(operand: &Expression<'_>) -> bool {
    match &operand.node {
        Node::Text(_) | Node::Number(_) | Node::Bool(_) | Node::Null | Node::Test { .. } => true,
        Node::Not(_) | Node::Minus(_) => true,
        Node::Field { of, .. } => matches!(of.node, Node::Name("loop")),
        Node::Binary { operator, .. } => {
            !matches!(operator, Operator::Concat | Operator::And | Operator::Or)
        }
        _ => false,
    }
}

/// The variable that `operand` is made of.
fn base<'e>(operand: &'e Expression<'_>) -> Option<&'e str> {
    match &operand.node {
        Node::Filter { input, .. } => base(input),
        Node::Index { of, .. } | Node::Slice { of, .. } => base(of),
        _ => root(operand),
    }
}
