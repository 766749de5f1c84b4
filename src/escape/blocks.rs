//! Escaping text that is full of special bytes.

use std::fmt;

use super::gather::{self, Gather, PADDED, padded};
use super::place::Place;
use super::scan;

/// Writes `input` from `at` on.
#[inline(never)]
pub(super) fn write<P: Place>(input: &str, at: usize, out: &mut String) {
    let mut bytes = gather::EMPTY;
    let mut blocks = Blocks {
        input,
        gather: Gather::new(out, &mut bytes),
    };
    // Writing to a `String` does not fail.
    let _ = blocks.write::<P>(at);
    let _ = blocks.gather.finish();
}

/// Escapes text in blocks.
struct Blocks<'i, 'o> {
    input: &'i str,
    gather: Gather<'o, String>,
}

impl Blocks<'_, '_> {
    fn write<P: Place>(&mut self, mut at: usize) -> fmt::Result {
        while at < self.input.len() {
            let rest = &self.input.as_bytes()[at..];
            self.gather.make_room()?;
            at += match rest.first_chunk() {
                Some(block) => self.block::<P>(block, at, scan::BLOCK),
                None => self.block::<P>(&padded(rest), at, rest.len().min(scan::BLOCK)),
            };
        }
        Ok(())
    }

    /// Gathers what the `length` bytes of the block at `at` become, and returns how many bytes it
    /// stood for. Nearly every block is whole, for which it is compiled on its own.
    #[inline(always)]
    fn block<P: Place>(&mut self, block: &[u8; PADDED], at: usize, length: usize) -> usize {
        let mut special = block.first_chunk().map_or(0, scan::mask::<P>);
        special &= u64::MAX >> (scan::BLOCK - length);
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
                if written >= length {
                    return written;
                }
                special &= u64::MAX << written;
            }
        }
        self.gather.copy(block, written, length);
        length
    }
}
