//! From the files of a folder to templates that render.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tera::{ErrorKind, Tera};

use crate::check::Diagnostic;
use crate::check::rules::template_syntax::RULE;
use crate::error::Error;
use crate::source::{Source, Span};

use super::allow::Allows;
use super::expression::{self, Statement};
use super::files::{self, Kind, Raw, RawKind};
use super::limits::{self, Bounds, Limits};
use super::map::Engines;
use super::names::{Entry, Names};
use super::outline::Outline;
use super::proof::{Bodies, Place};
use super::sample::Sample;
use super::scan::{self, Tag};
use super::{Config, Templates, engine, foreign, proof, wording};

/// What the tags of a file say, each read once.
pub(crate) type Statements<'t> = Vec<Statement<'t>>;

/// A template of a folder.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path below the root, with `/`.
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) source: Arc<Source>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) outline: Outline,
    pub(crate) bodies: Bodies,
    /// What is set into the text that Tera gets.
    pub(crate) bounds: Bounds,
    /// The files that it needs, itself included, as indices.
    pub(crate) uses: Vec<usize>,
    /// Whether it is only a part of others.
    pub(crate) partial: bool,
    /// Whether its text is what stands in the file.
    pub(crate) readable: bool,
    /// Whether Tera can read its tags.
    pub(crate) parsed: bool,
    /// Whether Tera has it.
    pub(crate) loaded: bool,
    /// What its comments allow.
    pub(crate) allows: Allows,
    /// What was wrong with it when it was loaded; its proof has all.
    pub(crate) faults: Vec<Diagnostic>,
    /// Where its proof is.
    pub(crate) place: Place,
    pub(crate) samples: Vec<Sample>,
}

/// Loads the folder `root`.
pub(crate) fn load(root: &Path, config: Config) -> Result<Templates, Error> {
    let content = files::read(root, config.limits())?;
    let (raw, samples): (Vec<Raw>, Vec<Raw>) = content
        .files
        .into_iter()
        .partition(|raw| matches!(raw.kind, RawKind::Template(_)));
    let sources: Vec<Arc<Source>> = raw.iter().map(|raw| Arc::clone(raw.source())).collect();
    let (mut files, statements) = read(raw, &sources);
    let orphans = assign(&mut files, samples);
    let unbounded = bound(&mut files, &statements, config.limits());
    let together = together(&files);
    let mut broken: Vec<bool> = match together {
        Some(_) => vec![false; files.len()],
        None => files.iter_mut().map(File::parse).collect(),
    };
    for (file, broken) in files.iter_mut().zip(&broken) {
        file.parsed = !broken;
    }
    link(&mut files, &mut broken);
    refuse(&mut files, &mut broken, unbounded, together.is_some());
    let together = together.filter(|_| !broken.contains(&true));
    let is_whole = together.is_some();
    let groups = proof::group(&mut files, is_whole);
    let (flockml, json) = together.unwrap_or_else(|| (engine::flockml(), engine::json()));
    let mut templates = Templates {
        flockml,
        json,
        words: OnceLock::new(),
        marked: Engines::default(),
        files,
        groups,
        orphans,
        expected: content.expected,
        root: root.to_path_buf(),
        config,
    };
    for file in &mut templates.files {
        file.loaded = is_whole;
    }
    for is_json in [false, true] {
        if !is_whole {
            register(&mut templates, is_json, &mut broken);
        }
    }
    Ok(templates)
}

/// Engines with every file, if there is nothing wrong with any: then none needs to be read by
/// itself to find out which it is.
fn together(files: &[File]) -> Option<(Tera, Tera)> {
    if files
        .iter()
        .any(|file| !file.faults.is_empty() || file.is_go())
    {
        return None;
    }
    let with = |mut tera: Tera, is_json: bool| {
        let files = files.iter().filter(|file| file.kind.is_json() == is_json);
        let texts = files.map(|file| (file.name.as_str(), file.bounded()));
        tera.add_raw_templates(texts).ok().map(|()| tera)
    };
    Some((with(engine::flockml(), false)?, with(engine::json(), true)?))
}

/// The templates in `raw`, whose texts are `sources`, and what the tags of each say.
fn read(raw: Vec<Raw>, sources: &[Arc<Source>]) -> (Vec<File>, Vec<Statements<'_>>) {
    let each = raw.into_iter().zip(sources);
    each.filter_map(|(raw, source)| match raw.kind {
        RawKind::Template(kind) => {
            let tags = scan::scan(source.text());
            let statements = expression::parse_all(source.text(), &tags);
            Some((File::new(raw, kind, tags, &statements), statements))
        }
        RawKind::Sample => None,
    })
    .unzip()
}

