//! Finding the few bytes that matter, sixteen at a time.

use wide::u8x16;

/// The bytes that matter: control characters, and some by name.
pub(crate) trait Special {
    /// The bytes besides those below the space.
    const NAMED: &'static [u8];
}

/// How many bytes [`mask`] looks at.
pub(crate) const BLOCK: usize = 64;

/// How many bytes [`bits`] looks at.
pub(crate) const WORD: usize = 16;

/// Where the first byte that matters is, from `from` on.
#[inline]
pub(crate) fn find<S: Special>(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(word) = bytes[at..].first_chunk() {
        let bits = bits::<S>(*word);
        if bits != 0 {
            return Some(at + bits.trailing_zeros() as usize);
        }
        at += WORD;
    }
    let bits = short_mask::<S>(&bytes[at..]);
    (bits != 0).then(|| at + bits.trailing_zeros() as usize)
}

/// A bit for every byte that matters, the lowest bit for the first.
#[inline]
pub(crate) fn mask<S: Special>(block: &[u8; BLOCK]) -> u64 {
    let (words, _) = block.as_chunks();
    words
        .iter()
        .rev()
        .fold(0, |mask, word| mask << WORD | u64::from(bits::<S>(*word)))
}

/// The same for a word.
#[inline]
pub(crate) fn bits<S: Special>(word: [u8; WORD]) -> u32 {
    let word = u8x16::new(word);
    let controls = word.min(u8x16::splat(b' ' - 1)).simd_eq(word);
    let special = S::NAMED.iter().fold(controls, |special, &named| {
        special | word.simd_eq(u8x16::splat(named))
    });
    special.to_bitmask()
}

/// The same for at most [`BLOCK`] bytes.
#[inline]
pub(crate) fn short_mask<S: Special>(bytes: &[u8]) -> u64 {
    let length = bytes.len();
    if let Some(last) = bytes.last_chunk() {
        let (words, _) = bytes.as_chunks();
        let last = u64::from(bits::<S>(*last)) << (length - WORD);
        return words
            .iter()
            .rev()
            .fold(0, |mask, word| mask << WORD | u64::from(bits::<S>(*word)))
            | last;
    }
    // Both ends side by side, whether they overlap or not.
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let ends = pair(u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        let bits = u64::from(bits::<S>(ends));
        return bits & 0xFF | bits >> 8 << (length - 8);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let ends = pair(
            u32::from_le_bytes(*first).into(),
            u32::from_le_bytes(*last).into(),
        );
        let bits = u64::from(bits::<S>(ends));
        return bits & 0xF | (bits >> 8 & 0xF) << (length - 4);
    }
    let is_special = |byte: u8| (byte < b' ') | S::NAMED.contains(&byte);
    let marks = bytes.iter().rev();
    marks.fold(0, |mask, &byte| mask << 1 | u64::from(is_special(byte)))
}

#[inline]
fn pair(low: u64, high: u64) -> [u8; WORD] {
    (u128::from(low) | u128::from(high) << 64).to_le_bytes()
}
