#![doc = include_str!("unbalanced-block.md")]

use super::prelude::*;
use crate::check::nesting::Open;
use crate::check::ways::{Body, Dangling};

pub(crate) static RULE: Rule = Rule {
    id: "unbalanced-block",
    severity: Severity::Error,
    fixable: false,
    summary: "a block that opens or closes elements it does not close or open",
    page: include_str!("unbalanced-block.md"),
};

/// An element that a body opens and does not close.
pub(crate) fn leaves_open(walk: &Walk<'_>, left: &Dangling) -> Diagnostic {
    let name = shorten(walk.at(left.open.name));
    let word = left.body.word;
    let message = match left.closer {
        Some(_) => format!("`<{name}>` is opened inside the `{word}` and closed outside of it"),
        None => format!("`<{name}>` is still open where the `{word}` ends"),
    };
    let finding = Diagnostic::new(&RULE, left.open.tag, message)
        .label(left.body.tag, format!("the `{word}` begins here"));
    match left.closer {
        Some(closer) if left.has_twin => finding
            .label(closer, format!("`</{name}>` closes it here"))
            .help(format!(
                "write `<{name}>` once, and let the `if` choose its attributes inside of the tag"
            )),
        Some(closer) => finding
            .label(closer, format!("`</{name}>` closes it here"))
            .help(together(word, &name)),
        None => finding
            .label(left.end, "and ends here")
            .help(format!("write `</{name}>` before the `{word}` ends")),
    }
}

/// The end tag at `end`, in a body, of the element `open` around it.
pub(crate) fn closes(walk: &Walk<'_>, end: Span, body: Body, open: Open) -> Diagnostic {
    let name = shorten(walk.at(open.name));
    let word = body.word;
    let message = format!("`</{name}>` closes an element that was opened outside of the `{word}`");
    Diagnostic::new(&RULE, end, message)
        .label(open.tag, format!("`<{name}>` opens here"))
        .label(body.tag, format!("the `{word}` begins here"))
        .help(together(word, &name))
}

/// A `break` or `continue` while `open`, an element of the loop's body, is open.
pub(crate) fn jumps(walk: &Walk<'_>, jump: Body, open: Open) -> Diagnostic {
    let name = shorten(walk.at(open.name));
    let word = jump.word;
    let message = format!("`{word}` leaves `<{name}>` open");
    Diagnostic::new(&RULE, jump.tag, message)
        .label(open.tag, format!("`<{name}>` opens here"))
        .help(format!(
            "put the `{word}` in front of `<{name}>` or behind `</{name}>`"
        ))
}

fn together(word: &str, name: &str) -> String {
    match word {
        "if" | "elif" | "else" => format!(
            "put `<{name}>` and `</{name}>` into the same branch, or the whole `if` between them"
        ),
        "for" => format!("put `<{name}>` and `</{name}>` both inside the loop, or both around it"),
        _ => format!("put `<{name}>` and `</{name}>` both inside the `{word}`, or both around it"),
    }
}

#[cfg(feature = "template")]
pub(crate) use of_json::*;

/// JSON templates, whose brackets and quotes are what elements are elsewhere.
#[cfg(feature = "template")]
mod of_json {
    use super::super::prelude::*;
    use super::RULE;

    /// The statement at `tag` opens the bracket at `open`, or closes one around it.
    pub(crate) fn bracket(tag: Span, open: Option<Span>) -> Diagnostic {
        let message = match open {
            Some(_) => "a bracket is opened inside of this statement and not closed",
            None => "a bracket is closed inside of this statement that was opened outside",
        };
        let finding = Diagnostic::new(&RULE, tag, message)
            .help("put both brackets into the same branch, or around the whole statement");
        match open {
            Some(open) => finding.label(open, "it opens here"),
            None => finding,
        }
    }

    /// A quote stands on some ways through the statement at `tag` only.
    pub(crate) fn quote(tag: Span) -> Diagnostic {
        let message = "a string begins or ends inside of this statement";
        Diagnostic::new(&RULE, tag, message)
            .help("put both quotes into the same branch, or around the whole statement")
    }
}
