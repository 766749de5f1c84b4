//! From a name to its element.

use std::ops::Range;

use super::{ELEMENTS, Element};

/// The element of that name or alias.
///
/// # Examples
///
/// ```
/// use flockml::element;
///
/// assert_eq!(element::find("strong").map(|element| element.name), Some("b"));
/// assert!(element::find("div").is_none());
/// ```
#[must_use]
pub fn find(name: &str) -> Option<&'static Element> {
    index(name.as_bytes()).map(at)
}

/// The element of the name at `index` in [`NAMES`].
#[inline]
pub(crate) fn at(index: usize) -> &'static Element {
    &ELEMENTS[NAMES[index].1 as usize]
}

/// The place of `name` in [`NAMES`].
fn index(name: &[u8]) -> Option<usize> {
    by_key(key(name)).filter(|&index| NAMES[index].0.as_bytes() == name)
}

/// The place of the name that stands at `range` of `bytes` in [`NAMES`].
#[inline]
pub(crate) fn index_at(bytes: &[u8], range: Range<usize>) -> Option<usize> {
    let length = range.len();
    // Behind a name there is usually more, so that all of it can be read at once.
    match bytes[range.start..].first_chunk() {
        Some(word) if (1..PACKED).contains(&length) => {
            let first = u64::from_le_bytes(*word) & !(u64::MAX << (8 * length));
            by_key(with_length(first, length))
        }
        _ => index(&bytes[range]),
    }
}

/// The place of the only name that has `key`.
#[inline]
fn by_key(key: u64) -> Option<usize> {
    let mut slot = hash(key);
    while SLOTS[slot].0 != FREE {
        if SLOTS[slot].0 == key {
            return Some(SLOTS[slot].1 as usize);
        }
        slot = (slot + 1) % SLOTS.len();
    }
    None
}

/// How many spellings there are.
pub(crate) const NAME_COUNT: usize = {
    let (mut count, mut at) = (0, 0);
    while at < ELEMENTS.len() {
        count += 1 + ELEMENTS[at].aliases.len();
        at += 1;
    }
    count
};

/// Every spelling with the index of its element.
pub(crate) const NAMES: [(&str, u8); NAME_COUNT] = {
    let mut names = [("", 0); NAME_COUNT];
    let (mut next, mut at) = (0, 0);
    while at < ELEMENTS.len() {
        names[next] = (ELEMENTS[at].name, at as u8);
        next += 1;
        let mut alias = 0;
        while alias < ELEMENTS[at].aliases.len() {
            names[next] = (ELEMENTS[at].aliases[alias], at as u8);
            next += 1;
            alias += 1;
        }
        at += 1;
    }
    names
};

/// A shorter name is its key.
const PACKED: usize = 8;

/// The first bytes of a name, and behind all of a shorter one its length: no two names share one.
const fn key(name: &[u8]) -> u64 {
    let (mut first, mut at) = (0, 0);
    while at < name.len() && at < PACKED {
        first |= (name[at] as u64) << (8 * at);
        at += 1;
    }
    if name.len() < PACKED {
        with_length(first, name.len())
    } else {
        first
    }
}

#[inline]
const fn with_length(first: u64, length: usize) -> u64 {
    first | (length as u64) << 56
}

/// No name's key.
const FREE: u64 = u64::MAX;

/// A hash table of the spellings' keys and places.
const SLOTS: [(u64, u8); 64] = {
    assert!(NAME_COUNT < 48, "the table needs free slots");
    let mut slots = [(FREE, 0); 64];
    let mut at = 0;
    while at < NAME_COUNT {
        let key = key(NAMES[at].0.as_bytes());
        let mut slot = hash(key);
        while slots[slot].0 != FREE {
            assert!(slots[slot].0 != key, "two names share a key");
            slot = (slot + 1) % slots.len();
        }
        slots[slot] = (key, at as u8);
        at += 1;
    }
    slots
};

#[inline]
const fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as usize
}

/// Every spelling of every element's name.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(|&(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_found_and_nothing_else() {
        for name in names() {
            let element = find(name).unwrap();
            assert!(
                element.name == name || element.aliases.contains(&name),
                "{name}"
            );
            assert!(find(&format!("{name}x")).is_none());
            for text in [
                name.to_owned(),
                format!("{name} href"),
                format!("{name}>words"),
            ] {
                assert_eq!(
                    index_at(text.as_bytes(), 0..name.len()),
                    index(name.as_bytes())
                );
            }
            assert!(find(&name[1..]).is_none_or(|other| other.name != name));
        }
        assert!(find("").is_none());
        assert!(find("attachmenT").is_none());
        assert!(find("attachmg").is_none());
        assert!(find("attachment").is_some());
    }
}
