//! Finding the few bytes that matter, sixteen at a time.

use wide::u8x16;

/// The bytes that matter: control characters, and some by name.
pub(crate) trait Special {
    /// The bytes besides those below the space.
    const NAMED: &'static [u8];

    /// Whether those below the space matter; they may be left out where there are none.
    const CONTROLS: bool = true;
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

/// A bit for every byte that matters, the lowest for the first.
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
    let controls = if S::CONTROLS {
        word.min(u8x16::splat(b' ' - 1)).simd_eq(word)
    } else {
        u8x16::ZERO
    };
    let special = S::NAMED.iter().fold(controls, |special, &named| {
        special | word.simd_eq(u8x16::splat(named))
    });
    special.to_bitmask()
}

/// The same for at most [`BLOCK`] bytes.
#[inline]
pub(crate) fn short_mask<S: Special>(bytes: &[u8]) -> u64 {
    let length = bytes.len();
    // Both ends side by side, whether they overlap or not.
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let mut mask = u64::from(bits::<S>(*last)) << (length - WORD);
        mask |= u64::from(bits::<S>(*first));
        if length > 2 * WORD {
            let (words, _) = bytes.as_chunks();
            for (index, word) in words.iter().enumerate().skip(1) {
                mask |= u64::from(bits::<S>(*word)) << (index * WORD);
            }
        }
        return mask;
    }
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
    let is_special = |byte: u8| u64::from((S::CONTROLS & (byte < b' ')) | S::NAMED.contains(&byte));
    match *bytes {
        [] => 0,
        [a] => is_special(a),
        [a, b] => is_special(a) | is_special(b) << 1,
        [a, b, c, ..] => is_special(a) | is_special(b) << 1 | is_special(c) << 2,
    }
}

#[inline]
fn pair(low: u64, high: u64) -> [u8; WORD] {
    (u128::from(low) | u128::from(high) << 64).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Quote;

    impl Special for Quote {
        const NAMED: &'static [u8] = b"\"";
    }

    #[test]
    fn a_byte_is_found_wherever_it_stands_in_a_short_text() {
        for length in 0..=BLOCK {
            let mut bytes = [b'a'; BLOCK];
            let bytes = &mut bytes[..length];
            assert_eq!(short_mask::<Quote>(bytes), 0);
            for at in 0..length {
                for special in [b'"', b'\n', b'\0'] {
                    bytes[at] = special;
                    assert_eq!(short_mask::<Quote>(bytes), 1 << at, "{at} of {length}");
                    assert_eq!(find::<Quote>(bytes, 0), Some(at));
                }
                bytes[at] = b'a';
            }
        }
    }
}
