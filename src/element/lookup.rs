//! From a name to its element.

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
#[inline]
pub(crate) fn index(name: &[u8]) -> Option<usize> {
    let key = pack(name);
    let mut slot = hash(key);
    loop {
        let index = SLOTS[slot];
        if index == FREE {
            return None;
        }
        let index = index as usize;
        let known = NAMES[index].0;
        if KEYS[index] == key
            && known.len() == name.len()
            && (name.len() <= PACKED || known.as_bytes() == name)
        {
            return Some(index);
        }
        slot = (slot + 1) % SLOTS.len();
    }
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

const FREE: u8 = u8::MAX;

/// How many bytes of a name one comparison takes; most names have no more.
const PACKED: usize = 8;

/// The first bytes of a name and its length, as one number.
#[inline]
const fn pack(name: &[u8]) -> u64 {
    let mut key = name.len() as u64;
    let mut at = 0;
    while at < name.len() && at < PACKED {
        key = (key << 8) ^ (key >> 56) ^ name[at] as u64;
        at += 1;
    }
    key
}

const KEYS: [u64; NAME_COUNT] = {
    let mut keys = [0; NAME_COUNT];
    let mut at = 0;
    while at < NAME_COUNT {
        keys[at] = pack(NAMES[at].0.as_bytes());
        at += 1;
    }
    keys
};

/// A hash table of the spellings, so that looking one up compares one or two numbers.
const SLOTS: [u8; 64] = {
    assert!(NAME_COUNT < 48, "the table needs free slots");
    let mut slots = [FREE; 64];
    let mut at = 0;
    while at < NAME_COUNT {
        let mut slot = hash(KEYS[at]);
        while slots[slot] != FREE {
            slot = (slot + 1) % slots.len();
        }
        slots[slot] = at as u8;
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
            assert!(find(&name[1..]).is_none_or(|other| other.name != name));
        }
        assert!(find("").is_none());
        assert!(find("attachmenT").is_none());
        assert!(find("attachmg").is_none());
        assert!(find("attachment").is_some());
    }
}
