#![doc = include_str!("disguised-link.md")]

use super::prelude::*;
use crate::address;
use crate::check::nesting::Open;
use crate::syntax::{Document, TokenKind, unescape};

pub(crate) static RULE: Rule = Rule {
    id: "disguised-link",
    severity: Severity::Warning,
    fixable: false,
    summary: "a link whose words name another host than it opens",
    page: include_str!("disguised-link.md"),
};

/// A longer label is no address, and reading labels of any length takes time quadratic in the
/// depth of nested links.
const LONGEST: usize = 300;

/// The link `open`, which ends before `end`.
pub(crate) fn check(walk: &mut Walk<'_>, open: &Open, end: Span) {
    if open.element.is_none_or(|element| element.name != "a") {
        return;
    }
    let label = Span::new(open.tag.end(), end.start());
    if label.len() > LONGEST
        || !walk.at(label).contains('.')
        || walk.holes.touch(label)
        || walk.holes.touch(open.tag)
    {
        return;
    }
    if is_plainly_no_disguise(walk.at(label), walk.at(open.tag)) {
        return;
    }
    let words = words(walk.at(label));
    let Some(href) = href(walk.at(open.tag)) else {
        return;
    };
    let (Some(shown), Some(target)) = (shown_host(&words), address::host(&href)) else {
        return;
    };
    if is_within(&shown, &target) || is_within(&target, &shown) {
        return;
    }
    let message = format!("the link reads `{shown}` and opens `{target}`");
    let finding =
        Diagnostic::new(&RULE, label, message).help("let the words name what the link opens");
    walk.push(finding);
}

/// What most labels with a dot in them are: words in a row, or the beginning of the address
/// itself. Says so without asking for memory.
fn is_plainly_no_disguise(label: &str, tag: &str) -> bool {
    if label.contains(['<', '&']) {
        return false;
    }
    let words = label.trim();
    if words.contains(char::is_whitespace) {
        return true;
    }
    let words = words.split_once("://").map_or(words, |(_, rest)| rest);
    !words.is_empty()
        && tag.match_indices(words).any(|(at, _)| {
            let is_host = tag[..at].ends_with("://") || tag[..at].ends_with("://www.");
            let ends = words.contains('/')
                || tag[at + words.len()..].starts_with(['/', '?', '#', '"', '\'']);
            is_host && ends
        })
}

fn is_within(host: &str, domain: &str) -> bool {
    host == domain
        || host
            .strip_suffix(domain)
            .is_some_and(|rest| rest.ends_with('.'))
}

/// The host that `words` read like.
fn shown_host(words: &str) -> Option<String> {
    let words = words.trim();
    if words.contains(char::is_whitespace) || words.contains('@') {
        return None;
    }
    address::host(words).filter(|_| address::looks_complete(words))
}

/// What a reader sees of `flockml`.
fn words(flockml: &str) -> String {
    let document = Document::parse(flockml);
    document
        .tokens()
        .iter()
        .filter(|token| matches!(token.kind, TokenKind::Text | TokenKind::Reference))
        .map(|token| unescape(document.slice(token.span)))
        .collect()
}

fn href(tag: &str) -> Option<String> {
    let document = Document::parse(tag);
    let token = document.tokens().first()?;
    let href = document
        .attributes(token)
        .iter()
        .find(|a| document.slice(a.name) == "href")?;
    Some(unescape(document.slice(href.value)).into_owned())
}

#[cfg(test)]
mod tests {
    use super::is_plainly_no_disguise;

    #[test]
    fn a_label_is_taken_for_honest_only_if_it_is_the_host() {
        let tag = "<a href=\"https://www.example.com/a?b=c.org\">";
        for label in [
            "v1.2 is out",
            "example.com",
            "https://www.example.com/a",
            " example.com/a ",
        ] {
            assert!(is_plainly_no_disguise(label, tag), "{label}");
        }
        for label in [
            "c.org",
            "example.com.org",
            "ample.com",
            "www.example",
            "<b>c.org</b> x",
        ] {
            assert!(!is_plainly_no_disguise(label, tag), "{label}");
        }
        assert!(!is_plainly_no_disguise(
            "a.com",
            "<a href=\"https://a.com:x@b.com/\">"
        ));
        assert!(!is_plainly_no_disguise(
            "a.com",
            "<a href=\"https://a.com.b.com/\">"
        ));
    }
}
