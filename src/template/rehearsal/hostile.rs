//! The values that data get worse by.

use tera::{Map, Value};

/// How many characters a long text has.
const LONG: usize = 10_000;
/// How many items a long list has.
pub(super) const MANY: usize = 500;

/// A value that templates break at.
#[derive(Debug)]
pub(super) struct Hostile {
    /// What people call it: `a very long text`.
    pub(super) name: &'static str,
    /// What the field is then, behind "is": `an empty list`.
    pub(super) called: &'static str,
    /// The value in place of the sample's own; `None` where there is no such thing.
    make: Make,
    /// What to write where it breaks a template.
    pub(super) advice: Advice,
}

/// How a hostile value comes about.
#[derive(Debug)]
enum Make {
    Text(&'static str),
    /// So often that it is [`LONG`].
    Long(&'static str),
    Whole(i64),
    Float(f64),
    Truth(bool),
    /// That many items like the first.
    Items(usize),
    NoEntries,
    /// One more entry, with a hostile name.
    Entry(&'static str),
}

/// What to do against a hostile value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Advice {
    /// Ask whether there is anything.
    Ask,
    /// Cut it.
    Shorten,
    /// Show some of its items.
    First,
    /// Leave the escaping to the engine.
    Escape,
    /// Ask whether it is in bounds, with this comparison.
    Bound(&'static str),
    /// Make it whole.
    Round,
    /// Write what shall be shown in this case too.
    Cover,
}

/// Every hostile value; which of them a field gets depends on what the sample has there.
pub(super) const HOSTILE: &[Hostile] = {
    use Advice::{Ask, Bound, Cover, Escape, First, Round, Shorten};
    use Make::{Entry, Float, Items, Long, NoEntries, Text, Truth, Whole};
    &[
        row("nothing", "empty", Text(""), Ask),
        row(
            "a very long text",
            "10,000 characters long",
            Long("lorem ipsum é "),
            Shorten,
        ),
        row(
            "a very long word",
            "a word of 10,000 letters",
            Long("W"),
            Shorten,
        ),
        row("markup", "`<&\"'`", Text("<&\"'"), Escape),
        row(
            "several lines",
            "several lines",
            Text("one\ntwo\r\n\n\u{2028}three\t"),
            Escape,
        ),
        row(
            "terminal colours",
            "text with terminal colours",
            Text("\u{1b}[1;31mred\u{1b}[0m"),
            Escape,
        ),
        row(
            "control characters",
            "text with control characters",
            Text("a\0\u{1}\u{8}\u{7f}\u{85}b"),
            Escape,
        ),
        row(
            "noncharacters",
            "text with noncharacters",
            Text("\u{fffe}\u{ffff}\u{1fffe}"),
            Escape,
        ),
        row("emoji", "text with emoji", Text("👩‍👩‍👧‍👦🏳️‍🌈👍🏽"), Cover),
        row(
            "text from right to left",
            "text from right to left",
            Text("\u{202e}gnp.exe\u{2066} مرحبا"),
            Cover,
        ),
        row(
            "a link to a script",
            "a link to a script",
            Text("javascript:alert(1)"),
            Cover,
        ),
        row(
            "a template",
            "text that looks like a template",
            Text("{{ x }}{% if x %}{# x"),
            Cover,
        ),
        row(
            "the end of a CDATA section",
            "the end of a CDATA section",
            Text("]]>"),
            Escape,
        ),
        row("zero", "0", Whole(0), Ask),
        row("a negative number", "negative", Whole(-1), Bound(">= 0")),
        row(
            "a huge number",
            "huge",
            Whole(i64::MAX),
            Bound("< 1000000000"),
        ),
        row("a fraction", "a fraction", Float(0.1), Round),
        row("true", "true", Truth(true), Cover),
        row("false", "false", Truth(false), Cover),
        row("an empty list", "an empty list", Items(0), Ask),
        row("a list of one item", "a list of one item", Items(1), Cover),
        row(
            "a list of 500 items",
            "a list of 500 items",
            Items(MANY),
            First,
        ),
        row("an empty object", "an empty object", NoEntries, Ask),
        row(
            "an entry named in markup",
            "an object with an entry `<&\"'`",
            Entry("<&\"'"),
            Escape,
        ),
    ]
};

const fn row(name: &'static str, called: &'static str, make: Make, advice: Advice) -> Hostile {
    Hostile {
        name,
        called,
        make,
        advice,
    }
}

impl Hostile {
    /// What stands in place of `own`; `None` if this is not for its kind, or no other than it.
    pub(super) fn instead_of(&self, own: &Value) -> Option<Value> {
        let value = match own.as_str() {
            Some(text) if text.parse::<f64>().is_ok() => self.make.digits()?,
            _ => self.make.value(own)?,
        };
        (value != *own).then_some(value)
    }

    /// The value as a reader may see it: on one line, and short; `None` where what it is called
    /// says as much.
    pub(super) fn shown(&self) -> Option<String> {
        match self.make {
            Make::Text(text) if !text.is_empty() && !self.called.contains('`') => {
                Some(text.escape_debug().collect())
            }
            Make::Whole(number) if number.unsigned_abs() > 0 => Some(number.to_string()),
            Make::Float(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.make, Make::Text(_) | Make::Long(_))
    }

    /// Whether it makes a list that long.
    pub(super) fn repeats(&self) -> bool {
        matches!(self.make, Make::Items(2..))
    }

    /// Whether it is for lists.
    pub(super) fn is_for_lists(&self) -> bool {
        matches!(self.make, Make::Items(_))
    }

    /// Whether it is for objects.
    pub(super) fn is_for_objects(&self) -> bool {
        matches!(self.make, Make::NoEntries | Make::Entry(_))
    }

    /// Whether it takes entries away from an object, whose names are no data as a rule.
    pub(super) fn takes_entries(&self) -> bool {
        matches!(self.make, Make::NoEntries)
    }
}

impl Make {
    /// In place of a number that is written as a text: its data keep to numbers.
    fn digits(&self) -> Option<Value> {
        match *self {
            Self::Text("") => Some(Value::from("")),
            Self::Whole(number @ ..=0) => Some(Value::from(number.to_string())),
            _ => None,
        }
    }

    fn value(&self, own: &Value) -> Option<Value> {
        match *self {
            Self::Text(text) => own.is_string().then(|| Value::from(text)),
            Self::Long(piece) => own.is_string().then(|| Value::from(long(piece))),
            Self::Whole(number) => own.is_number().then(|| Value::from(number)),
            Self::Float(number) => own.is_number().then(|| Value::from(number)),
            Self::Truth(is) => own.is_bool().then(|| Value::from(is)),
            Self::Items(count) => {
                let first = own.as_array()?.first()?;
                Some(Value::from(vec![first.clone(); count]))
            }
            Self::NoEntries => own.as_map().map(|_| Value::from(Map::new())),
            Self::Entry(name) => {
                let mut map = own.as_map()?.clone();
                let first = map.values().next()?.clone();
                map.insert(name.into(), first);
                Some(Value::from(map))
            }
        }
    }
}

fn long(piece: &str) -> String {
    piece.chars().cycle().take(LONG).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_short_and_on_one_line() {
        for hostile in HOSTILE {
            let shown = hostile.shown().unwrap_or_default();
            assert!(shown.len() <= 120, "{shown}");
            assert!(!shown.contains(char::is_control), "{shown}");
        }
    }

    #[test]
    fn each_kind_of_value_has_its_own() {
        let count = |own: &Value| {
            let made = HOSTILE.iter().filter_map(|hostile| hostile.instead_of(own));
            made.count()
        };
        assert_eq!(count(&Value::from("db-1")), 13);
        assert_eq!(count(&Value::from("")), 12);
        assert_eq!(count(&Value::from(3)), 4);
        assert_eq!(count(&Value::from(true)), 1);
        assert_eq!(count(&Value::from(vec![1])), 2);
        assert_eq!(count(&Value::from(vec![1, 2])), 3);
        assert_eq!(count(&Value::from(Vec::<i64>::new())), 0);
        assert_eq!(count(&Value::none()), 0);
    }
}
