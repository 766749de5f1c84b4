//! The columns of the table.

/// A filter, a test or a function.
///
/// # Examples
///
/// ```
/// use flockml::template::vocabulary::{self, Kind};
///
/// let upper = vocabulary::find(Kind::Filter, "upper").expect("it is in the table");
/// assert_eq!(upper.example.template, "{{ state | upper }}");
/// assert_eq!(upper.example.result, "DOWN");
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Word {
    /// As it stands in a template.
    pub name: &'static str,
    /// How it is used.
    pub kind: Kind,
    /// Who made it.
    pub origin: Origin,
    /// What may stand in its parentheses.
    pub arguments: &'static [Argument],
    /// How its result goes into a `.flockml` file.
    pub yields: Yields,
    /// What it does, in one line.
    pub summary: &'static str,
    /// A use of it.
    pub example: Example,
    /// What other template languages call it.
    pub elsewhere: &'static [&'static str],
    /// The feature of this crate that it needs beside `template`.
    pub feature: Option<&'static str>,
}

/// How a word is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Behind a bar: `{{ host | upper }}`.
    Filter,
    /// Behind `is`: `{% if host is defined %}`.
    Test,
    /// With parentheses: `{% for i in range(end=3) %}`.
    Function,
}

impl Kind {
    /// What authors call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Filter => "filter",
            Self::Test => "test",
            Self::Function => "function",
        }
    }
}

/// Who made a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// Tera.
    Tera,
    /// Tera, with another result here, because FlockML needs it.
    Adapted,
    /// This crate.
    Flockml,
}

/// How what a filter writes goes into a `.flockml` file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Yields {
    /// As markup, with its elements.
    Markup,
    /// As text, escaped, even when markup came in.
    Text,
    /// As what came in, or what stands in one of its arguments: markup stays markup, text stays
    /// text.
    Input,
}

/// What may stand in the parentheses of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// Whether it may not be left out.
    pub required: bool,
    /// What it has to be.
    pub takes: Takes,
}

/// What an argument has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Takes {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Bool,
    /// Whatever it is.
    Any,
}

/// A use of a word, and what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// A piece of a `.flockml` file.
    pub template: &'static str,
    /// Its data, as JSON.
    pub data: &'static str,
    /// The FlockML that comes out.
    pub result: &'static str,
}

/// A text that has to be there.
pub(super) const fn required(name: &'static str) -> Argument {
    Argument {
        name,
        required: true,
        takes: Takes::Text,
    }
}

/// A text that may be left out.
pub(super) const fn optional(name: &'static str) -> Argument {
    Argument {
        name,
        required: false,
        takes: Takes::Text,
    }
}

impl Argument {
    pub(super) const fn takes(mut self, takes: Takes) -> Self {
        self.takes = takes;
        self
    }
}

/// One of Tera's filters, which writes text.
pub(super) const fn filter(name: &'static str, summary: &'static str) -> Word {
    Word::new(Kind::Filter, name, summary)
}

/// One of Tera's tests.
pub(super) const fn test(name: &'static str, summary: &'static str) -> Word {
    Word::new(Kind::Test, name, summary)
}

/// One of Tera's functions.
pub(super) const fn function(name: &'static str, summary: &'static str) -> Word {
    Word::new(Kind::Function, name, summary)
}

impl Word {
    const fn new(kind: Kind, name: &'static str, summary: &'static str) -> Self {
        Self {
            name,
            kind,
            origin: Origin::Tera,
            arguments: &[],
            yields: Yields::Text,
            summary,
            example: Example {
                template: "",
                data: "{}",
                result: "",
            },
            elsewhere: &[],
            feature: None,
        }
    }

    pub(super) const fn origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    pub(super) const fn takes(mut self, arguments: &'static [Argument]) -> Self {
        self.arguments = arguments;
        self
    }

    pub(super) const fn yields(mut self, yields: Yields) -> Self {
        self.yields = yields;
        self
    }

    pub(super) const fn shows(
        mut self,
        template: &'static str,
        data: &'static str,
        result: &'static str,
    ) -> Self {
        self.example = Example {
            template,
            data,
            result,
        };
        self
    }

    pub(super) const fn elsewhere(mut self, names: &'static [&'static str]) -> Self {
        self.elsewhere = names;
        self
    }

    pub(super) const fn feature(mut self, feature: &'static str) -> Self {
        self.feature = Some(feature);
        self
    }

    /// Whether this build of the crate has the feature that it needs.
    #[must_use]
    pub fn is_available(&self) -> bool {
        let lacks_dates = !cfg!(feature = "dates") && self.feature == Some("dates");
        let lacks_markdown = !cfg!(feature = "markdown") && self.feature == Some("markdown");
        !lacks_dates && !lacks_markdown
    }
}
