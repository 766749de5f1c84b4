//! What a template reads and data lack.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::check::Diagnostic;
use crate::check::rules::unknown_variable::RULE;
use crate::source::Source;
use crate::suggest;

use super::super::finding::{Finding, Related};
use super::super::wording;
use super::Shape;
use super::path::{Path, Presence, Step};
use super::reader::{Need, Read, Reads, Stray, Via};
use super::tree::Library;
use super::value::Place;

/// Data, with what the author calls them.
pub(super) struct Case<'d> {
    pub(super) name: Option<&'d str>,
    pub(super) data: &'d Value,
}

/// A read that none of the data answers.
pub(super) struct Miss<'r> {
    pub(super) read: &'r Read,
    /// The first of the data that should.
    case: usize,
}

/// The reads that some of `cases` should answer and none does.
pub(super) fn misses<'r>(reads: &'r Reads, cases: &[Case<'_>]) -> Vec<Miss<'r>> {
    let spared: BTreeSet<&Path> = reads
        .reads
        .iter()
        .filter(|read| read.need == Need::Optional)
        .map(|read| &read.path)
        .collect();
    reads
        .reads
        .iter()
        .filter(|read| match read.need {
            Need::Required => true,
            Need::Expected => !spared.contains(&read.path),
            Need::Optional => false,
        })
        .filter_map(|read| miss(read, cases))
        .collect()
}

fn miss<'r>(read: &'r Read, cases: &[Case<'_>]) -> Option<Miss<'r>> {
    let mut first = None;
    for (index, case) in cases.iter().enumerate() {
        match read.path.presence(case.data) {
            Presence::Present => return None,
            Presence::Missing if first.is_none() && is_asked(read, case.data) => {
                first = Some(index);
            }
            _ => {}
        }
    }
    first.map(|case| Miss { read, case })
}

fn is_asked(read: &Read, data: &Value) -> bool {
    let is_there = |path: &Path| path.presence(data) == Presence::Present;
    read.terms.when.iter().all(|any| any.iter().any(is_there))
        && !read.terms.unless.iter().any(is_there)
}

impl Miss<'_> {
    /// The finding, where the path was written.
    pub(super) fn finding(&self, library: &Library<'_>, cases: &[Case<'_>]) -> Finding {
        let Read {
            path,
            origin,
            shape,
            locals,
            via,
            ..
        } = self.read;
        let source = &library.files[origin.file].source;
        let mut known = BTreeSet::new();
        for case in cases {
            known.extend(path.names_beside(case.data));
        }
        known.extend(locals.iter().map(String::as_str));
        let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
        let Some(Step::Field(name)) = path.steps().last() else {
            return told(source, *origin, format!("`{path}` is not in the data"));
        };
        let text = source.text();
        let mut said = wording::absent(text, origin.span, name, &known, message(path, name));
        let is_written = text[origin.span.range()].contains(&**name);
        if !is_written && suggest::nearest(name, known.iter().map(String::as_str)).is_none() {
            said.help = Some("add it to the data".into());
        }
        if *shape == Shape::List {
            said.help = said.help.map(|help| help.replace("value=\"\"", "value=[]"));
        }
        Finding::new(source, said.into_diagnostic(&RULE))
            .with_sample(cases[self.case].name)
            .with_related(related(library, *origin, *via))
    }
}

/// Where the template brings in the file of `place`.
pub(super) fn related(library: &Library<'_>, place: Place, via: Option<Via>) -> Vec<Related> {
    let via = via.filter(|via| via.place.file != place.file);
    let related = via.map(|Via { place, verb }| {
        let source = &library.files[place.file].source;
        Related::new(source, place.span, format!("{verb} here"))
    });
    related.into_iter().collect()
}

fn message(path: &Path, name: &str) -> String {
    let (_, above) = path.steps().split_last().unwrap_or((&Step::Item, &[]));
    match above.split_last() {
        Some((Step::Item, list)) if !list.is_empty() => {
            format!("no item of `{}` has a field `{name}`", Path::from(list))
        }
        _ => format!("`{path}` is not in the data"),
    }
}

fn told(source: &std::sync::Arc<Source>, place: Place, message: String) -> Finding {
    Finding::new(source, Diagnostic::new(&RULE, place.span, message))
}

/// A name that a component uses and does not take.
pub(super) fn stray(library: &Library<'_>, stray: &Stray) -> Finding {
    let Stray {
        name,
        component,
        place,
        known,
        via,
    } = stray;
    let near = suggest::nearest(name, known.iter().map(String::as_str));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "a component does not see the data: add `{name}` to its arguments, and give it where `{component}` is called"
        ),
    };
    let message = format!("`{name}` is no argument of the component `{component}`");
    let fault = Diagnostic::new(&RULE, place.span, message).help(help);
    Finding::new(&library.files[place.file].source, fault)
        .with_related(related(library, *place, *via))
}
