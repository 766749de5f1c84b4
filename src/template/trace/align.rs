//! A marked text, held against the plain one.

use super::super::map::is_mark;
use super::mark::{self, Sign};

/// `plain` with the marks of `marked`, if that says the same.
///
/// White space at the end of a line goes, and a mark may stand in its way: blanks that only the
/// marked text has are left out.
pub(super) fn align(plain: &str, marked: &str) -> Option<String> {
    let mut out = String::with_capacity(marked.len());
    let (mut wanted, mut rest) = (plain, marked);
    while !rest.is_empty() {
        let end = rest.find(is_mark).unwrap_or(rest.len());
        wanted = run(wanted, &rest[..end], &mut out)?;
        rest = &rest[end..];
        if !rest.is_empty() {
            let (Sign::Origin(_), length) = mark::read(rest)? else {
                return None;
            };
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    wanted.is_empty().then_some(out)
}

/// Writes what `run`, which stands between two marks, has of `wanted`, and returns what is left of
/// that.
fn run<'p>(mut wanted: &'p str, run: &str, out: &mut String) -> Option<&'p str> {
    if let Some(left) = wanted.strip_prefix(run) {
        out.push_str(run);
        return Some(left);
    }
    for c in run.chars() {
        if let Some(left) = wanted.strip_prefix(c) {
            out.push(c);
            wanted = left;
        } else if !c.is_ascii_whitespace() {
            return None;
        }
    }
    Some(wanted)
}

/// The beginning of a marked text: `bytes` of what it says.
pub(super) fn start(marked: &str, bytes: usize) -> &str {
    let (mut at, mut left) = (0, bytes);
    while left > 0 {
        let rest = &marked[at..];
        let Some(c) = rest.chars().next() else { break };
        if let Some((_, length)) = mark::read(rest) {
            at += length;
        } else {
            at += c.len_utf8();
            left = left.saturating_sub(c.len_utf8());
        }
    }
    &marked[..at]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        let mut parts = text.split('|');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (at, part) in parts.enumerate() {
            mark::push(&mut out, Some(at));
            out.push_str(part);
        }
        out
    }

    #[test]
    fn only_blanks_may_be_too_many() {
        let cases = [
            ("a b", "|a |b", Some("|a |b")),
            ("a b", "|a  | b", Some("|a ||b")),
            ("a b", "|a| b", Some("|a| b")),
            ("a<br/>b", "|a <br/>| b", Some("|a<br/>|b")),
            ("ab", "|a", None),
            ("a", "|ab", None),
            ("a b", "|ab", None),
        ];
        for (plain, text, expected) in cases {
            let expected = expected.map(|text| marked(&text.replace("||", "|")));
            let found = align(plain, &marked(text));
            assert_eq!(
                found.as_deref().map(mark::plain),
                expected.as_deref().map(mark::plain)
            );
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_beginning_ends_before_a_mark() {
        assert_eq!(start(&marked("|ab|cd"), 2), marked("|ab"));
        assert_eq!(start(&marked("|ab|cd"), 3), marked("|ab|c"));
        assert_eq!(start(&marked("|ab"), 9), marked("|ab"));
    }
}
