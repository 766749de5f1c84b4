//! What samples have and no template reads.

use std::collections::{BTreeMap, BTreeSet};

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::check::Diagnostic;
use crate::check::rules::unused_sample_field::RULE;
use crate::source::{Source, Span};
use crate::suggest;

use super::path::{Path, Step};
use super::reader::Reads;

/// What is read, by steps.
#[derive(Debug, Default)]
pub(super) struct Tree {
    below: BTreeMap<Step, Tree>,
    /// Whether all that is below is read, too.
    whole: bool,
}

impl Tree {
    /// What any of `all` reads.
    pub(super) fn new<'r>(all: impl IntoIterator<Item = &'r Reads>) -> Self {
        let mut tree = Self::default();
        for reads in all {
            tree.whole |= reads.cut_short;
            for read in &reads.reads {
                let mut at = &mut tree;
                for step in read.path.steps() {
                    at = at.below.entry(step.clone()).or_default();
                }
                at.whole |= read.whole;
            }
        }
        tree
    }

    /// Whether nothing more is known to be read of it than itself.
    fn is_all(&self) -> bool {
        self.whole || self.below.is_empty()
    }
}

/// A key that nothing reads.
pub(super) struct Unread {
    pub(super) path: Path,
    pub(super) span: Span,
    /// The name that is read instead and that the data lack.
    near: Option<String>,
}

/// The keys of a sample that nothing reads, each once; what stands in one is not told again.
pub(super) fn unread(source: &Source, tree: &Tree) -> Vec<Unread> {
    let Ok(parsed) = parse_to_ast(
        source.text(),
        &CollectOptions::default(),
        &ParseOptions::default(),
    ) else {
        return Vec::new();
    };
    let mut walk = Walk {
        seen: BTreeSet::new(),
        found: Vec::new(),
    };
    // An empty tree is a template that reads nothing.
    if let Some(Value::Object(object)) = &parsed.value
        && !tree.whole
    {
        walk.object(object, &Path::default(), &[tree]);
    }
    walk.found
}

struct Walk {
    seen: BTreeSet<Path>,
    found: Vec<Unread>,
}

impl Walk {
    fn value(&mut self, value: &Value<'_>, path: &Path, trees: &[&Tree]) {
        if trees.iter().any(|tree| tree.is_all()) {
            return;
        }
        match value {
            Value::Object(object) => self.object(object, path, trees),
            Value::Array(array) => {
                let items: Vec<&Tree> = trees
                    .iter()
                    .filter_map(|tree| tree.below.get(&Step::Item))
                    .collect();
                if !items.is_empty() {
                    for item in &array.elements {
                        self.value(item, &path.item(), &items);
                    }
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, object: &Object<'_>, path: &Path, trees: &[&Tree]) {
        for property in &object.properties {
            let name = property.name.as_str();
            let inner = path.field(name);
            let step = Step::Field(name.into());
            let below: Vec<&Tree> = trees
                .iter()
                .flat_map(|tree| [tree.below.get(&step), tree.below.get(&Step::Item)])
                .flatten()
                .collect();
            if !below.is_empty() {
                self.value(&property.value, &inner, &below);
            } else if self.seen.insert(inner.clone()) {
                let at = property.name.range();
                self.found.push(Unread {
                    near: near(name, object, trees),
                    span: Span::new(at.start, at.end),
                    path: inner,
                });
            }
        }
    }
}

/// What is read here instead of `name`: it is not there, and nothing that is comes nearer.
fn near(name: &str, object: &Object<'_>, trees: &[&Tree]) -> Option<String> {
    let names = || {
        object
            .properties
            .iter()
            .map(|property| property.name.as_str())
    };
    let is_read = |name: &str| {
        let step = Step::Field(name.into());
        trees.iter().any(|tree| tree.below.contains_key(&step))
    };
    let unread: Vec<&str> = names().filter(|name| !is_read(name)).collect();
    let asked = trees.iter().flat_map(|tree| tree.below.keys());
    let mut lacking = asked.filter_map(|step| match step {
        Step::Field(asked) if !names().any(|name| name == &**asked) => Some(&**asked),
        _ => None,
    });
    let found = lacking.find(|asked| suggest::nearest(asked, unread.iter().copied()) == Some(name));
    found.map(str::to_owned)
}

impl Unread {
    /// The finding; `templates` are those that the sample is for.
    pub(super) fn diagnostic(&self, templates: &[&str]) -> Diagnostic {
        let reads = if templates.len() == 1 {
            "reads"
        } else {
            "read"
        };
        let templates = templates.join("` and `");
        let message = format!("`{templates}` never {reads} `{}`", self.path);
        let help = match &self.near {
            Some(near) => format!(
                "`{near}` is read, which is not there; did you mean `{}`?",
                self.path
            ),
            None => "show it in the template, or remove it from the sample".into(),
        };
        Diagnostic::new(&RULE, self.span, message).help(help)
    }
}
