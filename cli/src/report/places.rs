//! Lines and columns of many places in one pass over a text.

use flockml::source::Position;

use crate::finding::FileFindings;

/// The positions of all places that a file's findings name.
#[derive(Debug, Default)]
pub(super) struct Places {
    offsets: Vec<usize>,
    positions: Vec<Position>,
}

impl Places {
    /// The places of `file`.
    pub(super) fn of(file: &FileFindings) -> Self {
        let text = file.source.text();
        let mut offsets: Vec<usize> = file
            .list
            .found
            .iter()
            .flat_map(|found| {
                let diagnostic = &found.diagnostic;
                let labels = diagnostic.labels.iter().map(|label| label.span);
                let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
                let edits = edits.map(|edit| edit.span);
                labels.chain(edits).chain([diagnostic.span])
            })
            .flat_map(|span| [span.start(), span.end()])
            .collect();
        offsets.sort_unstable();
        offsets.dedup();
        let positions = positions(text, &offsets);
        Self { offsets, positions }
    }

    /// The line and column of `offset`, which a finding of the file names.
    pub(super) fn position(&self, offset: usize) -> Position {
        match self.offsets.binary_search(&offset) {
            Ok(index) => self.positions[index],
            Err(_) => Position { line: 1, column: 1 },
        }
    }
}

/// The positions of `offsets`, which are in order.
fn positions(text: &str, offsets: &[usize]) -> Vec<Position> {
    let mut at = 0;
    let mut position = Position { line: 1, column: 1 };
    offsets
        .iter()
        .map(|&offset| {
            let offset = text.floor_char_boundary(offset);
            while let Some(length) = text[at..offset].find('\n') {
                at += length + 1;
                position = Position {
                    line: position.line + 1,
                    column: 1,
                };
            }
            position.column += text[at..offset].chars().count();
            at = offset;
            position
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use flockml::source::Source;

    use super::*;

    #[test]
    fn one_pass_says_what_the_source_says() {
        let text = "ä<b>\n\n  ö</b>\r\nx";
        let source = Source::new("a", text);
        let offsets: Vec<usize> = (0..=text.len())
            .filter(|&offset| text.is_char_boundary(offset))
            .collect();
        let expected: Vec<Position> = offsets.iter().map(|&at| source.position(at)).collect();
        assert_eq!(positions(text, &offsets), expected);
    }
}
