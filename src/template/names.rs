//! Whether every name that templates use is there, over all files at once.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::check::Diagnostic;
use crate::check::rules::template_syntax::RULE;
use crate::source::Span;
use crate::suggest;

use super::arguments;
use super::foreign;
use super::outline::{Call, CallKind, Name, Outline, Signature};
use super::vocabulary::{self, Kind, Word};

/// A template as this module sees it.
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a str,
    pub(crate) outline: &'a Outline,
    /// Whether it holds JSON; the two sorts do not see each other.
    pub(crate) is_json: bool,
    /// Why its file cannot be read, if so.
    pub(crate) unreadable: Option<&'a str>,
}

/// The templates of a folder by their names.
pub(crate) struct Names<'a> {
    entries: &'a [Entry<'a>],
    /// The files that define a component, by sort and name.
    components: BTreeMap<(bool, &'a str), Vec<(usize, Span)>>,
    /// What each component takes, by file and name; `None` if it is defined twice there.
    signatures: HashMap<(usize, &'a str), Option<&'a Signature>>,
}

impl CallKind {
    /// The part of the vocabulary that is called; components are the authors' own.
    fn of_words(self) -> Option<Kind> {
        match self {
            Self::Filter => Some(Kind::Filter),
            Self::Test => Some(Kind::Test),
            Self::Function => Some(Kind::Function),
            Self::Component => None,
        }
    }
}

impl<'a> Names<'a> {
    pub(crate) fn new(entries: &'a [Entry<'a>]) -> Self {
        let mut components: BTreeMap<(bool, &str), Vec<(usize, Span)>> = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            for component in &entry.outline.components {
                let key = (entry.is_json, component.text.as_str());
                components
                    .entry(key)
                    .or_default()
                    .push((index, component.span));
            }
        }
        let mut signatures = HashMap::new();
        for (index, entry) in entries.iter().enumerate() {
            for one in &entry.outline.signatures {
                signatures
                    .entry((index, one.name.as_str()))
                    .and_modify(|known| *known = None)
                    .or_insert(Some(one));
            }
        }
        Self {
            entries,
            components,
            signatures,
        }
    }

    /// What the file at `index` asks for in vain, or has twice.
    pub(crate) fn check(&self, index: usize) -> Vec<Diagnostic> {
        let entry = &self.entries[index];
        let mut found = Vec::new();
        found.extend(
            entry
                .outline
                .calls
                .iter()
                .filter_map(|call| self.call(entry, call)),
        );
        for call in &entry.outline.calls {
            found.extend(self.arguments(entry, call));
        }
        found.extend(
            entry
                .outline
                .links()
                .filter_map(|link| self.link(entry, link)),
        );
        found.extend(self.duplicates(index));
        found.extend(self.cycle(index, "extends", |outline| outline.parent.as_slice()));
        found.extend(self.cycle(index, "includes", |outline| &outline.includes));
        found
    }

    /// The files that the file at `index` needs, itself included.
    pub(crate) fn uses(&self, index: usize) -> Vec<usize> {
        let mut uses = Vec::new();
        let mut ahead = vec![index];
        let mut seen = HashSet::from([index]);
        while let Some(index) = ahead.pop() {
            uses.push(index);
            for next in self.direct(index) {
                if seen.insert(next) {
                    ahead.push(next);
                }
            }
        }
        uses.sort_unstable();
        uses
    }

    /// Whether another file includes or extends the file at `index`.
    pub(crate) fn is_linked(&self, index: usize) -> bool {
        let target = &self.entries[index];
        self.entries.iter().enumerate().any(|(other, entry)| {
            other != index
                && entry.is_json == target.is_json
                && entry.outline.links().any(|link| link.text == target.name)
        })
    }

    fn direct(&self, index: usize) -> Vec<usize> {
        let entry = &self.entries[index];
        let links = entry
            .outline
            .links()
            .filter_map(|link| self.find(entry.is_json, &link.text));
        let components = entry
            .outline
            .calls
            .iter()
            .filter(|call| call.kind == CallKind::Component);
        let files = components
            .filter_map(|call| {
                self.components
                    .get(&(entry.is_json, call.name.text.as_str()))
            })
            .flatten()
            .map(|&(file, _)| file);
        links.chain(files).collect()
    }

    fn find(&self, is_json: bool, name: &str) -> Option<usize> {
        self.entries
            .iter()
            .position(|entry| entry.is_json == is_json && entry.name == name)
    }

    fn call(&self, entry: &Entry<'_>, call: &Call) -> Option<Diagnostic> {
        let name = call.name.text.as_str();
        let kind = call.kind.of_words();
        let what = kind.map_or("component", Kind::as_str);
        let is_known = match kind {
            Some(kind) => vocabulary::find(kind, name).is_some(),
            None => self.components.contains_key(&(entry.is_json, name)),
        };
        if is_known {
            return lacking(call, vocabulary::find(kind?, name)?);
        }
        let known: Vec<&str> = match kind {
            Some(kind) => vocabulary::of(kind).iter().map(|word| word.name).collect(),
            None => self.known_components(entry.is_json),
        };
        let diagnostic = Diagnostic::new(
            &RULE,
            call.name.span,
            format!("there is no {what} `{name}`"),
        );
        let elsewhere = kind.and_then(|kind| vocabulary::find_elsewhere(kind, name));
        let near = elsewhere.map(|word| word.name);
        if kind == Some(Kind::Function)
            && let Some(component) = self
                .known_components(entry.is_json)
                .into_iter()
                .find(|component| component.eq_ignore_ascii_case(name))
        {
            let help = format!("it is a component: write `{{{{ <{component} … /> }}}}`");
            return Some(diagnostic.help(help));
        }
        if kind == Some(Kind::Function)
            && let Some(filter) = filter_of(name)
        {
            let help = format!("it is a filter: write the value, and `| {filter}` behind it");
            return Some(diagnostic.help(help));
        }
        if let Some(help) = kind.and_then(|kind| foreign::instead_of(kind, name)) {
            return Some(diagnostic.help(help));
        }
        let help = match near.or_else(|| suggest::nearest(name, known.iter().copied())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => match call.kind {
                CallKind::Component if self.components.contains_key(&(!entry.is_json, name)) => {
                    "components of `.flockml` files and of JSON templates do not see each other"
                        .into()
                }
                CallKind::Component => format!(
                    "define it in any template of the folder: `{{% component {name}() %}}…{{% endcomponent %}}`"
                ),
                _ => format!("the {what}s are: {}", known.join(", ")),
            },
        };
        Some(diagnostic.help(help))
    }

    fn arguments(&self, entry: &Entry<'_>, call: &Call) -> Vec<Diagnostic> {
        let name = call.name.text.as_str();
        if let Some(kind) = call.kind.of_words() {
            let word = vocabulary::find(kind, name);
            return word.map_or_else(Vec::new, |word| arguments::of_word(call, word));
        }
        // One that is defined twice is another fault.
        match self
            .components
            .get(&(entry.is_json, name))
            .map(Vec::as_slice)
        {
            Some([(file, _)]) => match self.signatures.get(&(*file, name)) {
                Some(Some(one)) => arguments::of_component(call, one),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn known_components(&self, is_json: bool) -> Vec<&str> {
        let of_sort = self.components.keys().filter(|key| key.0 == is_json);
        of_sort.map(|key| key.1).collect()
    }

    fn link(&self, entry: &Entry<'_>, link: &Name) -> Option<Diagnostic> {
        let name = link.text.as_str();
        if let Some(found) = self.find(entry.is_json, name) {
            let why = self.entries[found].unreadable?;
            let message = format!("`{name}` cannot be read: {why}");
            let help = format!("put a file of text named `{name}` in the folder of templates");
            return Some(Diagnostic::new(&RULE, link.span, message).help(help));
        }
        let diagnostic =
            Diagnostic::new(&RULE, link.span, format!("there is no template `{name}`"));
        if self.find(!entry.is_json, name).is_some() {
            return Some(
                diagnostic.help("`.flockml` files and JSON templates do not see each other"),
            );
        }
        let known = self
            .entries
            .iter()
            .filter(|other| other.is_json == entry.is_json && other.name != entry.name);
        let known: Vec<&str> = known.map(|other| other.name).collect();
        Some(diagnostic.help(match nearest_file(name, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "names are paths below the root of the templates, such as `parts/header.flockml`; a `flockml.toml` marks that folder".into()
            }
        }))
    }

    fn duplicates(&self, index: usize) -> Vec<Diagnostic> {
        let entry = &self.entries[index];
        let mut found = Vec::new();
        for component in &entry.outline.components {
            let name = component.text.as_str();
            let others: Vec<&str> = self.components[&(entry.is_json, name)]
                .iter()
                .filter(|(file, _)| *file != index)
                .map(|&(file, _)| self.entries[file].name)
                .collect();
            if !others.is_empty() {
                let message = format!(
                    "the component `{name}` is defined in `{}` too",
                    others.join("`, `")
                );
                let diagnostic = Diagnostic::new(&RULE, component.span, message);
                found.push(diagnostic.help(
                    "a name belongs to one component in the whole folder; rename one of them",
                ));
            }
        }
        found
    }

    /// The way from the file at `index` back to it, told in the first file on the way only.
    fn cycle(
        &self,
        index: usize,
        verb: &str,
        links: impl Fn(&'a Outline) -> &'a [Name],
    ) -> Option<Diagnostic> {
        let is_json = self.entries[index].is_json;
        for link in links(self.entries[index].outline) {
            let Some(start) = self.find(is_json, &link.text) else {
                continue;
            };
            let mut came_from = BTreeMap::from([(start, index)]);
            let mut ahead = vec![start];
            while let Some(at) = ahead.pop() {
                if at == index {
                    break;
                }
                for next in links(self.entries[at].outline) {
                    if let Some(next) = self.find(is_json, &next.text)
                        && !came_from.contains_key(&next)
                    {
                        came_from.insert(next, at);
                        ahead.push(next);
                    }
                }
            }
            let Some(way) = way_back(index, &came_from) else {
                continue;
            };
            if way.iter().any(|&file| file < index) {
                return None;
            }
            let names: Vec<&str> = way.iter().map(|&file| self.entries[file].name).collect();
            let message = format!("`{}` {verb} itself: `{}`", names[0], names.join("` → `"));
            return Some(
                Diagnostic::new(&RULE, link.span, message)
                    .help("break the circle: remove one of its links"),
            );
        }
        None
    }
}

/// `index`, the files between, and `index` again.
fn way_back(index: usize, came_from: &BTreeMap<usize, usize>) -> Option<Vec<usize>> {
    let mut way = vec![index];
    let mut at = *came_from.get(&index)?;
    while at != index && way.len() <= came_from.len() {
        way.push(at);
        at = *came_from.get(&at)?;
    }
    way.push(index);
    way.reverse();
    Some(way)
}

/// The filter that does what a function of that name does elsewhere.
fn filter_of(name: &str) -> Option<&'static str> {
    let known = vocabulary::find(Kind::Filter, name);
    let word = known.or_else(|| vocabulary::find_elsewhere(Kind::Filter, name))?;
    Some(word.name)
}

/// A word that this build has no code for.
fn lacking(call: &Call, word: &Word) -> Option<Diagnostic> {
    let feature = word.feature.filter(|_| !word.is_available())?;
    let (what, name) = (word.kind.as_str(), word.name);
    let message = format!("the {what} `{name}` is not in this build");
    let help = format!("turn on the feature `{feature}` of the crate `flockml`");
    Some(Diagnostic::new(&RULE, call.name.span, message).help(help))
}

/// The file that was meant: one of that name in another folder, or the nearest name.
fn nearest_file<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let base = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    let wanted = base(name);
    let same = known.iter().copied().find(|other| {
        let other = base(other);
        other == wanted || other.strip_suffix(".flockml") == Some(&wanted)
    });
    same.or_else(|| suggest::nearest(name, known.iter().copied()))
}
