//! What a template's text shows to be wrong, whatever data it is given.

mod bodies;
mod group;
pub(super) mod json;
mod markup;
pub(super) mod mask;
mod placement;
mod roots;
mod tags;

use crate::check::rules::{self, missing_root};
use crate::check::{self, Diagnostic, Fix, Top};
use crate::element;
use crate::source::Span;

use super::limits::Written;
use super::load::{File, Statements};
use super::scan::{self, Tag, TagKind};
use mask::Mask;

pub(super) use bodies::{Bodies, unclosed};
pub(super) use group::{Group, Place, group};

/// Checks the texts of `files`, whose tags say `statements`; says for each what is wrong with it.
///
/// Of a file whose tags Tera cannot read less is certain.
fn check(files: &[&File], statements: &[Statements<'_>]) -> Vec<Vec<Diagnostic>> {
    let texts: Vec<Text> = files.iter().map(|file| text(file)).collect();
    let is_read = |file: &File| file.parsed && file.readable;
    let read = |index: usize, is_json: bool| {
        let file = files[index];
        (is_read(file) && file.kind.is_json() == is_json).then_some((file, &texts[index]))
    };
    let each = || (0..files.len()).map(|index| read(index, false));
    let placed: Vec<_> = each()
        .map(|read| read.map(|(file, text)| (file, text.places.as_slice())))
        .collect();
    let topped: Vec<_> = each()
        .map(|read| read.map(|(file, text)| (file, text.tops.as_slice())))
        .collect();
    let json: Vec<_> = (0..files.len())
        .map(|index| read(index, true).map(|(file, _)| file))
        .collect();
    let mut ways = json::check_ways(&json);
    let in_json: Vec<_> = json
        .iter()
        .zip(&ways)
        .map(|(file, (_, places))| file.map(|file| (file, places.as_slice())))
        .collect();
    let of_json = markup::check(&in_json, statements);
    for ((found, _), more) in ways.iter_mut().zip(of_json) {
        found.extend(more);
    }
    let of_flockml = markup::check(&placed, statements)
        .into_iter()
        .zip(roots::check(&topped))
        .zip(placement::check(&topped, statements));
    let more: Vec<_> = of_flockml
        .zip(ways)
        .map(|(((mut more, roots), misplaced), (ways, _))| {
            more.extend(roots);
            more.extend(misplaced);
            more.extend(ways);
            more
        })
        .collect();
    texts
        .into_iter()
        .zip(more)
        .map(|(text, mut more)| {
            let mut found = text.found;
            let is_told = |found: &Diagnostic| found.rule.id == rules::invalid_json::RULE.id;
            if found.iter().any(is_told) {
                more.retain(|found| !is_told(found));
            }
            found.extend(more);
            found.sort_by_key(|found| found.span);
            found
        })
        .collect()
}

/// What the text of a file shows by itself.
#[derive(Debug, Default)]
struct Text {
    found: Vec<Diagnostic>,
    /// Where its tags stand that do not stand in text.
    places: Vec<(Span, tags::Place)>,
    tops: Vec<Top>,
}

fn text(file: &File) -> Text {
    if !file.readable || is_cut_off(file) {
        return Text::default();
    }
    let mask = Mask::new(file.source.text(), &file.tags);
    if file.kind.is_json() {
        return Text {
            found: json::check(file, &mask),
            ..Text::default()
        };
    }
    let whole = !file.partial && file.outline.parent.is_none();
    let holes = mask.holes(&file.bodies.joints);
    let (report, tops) = check::check_template(&mask.text, holes, whole);
    let mut found = report.into_diagnostics();
    let tags = tags::read(file.source.text(), &file.tags, &file.bodies.joints, &mask);
    found.retain(|found| !is_unclear(&tags.unclear, found));
    let main = tops.iter().find(|top| top.part.is_none());
    if main.is_some_and(|top| top.open.iter().any(|opening| !opening.is_block)) {
        // The root may stand in what is called.
        drop(&mut found, &[&missing_root::RULE]);
    }
    if file.tags.iter().any(|tag| tag.kind != TagKind::Comment) {
        drop(&mut found, &[&rules::empty_message::RULE]);
    }
    if !file.parsed {
        // With a statement that Tera cannot read, nobody knows what stands in what.
        drop(&mut found, STRUCTURE);
    }
    for fault in &mut found {
        unmask(file.source.text(), &mask, fault);
        perhaps_component(file.source.text(), fault);
    }
    let foreign: Vec<Span> = found
        .iter()
        .filter(|found| found.rule.id == rules::foreign_markup::RULE.id)
        .map(|found| found.span)
        .collect();
    // Another chat's `<…>` is no tag, so nothing in it stands in a tag.
    let is_foreign = |fault: &Diagnostic| foreign.iter().any(|span| span.overlaps(fault.span));
    found.extend(tags.found.into_iter().filter(|fault| !is_foreign(fault)));
    Text {
        found,
        places: tags.places,
        tops,
    }
}

/// What `file` writes in attributes, whose text it does not hold itself.
pub(super) fn in_attributes(file: &File) -> Vec<Written> {
    if !file.readable || file.kind.is_json() || file.tags.is_empty() {
        return Vec::new();
    }
    let text = file.source.text();
    let mask = Mask::new(text, &file.tags);
    let places = tags::read(text, &file.tags, &file.bodies.joints, &mask).places;
    let in_attribute = |tag: &&Tag| {
        let found = places.binary_search_by_key(&tag.span, |(at, _)| *at);
        found.is_ok_and(|index| matches!(places[index].1, tags::Place::Attribute(_)))
    };
    let tags = file.tags.iter().filter(in_attribute);
    tags.filter_map(|tag| written(file, tag)).collect()
}

/// What is written at `tag`, if anything is but the text around it and other tags.
fn written(file: &File, tag: &Tag) -> Option<Written> {
    let text = file.source.text();
    let inside = &text[tag.inner.range()];
    let code = inside.trim();
    match tag.kind {
        TagKind::Comment => None,
        // A component's call cannot stand in parentheses.
        TagKind::Value if code.starts_with('<') => Some(Written::Part(tag.span)),
        TagKind::Value => {
            let start = tag.inner.start() + (inside.len() - inside.trim_start().len());
            Some(Written::Value(Span::new(start, start + code.len())))
        }
        TagKind::Statement => match scan::word(text, tag.inner) {
            "include" => Some(Written::Part(tag.span)),
            // A child may write something else there.
            "block" => {
                let end = file.bodies.end_of(tag.span)?;
                Some(Written::Part(Span::new(tag.span.start(), end)))
            }
            _ => None,
        },
    }
}

/// Whether a finding is about a tag of which only the data decide what it is.
fn is_unclear(unclear: &[Span], found: &Diagnostic) -> bool {
    let next = unclear.partition_point(|span| span.end() <= found.span.start());
    let is_there =
        |span: &Span| span.start() <= found.span.start() && found.span.end() <= span.end();
    unclear.get(next).is_some_and(is_there) && OF_TAGS.iter().any(|rule| rule.id == found.rule.id)
}

/// Rules about what stands between `<` and `>`.
const OF_TAGS: &[&rules::Rule] = &[
    &rules::malformed_tag::RULE,
    &rules::duplicate_attribute::RULE,
    &rules::unescaped_character::RULE,
    &rules::unknown_element::RULE,
    &rules::misplaced_element::RULE,
    &rules::unknown_attribute::RULE,
    &rules::missing_attribute::RULE,
    &rules::unclosed_element::RULE,
    &rules::unbalanced_block::RULE,
    &rules::unexpected_end_tag::RULE,
];

/// Whether a tag swallows the rest of the file, of which nothing can be said then.
fn is_cut_off(file: &File) -> bool {
    let text = file.source.text();
    !file.faults.is_empty()
        && file.tags.last().is_some_and(|tag| {
            tag.span.end() == text.len()
                && !["}}", "%}", "#}"].iter().any(|end| text.ends_with(end))
        })
}

fn drop(found: &mut Vec<Diagnostic>, rules: &[&rules::Rule]) {
    found.retain(|found| rules.iter().all(|rule| rule.id != found.rule.id));
}

/// Says a hole as the author wrote it instead of its filler, and mends nothing across tags.
fn unmask(text: &str, mask: &Mask, found: &mut Diagnostic) {
    let holes = mask
        .values
        .partition_point(|hole| hole.end() <= found.span.start());
    let holes = mask.values[holes..].iter();
    for hole in holes.take_while(|hole| hole.start() < found.span.end()) {
        let (filler, written) = (&mask.text[hole.range()], &text[hole.range()]);
        found.message = found.message.replace(filler, written);
        if let Some(help) = &mut found.help {
            *help = help.replace(filler, written);
        }
    }
    let holes = mask.holes(&[]);
    let touches_tag = |fix: &Fix| fix.edits.iter().any(|edit| holes.touch(edit.span));
    if found.fix.as_ref().is_some_and(touches_tag) {
        found.fix = None;
    }
}

/// An element that nobody knows and whose name begins as those of components do.
fn perhaps_component(text: &str, found: &mut Diagnostic) {
    let name = &text[found.span.range()];
    let is_html = element::find(&name.to_ascii_lowercase()).is_some();
    if found.rule.id == rules::unknown_element::RULE.id
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && !is_html
    {
        let name = rules::shorten(name);
        found.help = Some(format!(
            "write `{{{{ <{name} … /> }}}}` to call a component, or `&lt;` if it is no tag"
        ));
    }
}

/// Whether `found`, in the output, is what the template's fault `fault` comes to.
pub(super) fn explains(fault: &Diagnostic, found: &Diagnostic) -> bool {
    let is = |rules: &[&rules::Rule]| rules.iter().any(|rule| rule.id == found.rule.id);
    match fault.rule.id {
        "unbalanced-block" => is(STRUCTURE),
        "hole-in-tag" => is(STRUCTURE) || is(OF_TAGS),
        _ => false,
    }
}

/// Rules about what stands in what.
const STRUCTURE: &[&rules::Rule] = &[
    &rules::missing_root::RULE,
    &rules::content_outside_root::RULE,
    &rules::unclosed_element::RULE,
    &rules::unexpected_end_tag::RULE,
    &rules::unbalanced_block::RULE,
    &rules::empty_message::RULE,
];
