//! JSON templates: what their text shows to be wrong.

mod grammar;
mod literal;
mod next;
mod tree;
mod ways;

use std::collections::HashMap;

use crate::check::rules::unescaped_hole::RULE;
use crate::check::{self, Diagnostic, Edit, Fix, Joint};
use crate::message::{PayloadKind, check_json_as};
use crate::source::Span;

use super::super::files::Kind;
use super::super::load::File;
use super::super::scan::{self, Tag, TagKind};
use super::mask::Mask;
use super::tags::{self, Place};
use grammar::{Folder, Template};
use tree::Tree;

/// What a JSON template renders to.
pub(crate) fn payload_kind(kind: Kind) -> PayloadKind {
    match kind {
        Kind::Attachment => PayloadKind::Attachment,
        Kind::Button => PayloadKind::Button,
        Kind::Message | Kind::Flockml => PayloadKind::Message,
    }
}

/// Checks the text of `file`, masked.
pub(crate) fn check(file: &File, mask: &Mask) -> Vec<Diagnostic> {
    let strings = strings(&mask.text);
    let mut found: Vec<Diagnostic> = mask
        .values
        .iter()
        .filter(|value| is_in_flockml(&strings, **value))
        .filter(|value| !is_captured(file, &strings, **value))
        .map(|value| unescaped(file, *value))
        .collect();
    // What statements leave out or repeat is followed on all its ways.
    if file.partial {
        return found;
    }
    let mut in_flockml = flockml(file, mask, &strings);
    if file.tags.iter().all(|tag| tag.kind != TagKind::Statement) {
        // What fills the holes has no say in what is wrong there.
        let is_at_hole = |found: &Diagnostic| {
            let mut tags = file.tags.iter();
            tags.any(|tag| tag.span.overlaps(found.span))
        };
        let whole = check_json_as(&filled(file, mask, &strings), payload_kind(file.kind));
        let elsewhere = whole.into_diagnostics().into_iter();
        found.extend(elsewhere.filter(|found| !is_at_hole(found)));
        in_flockml.retain(is_at_hole);
    }
    found.append(&mut in_flockml);
    found
}

/// What is found in a template, and where its tags stand that stand in strings.
type Ways = (Vec<Diagnostic>, Vec<(Span, Place)>);

/// What the JSON templates among `files` show when all their ways are gone, and which of their tags
/// stand in strings; those that Tera cannot read are `None`.
pub(super) fn check_ways(files: &[Option<&File>]) -> Vec<Ways> {
    let by_name: HashMap<&str, usize> = files
        .iter()
        .enumerate()
        .filter_map(|(index, file)| Some((file.as_ref()?.name.as_str(), index)))
        .collect();
    let mut templates: Vec<Option<Template<'_>>> = Vec::with_capacity(files.len());
    for file in files {
        templates.push(file.map(|file| {
            let parent = file.outline.parent.as_ref();
            Template {
                text: file.source.text(),
                tree: Tree::new(file.source.text(), &file.tags),
                parent: parent.and_then(|parent| by_name.get(parent.text.as_str()).copied()),
            }
        }));
    }
    let mut components = HashMap::new();
    for (file, template) in templates.iter().enumerate() {
        let defined = template
            .iter()
            .flat_map(|template| &template.tree.components);
        for (index, (name, _)) in defined.enumerate() {
            components.insert(*name, (file, index));
        }
    }
    let folder = Folder {
        templates,
        by_name,
        components,
    };
    let mut all: Vec<Ways> = Vec::new();
    all.resize_with(files.len(), Default::default);
    for (index, file) in files.iter().enumerate() {
        let Some(file) = file else { continue };
        let (found, in_strings) = grammar::check(&folder, index, !file.partial);
        all[index].0 = found;
        for (index, span) in in_strings {
            all[index].1.push((span, Place::Attribute(b'"')));
        }
    }
    for (_, places) in &mut all {
        places.sort_unstable_by_key(|(span, _)| *span);
        places.dedup_by_key(|(span, _)| *span);
    }
    all
}

/// What is wrong with the FlockML in the strings of a template.
fn flockml(file: &File, mask: &Mask, strings: &[Text]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let strings = strings.iter().filter(|string| string.is_flockml);
    for string in strings.filter(|string| string.span.len() > 1) {
        let inside = Span::new(string.span.start() + 1, string.span.end() - 1);
        found.append(&mut within(file, mask, inside));
    }
    found
}

/// What is wrong with the FlockML at `inside`, the inside of a string.
fn within(file: &File, mask: &Mask, inside: Span) -> Vec<Diagnostic> {
    let start = inside.start();
    let moved = |span: Span| Span::new(span.start() - start, span.end() - start);
    let piece = Mask {
        text: unescaped_in_place(&mask.text[inside.range()]),
        values: cut(&mask.values, inside, |span| *span)
            .map(|span| moved(*span))
            .collect(),
        statements: cut(&mask.statements, inside, |span| *span)
            .map(|span| moved(*span))
            .collect(),
    };
    let joints: Vec<Joint> = cut(&file.bodies.joints, inside, |joint| joint.tag)
        .map(|joint| Joint {
            tag: moved(joint.tag),
            ..*joint
        })
        .collect();
    let tags: Vec<Tag> = cut(&file.tags, inside, |tag| tag.span)
        .map(|tag| Tag {
            span: moved(tag.span),
            inner: moved(tag.inner),
            ..*tag
        })
        .collect();
    let own = unescaped_in_place(&file.source.text()[inside.range()]);
    let (report, _) = check::check_template(&piece.text, piece.holes(&joints), true);
    let mut found = report.into_diagnostics();
    let tags = tags::read(&own, &tags, &joints, &piece);
    found.retain(|found| !super::is_unclear(&tags.unclear, found));
    found.extend(tags.found);
    for fault in &mut found {
        super::unmask(&own, &piece, fault);
        // What is written there is escaped once more.
        fault.fix = None;
        fault.span = fault.span.shift(start);
        for label in &mut fault.labels {
            label.span = label.span.shift(start);
        }
    }
    found
}

