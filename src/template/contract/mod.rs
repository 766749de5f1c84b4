//! The contract of a template: what it reads, and whether data have that.
//!
//! What a template reads is followed through everything that it uses: included files, parents
//! and blocks, components and what is given to them, loops and variables. What Tera does where
//! nothing is there decides what data must have: a field behind `default`, `is defined`, `or` or
//! `?.` may be missing, and so may one inside the `if` that asks for it.

//!
//! ```
//! use flockml::template::Templates;
//!
//! let templates = Templates::load("templates")?;
//! let contract = templates.contract("approval")?;
//! let required: Vec<&str> = contract.required().map(|field| field.path.as_str()).collect();
//! assert!(required.contains(&"requester.name"));
//! # Ok::<(), flockml::Error>(())
//! ```

mod calls;
mod check;
mod component;
mod demand;
mod flow;
mod missing;
mod path;
mod reader;
mod scope;
mod shown;
mod tree;
mod unused;
mod value;

use std::collections::BTreeMap;
use std::fmt;

use crate::source::Position;

use path::Path;
use reader::{Need, Read, Reads};
use tree::Library;

pub(super) use check::check;

/// What a template reads of its data.
///
/// # Examples
///
/// ```
/// use flockml::template::Templates;
///
/// let templates = Templates::load("templates")?;
/// let contract = templates.contract("pull-requests")?;
/// let title = contract.field("pull_requests[].title").expect("it is shown");
/// assert!(title.required);
/// println!("{contract}");
/// # Ok::<(), flockml::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contract {
    /// The template's file.
    pub template: String,
    /// What it reads, in the order of the alphabet; an object stands before its fields.
    pub fields: Vec<Field>,
    /// Whether it shows all of its data at once, with `__tera_context`.
    pub whole: bool,
}

/// Something that a template reads.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// From the data down: `on_call.name`, `pull_requests[].title`.
    pub path: String,
    /// Whether rendering may fail without it; if the object that it stands in may be missing, it
    /// is needed where that is there.
    pub required: bool,
    /// What it is used as.
    pub shape: Shape,
    /// Where it is read.
    pub places: Vec<Place>,
}

/// What a template uses a value as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// Anything: it is handed on or compared.
    Any,
    /// Asked whether it is there, and neither empty, 0 nor false.
    Condition,
    /// Shown.
    Text,
    /// Calculated with.
    Number,
    /// Gone through, or counted.
    List,
    /// Its fields are read.
    Object,
}

/// Where a template reads something.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The file below the root.
    pub file: String,
    /// The line and column in it.
    pub position: Position,
}

impl Contract {
    fn new(template: &str, reads: &Reads, library: &Library<'_>) -> Self {
        let mut fields: BTreeMap<&Path, Field> = BTreeMap::new();
        for read in reads
            .reads
            .iter()
            .filter(|read| !read.path.steps().is_empty())
        {
            let field = fields.entry(&read.path).or_insert_with(|| Field {
                path: read.path.to_string(),
                required: false,
                shape: Shape::Any,
                places: Vec::new(),
            });
            field.required |= is_required(read);
            field.shape = field.shape.max(read.shape);
            let source = &library.files[read.used.file].source;
            let place = Place {
                file: source.name().to_owned(),
                position: source.position(read.used.span.start()),
            };
            if !field.places.contains(&place) {
                field.places.push(place);
            }
        }
        Self {
            template: template.to_owned(),
            fields: fields.into_values().collect(),
            whole: reads.reads.iter().any(|read| read.path.steps().is_empty()),
        }
    }

    /// What is read under this path.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.path == path)
    }

    /// What data must have, by path.
    pub fn required(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.required)
    }
}

/// Whether nothing but the object around it decides that a read needs an answer.
fn is_required(read: &Read) -> bool {
    let asks_for_itself = |path: &Path| path.starts_with(&read.path);
    read.need != Need::Optional
        && read.terms.unless.is_empty()
        && !read.terms.when.iter().flatten().any(asks_for_itself)
}

impl Shape {
    /// In a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Any => "anything",
            Self::Condition => "condition",
            Self::Text => "text",
            Self::Number => "number",
            Self::List => "list",
            Self::Object => "object",
        }
    }
}

/// One line for each field: its path, what it is used as, and where.
impl fmt::Display for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = self.fields.iter().map(|field| field.path.chars().count());
        let width = longest.max().unwrap_or(0);
        let all = if self.whole { " everything" } else { "" };
        writeln!(f, "{} reads{all}", self.template)?;
        for field in &self.fields {
            let need = if field.required {
                "required"
            } else {
                "optional"
            };
            write!(
                f,
                "  {:width$}  {need}  {:9}",
                field.path,
                field.shape.as_str()
            )?;
            if let Some(place) = field.places.first() {
                write!(f, "  {}:{}", place.file, place.position)?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
