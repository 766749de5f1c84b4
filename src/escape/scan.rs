//! Finding the few bytes that matter, sixteen at a time.

use wide::u8x16;

/// The bytes that matter: control characters, and some by name.
pub(crate) trait Special {
    /// The bytes besides those below the space.
    const NAMED: &'static [u8];
}

/// How many bytes [`mask`] looks at.
pub(super) const BLOCK: usize = 64;

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
    let rest = bytes.len() - at;
    if rest == 0 {
        return None;
    }
    if let Some(word) = bytes.last_chunk() {
        let bits = bits::<S>(*word) >> (WORD - rest);
        return (bits != 0).then(|| at + bits.trailing_zeros() as usize);
    }
    if bits::<S>(short(&bytes[at..])) == 0 {
        return None;
    }
    let special = |&byte: &u8| byte < b' ' || S::NAMED.contains(&byte);
    let offset = bytes[at..].iter().position(special);
    offset.map(|offset| at + offset)
}

/// A bit for every byte that matters, the lowest bit for the first.
#[inline]
pub(super) fn mask<S: Special>(block: &[u8; BLOCK]) -> u64 {
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

/// Fewer bytes than a word, in another order, some of them twice, filled up with spaces.
#[inline]
fn short(bytes: &[u8]) -> [u8; WORD] {
    let (low, high) = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        (u64::from(first) | u64::from(last) << 32, SPACES)
    } else {
        let byte = |at: usize| u64::from(bytes[at]);
        let ends = byte(0) << 16 | byte(bytes.len() - 1);
        (SPACES << 24 | ends | byte(bytes.len() / 2) << 8, SPACES)
    };
    (u128::from(low) | u128::from(high) << 64).to_le_bytes()
}

const SPACES: u64 = u64::from_le_bytes([b' '; 8]);