/// Gives each sample to the templates that it belongs to; returns the names of the others.
fn assign(files: &mut [File], samples: Vec<Raw>) -> Vec<String> {
    let mut orphans = Vec::new();
    for raw in samples.into_iter().map(Arc::new) {
        let stem = files::sample_stem(&raw.name);
        // `a.b.c.sample.json` is the case `c` of `a.b`, or the case `b.c` of `a`.
        let owner = stem
            .match_indices('.')
            .map(|(at, _)| (&stem[..at], &stem[at + 1..]))
            .rev()
            .chain(std::iter::once((stem, "")))
            .find(|(owner, _)| files.iter().any(|file| file.stem() == *owner));
        let Some((owner, case)) = owner else {
            orphans.push(raw.name.clone());
            continue;
        };
        for file in files.iter_mut().filter(|file| file.stem() == owner) {
            file.samples.push(Sample {
                case: if case.is_empty() { "sample" } else { case }.to_owned(),
                file: Arc::clone(&raw),
            });
        }
    }
    orphans
}

impl File {
    fn new(raw: Raw, kind: Kind, tags: Vec<Tag>, statements: &[Statement<'_>]) -> Self {
        let source = Arc::clone(raw.source());
        let readable = raw.fault().is_none();
        let fault = raw.fault().cloned();
        let text = source.text();
        let fault = fault.or_else(|| limits::too_nested(text, &tags));
        Self {
            name: raw.name,
            kind,
            outline: Outline::new(statements),
            bodies: Bodies::new(text, &tags),
            bounds: Bounds::default(),
            allows: Allows::new(text, &tags),
            tags,
            source,
            uses: Vec::new(),
            partial: false,
            readable,
            parsed: false,
            loaded: false,
            faults: fault.into_iter().collect(),
            place: Place::default(),
            samples: Vec::new(),
        }
    }

    /// The name without what tells the kind.
    pub(crate) fn stem(&self) -> &str {
        self.kind.stem(&self.name)
    }

    /// Whether it is no template of Tera's, although Tera takes it.
    fn is_go(&self) -> bool {
        foreign::is_go(self.source.text(), &self.tags)
    }

    /// Has Tera read it by itself; says whether it is broken.
    fn parse(&mut self) -> bool {
        if !self.faults.is_empty() {
            return true;
        }
        let text = self.source.text();
        match Tera::new().add_raw_template(&self.name, text) {
            Ok(()) if self.is_go() => {
                self.faults = foreign::check(text, &self.tags);
            }
            Err(error) => {
                if let ErrorKind::SyntaxError(report) = error.kind() {
                    let span = Span::from(report.span().range.clone());
                    let mut found = foreign::check(text, &self.tags);
                    // What comes behind a foreign tag may be its consequence.
                    if found.iter().all(|found| found.span.start() > span.end()) {
                        let said = wording::syntax(text, span, report.message());
                        self.faults.push(said.into_diagnostic(&RULE));
                    }
                    self.faults.append(&mut found);
                }
            }
            Ok(()) => {}
        }
        !self.faults.is_empty()
    }

    /// The text that Tera gets.
    pub(crate) fn bounded(&self) -> Cow<'_, str> {
        let text = self.source.text();
        if self.bounds.is_empty() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(self.bounds.whole(text))
    }

    /// What the tag at `span` says.
    pub(crate) fn inside_of_tag(&self, span: Span) -> Span {
        let tag = self.tags.iter().find(|tag| span.start() <= tag.span.end());
        let inner = tag.map_or(span, |tag| tag.inner);
        let inside = &self.source.text()[inner.range()];
        let start = inner.start() + (inside.len() - inside.trim_start().len());
        Span::new(start, start + inside.trim().len())
    }

    /// Why its text cannot be bounded: Tera finds it too deep then.
    fn unbounded(&self) -> Option<Diagnostic> {
        if self.bounds.is_empty() {
            return None;
        }
        let error = Tera::new().add_raw_template(&self.name, &self.bounded());
        let Err(error) = error else { return None };
        let ErrorKind::SyntaxError(report) = error.kind() else {
            return None;
        };
        let span = self.bounds.span(report.span().range.clone().into());
        let said = wording::syntax(self.source.text(), span, report.message());
        Some(said.into_diagnostic(&RULE))
    }

    /// Whether it defines components and shows nothing by itself.
    fn is_library(&self) -> bool {
        let text = self.source.text();
        let mut ends = vec![0];
        let mut bare = true;
        for tag in &self.tags {
            let between = &text[ends[ends.len() - 1]..tag.span.start()];
            bare &= between.trim().is_empty() || self.bodies.is_in_component(tag.span.start() - 1);
            ends.push(tag.span.end());
        }
        bare && !self.outline.components.is_empty()
            && text[ends[ends.len() - 1]..].trim().is_empty()
    }
}

