//! How deep the tags of a template, and what stands in them, lie in each other.
//!
//! Tera follows a chain of operators, filters or `elif`s by calling itself for every link, and has
//! no limit for it. What is too deep for the stack of a thread is told before Tera sees it.

use crate::check::Diagnostic;
use crate::check::rules::template_syntax::RULE;
use crate::source::Span;

use super::super::expression::{self, Expression};
use super::super::scan::{self, Tag, TagKind};

/// How many levels there may be: Tera takes less than half of a stack of 2 MiB for them, also
/// when it is not optimised.
const MOST: usize = 64;

/// That something in `text` stands too deep, at the first tag that does.
pub(crate) fn too_nested(text: &str, tags: &[Tag]) -> Option<Diagnostic> {
    // The levels of each statement that is open: itself, and its `elif`s.
    let mut open: Vec<usize> = Vec::new();
    let mut depth = 0;
    for tag in tags.iter().filter(|tag| tag.kind != TagKind::Comment) {
        if tag.inner.len() > expression::LONGEST {
            return Some(too_long(tag));
        }
        let word = scan::word(text, tag.inner);
        if tag.kind == TagKind::Statement {
            match word {
                "elif" => {
                    if let Some(levels) = open.last_mut() {
                        *levels += 1;
                        depth += 1;
                    }
                }
                _ if word.starts_with("end") => depth -= open.pop().unwrap_or_default(),
                "if" | "for" | "block" | "filter" | "component" => {
                    open.push(1);
                    depth += 1;
                }
                "set" | "set_global" if !text[tag.inner.range()].contains('=') => {
                    open.push(1);
                    depth += 1;
                }
                _ => {}
            }
        }
        // It takes a byte at least for each level.
        let is_short = tag.inner.len() + depth <= MOST;
        if !is_short && depth + levels(text, tag) > MOST {
            return Some(diagnostic(text, tag, word == "elif"));
        }
    }
    None
}

/// How many levels the expressions of `tag` have.
fn levels(text: &str, tag: &Tag) -> usize {
    let statement = expression::parse(text, tag);
    let levels = statement.expressions().into_iter().map(|whole| {
        let mut deepest = 0;
        let mut ahead: Vec<(&Expression<'_>, usize)> = vec![(whole, 1)];
        while let Some((part, depth)) = ahead.pop() {
            deepest = deepest.max(depth);
            ahead.extend(part.parts().into_iter().map(|part| (part, depth + 1)));
        }
        deepest
    });
    levels.max().unwrap_or_default()
}

fn too_long(tag: &Tag) -> Diagnostic {
    let at = Span::new(tag.span.start(), tag.span.start() + 2);
    let most = super::size(expression::LONGEST as u64);
    Diagnostic::new(&RULE, at, format!("this tag is longer than {most}"))
        .help("write its end, `}}` or `%}`; or put what is in it into the data")
}

fn diagnostic(text: &str, tag: &Tag, is_elif: bool) -> Diagnostic {
    let inside = &text[tag.inner.range()];
    let start = tag.inner.start() + (inside.len() - inside.trim_start().len());
    let word = text[start..tag.inner.end()]
        .find(|c: char| c != '_' && !c.is_alphanumeric())
        .unwrap_or(tag.inner.end() - start);
    let at = Span::new(start, start + word.max(1).min(text.len() - start));
    let at = super::super::wording::visible(text, at);
    let (message, help) = match is_elif {
        true => (
            format!("more than {MOST} questions hang on each other"),
            "look the answer up in an object, `{{ names[code] }}`, or ask in several `if`s",
        ),
        false => (
            format!("more than {MOST} operators, filters or tags stand in each other"),
            "split it: put a part into a `{% set %}`, or into a template of its own",
        ),
    };
    Diagnostic::new(&RULE, at, message).help(help)
}
