//! Escaping long texts.

use std::fmt;

use super::gather::{Gather, PADDED};
use super::place::Place;
use super::scan;

/// From this length on, text with something to escape is written block by block.
pub(super) const DENSE: usize = 3 * scan::BLOCK;

/// Writes whole blocks of `input` from `at` on, and returns where the rest begins.
pub(super) fn write<P: Place>(input: &str, at: usize, out: &mut String) -> usize {
    let mut blocks = Blocks {
        input,
        gather: Gather::new(out),
    };
    // Writing to a `String` does not fail.
    let end = blocks.write::<P>(at).unwrap_or(at);
    let _ = blocks.gather.finish();
    end
}

/// Escapes text in blocks.
struct Blocks<'i, 'o> {
    input: &'i str,
    gather: Gather<'o, String>,
}

impl Blocks<'_, '_> {
    fn write<P: Place>(&mut self, mut at: usize) -> Result<usize, fmt::Error> {
        let bytes = self.input.as_bytes();
        while let Some(block) = bytes[at..].first_chunk::<PADDED>() {
            self.gather.make_room()?;
            at += self.block::<P>(block, at);
        }
        let end = self.input.floor_char_boundary(at);
        self.gather.take_back(at - end);
        Ok(end)
    }

    /// Gathers what the block at `at` becomes, and returns how many bytes it stood for.
    #[inline]
    fn block<P: Place>(&mut self, block: &[u8; PADDED], at: usize) -> usize {
        let whole = block.first_chunk().expect("it is longer than a block");
        let mut special = scan::mask::<P>(whole);
        let mut written = 0;
        while special != 0 {
            let found = special.trailing_zeros() as usize;
            special &= special - 1;
            let simple = &P::SIMPLE[usize::from(block[found])];
            if !simple.text.is_empty() {
                self.gather.copy(block, written, found);
                self.gather.put(&simple.padded, simple.text.len());
                written = found + 1;
            } else if let Some((replacement, length)) =
                P::replace(&self.input.as_bytes()[at + found..])
            {
                self.gather.copy(block, written, found);
                for byte in replacement.bytes() {
                    self.gather.put(&[byte], 1);
                }
                written = found + length;
                if written >= scan::BLOCK {
                    return written;
                }
                special &= u64::MAX << written;
            }
        }
        self.gather.copy(block, written, scan::BLOCK);
        scan::BLOCK
    }
}