/// Finds what the files ask of each other, and what they ask in vain.
fn link(files: &mut [File], broken: &mut [bool]) {
    let entries: Vec<Entry<'_>> = files
        .iter()
        .map(|file| Entry {
            name: &file.name,
            outline: &file.outline,
            is_json: file.kind.is_json(),
            unreadable: match file.readable {
                true => None,
                false => file.faults.first().map(|fault| fault.message.as_str()),
            },
        })
        .collect();
    let names = Names::new(&entries);
    let linked: Vec<(Vec<Diagnostic>, Vec<usize>, bool)> = (0..entries.len())
        .map(|index| {
            (
                names.check(index),
                names.uses(index),
                names.is_linked(index),
            )
        })
        .collect();
    for (index, (mut faults, uses, is_linked)) in linked.into_iter().enumerate() {
        let file = &mut files[index];
        if !broken[index] {
            // The names in a file with a broken tag may be none.
            broken[index] = !faults.is_empty();
            file.faults.append(&mut faults);
        }
        file.uses = uses;
        let base = file.name.rsplit('/').next().unwrap_or_default();
        file.partial = base.starts_with('_') || is_linked || file.is_library();
    }
}

/// Sees to it that every rendering ends; what would not is told.
fn bound(
    files: &mut [File],
    statements: &[Statements<'_>],
    limits: &Limits,
) -> Vec<Option<Diagnostic>> {
    let deep = limits::too_deep(files, limits);
    let bounds = limits::bound(files, statements, limits);
    let mut faults = Vec::with_capacity(files.len());
    for (file, ((bounds, heavy), deep)) in files.iter_mut().zip(bounds.into_iter().zip(deep)) {
        file.bounds = bounds;
        faults.push(deep.or(heavy));
    }
    faults
}

/// Breaks what would not end, as far as it is whole otherwise.
fn refuse(files: &mut [File], broken: &mut [bool], faults: Vec<Option<Diagnostic>>, is_read: bool) {
    let was_broken = broken.to_vec();
    for (index, fault) in faults.into_iter().enumerate() {
        let file = &mut files[index];
        if file.uses.iter().any(|&used| was_broken[used]) {
            continue;
        }
        let fault = fault.or_else(|| if is_read { None } else { file.unbounded() });
        broken[index] = fault.is_some();
        file.faults.extend(fault);
    }
}

/// Gives Tera every file of a sort that it can load.
fn register(templates: &mut Templates, is_json: bool, broken: &mut [bool]) {
    loop {
        let files = &templates.files;
        let whole: Vec<usize> = (0..files.len())
            .filter(|&index| files[index].kind.is_json() == is_json)
            .filter(|&index| files[index].uses.iter().all(|&used| !broken[used]))
            .collect();
        let texts = whole
            .iter()
            .map(|&index| (files[index].name.as_str(), files[index].bounded()));
        let tera = if is_json {
            &mut templates.json
        } else {
            &mut templates.flockml
        };
        let Err(error) = tera.add_raw_templates(texts) else {
            for index in whole {
                templates.files[index].loaded = true;
            }
            return;
        };
        let refused = refused(&error.to_string(), &templates.files, &whole);
        let blamed: HashSet<usize> = refused.iter().map(|(index, _)| *index).collect();
        for (index, fault) in refused {
            templates.files[index].faults.push(fault);
        }
        for &index in &blamed {
            broken[index] = true;
        }
        if blamed.is_empty() {
            return;
        }
    }
}

/// What Tera says in plain text against the files together, at its places.
fn refused(message: &str, files: &[File], whole: &[usize]) -> Vec<(usize, Diagnostic)> {
    let mut found = Vec::new();
    let mut said = "";
    for line in message.lines() {
        if let Some(message) = line.strip_prefix("error: ") {
            said = message;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some((index, span)) = place_of(place, files, whole)
        {
            let text = files[index].source.text();
            found.push((
                index,
                wording::syntax(text, span, said).into_diagnostic(&RULE),
            ));
        }
    }
    if found.is_empty() {
        // Whatever it is, it must not be swallowed: it is told at the first file it names.
        let named = whole
            .iter()
            .copied()
            .find(|&index| message.contains(&files[index].name));
        if let Some(index) = named.or_else(|| whole.first().copied()) {
            let first_line = message.lines().next().unwrap_or(message);
            found.push((
                index,
                Diagnostic::new(&RULE, Span::at(0), wording::plain(first_line)),
            ));
        }
    }
    found
}

/// The file and the span of Tera's `file:line:column`.
fn place_of(place: &str, files: &[File], whole: &[usize]) -> Option<(usize, Span)> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let index = whole
        .iter()
        .copied()
        .find(|&index| files[index].name == name)?;
    let bounded = files[index].bounded();
    let start: usize = bounded
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let within = bounded[start..]
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    let text = files[index].source.text();
    let start = files[index].bounds.original(start + within);
    let word = text[start..]
        .find(|c: char| c != '_' && !c.is_ascii_alphanumeric())
        .unwrap_or(text.len() - start);
    Some((index, Span::new(start, start + word)))
}
