//! `{# flockml-allow RULE: reason #}`: the author knows better.

use crate::check::rules::{self, template_syntax};
use crate::check::{Diagnostic, Rule, Severity};
use crate::source::Span;
use crate::suggest;

use super::scan::{Tag, TagKind};

const LINES: &str = "flockml-allow";
const FILE: &str = "flockml-allow-file";

/// What a file's comments allow.
#[derive(Debug, Default)]
pub(crate) struct Allows {
    rules: Vec<(&'static str, Scope)>,
    /// What is wrong with the comments themselves.
    pub(crate) faults: Vec<Diagnostic>,
}

#[derive(Debug, Clone, Copy)]
enum Scope {
    File,
    /// The comment's own lines and the next.
    Lines(Span),
}

impl Allows {
    /// Reads the comments among `tags`.
    pub(crate) fn new(text: &str, tags: &[Tag]) -> Self {
        let mut allows = Self::default();
        for tag in tags.iter().filter(|tag| tag.kind == TagKind::Comment) {
            allows.read(text, tag);
        }
        allows
    }

    /// Whether `diagnostic` is not to be told.
    pub(crate) fn allows(&self, diagnostic: &Diagnostic) -> bool {
        self.rules.iter().any(|(rule, scope)| {
            *rule == diagnostic.rule.id
                && match scope {
                    Scope::File => true,
                    Scope::Lines(lines) => {
                        let at = diagnostic.span.start();
                        lines.start() <= at && at < lines.end()
                    }
                }
        })
    }

    /// Whether `rule` is allowed anywhere in the file.
    pub(crate) fn mentions(&self, rule: &Rule) -> bool {
        self.rules.iter().any(|(id, _)| *id == rule.id)
    }

    fn read(&mut self, text: &str, tag: &Tag) {
        let inside = text[tag.inner.range()].trim();
        let word = inside.split([' ', '\t', '\r', '\n', ':']).next();
        let word = word.unwrap_or_default();
        let rest = &inside[word.len()..];
        let scope = match word {
            LINES => Scope::Lines(lines(text, tag.span)),
            FILE => Scope::File,
            _ => return self.faults.extend(mistyped(word, tag.span)),
        };
        let (id, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let id = id.trim();
        let Some(rule) = rules::find(id) else {
            let fault = Diagnostic::new(
                &template_syntax::RULE,
                tag.span,
                match id {
                    "" => "`flockml-allow` names no rule".to_owned(),
                    _ => format!("`flockml-allow` names no rule: `{id}`"),
                },
            );
            let near = suggest::nearest(id, rules::RULES.iter().map(|rule| rule.id));
            self.faults.push(warning(fault).help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write `{# flockml-allow RULE: reason #}`".into(),
            }));
            return;
        };
        if reason.trim().is_empty() {
            let fault = Diagnostic::new(
                &template_syntax::RULE,
                tag.span,
                format!("`{id}` is allowed without a reason"),
            );
            let help = format!("write why: `{{# flockml-allow {id}: … #}}`");
            self.faults.push(warning(fault).help(help));
        }
        self.rules.push((rule.id, scope));
    }
}

/// That a comment was probably meant to allow something.
fn mistyped(word: &str, tag: Span) -> Option<Diagnostic> {
    let spelled = word.to_ascii_lowercase().replace('_', "-");
    if !spelled.starts_with("flock") {
        return None;
    }
    let near = suggest::nearest(&spelled, [LINES, FILE])?;
    let fault = Diagnostic::new(
        &template_syntax::RULE,
        tag,
        format!("`{word}` allows nothing"),
    );
    Some(warning(fault).help(format!("did you mean `{near}`?")))
}

fn warning(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.severity(Severity::Warning)
}

/// From the begin of the first line of `span` to the end of the line behind its last.
fn lines(text: &str, span: Span) -> Span {
    let start = text[..span.start()].rfind('\n').map_or(0, |at| at + 1);
    let line_end = |from: usize| {
        text[from..]
            .find('\n')
            .map_or(text.len(), |at| from + at + 1)
    };
    // One past the text, so that a finding at its very end is covered too.
    let end = line_end(line_end(span.end()));
    Span::new(start, if end == text.len() { end + 1 } else { end })
}

#[cfg(test)]
mod tests {
    use super::super::scan;
    use super::*;

    #[test]
    fn a_comment_covers_its_own_and_the_next_line() {
        let text = "a\n{# flockml-allow empty-label: shown by the app #}\nb\nc";
        let allows = Allows::new(text, &scan::scan(text));
        assert!(allows.faults.is_empty());
        let at = |offset| {
            allows.allows(&Diagnostic::new(
                &rules::empty_label::RULE,
                Span::at(offset),
                "",
            ))
        };
        assert!(!at(0) && at(2) && at(52) && !at(text.len() - 1));
        let other = Diagnostic::new(&rules::void_content::RULE, Span::at(52), "");
        assert!(!allows.allows(&other));
    }

    #[test]
    fn what_is_wrong_with_a_comment_is_told() {
        let text = "{# flockml-allow empty-lable: x #}{# flockml-allow-file empty-label #}{# flockml-allow: x #}";
        let allows = Allows::new(text, &scan::scan(text));
        let messages: Vec<&str> = allows
            .faults
            .iter()
            .map(|fault| fault.message.as_str())
            .collect();
        assert_eq!(
            messages,
            [
                "`flockml-allow` names no rule: `empty-lable`",
                "`empty-label` is allowed without a reason",
                "`flockml-allow` names no rule"
            ]
        );
        assert!(allows.allows(&Diagnostic::new(&rules::empty_label::RULE, Span::at(0), "")));
    }

    #[test]
    fn a_mistyped_comment_is_told_and_others_are_let_be() {
        for (word, meant) in [
            ("flockml-alow", LINES),
            ("flockml_allow", LINES),
            ("FLOCKML-ALLOW", LINES),
            ("flockml-allow-fiel", FILE),
            ("flock-allow", LINES),
        ] {
            let text = format!("{{# {word} empty-label: x #}}");
            let faults = Allows::new(&text, &scan::scan(&text)).faults;
            let help = faults.iter().filter_map(|fault| fault.help.clone());
            let expected = format!("did you mean `{meant}`?");
            assert_eq!(help.collect::<Vec<_>>(), [expected], "{word}");
        }
        for text in ["{# flockml: x #}", "{# flock all #}", "{# allow #}", "{##}"] {
            let faults = Allows::new(text, &scan::scan(text)).faults;
            assert!(faults.is_empty(), "{text}");
        }
    }
}