/// Those of `items`, in order, that lie in `span`.
fn cut<T>(items: &[T], span: Span, of: impl Fn(&T) -> Span) -> impl Iterator<Item = &T> {
    let from = items.partition_point(|item| of(item).start() < span.start());
    let rest = items[from..].iter();
    rest.take_while(move |item| of(item).end() <= span.end())
}

/// A piece of JSON with blanks in front of the characters that stand for its escapes, so that
/// everything keeps its place.
fn unescaped_in_place(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = rest[at + 1..].chars().next().unwrap_or(' ');
        let (written, len) = match escape {
            'u' => ("x", 6),
            'n' | 'r' | 't' => ("\n", 2),
            '"' => ("\"", 2),
            '/' => ("/", 2),
            '\\' => ("\\", 2),
            _ => ("x", 1 + escape.len_utf8()),
        };
        let len = rest.ceil_char_boundary((at + len).min(rest.len())) - at;
        text.extend(std::iter::repeat_n(' ', len - written.len().min(len)));
        text.push_str(&written[..written.len().min(len)]);
        rest = &rest[at + len..];
    }
    text.push_str(rest);
    text
}

/// A string in JSON.
#[derive(Debug, Clone, Copy)]
struct Text {
    span: Span,
    /// Whether it is the value of a `flockml` field.
    is_flockml: bool,
}

fn strings(json: &str) -> Vec<Text> {
    let bytes = json.as_bytes();
    let mut strings: Vec<Text> = Vec::new();
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'"', &bytes[at..]).map(|found| at + found) {
        let Some(end) = scan::skip_string(bytes, start) else {
            break;
        };
        let is_flockml = strings.last().is_some_and(|key| {
            json[key.span.range()].trim_matches('"') == "flockml"
                && json[key.span.end()..start].trim() == ":"
        });
        strings.push(Text {
            span: Span::new(start, end),
            is_flockml,
        });
        at = end;
    }
    strings
}

fn string_around(strings: &[Text], span: Span) -> Option<&Text> {
    let next = strings.partition_point(|string| string.span.end() <= span.start());
    strings
        .get(next)
        .filter(|string| string.span.overlaps(span))
}

fn is_in_flockml(strings: &[Text], span: Span) -> bool {
    string_around(strings, span).is_some_and(|string| string.is_flockml)
}

/// Whether a hole is a variable that only ever takes what stands in FlockML, where the holes are
/// looked at already.
fn is_captured(file: &File, strings: &[Text], hole: Span) -> bool {
    let text = file.source.text();
    let Some(tag) = file.tags.iter().find(|tag| tag.span == hole) else {
        return false;
    };
    let name = text[tag.inner.range()].trim();
    let mut sets = file.outline.sets.iter().filter(|set| set.name.text == name);
    let mut is_set = false;
    sets.all(|set| {
        is_set = true;
        set.is_block && is_in_flockml(strings, set.name.span)
    }) && is_set
}

fn unescaped(file: &File, hole: Span) -> Diagnostic {
    let text = file.source.text();
    let inner = file
        .tags
        .iter()
        .find(|tag| tag.span == hole)
        .map_or(hole, |tag| tag.inner);
    let code = text[inner.range()].trim();
    let start =
        inner.start() + (text[inner.range()].len() - text[inner.range()].trim_start().len());
    let end = start + code.len();
    let edits = if is_simple(code) {
        vec![insert(end, " | flockml")]
    } else {
        vec![insert(start, "("), insert(end, ") | flockml")]
    };
    let mended = if is_simple(code) {
        format!("{{{{ {code} | flockml }}}}")
    } else {
        format!("{{{{ ({code}) | flockml }}}}")
    };
    Diagnostic::new(&RULE, hole, format!("`{code}` is not escaped for FlockML"))
        .help(format!("write `{mended}`"))
        .fix(Fix { edits })
}

fn insert(offset: usize, text: &str) -> Edit {
    Edit {
        span: Span::at(offset),
        replacement: text.to_owned(),
    }
}

/// Whether a filter behind `code` takes all of it.
fn is_simple(code: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_.?[]".contains(c);
    code.split('|')
        .next()
        .is_some_and(|operand| operand.trim().chars().all(plain))
        && !code.contains('~')
}

/// The masked text with something of the right kind in every hole.
fn filled(file: &File, mask: &Mask, strings: &[Text]) -> String {
    let mut json = mask.text.clone();
    for tag in file.tags.iter().filter(|tag| tag.kind == TagKind::Value) {
        let filler: String = match string_around(strings, tag.span) {
            Some(_) => "x".repeat(tag.span.len()),
            None => format!("{:<1$}", "0", tag.span.len()),
        };
        json.replace_range(tag.span.range(), &filler);
    }
    json
}
