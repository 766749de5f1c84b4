//! Lists and objects that a hole shows as they are.
//!
//! Tera writes them as JSON. No alert is to be lost for that, so rendering lets it pass; but no
//! reader wants to see it, and who writes the template is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::check::rules::wrong_type::RULE;
use crate::check::{Diagnostic, Severity};

use super::super::expression::{self, Expression, Node};
use super::super::finding::Finding;
use super::super::load::File;
use super::missing::Case;
use super::path::Path;
use super::reader::{Reads, Via};
use super::tree::Library;
use super::value::Place;

/// What a hole shows.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) what: What,
    pub(super) place: Place,
    /// What the template itself calls, if the place is in that.
    pub(super) via: Option<Via>,
}

/// What may be a list or an object.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A piece of the data.
    Data(Path),
    /// A list, whatever the data are.
    List,
    /// An object, whatever the data are.
    Object,
}

/// What `expression` makes, where that is a list or an object whatever the data are.
pub(super) fn always(expression: &Expression<'_>) -> Option<What> {
    match &expression.node {
        Node::List(_) | Node::Comprehension(_) => Some(What::List),
        Node::Function(call) if call.name.text == "range" => Some(What::List),
        Node::Map(_) => Some(What::Object),
        Node::Filter { call, .. } => match &*call.name.text {
            "keys" | "values" | "pairs" | "split" | "sort" | "unique" => Some(What::List),
            "group_by" => Some(What::Object),
            _ => None,
        },
        _ => None,
    }
}

/// The holes that show a list or an object of one of `cases`, and where they are.
pub(super) fn findings(
    library: &Library<'_>,
    reads: &Reads,
    cases: &[Case<'_>],
) -> Vec<(Place, Finding)> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for shown in &reads.shown {
        let file = &library.files[shown.place.file];
        let (case, value) = match &shown.what {
            What::Data(path) => {
                let values = cases.iter().find_map(|case| {
                    let value = path.find(case.data, &is_compound)?;
                    Some((case.name, value))
                });
                match values {
                    Some((case, value)) if !asks_for_types(file) => (case, value),
                    _ => continue,
                }
            }
            What::List => (None, &Json::Array(Vec::new())),
            What::Object => (None, &Json::Null),
        };
        if !seen.insert(shown.place) {
            continue;
        }
        let name = &file.source.text()[shown.place.span.range()];
        let fault = diagnostic(shown, name, value);
        let related = super::missing::related(library, shown.place, shown.via);
        let finding = Finding::new(&Arc::clone(&file.source), fault);
        found.push((shown.place, finding.with_sample(case).with_related(related)));
    }
    found
}

fn is_compound(value: &Json) -> bool {
    match value {
        Json::Array(items) => !items.is_empty(),
        Json::Object(fields) => !fields.is_empty(),
        _ => false,
    }
}

fn diagnostic(shown: &Shown, name: &str, value: &Json) -> Diagnostic {
    let (what, help) = match value {
        Json::Array(items) => ("a list", instead_of_list(name, items)),
        _ => ("an object", instead_of_object(name, value)),
    };
    let of = match &shown.what {
        // A name that the template itself gave it.
        What::Data(path) if is_path(name) && path.to_string() != name => {
            format!(", `{path}` of the data,")
        }
        _ => String::new(),
    };
    let message = format!("`{name}`{of} is {what}, which readers are shown as JSON");
    Diagnostic::new(&RULE, shown.place.span, message)
        .severity(Severity::Warning)
        .help(help)
}

fn instead_of_list(name: &str, items: &[Json]) -> String {
    let field = items.iter().find_map(|item| {
        let fields = item.as_object()?;
        fields.keys().find(|key| is_word(key))
    });
    match field {
        Some(field) => format!(
            "go over its items: `{{% for item in {name} %}}{{{{ item.{field} }}}}{{% endfor %}}`; or write `{name} | str` if that is meant"
        ),
        None => format!(
            "write `{name} | join(sep=\", \")`, or go over its items with `{{% for item in {name} %}}`"
        ),
    }
}

fn instead_of_object(name: &str, value: &Json) -> String {
    let mut keys = value
        .as_object()
        .into_iter()
        .flat_map(|fields| fields.keys());
    let field = keys.find(|key| is_word(key)).map_or("name", String::as_str);
    if !is_path(name) {
        return format!(
            "give it a name, and show its fields: `{{% set item = {name} %}}{{{{ item.{field} }}}}`"
        );
    }
    format!(
        "write the field that is meant, such as `{name}.{field}`, or go over all: `{{% for key, value in {name} %}}`; or write `{name} | str` if that is meant"
    )
}

/// Whether `name` is a name, or one field of another.
fn is_path(name: &str) -> bool {
    name.split('.').all(is_word)
}

fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c == '_' || c.is_ascii_alphabetic())
        && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
}

/// Whether `file` shows one value in several ways, by what it is.
fn asks_for_types(file: &File) -> bool {
    const TYPES: [&str; 6] = ["array", "map", "string", "number", "iterable", "bool"];
    let text = file.source.text();
    file.tags.iter().any(|tag| {
        let inside = &text[tag.inner.range()];
        if !inside.contains(" is ") {
            return false;
        }
        let mut asks = false;
        for whole in expression::parse(text, tag).expressions() {
            whole.each(&mut |part| {
                asks |= matches!(&part.node, Node::Test { call, .. } if TYPES.contains(&&*call.name.text));
            });
        }
        asks
    })
}
