//! What authors write out of habit from other template languages, and what it is called here.
//!
//! Only a file that Tera refuses is read for it: what Tera takes means what Tera says. But Go's
//! `{{ if .ok }}` is the field `if.ok` to Tera, which nobody means.

mod calls;
mod go;
mod lacking;
pub(super) mod literal;
mod operators;
mod parts;
pub(super) mod strings;
mod table;
mod tests;
mod words;

use crate::check::Diagnostic;
use crate::check::rules::template_syntax::RULE;
use crate::source::Span;

use super::scan::{self, Tag, TagKind};
pub(crate) use lacking::instead_of;
use parts::Parts;
use table::{Form, Role, Spelling, TABLE};

/// Every tag of `text` that is another language's.
pub(crate) fn check(text: &str, tags: &[Tag]) -> Vec<Diagnostic> {
    let mut reader = Reader {
        text,
        open: Vec::new(),
        found: Vec::new(),
    };
    for tag in tags {
        match tag.kind {
            TagKind::Comment => {}
            TagKind::Statement => reader.statement(tag),
            TagKind::Value => reader.value(tag),
        }
    }
    reader.found
}

/// Whether a tag of `text`, which Tera takes, is Go all the same: a word of Go's, a blank and a
/// name that begins with `.`, or an `else` in double braces.
pub(crate) fn is_go(text: &str, tags: &[Tag]) -> bool {
    let mut values = tags.iter().filter(|tag| tag.kind == TagKind::Value);
    values.any(|tag| {
        let inside = text[tag.inner.range()].trim();
        let word = scan::word(text, tag.inner);
        let behind = &inside[word.len()..];
        let is_dotted =
            behind.starts_with(char::is_whitespace) && behind.trim_start().starts_with('.');
        let is_word = || {
            let mut rows = TABLE.iter();
            rows.any(|row| matches!(row.form, Form::Value | Form::Function) && row.spelled == word)
        };
        inside == "else" || (is_dotted && is_word())
    })
}

/// What to write instead of `path`, which other languages have and the data have not.
pub(crate) fn name(path: &str) -> Option<String> {
    let names = || TABLE.iter().filter(|row| row.form == Form::Name);
    let whole = names().find(|row| row.spelled == path);
    let last = || {
        let ended = names().filter(|row| row.spelled.starts_with('.'));
        let mut ended = ended.filter_map(|row| Some((row, path.strip_suffix(row.spelled)?)));
        ended.find(|(_, rest)| !rest.is_empty())
    };
    match whole {
        Some(row) => Some(row.write.to_owned()),
        None => last().map(|(row, rest)| row.write.replace("@rest", rest)),
    }
}

struct Reader<'t> {
    text: &'t str,
    open: Vec<Open>,
    found: Vec<Diagnostic>,
}

/// A statement whose end is to come.
struct Open {
    /// The tag that ends it; empty when none is needed.
    end: String,
    /// What a loop calls its items.
    item: Option<String>,
    /// Whether another language's `end` can end it.
    foreign: bool,
}

