//! Text that is escaped run by run.

use super::place::Place;

/// What is not written yet of a text.
pub(super) struct Runs<'i> {
    rest: &'i str,
    /// Where it begins in the text.
    pub(super) at: usize,
}

impl<'i> Runs<'i> {
    pub(super) fn new(input: &'i str) -> Self {
        Self { rest: input, at: 0 }
    }

    /// Writes what is left as it is.
    #[inline]
    pub(super) fn finish(self, out: &mut String) {
        out.push_str(self.rest);
    }

    /// Writes up to the last special byte from `start` on; each has a bit in `special`.
    #[inline(always)]
    pub(super) fn write<P: Place>(&mut self, start: usize, mut special: u64, out: &mut String) {
        while special != 0 {
            let found = start + special.trailing_zeros() as usize;
            special &= special - 1;
            // It may belong to what was replaced as a whole.
            if found >= self.at {
                out.push_str(self.take(found));
                let replaced = push_replacement::<P>(self.rest, out);
                self.take(found + replaced);
            }
        }
    }

    /// Takes what stands before `end`.
    #[inline(always)]
    fn take(&mut self, end: usize) -> &'i str {
        let (taken, rest) = self.rest.split_at(end - self.at);
        self.rest = rest;
        self.at = end;
        taken
    }
}

/// Pushes what replaces the special byte at the start of `rest`, and returns for how many bytes it
/// stands; none where the byte stays.
#[inline(always)]
fn push_replacement<P: Place>(rest: &str, out: &mut String) -> usize {
    let byte = rest.as_bytes()[0];
    if P::BACKSLASHED.contains(&byte) {
        out.push('\\');
        return 0;
    }
    let simple = P::SIMPLE[usize::from(byte)].text;
    let (usual, second) = P::USUAL;
    // Known lengths are copied without a call.
    if simple.len() == usual {
        out.push_str(&simple[..usual]);
    } else if simple.len() == second {
        out.push_str(&simple[..second]);
    } else if simple.is_empty() {
        return push_rare::<P>(rest, out);
    } else {
        out.push_str(simple);
    }
    1
}

#[inline(never)]
fn push_rare<P: Place>(rest: &str, out: &mut String) -> usize {
    match P::replace(rest.as_bytes()) {
        Some((replacement, length)) => {
            out.push_str(replacement);
            length
        }
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::escape::place::{Attribute, Json, Text};
    use crate::escape::{attribute, has_control, json, push_without_control, text};

    /// The same, byte by byte.
    fn slowly<P: Place>(input: &str) -> String {
        let (mut out, mut at) = (Vec::new(), 0);
        while let Some(byte) = input.as_bytes().get(at) {
            let simple = P::SIMPLE[usize::from(*byte)].text;
            let is_special = *byte < b' ' || P::NAMED.contains(byte);
            let special = is_special.then(|| P::replace(&input.as_bytes()[at..]));
            let (replacement, length) = match special.flatten() {
                _ if !simple.is_empty() => (simple.as_bytes(), 1),
                Some((replacement, length)) => (replacement.as_bytes(), length),
                None => (&input.as_bytes()[at..=at], 1),
            };
            out.extend_from_slice(replacement);
            at += length;
        }
        String::from_utf8(out).expect("whole characters")
    }

    const PIECES: &[&str] = &[
        "a",
        "words ",
        "&",
        "<b>",
        "\"",
        "'",
        "\\",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\u{7f}",
        "ä",
        "\u{fffd}",
        "\u{fffe}",
        "\u{ff21}",
        "🔥",
        "\x1b[31m",
        "\x1b]0;a title\x07",
        "\x1b]no end",
    ];

    proptest! {
        #[test]
        fn runs_are_escaped_as_bytes_are(
            pieces in vec((prop::sample::select(PIECES), 1..40_usize), 0..30),
        ) {
            let input: String = pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect();
            prop_assert_eq!(text(&input), slowly::<Text>(&input));
            prop_assert_eq!(attribute(&input), slowly::<Attribute>(&input));
            prop_assert_eq!(json(&input), slowly::<Json>(&input));
            let start: String = pieces.iter().map(|(piece, _)| *piece).collect();
            prop_assert_eq!(text(&start), slowly::<Text>(&start));
            let mut pushed = String::new();
            let is_clean = !start.chars().any(|c| c.is_ascii_control());
            prop_assert_eq!(!has_control(&start), is_clean);
            prop_assert_eq!(push_without_control(&mut pushed, &start), is_clean);
            let expected = if is_clean { slowly::<Attribute>(&start) } else { String::new() };
            prop_assert_eq!(pushed, expected);
        }
    }
}
