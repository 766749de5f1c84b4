//! Text on its way out, in pieces too short to hand on one by one.

use std::fmt::{self, Write};

use super::scan::{BLOCK, WORD};

/// The most bytes that a byte becomes, rounded up to a word of the machine.
pub(crate) const LONGEST: usize = 8;

/// A block, and what may be copied beyond it.
pub(crate) const PADDED: usize = BLOCK + WORD;

/// Room for what a block becomes.
pub(crate) const ROOM: usize = BLOCK * LONGEST + WORD;

const SIZE: usize = 1024;

/// Where text is gathered.
pub(crate) type Bytes = [u8; SIZE + WORD];

/// None of it yet.
pub(crate) const EMPTY: Bytes = [0; SIZE + WORD];

/// `bytes`, with zeros behind them.
pub(crate) fn padded<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut padded = [0; N];
    let length = bytes.len().min(N);
    padded[..length].copy_from_slice(&bytes[..length]);
    padded
}

/// Gathers short runs by copying whole words, and hands them on in one piece.
///
/// The bytes are borrowed, so that nothing moves them.
pub(crate) struct Gather<'o, W: ?Sized> {
    out: &'o mut W,
    bytes: &'o mut Bytes,
    length: usize,
}

impl<'o, W: Write + ?Sized> Gather<'o, W> {
    pub(crate) fn new(out: &'o mut W, bytes: &'o mut Bytes) -> Self {
        let length = 0;
        Self { out, bytes, length }
    }

    /// Makes sure that there is [`ROOM`].
    #[inline]
    pub(crate) fn make_room(&mut self) -> fmt::Result {
        if self.length > SIZE - ROOM {
            return self.flush();
        }
        Ok(())
    }

    /// Appends the first `length` of `bytes`, of which whatever follows overwrites the rest.
    #[inline]
    pub(crate) fn put<const N: usize>(&mut self, bytes: &[u8; N], length: usize) {
        self.place(self.length, bytes);
        self.length += length;
    }

    /// Writes at `start`, which is below [`SIZE`]: said so that the compiler need not check it.
    #[inline]
    fn place<const N: usize>(&mut self, start: usize, bytes: &[u8; N]) {
        debug_assert!(start < SIZE);
        let start = start % SIZE;
        self.bytes[start..start + N].copy_from_slice(bytes);
    }

    /// Appends `block[from..to]`.
    #[inline]
    pub(crate) fn copy(&mut self, block: &[u8; PADDED], from: usize, to: usize) {
        let start = self.length;
        let mut at = from;
        // Most runs are shorter than a word; one that is empty is overwritten at once.
        loop {
            if let Some(word) = block[at % BLOCK..].first_chunk::<WORD>() {
                self.place(start + at - from, word);
            }
            at += WORD;
            if at >= to {
                break;
            }
        }
        self.length = start + to - from;
    }

    /// Hands on all but a character at the end that may not be complete.
    #[inline]
    fn flush(&mut self) -> fmt::Result {
        self.length = hand_on(self.out, self.bytes, self.length)?;
        Ok(())
    }

    /// Hands on what is left.
    #[inline]
    pub(crate) fn finish(self) -> fmt::Result {
        write(self.out, &self.bytes[..self.length])
    }
}

/// Writes the first `length` of `bytes` but a character at the end that may not be complete: that
/// is moved to the front, and its length returned.
///
/// It takes the parts of a [`Gather`], which may stay in registers then.
#[inline(never)]
fn hand_on<W: Write + ?Sized>(
    out: &mut W,
    bytes: &mut Bytes,
    length: usize,
) -> Result<usize, fmt::Error> {
    let gathered = &bytes[..length];
    let is_start = |byte: &u8| !(0x80..0xC0).contains(byte);
    let end = match gathered.iter().rposition(is_start) {
        Some(at) if gathered[at] >= 0x80 => at,
        _ => length,
    };
    write(out, &gathered[..end])?;
    bytes.copy_within(end..length, 0);
    Ok(length - end)
}

fn write<W: Write + ?Sized>(out: &mut W, bytes: &[u8]) -> fmt::Result {
    let text = std::str::from_utf8(bytes);
    out.write_str(text.expect("whole characters of a `str` and of replacements"))
}