impl Reader<'_> {
    fn statement(&mut self, tag: &Tag) {
        let inner = Span::new(tag.inner.start(), tag.inner.end());
        let found = TABLE
            .iter()
            .filter(|row| row.form == Form::Statement)
            .find_map(|row| Some((row, behind_words(self.text, inner, row.spelled)?)));
        if let Some((row, at)) = found {
            return self.tell(row, tag, at, false);
        }
        let word = scan::word(self.text, tag.inner);
        match word.strip_prefix("end") {
            Some(_) => {
                self.open.pop();
            }
            None if is_block(self.text, tag, word) => {
                self.enter(format!("{{% end{word} %}}"), None, false);
            }
            None => {}
        }
        if word == "for"
            && let Some(found) = operators::filtered_loop(self.text, tag)
        {
            return self.found.push(found);
        }
        // Tera itself marks arguments with `@` there, and their types with `:`.
        if word != "component" {
            self.operators(tag);
        }
    }

    fn value(&mut self, tag: &Tag) {
        let inside = &self.text[tag.inner.range()];
        let start = tag.inner.start() + (inside.len() - inside.trim_start().len());
        let inner = Span::new(start, tag.inner.end());
        let trimmed = &self.text[inner.range()];
        let marks = TABLE
            .iter()
            .filter(|row| row.form == Form::Marks)
            .find(|row| {
                let behind = trimmed.strip_prefix(row.spelled);
                behind.is_some_and(|behind| is_marked(row, behind, start == tag.inner.start()))
            });
        if let Some(row) = marks {
            let at = Span::new(start, start + row.spelled.len());
            return self.tell(row, tag, at, true);
        }
        let words = TABLE
            .iter()
            .filter(|row| row.form == Form::Value)
            .find_map(|row| Some((row, behind_words(self.text, inner, row.spelled)?)));
        match words {
            Some((row, at)) if self.is_statement(row, &self.text[at.end()..tag.inner.end()]) => {
                self.tell(row, tag, at, true);
            }
            _ => self.operators(tag),
        }
    }

    /// Whether the word of a `{{ … }}` is no name of the data, by what stands behind it.
    fn is_statement(&self, row: &Spelling, behind: &str) -> bool {
        let behind = behind.trim_start();
        match row.spelled {
            "else" => behind.is_empty(),
            "end" => behind.is_empty() && self.open.last().is_some_and(|open| open.foreign),
            _ => behind.starts_with(|c: char| c.is_alphanumeric() || "_.$\"'".contains(c)),
        }
    }

    fn tell(&mut self, row: &Spelling, tag: &Tag, at: Span, is_go: bool) {
        let rest = Span::new(at.end(), tag.inner.end());
        let item = self.item();
        let parts = Parts::new(self.text, rest, item, is_go);
        let mut help = parts.fill(row.write);
        match row.role {
            Role::Closes => {
                help = match self.open.pop().map(|open| open.end).as_deref() {
                    None => "remove it; it closes nothing".to_owned(),
                    Some("") => "remove it".to_owned(),
                    Some(end) => help.replace("@end", end),
                };
            }
            Role::Opens(end) => {
                let item = match row.spelled {
                    "with" | "#with" if row.form != Form::Statement => parts.path(),
                    _ => row.write.contains("@item").then(|| parts.item()),
                };
                self.enter(parts.fill(end), item, true);
            }
            Role::Alone => {}
        }
        let shown = &self.text[at.range()];
        let message = format!("`{shown}` is {}, not Tera 2", row.of);
        self.found
            .push(Diagnostic::new(&RULE, at, message).help(help));
    }

    fn operators(&mut self, tag: &Tag) {
        let found = operators::check(self.text, tag, self.item());
        self.found.extend(found);
    }

    /// Goes into a block; what is told of those around it is told of it too.
    fn enter(&mut self, end: String, item: Option<String>, foreign: bool) {
        let around = self.open.last();
        let item = item.or_else(|| around.and_then(|open| open.item.clone()));
        let foreign = foreign || around.is_some_and(|open| open.foreign);
        self.open.push(Open { end, item, foreign });
    }

    fn item(&self) -> Option<&str> {
        self.open.last().and_then(|open| open.item.as_deref())
    }
}

/// Where `spelled` stands, which may be two words, when `text` begins with it at `inner`.
fn behind_words(text: &str, inner: Span, spelled: &str) -> Option<Span> {
    let mut at = inner.start();
    let mut start = None;
    for word in spelled.split(' ') {
        let rest = Span::new(at, inner.end());
        let blanks = text[rest.range()].len() - text[rest.range()].trim_start().len();
        if scan::word(text, rest) != word {
            return None;
        }
        start.get_or_insert(at + blanks);
        at += blanks + word.len();
    }
    Some(Span::new(start?, at))
}

/// Whether the marks of `row` mean what they mean elsewhere, by what stands behind them.
fn is_marked(row: &Spelling, behind: &str, is_first: bool) -> bool {
    let next = behind.chars().next();
    match row.spelled {
        "{" => is_first && next.is_some_and(|c| c.is_alphabetic() || "_ .".contains(c)),
        "!" => is_first && next.is_some_and(|c| c.is_whitespace() || c == '-'),
        "#if" | "#unless" | "#each" | "#with" => next.is_some_and(char::is_whitespace),
        "/if" | "/unless" | "/each" | "/with" => next.is_none_or(char::is_whitespace),
        "/*" => true,
        _ => next.is_some_and(|c| c.is_alphanumeric() || "_ .".contains(c)),
    }
}

/// Whether Tera wants an end for this statement.
fn is_block(text: &str, tag: &Tag, word: &str) -> bool {
    match word {
        "if" | "for" | "block" | "filter" | "component" | "raw" => true,
        "set" | "set_global" => !text[tag.inner.range()].contains('='),
        _ => false,
    }
}
