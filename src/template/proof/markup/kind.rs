//! What a value can be, once it is written into a template.

use crate::check::{self, Holes};

/// What a value puts into the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Level {
    /// Text, which is escaped.
    #[default]
    Text,
    /// Text that has been escaped already, without elements and quotes: it fits an attribute, too.
    Plain,
    /// Whole elements; in a JSON template, quotes or line breaks.
    Markup,
}

/// What `| safe` makes of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Plain,
    /// Whole elements.
    Markup,
    /// Nobody knows.
    Unknown,
}

/// What is known of a value, whatever the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kind<'t> {
    pub(super) level: Level,
    pub(super) source: Source,
    /// Whether the level is that of a list's items, or of an object's fields.
    pub(super) items: bool,
    /// The parameters of the component that it can be.
    pub(super) parameters: Vec<&'t str>,
}

impl<'t> Kind<'t> {
    /// Something from the data.
    pub(super) fn data() -> Self {
        Self {
            level: Level::Text,
            source: Source::Unknown,
            items: false,
            parameters: Vec::new(),
        }
    }

    /// A number or a truth value, which needs no escaping.
    pub(super) fn number() -> Self {
        Self {
            source: Source::Plain,
            ..Self::data()
        }
    }

    /// A text that the author wrote.
    pub(super) fn literal(text: &str, is_json: bool) -> Self {
        let source = match Level::of(text, is_json) {
            Level::Markup if is_json => Source::Unknown,
            Level::Markup => {
                let report = check::check_with(text, Holes::default(), false);
                if report.has_errors() {
                    Source::Unknown
                } else {
                    Source::Markup
                }
            }
            _ if text.contains('&') && !is_json => Source::Unknown,
            _ => Source::Plain,
        };
        Self {
            source,
            ..Self::data()
        }
    }

    /// What the template itself wrote.
    pub(super) fn written(level: Level) -> Self {
        Self {
            level,
            source: match level {
                Level::Markup => Source::Markup,
                Level::Text | Level::Plain => Source::Plain,
            },
            ..Self::data()
        }
    }

    pub(super) fn parameter(name: &'t str) -> Self {
        Self {
            parameters: vec![name],
            ..Self::data()
        }
    }

    /// A value that is one of two.
    pub(super) fn or(mut self, other: &Self) -> Self {
        let fits = |kind: &Self| kind.items || kind.level == Level::Text;
        self.items = fits(&self) && fits(other) && (self.items || other.items);
        self.level = self.level.max(other.level);
        self.source = self.source.max(other.source);
        for &name in &other.parameters {
            if !self.parameters.contains(&name) {
                self.parameters.push(name);
            }
        }
        self
    }

    pub(super) fn with_items(self, items: bool) -> Self {
        Self { items, ..self }
    }

    /// What it puts into the output where it is written: lists are written as text.
    pub(super) fn shown(&self) -> Level {
        if self.items { Level::Text } else { self.level }
    }
}

impl Level {
    /// Of literal text, which may be meant for the inside of a JSON string.
    pub(super) fn of(text: &str, is_json: bool) -> Self {
        let is_plain = if is_json {
            !text.contains(|c: char| c < ' ' || matches!(c, '"' | '\\'))
        } else {
            !text.contains(['<', '"', '\''])
        };
        if is_plain { Self::Plain } else { Self::Markup }
    }
}
