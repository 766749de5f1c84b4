//! The notification that is derived: the beginning of a text.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use crate::Markup;
use crate::escape::gather::padded;
use crate::escape::scan;

/// The longest notification that is derived, in characters.
const LONGEST: usize = 240;

/// What a text needs to have, if it is longer, so that one can tell where it is cut.
const ENOUGH: usize = (LONGEST + 1) * 4;

/// The notification of a message that shows `markup`.
pub(super) fn of(markup: &Markup) -> String {
    let mut text = markup.text_up_to(ENOUGH);
    let (end, mark) = cut(&text);
    text.truncate(end);
    text.push_str(mark);
    text
}

/// Where to cut a text for a notification, on a grapheme's edge, and what to put there.
pub(super) fn cut(text: &str) -> (usize, &'static str) {
    if text.len() <= LONGEST {
        return (text.len(), "");
    }
    if text.as_bytes()[..=LONGEST].is_ascii() {
        return (grapheme_edge(text, LONGEST - 1), "…");
    }
    let mut last = text.char_indices().skip(LONGEST - 1);
    match (last.next(), last.next()) {
        (Some((end, _)), Some(_)) => (grapheme_edge(text, end), "…"),
        _ => (text.len(), ""),
    }
}

/// The nearest edge at or before `end`; one character may follow another without end, then `end`.
fn grapheme_edge(text: &str, end: usize) -> usize {
    let around = text.as_bytes().get(end - 1..=end);
    if around.is_some_and(|around| around.iter().all(|byte| matches!(byte, b' '..=b'~'))) {
        return end;
    }
    let mut cursor = GraphemeCursor::new(end, text.len(), true);
    if cursor.is_boundary(text, 0) == Ok(true) {
        return end;
    }
    match cursor.prev_boundary(text, 0) {
        Ok(Some(edge)) if edge > 0 => edge,
        _ => end,
    }
}

struct Backslash;

impl scan::Special for Backslash {
    const NAMED: &'static [u8] = b"\\";
    const CONTROLS: bool = false;
}

/// Where to cut `json[text]`, which stands in a JSON string, and what to put there; `None` where
/// that takes a look at the characters.
pub(super) fn cut_json(json: &str, text: Range<usize>) -> Option<(usize, &'static str)> {
    let bytes = &json.as_bytes()[text];
    let (mut end, mut from, mut at) = (LONGEST - 1, 0, 0);
    let mut all = [0; scan::BLOCK];
    while at <= end && at < bytes.len() {
        let rest = &bytes[at..];
        let block = rest.first_chunk().copied().unwrap_or_else(|| padded(rest));
        all.iter_mut()
            .zip(block)
            .for_each(|(all, byte)| *all |= byte);
        let mut marks = scan::mask::<Backslash>(&block);
        while marks != 0 {
            let found = at + marks.trailing_zeros() as usize;
            marks &= marks - 1;
            if found >= end {
                break;
            }
            // The second of a pair stands for nothing by itself.
            if found >= from {
                // A CR may belong to the LF behind it; a tab is as rare.
                if bytes[found + 1] > b'n' {
                    return None;
                }
                end += 1;
                from = found + 2;
            }
        }
        at += scan::BLOCK;
    }
    match bytes.get(end..) {
        None | Some([] | [_] | [b'\\', _]) => Some((bytes.len(), "")),
        Some([b'\\', b'u', ..]) => None,
        Some(_) => all.is_ascii().then_some((end, "…")),
    }
}
