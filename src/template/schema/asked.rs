//! What a template asks for, as a tree.

use std::collections::BTreeMap;

use crate::template::contract::Contract;

/// What is read at one place of the data, and below it.
#[derive(Debug, Default)]
pub(super) struct Reads {
    /// Whether rendering may fail without it.
    needed: bool,
    /// The first place that reads it.
    place: Option<String>,
    fields: BTreeMap<String, Reads>,
    /// What is read of each item of a list or each value of an object.
    items: Option<Box<Reads>>,
}

impl Reads {
    pub(super) fn new(contract: &Contract) -> Self {
        let mut root = Self::default();
        for field in &contract.fields {
            let Some(at) = root.at(&field.path) else {
                continue;
            };
            at.needed = field.required;
            let first = field.places.first();
            at.place = first.map(|place| format!("{}:{}", place.file, place.position));
        }
        root
    }

    /// What is read at a path such as `hosts[].name`; none for names that are no words.
    fn at(&mut self, path: &str) -> Option<&mut Self> {
        let mut at = self;
        for part in path.replace("[]", ".[]").split('.') {
            at = match part {
                "[]" => at.items.get_or_insert_default(),
                name if name.is_empty() || name.contains(['[', '"']) => return None,
                name => at.fields.entry(name.to_owned()).or_default(),
            };
        }
        Some(at)
    }
}

/// What is known to be read at one place of the data.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked<'r> {
    /// The template cannot be read.
    Unknown,
    /// This.
    Of(&'r Reads),
    /// Nothing by name.
    Not,
}

impl<'r> Asked<'r> {
    pub(super) fn field(self, name: &str) -> Self {
        self.below(|reads| reads.fields.get(name).or(reads.items.as_deref()))
    }

    pub(super) fn item(self) -> Self {
        self.below(|reads| reads.items.as_deref())
    }

    fn below(self, step: impl FnOnce(&'r Reads) -> Option<&'r Reads>) -> Self {
        match self {
            Self::Of(reads) => step(reads).map_or(Self::Not, Self::Of),
            other => other,
        }
    }

    /// The names that are read here.
    pub(super) fn names(self) -> impl Iterator<Item = &'r str> {
        let reads = match self {
            Self::Of(reads) => Some(reads),
            _ => None,
        };
        let fields = reads.into_iter().flat_map(|reads| reads.fields.keys());
        fields.map(String::as_str)
    }

    pub(super) fn place(self) -> Option<&'r str> {
        match self {
            Self::Of(reads) => reads.place.as_deref(),
            _ => None,
        }
    }

    /// Whether rendering may fail without it.
    pub(super) fn is_needed(self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Of(reads) => reads.needed,
            Self::Not => false,
        }
    }

    /// Whether a name that is not known here would never be read.
    pub(super) fn is_closed(self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Of(reads) => !reads.fields.is_empty() && reads.items.is_none(),
            Self::Not => false,
        }
    }
}
