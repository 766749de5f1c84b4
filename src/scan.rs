//! Finding the few bytes that matter, sixteen at a time.

use wide::u8x16;

/// The bytes that matter: control characters, and some by name.
pub(crate) trait Special {
    /// The bytes besides those below the space.
    const NAMED: &'static [u8];
}

/// How many bytes [`mask`] looks at.
pub(crate) const BLOCK: usize = 64;

const WORD: usize = 16;

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
    let rest = bytes.len() - at;
    if rest == 0 {
        return None;
    }
    let bits = match bytes.last_chunk() {
        Some(word) => bits::<S>(*word) >> (WORD - rest),
        None => bits::<S>(short(&bytes[at..])),
    };
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
fn bits<S: Special>(word: [u8; WORD]) -> u32 {
    let word = u8x16::new(word);
    let controls = word.min(u8x16::splat(b' ' - 1)).simd_eq(word);
    let special = S::NAMED.iter().fold(controls, |special, &named| {
        special | word.simd_eq(u8x16::splat(named))
    });
    special.to_bitmask()
}

/// Fewer bytes than a word, filled up with spaces.
#[inline]
fn short(bytes: &[u8]) -> [u8; WORD] {
    const SPACES: u128 = u128::from_le_bytes([b' '; WORD]);
    let length = bytes.len();
    let word = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        u128::from(first) | u128::from(last) << (8 * (length - 8))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        u128::from(first) | u128::from(last) << (8 * (length - 4))
    } else {
        let byte = |at: usize| u128::from(bytes[at]) << (8 * at);
        byte(0) | byte(length / 2) | byte(length - 1)
    };
    (word | SPACES << (8 * length)).to_le_bytes()
}
