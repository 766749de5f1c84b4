//! What stands behind a foreign word, for the advice to quote.

use crate::source::Span;
use crate::template::expression::TokenKind;

use super::go;
use super::operators::component;
use super::words::{Piece, pieces, translated, written};

/// How much of an author's words is quoted.
const LONGEST: usize = 120;

/// What stands behind a foreign word, as it would be written here.
pub(super) struct Parts {
    rest: String,
    name: String,
    call: String,
    list: String,
    item: String,
}

impl Parts {
    /// Reads `text` at `rest`, which stands in a loop over `item`s if there is one.
    pub(super) fn new(text: &str, rest: Span, item: Option<&str>, is_go: bool) -> Self {
        let source = pieces(text, rest);
        let call = component(&source).map_or("<name>".to_owned(), |call| call + ">");
        let name = name(&text[rest.range()]);
        let (list, own_item) = looped(&source, item);
        let translated = translated(&source, item);
        let rest = match is_go {
            true => go::infix(&translated),
            false => written(&translated),
        };
        Self {
            rest: quoted(&rest),
            name,
            call: quoted(&call),
            list: quoted(&list),
            item: own_item,
        }
    }

    /// What the loop calls its items.
    pub(super) fn item(&self) -> String {
        self.item.clone()
    }

    /// What stands behind the word, when it is a name.
    pub(super) fn path(&self) -> Option<String> {
        let is_path = |c: char| c.is_alphanumeric() || "_.".contains(c);
        self.rest.chars().all(is_path).then(|| self.rest.clone())
    }

    /// The advice with the author's own words in it.
    pub(super) fn fill(&self, advice: &str) -> String {
        let is_simple = |c: char| c.is_alphanumeric() || "_.".contains(c);
        let not = match self.rest.strip_prefix("not ") {
            Some(rest) if rest.chars().all(is_simple) => rest.to_owned(),
            _ if self.rest.chars().all(is_simple) => format!("not {}", self.rest),
            _ => format!("not ({})", self.rest),
        };
        advice
            .replace("@rest", &self.rest)
            .replace("@call", &self.call)
            .replace("@name", &self.name)
            .replace("@list", &self.list)
            .replace("@item", &self.item)
            .replace("@not", &not)
    }
}

fn quoted(words: &str) -> String {
    match words {
        "" => "…".to_owned(),
        words if words.len() > LONGEST || words.contains('`') => "…".to_owned(),
        words => words.to_owned(),
    }
}

/// The first name, or the name of the file that is named, without its folder and suffix.
fn name(rest: &str) -> String {
    let is_path = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    let from = rest.trim_start_matches(|c: char| !is_path(c));
    let path = &from[..from.find(|c: char| !is_path(c)).unwrap_or(from.len())];
    let base = path
        .trim_matches(['.', '/'])
        .rsplit('/')
        .next()
        .unwrap_or_default();
    match base.split('.').next().unwrap_or_default() {
        "" => "name".to_owned(),
        stem => stem.to_owned(),
    }
}

/// What a loop goes over, and what it calls its items.
fn looped(pieces: &[Piece], item: Option<&str>) -> (String, String) {
    let position = |mark: &str| pieces.iter().position(|piece| piece.text == mark);
    let last_word = |pieces: &[Piece]| {
        let word = pieces.iter().rfind(|piece| piece.kind == TokenKind::Word);
        word.map(|word| word.text.clone())
    };
    let (list, named) = if let Some(at) = position(":=").or_else(|| position("in")) {
        (&pieces[at + 1..], last_word(&pieces[..at]))
    } else if let Some(at) = position("as") {
        (&pieces[..at], last_word(&pieces[at + 1..]))
    } else {
        (pieces, None)
    };
    let list: Vec<Piece> = match list {
        // `foreach (xs as x)`
        [open, list @ ..] if open.is("(") => list.to_vec(),
        list => list.to_vec(),
    };
    let list = written(&translated(&list, item));
    let item = named.unwrap_or_else(|| singular(&list));
    (list, item)
}

/// `alert` for `data.Alerts`.
fn singular(list: &str) -> String {
    let last = list.rsplit('.').next().unwrap_or(list);
    let one = last.strip_suffix('s').unwrap_or_default().to_lowercase();
    match one.chars().all(|c| c == '_' || c.is_alphanumeric()) && one.len() > 1 {
        true => one,
        false => "item".to_owned(),
    }
}
