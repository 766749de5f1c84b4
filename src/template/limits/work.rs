//! Where an expression may go through a long list or text again and again.
//!
//! Tera does in one go what a filter, a test or `in` does to its input, so that no loop is seen.
//! Where that is done for each item of a loop, the input goes through a filter that takes as many
//! steps as it is long.

use std::borrow::Cow;

use crate::source::Span;

use super::super::expression::{Call, Entry, Expression, Node, Operator, Statement};
use super::super::load::{File, Statements};
use super::super::scan::TagKind;
use super::bounds::without_braces;
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

/// The charges of a file, whose tags say these statements; `is_repeated` says of a place whether it is rendered again and again
/// without a loop around it, `is_linear` of a loop whether its items together are but data.
pub(super) fn charges(
    (file, statements): (&File, &Statements<'_>),
    shape: &Shape<'_>,
    is_repeated: impl Fn(Span) -> bool,
    is_linear: impl Fn(&Loop<'_>) -> bool,
) -> Charges {
    let text = file.source.text();
    let mut charges = Charges::default();
    let each = file.tags.iter().zip(statements);
    for (tag, statement) in each.filter(|(tag, _)| tag.kind != TagKind::Comment) {
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
        match statement {
            Statement::Filter(filters) | Statement::SetBlock { filters, .. } if in_loop => {
                walk.sections(filters);
            }
            Statement::Open(component) if in_loop => walk.poured(&component.arguments),
            _ => {}
        }
        for expression in statement.expressions() {
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
    /// Has what a section collects be charged for before each of its filters.
    fn sections(&mut self, filters: &[Call<'_>]) {
        for call in filters {
            if let Some(charge) = filter(call) {
                let name = call.name.span;
                let opens = &mut self.charges.opens;
                opens.push((name.start(), format!("{charge} | ")));
                self.charges.charged.push((name.start(), name));
            }
        }
    }

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
        if in_loop {
            self.unbounded(expression);
            if let Node::Component(component) = &expression.node {
                self.poured(&component.arguments);
            }
        }
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
    ) -> Vec<(&'e Expression<'t>, Cow<'static, str>)> {
        let costs = match &expression.node {
            Node::Filter { input, call } => {
                let mut costs = vec![(&**input, filter(call))];
                costs.extend(self.arguments(call));
                costs
            }
            Node::Test { input, call } => {
                let is_search = call.name.text == "containing";
                let mut costs = vec![(&**input, is_search.then_some(budget::FIND))];
                costs.extend(self.arguments(call));
                costs
            }
            Node::Index { of, at, optional } => {
                if !self.may_wrap(expression, *optional) {
                    return self.instead(of, at, budget::READ).into_iter().collect();
                }
                let key = self.is_long(at).then_some(budget::READ);
                vec![(&**of, Some(budget::READ)), (&**at, key)]
            }
            Node::Slice {
                of,
                bounds,
                optional,
            } => {
                if !self.may_wrap(expression, *optional) {
                    let bound = bounds.first();
                    let charge = bound.and_then(|bound| self.instead(of, bound, budget::FIND));
                    return charge.into_iter().collect();
                }
                vec![(&**of, Some(budget::FIND))]
            }
            Node::List(entries) => spread(entries, budget::POUR_LIST),
            Node::Map(entries) => spread(entries, budget::POUR_MAP),
            Node::Function(call) => spread(&call.arguments, budget::POUR_MAP),
            Node::Binary {
                operator,
                left,
                right,
            } => match operator {
                Operator::In => vec![
                    (&**left, self.is_long(left).then_some(budget::READ)),
                    (&**right, Some(budget::FIND)),
                ],
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
            .filter_map(|(operand, filter)| Some((operand, filter?.into())))
            .collect()
    }

    /// What charges for the long arguments of a filter or test: keys and texts to look for.
    fn arguments<'e, 't>(
        &self,
        call: &'e Call<'t>,
    ) -> impl Iterator<Item = (&'e Expression<'t>, Option<&'static str>)> {
        const LONG: [&str; 7] = ["key", "pat", "from", "to", "sep", "href", "id"];
        let arguments = call.arguments.iter().filter(|argument| {
            let name = argument.name.as_ref();
            name.is_some_and(|name| LONG.contains(&&*name.text)) && self.is_long(&argument.value)
        });
        arguments.map(|argument| (&argument.value, Some(budget::READ)))
    }

    /// What charges for `of` at `part`, where `of` itself cannot stand in parentheses.
    fn instead<'e, 't>(
        &self,
        of: &Expression<'t>,
        part: &'e Expression<'t>,
        filter: &str,
    ) -> Option<(&'e Expression<'t>, Cow<'static, str>)> {
        let of_it = &self.text[of.span.range()];
        let key = match self.is_long(part) {
            true => format!("{} | ", budget::READ),
            false => String::new(),
        };
        let charges = !is_small(of) && !self.is_own(of);
        charges.then(|| (part, format!("{key}{filter}_of(of={of_it})").into()))
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

    /// Charges for a slice without bounds, which has no part to charge at.
    fn unbounded(&mut self, expression: &Expression<'_>) {
        let Node::Slice {
            of,
            bounds,
            optional,
        } = &expression.node
        else {
            return;
        };
        if !bounds.is_empty() || self.may_wrap(expression, *optional) || self.is_own(of) {
            return;
        }
        let behind = &self.text[of.span.end()..expression.span.end()];
        if let Some(bracket) = behind.find('[') {
            let at = of.span.end() + bracket + 1;
            let of_it = &self.text[of.span.range()];
            let charge = format!("none | {}_of(of={of_it})", budget::FIND);
            self.charges.opens.push((at, charge));
            self.charges.charged.push((at, of.span));
        }
    }

    /// Charges for what is poured into the call of a component, in its braces.
    fn poured(&mut self, arguments: &[Entry<'_>]) {
        for argument in arguments.iter().filter(|argument| argument.spread) {
            let span = without_braces(self.text, argument.value.span);
            self.charges.opens.push((span.start(), "((".to_owned()));
            let close = format!(") | {})", budget::POUR_MAP);
            self.charges.closes.push((span.end(), close));
            self.charges.charged.push((span.end(), span));
        }
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

/// What charges for what is poured into a list, an object or a call.
fn spread<'e, 't>(
    entries: &'e [Entry<'t>],
    charge: &'static str,
) -> Vec<(&'e Expression<'t>, Option<&'static str>)> {
    let spread = entries.iter().filter(|entry| entry.spread);
    spread.map(|entry| (&entry.value, Some(charge))).collect()
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
