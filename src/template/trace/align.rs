//! A marked text, held against the plain one.

use super::mark::{self, Sign};

/// `plain` with the marks of `marked`, if that says the same.
///
/// White space at the end of a line goes, and a mark may stand in its way: blanks that only the
/// marked text has are left out.
pub(super) fn align(plain: &str, marked: &str) -> Option<String> {
    let mut out = String::with_capacity(marked.len());
    let mut wanted = plain.chars();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        if let Some((sign, length)) = mark::read(rest) {
            let Sign::Origin(_) = sign else { return None };
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let mut ahead = wanted.clone();
        if ahead.next() == Some(c) {
            out.push(c);
            wanted = ahead;
        } else if !c.is_ascii_whitespace() {
            return None;
        }
        rest = &rest[c.len_utf8()..];
    }
    wanted.as_str().is_empty().then_some(out)
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
