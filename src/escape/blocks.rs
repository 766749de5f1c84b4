//! Escaping long texts.

use super::place::{LONGEST, Place};
use super::scan;

/// From this length on, text with something to escape is written block by block.
pub(super) const DENSE: usize = 3 * scan::BLOCK;

/// How much one stretch of a block is copied at least, whatever its length.
const STRIDE: usize = 16;

/// A block, and what may be copied beyond it.
const PADDED: usize = scan::BLOCK + STRIDE;

/// Escaped text gathered here goes out in one piece, which costs less than a piece a special byte.
const GATHERED: usize = 2048;

/// Escapes text in blocks.
pub(super) struct Blocks<'i, 'o> {
    input: &'i str,
    out: &'o mut String,
    gathered: [u8; GATHERED],
    length: usize,
}

impl<'i, 'o> Blocks<'i, 'o> {
    pub(super) fn new(input: &'i str, out: &'o mut String) -> Self {
        Self {
            input,
            out,
            gathered: [0; GATHERED],
            length: 0,
        }
    }

    /// Writes whole blocks from `at` on, and returns where the rest begins.
    pub(super) fn write<P: Place>(mut self, mut at: usize) -> usize {
        let bytes = self.input.as_bytes();
        while let Some(block) = bytes[at..].first_chunk::<PADDED>() {
            if self.length + scan::BLOCK * LONGEST + STRIDE > GATHERED {
                self.flush(at);
            }
            at += self.block::<P>(block, at);
        }
        let end = self.input.floor_char_boundary(at);
        self.length -= at - end;
        self.flush(end);
        end
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
                self.copy(block, written, found);
                self.gathered[self.length..][..LONGEST].copy_from_slice(&simple.padded);
                self.length += simple.text.len();
                written = found + 1;
            } else if let Some((replacement, length)) =
                P::replace(&self.input.as_bytes()[at + found..])
            {
                self.copy(block, written, found);
                self.gathered[self.length..][..replacement.len()]
                    .copy_from_slice(replacement.as_bytes());
                self.length += replacement.len();
                written = found + length;
                if written >= scan::BLOCK {
                    return written;
                }
                special &= u64::MAX << written;
            }
        }
        self.copy(block, written, scan::BLOCK);
        scan::BLOCK
    }

    /// Gathers `block[from..to]`; what is copied beyond is overwritten by what comes next.
    #[inline]
    fn copy(&mut self, block: &[u8; PADDED], from: usize, to: usize) {
        let mut at = from;
        while at < to {
            let copied = self.length + at - from;
            self.gathered[copied..][..STRIDE].copy_from_slice(&block[at..][..STRIDE]);
            at += STRIDE;
        }
        self.length += to - from;
    }

    /// Hands on what is gathered of the input up to `at`, but for a character that is not complete.
    fn flush(&mut self, at: usize) {
        let incomplete = at - self.input.floor_char_boundary(at);
        let complete = self.length - incomplete;
        let text = std::str::from_utf8(&self.gathered[..complete]);
        self.out
            .push_str(text.expect("whole characters of a `str` and of replacements"));
        self.gathered.copy_within(complete..self.length, 0);
        self.length = incomplete;
    }
}
