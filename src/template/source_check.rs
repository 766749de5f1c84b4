//! What a template's text shows to be wrong, whatever data it is given.

use crate::check::rules::{self, missing_root};
use crate::check::{self, Diagnostic, Fix, Report};
use crate::source::Span;

use super::bodies::Part;
use super::load::File;
use super::mask::Mask;
use super::outline::CallKind;
use super::scan::TagKind;

/// Reading every branch by itself takes time quadratic in a template's length.
const MAX_WORK: usize = 16 * 1024 * 1024;

/// Checks the text of `file`.
///
/// Of a file whose tags Tera cannot read (`broken`) less is certain.
pub(crate) fn check(file: &File, broken: bool) -> Vec<Diagnostic> {
    if !file.readable || is_cut_off(file) {
        return Vec::new();
    }
    let mask = Mask::new(file.source.text(), &file.tags);
    if file.kind.is_json() {
        return super::json::check(file, &mask);
    }
    let mut reader = Reader {
        file,
        mask: &mask,
        extends: file.outline.parent.is_some(),
        found: Vec::new(),
    };
    for part in file.bodies.parts(reader.extends) {
        reader.part(part);
    }
    reader.finish(broken)
}

/// Whether a tag swallows the rest of the file, of which nothing can be said then.
fn is_cut_off(file: &File) -> bool {
    let text = file.source.text();
    !file.faults.is_empty()
        && file.tags.last().is_some_and(|tag| {
            tag.span.end() == text.len()
                && !["}}", "%}", "#}"].iter().any(|end| text.ends_with(end))
        })
}

struct Reader<'a> {
    file: &'a File,
    mask: &'a Mask,
    extends: bool,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn part(&mut self, part: Part) {
        let bodies = &self.file.bodies;
        let mut choices = bodies.choices(part, self.extends);
        if bodies.len() * self.mask.text.len() > MAX_WORK {
            choices.truncate(1);
        }
        for choice in choices {
            let first = bodies.blanks(part, choice, false, self.extends);
            let last = bodies.blanks(part, choice, true, self.extends);
            let is_same = first == last;
            let mut report = self.read(part, first);
            report.retain(|found| bodies.innermost(found.span.start()) == choice);
            if !is_same && !report.is_empty() {
                let other = self.read(part, last);
                let is_there = |found: &Diagnostic| {
                    other
                        .iter()
                        .any(|other| other.rule.id == found.rule.id && other.span == found.span)
                };
                report.retain(is_there);
            }
            self.found.extend(report);
        }
    }

    fn read(&self, part: Part, blanks: Vec<Span>) -> Vec<Diagnostic> {
        let whole = part == Part::MAIN && !self.file.partial && !self.extends;
        let report: Report = if blanks.is_empty() {
            check::check_with(&self.mask.text, self.mask.holes(), whole)
        } else {
            let mask = self.mask.without(&blanks);
            check::check_with(&mask.text, mask.holes(), whole)
        };
        report.into_diagnostics()
    }

    fn finish(mut self, broken: bool) -> Vec<Diagnostic> {
        if self.may_get_root() {
            self.drop(&[&missing_root::RULE]);
        }
        if self
            .file
            .tags
            .iter()
            .any(|tag| tag.kind != TagKind::Comment)
        {
            self.drop(&[&rules::empty_message::RULE]);
        }
        if broken {
            // With a statement that Tera cannot read, nobody knows what stands in what.
            self.drop(STRUCTURE);
        }
        let mut roots = 0;
        self.found.retain(|found| {
            roots += usize::from(found.rule.id == missing_root::RULE.id);
            found.rule.id != missing_root::RULE.id || roots == 1
        });
        for found in &mut self.found {
            unmask(self.file, self.mask, found);
            let touches_tag = |fix: &Fix| {
                fix.edits.iter().any(|edit| {
                    self.file
                        .tags
                        .iter()
                        .any(|tag| tag.span.overlaps(edit.span))
                })
            };
            if found.fix.as_ref().is_some_and(touches_tag) {
                found.fix = None;
            }
        }
        self.found
    }

    fn drop(&mut self, rules: &[&rules::Rule]) {
        self.found
            .retain(|found| rules.iter().all(|rule| rule.id != found.rule.id));
    }

    /// Whether the root may come from an included file, a component or a safe value.
    fn may_get_root(&self) -> bool {
        let outline = &self.file.outline;
        !outline.includes.is_empty()
            || outline.calls.iter().any(|call| {
                call.kind == CallKind::Component
                    || call.kind == CallKind::Filter && call.name.text == "safe"
            })
    }
}

/// Says a hole as the author wrote it instead of its filler.
fn unmask(file: &File, mask: &Mask, found: &mut Diagnostic) {
    for hole in mask.values.iter().filter(|hole| hole.overlaps(found.span)) {
        let (filler, written) = (&mask.text[hole.range()], &file.source.text()[hole.range()]);
        found.message = found.message.replace(filler, written);
        if let Some(help) = &mut found.help {
            *help = help.replace(filler, written);
        }
    }
}

/// Rules about what stands in what.
const STRUCTURE: &[&rules::Rule] = &[
    &rules::missing_root::RULE,
    &rules::content_outside_root::RULE,
    &rules::unclosed_element::RULE,
    &rules::unexpected_end_tag::RULE,
    &rules::empty_message::RULE,
];
