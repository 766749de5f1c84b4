//! What broke a template, in words.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::rules::{misplaced_element, rehearsal_failed, unknown_variable};
use crate::check::{Diagnostic, Origin};
use crate::source::{Position, Span};

use super::super::finding::Finding;
use super::super::wording;
use super::hostile::Advice;
use super::{Break, places};

/// Everything that breaks one place of a template for one cause.
#[derive(Debug)]
pub(super) struct Failure {
    first: Break,
    /// The values that do: which of the data, and how it is called.
    values: BTreeSet<(String, &'static str)>,
    /// Whether what stands against the first is enough.
    is_mixed: bool,
}

impl Failure {
    pub(super) fn new(first: Break) -> Self {
        Self {
            values: BTreeSet::from([(first.path.clone(), first.hostile.called)]),
            is_mixed: false,
            first,
        }
    }

    /// Whether one sentence tells of `other` too: it is at the same place, and of the same cause
    /// or to be mended alike; or nobody knows its place, and the value is the same.
    pub(super) fn covers(&self, other: &Break) -> bool {
        let (ours, theirs) = (self.first.finding.diagnostic(), other.finding.diagnostic());
        let is_alike =
            ours.rule.id == theirs.rule.id || self.first.hostile.advice == other.hostile.advice;
        let is_here = ours.span == theirs.span && self.first.finding.file() == other.finding.file();
        let is_same = || self.first.path == other.path && self.first.template == other.template;
        is_alike && (is_here || theirs.origin == Origin::Rendered && is_same())
    }

    pub(super) fn add(&mut self, other: Break) {
        self.is_mixed |= self.first.hostile.advice != other.hostile.advice;
        self.values.insert((other.path, other.hostile.called));
    }

    /// The finding.
    pub(super) fn told(&self) -> Finding {
        let cause = self.first.finding.diagnostic();
        let diagnostic = Diagnostic::new(&rehearsal_failed::RULE, cause.span, self.message())
            .origin(cause.origin)
            .help(self.help());
        self.first
            .finding
            .with_diagnostic(diagnostic)
            .with_sample(Some(&self.first.case))
    }

    fn message(&self) -> String {
        let Break { path, hostile, .. } = &self.first;
        let called = hostile.called;
        let shown = hostile.shown();
        let shown = shown.map_or_else(String::new, |shown| format!(", `{shown}`"));
        let more = match self.values.len() {
            0 | 1 => String::new(),
            2 => ", or with one other value".to_owned(),
            count => format!(", or with {} other values", count - 1),
        };
        let whose = if self.is_elsewhere() {
            format!(" of `{}`", self.first.template)
        } else {
            String::new()
        };
        let reason = self.reason();
        format!("breaks when `{path}`{whose} is {called}{shown}{more}: {reason}")
    }

    /// What went wrong.
    fn reason(&self) -> String {
        let cause = self.first.finding.diagnostic();
        let message = &cause.message;
        if cause.rule.id == unknown_variable::RULE.id
            && let Some(what) = message.strip_suffix(" is not in the data")
        {
            return format!("{what} is nothing then");
        }
        // The hole is what the finding points at.
        let end = message.find(", from `{{").unwrap_or(message.len());
        shortened(&message[..end])
    }

    /// Whether it breaks in another file than the one that was rendered.
    fn is_elsewhere(&self) -> bool {
        let (file, template) = (self.first.finding.file(), &self.first.template);
        !(file == template || file.ends_with(&format!("/{template}")))
    }

    fn help(&self) -> String {
        let cause = self.first.finding.diagnostic();
        if let Some(help) = &cause.help
            && let Some((_, default)) = help.split_once("or write `")
        {
            return format!("write `{default}");
        }
        let name = self.name();
        if self.is_mixed && self.first.hostile.is_text() {
            return format!(
                "not every text will do here: show `{name}` as it is, or ask first whether it will do"
            );
        }
        match self.first.hostile.advice {
            Advice::Ask => format!("ask first: `{{% if {name} %}}` … `{{% endif %}}`"),
            Advice::Shorten => format!("show less of it: `{name} | truncate(length=200)`"),
            // However many there are, what each of them writes may stand once only.
            Advice::First if cause.rule.id == misplaced_element::RULE.id => {
                cause.help.clone().unwrap_or_default()
            }
            Advice::First => format!("show the first of them only: `{name}[:20]`"),
            Advice::Escape => {
                "let the hole be escaped: without `safe`, and between quotes in an attribute".into()
            }
            Advice::Bound(bound) => {
                format!("ask first: `{{% if {name} {bound} %}}` … `{{% endif %}}`")
            }
            Advice::Round => format!("make it whole: `{name} | round | int`"),
            Advice::Cover => {
                format!("write what shall be shown then: `{{% if {name} %}}` … `{{% else %}}`")
            }
        }
    }

    /// What the template calls the value.
    fn name(&self) -> &str {
        let path = &self.first.path;
        if !path.contains('[') && !self.is_elsewhere() {
            return path;
        }
        // The variable of a loop, say, or the argument of a component.
        let last = places::last_name(path);
        let called = lookups(tag(&self.first.finding))
            .find(|lookup| names(lookup).next_back() == Some(last));
        match called {
            Some(called) => called,
            None if self.is_elsewhere() => lookups(tag(&self.first.finding)).next().unwrap_or(path),
            None => path,
        }
    }
}

/// On one line, and short: an engine's message may quote the whole value.
fn shortened(message: &str) -> String {
    const LONGEST: usize = 160;
    let is_quiet = |c: char| {
        if c.is_control() {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    let mut short: String = message.chars().map(is_quiet).take(LONGEST).collect();
    if message.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

/// The names of what is looked up at the place of `finding`: `hosts` and `name` of `hosts[0].name`.
pub(super) fn looked_up(finding: &Finding) -> impl Iterator<Item = &str> {
    names(&finding.source().text()[lookup(finding).range()])
}

/// From where to where that stands.
pub(super) fn looked_up_at(finding: &Finding) -> Range<Position> {
    let (source, span) = (finding.source(), lookup(finding));
    source.position(span.start())..source.position(span.end())
}

fn lookup(finding: &Finding) -> Span {
    let span = finding.diagnostic().span;
    wording::lookup(finding.source().text(), span).unwrap_or(span)
}

/// The tag that `finding` stands in.
fn tag(finding: &Finding) -> &str {
    let text = finding.source().text();
    let at = finding.diagnostic().span.start();
    let start = text[..at].rfind('{').map_or(0, |before| before);
    let end = text[at..]
        .find('}')
        .map_or(text.len(), |behind| at + behind);
    &text[start..end]
}

/// What is looked up in the code `tag`, such as `host.name`.
fn lookups(tag: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c == '.' || c == '_' || c.is_ascii_alphanumeric();
    tag.split(move |c| !is_part(c))
        .filter(|part| !part.is_empty())
}

fn names(code: &str) -> impl DoubleEndedIterator<Item = &str> {
    let is_part = |c: char| c == '_' || c.is_ascii_alphanumeric();
    code.split(move |c| !is_part(c))
        .filter(|part| !part.is_empty())
}
