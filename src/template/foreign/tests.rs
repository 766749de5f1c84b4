//! Tests as other languages write them: between operands, or without parentheses.

use crate::template::expression::TokenKind;
use crate::template::vocabulary::{self, Kind};

use super::words::{KEYWORDS, Piece};

/// How a test is written elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Between two operands, as so many words; `None` where there is no such test.
    Between {
        words: usize,
        test: Option<&'static str>,
    },
    /// Behind `is`, with its operand behind it.
    Bare,
}

/// Words between operands, and the test that they are here.
const BETWEEN: &[(&[&str], Option<&str>)] = &[
    (&["contains"], Some("containing")),
    (&["startswith"], Some("starting_with")),
    (&["starts", "with"], Some("starting_with")),
    (&["endswith"], Some("ending_with")),
    (&["ends", "with"], Some("ending_with")),
    (&["matches"], None),
];

/// What stands at `at`, if it is a test and not as it is written here.
pub(super) fn written(pieces: &[Piece], at: usize) -> Option<Written> {
    let piece = pieces.get(at).filter(|piece| piece.is_word())?;
    let before = |steps: usize| at.checked_sub(steps).map(|before| &pieces[before]);
    let introduced = before(1).map_or("", |piece| piece.text.as_str());
    let is_test = introduced == "is"
        || introduced == "not" && before(2).is_some_and(|before| before.text == "is");
    if is_test {
        let is_bare = piece.text != "not" && begins_operand(pieces.get(at + 1));
        return is_bare.then_some(Written::Bare);
    }
    if !before(1).is_some_and(Piece::ends_operand) {
        return None;
    }
    let (words, test) = BETWEEN.iter().find(|(words, _)| {
        let here = pieces[at..].iter().map(|piece| piece.text.as_str());
        here.take(words.len()).eq(words.iter().copied())
    })?;
    let words = words.len();
    begins_operand(pieces.get(at + words)).then_some(Written::Between { words, test: *test })
}

fn begins_operand(piece: Option<&Piece>) -> bool {
    piece.is_some_and(|piece| match piece.kind {
        TokenKind::Text | TokenKind::Number => true,
        TokenKind::Word => !KEYWORDS.contains(&piece.text.as_str()),
        TokenKind::Mark => false,
    })
}

/// Tests by our names, with what they take in parentheses.
pub(super) fn tested(pieces: &[Piece]) -> Vec<Piece> {
    let mut tested: Vec<Piece> = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let (name, taken) = match written(pieces, at) {
            Some(Written::Between {
                words,
                test: Some(test),
            }) => {
                tested.push(Piece::new(TokenKind::Word, "is", piece));
                (test, words)
            }
            Some(Written::Bare) => (ours(&piece.text), 1),
            _ => {
                let is_test = tested.last().is_some_and(|last| last.text == "is");
                let is_test = is_test && piece.is_word() && piece.text != "not";
                let text = if is_test {
                    ours(&piece.text)
                } else {
                    &piece.text
                };
                tested.push(Piece::new(piece.kind, text, piece));
                at += 1;
                continue;
            }
        };
        at += taken;
        let end = operand_end(pieces, at);
        tested.push(Piece::new(TokenKind::Word, name, piece));
        tested.push(Piece::new(TokenKind::Mark, "(", piece));
        tested.extend_from_slice(&pieces[at..end]);
        tested.push(Piece::new(TokenKind::Mark, ")", piece));
        at = end;
    }
    tested
}

/// Our name of a test, whichever it was called by.
fn ours(name: &str) -> &str {
    vocabulary::find_elsewhere(Kind::Test, name).map_or(name, |word| word.name)
}

/// Where the text, the number or the path ends that begins at `at`.
fn operand_end(pieces: &[Piece], at: usize) -> usize {
    let path = pieces[at + 1..].chunks(2);
    let is_step = |step: &&[Piece]| matches!(step, [dot, name] if dot.is(".") && name.is_word());
    at + 1 + 2 * path.take_while(is_step).count()
}
