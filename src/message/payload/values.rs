//! Strings, numbers and the like in a payload.

use jsonc_parser::ast::Value;

use super::embedded;
use super::literal::Literal;
use super::walk::{Walker, kind_of, span};
use crate::check::rules::{invalid_value, markup_in_plain_text, wrong_type};
use crate::check::{Diagnostic, links, values};
use crate::element::{Attribute, COLORS, Kind};
use crate::message::Color;
use crate::message::fields::{Field, Holds, Shape};
use crate::message::id::is_identifier;
use crate::source::Span;

const NUMBER: &str = "a whole number";
const STRING: &str = "a string";

impl Walker<'_> {
    pub(super) fn scalar(
        &mut self,
        shape: &'static Shape,
        field: &'static Field,
        value: &Value<'_>,
    ) {
        match field.holds {
            Holds::Attribute => {
                if let Some(known) = field.attribute(shape) {
                    self.attribute(shape, field, known, value);
                }
            }
            Holds::Users => self.users(field, value),
            Holds::Markup => self.string(field, value, |walker, literal| {
                if !literal.text.is_empty() {
                    let omitted = embedded::check(&literal, |found| walker.push(found));
                    walker.walk.report.omit(omitted);
                }
            }),
            Holds::User => self.string(field, value, |walker, literal| {
                walker.identifier(value, &literal.text, &["u:"]);
            }),
            Holds::Recipient => self.string(field, value, |walker, literal| {
                walker.identifier(value, &literal.text, &["u:", "g:"]);
            }),
            Holds::Text => self.string(field, value, |_, _| {}),
            Holds::Anything | Holds::Object(_) | Holds::List(_) => {}
        }
    }

    /// Hands the string over, or says that it is none.
    fn string(&mut self, field: &Field, value: &Value<'_>, then: impl FnOnce(&mut Self, Literal)) {
        match self.literal(value) {
            Some(literal) => then(self, literal),
            None => self.wrong_type(field, value, STRING),
        }
    }

    /// Old identifiers are addresses with an `@`, which a message that Flock delivered may have.
    fn identifier(&mut self, value: &Value<'_>, id: &str, prefixes: &[&str]) {
        let known = prefixes.iter().any(|prefix| is_identifier(id, prefix));
        let is_old = id.split_once('@').is_some_and(|(user, _)| !user.is_empty());
        if !known && !is_old && !id.is_empty() {
            self.push(identifier(value, id, prefixes));
        }
    }

    fn users(&mut self, field: &Field, value: &Value<'_>) {
        let Some(list) = value.as_array() else {
            return self.wrong_type(field, value, "a list of user ids");
        };
        for item in &list.elements {
            match self.literal(item) {
                // A channel's id is on no page as a mention, but Flock might deliver one.
                Some(literal) => self.identifier(item, &literal.text, &["u:", "g:"]),
                None if item.as_null_keyword().is_some() => {}
                None => self.push(wrong_type::found(
                    span(item),
                    &format!("an entry of `{}`", field.name),
                    kind_of(item),
                    STRING,
                )),
            }
        }
    }

    fn attribute(
        &mut self,
        shape: &'static Shape,
        field: &Field,
        known: &'static Attribute,
        value: &Value<'_>,
    ) {
        match known.kind {
            Kind::Number => self.number(field, value),
            Kind::Boolean => self.boolean(field, value),
            _ => self.string(field, value, |walker, literal| {
                walker.text(shape, known, value, &literal);
            }),
        }
    }

    fn number(&mut self, field: &Field, value: &Value<'_>) {
        let Some(number) = value.as_number_lit() else {
            return self.wrong_type(field, value, NUMBER);
        };
        let digits = number.value.strip_suffix(".0").unwrap_or(number.value);
        let most = field.most();
        let (what, help) = if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            (format!("not {NUMBER}"), "write digits only, as in `400`")
        } else if digits.parse::<u64>().is_ok_and(|number| number <= most) {
            return;
        } else {
            (format!("more than {most}"), "write a smaller number")
        };
        let message = format!("`{}` is {}, {what}", field.name, shortened(number.value));
        self.push(Diagnostic::new(&invalid_value::RULE, span(value), message).help(help));
    }

    fn boolean(&mut self, field: &Field, value: &Value<'_>) {
        let is_sample = field.may_be_quoted()
            && value
                .as_string_lit()
                .is_some_and(|literal| matches!(&*literal.value, "true" | "false" | ""));
        if value.as_boolean_lit().is_none() && !is_sample {
            self.wrong_type(field, value, "`true` or `false`");
        }
    }

    fn text(
        &mut self,
        shape: &'static Shape,
        known: &'static Attribute,
        value: &Value<'_>,
        literal: &Literal,
    ) {
        let inside = embedded::inside(span(value));
        let text = literal.text.trim_ascii();
        if known.shown
            && let Some(found) = markup_in_plain_text::find(&literal.text)
        {
            let at = literal.span(found);
            self.push(markup_in_plain_text::found(at, known.name));
        }
        let is_label = known.name == "name" && shape.element().is_some_and(|on| on.interactive);
        if text.is_empty() && !is_label {
            return;
        }
        match (known.kind, shape.element()) {
            (Kind::Color, _) => self.color(value, text),
            (kind, Some(_)) if links::is_broken(kind, text) => {
                let blank = literal.text.len() - literal.text.trim_ascii_start().len();
                let control = text.find(|c: char| c.is_ascii_control()).unwrap_or(0);
                let at = literal.span(Span::new(blank + control, blank + control + 1));
                invalid_value::broken_address(&mut self.walk, known, at, text);
            }
            (_, Some(element)) => values::check(&mut self.walk, element, known, inside, text),
            (_, None) => {}
        }
    }

    /// Names are the XML form's; the wire has digits.
    fn color(&mut self, value: &Value<'_>, text: &str) {
        if Color::from_hex(text).is_some() {
            return;
        }
        let named = COLORS.iter().find(|(name, _)| *name == text);
        let help = match named {
            Some((_, hex)) => format!("write `{hex}`; names are for the XML form"),
            None => "write `#rrggbb`, as in `#d32f2f`".to_owned(),
        };
        self.push(
            Diagnostic::new(
                &invalid_value::RULE,
                span(value),
                format!("`{}` is no colour", shortened(text)),
            )
            .help(help),
        );
    }
}

fn identifier(value: &Value<'_>, id: &str, prefixes: &[&str]) -> Diagnostic {
    let (what, help) = match prefixes {
        ["u:"] => ("user id", "a user id is `u:` and letters or digits"),
        _ => (
            "user or channel id",
            "a user id begins with `u:`, a channel id with `g:`; `channels.list` has them",
        ),
    };
    let message = format!("`{}` is no {what}", shortened(id));
    Diagnostic::new(&invalid_value::RULE, span(value), message).help(help)
}

/// Enough of a value to recognise it.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
