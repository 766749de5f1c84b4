use std::collections::{HashSet, VecDeque};

/// The longest name that is remembered, in bytes; Flock's have about 40.
const LONGEST: usize = 512;

/// The names that were there last, and no more than so many.
#[derive(Debug)]
pub(super) struct Recent {
    most: usize,
    names: HashSet<String>,
    /// The same, the oldest first.
    order: VecDeque<String>,
}

impl Recent {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            names: HashSet::new(),
            order: VecDeque::new(),
        }
    }

    /// Remembers `name`; says whether it was there already.
    pub(super) fn is_repeat(&mut self, name: String) -> bool {
        if self.names.contains(&name) {
            return true;
        }
        if name.len() <= LONGEST && self.most > 0 {
            if self.order.len() >= self.most
                && let Some(oldest) = self.order.pop_front()
            {
                self.names.remove(&oldest);
            }
            self.names.insert(name.clone());
            self.order.push_back(name);
        }
        false
    }

    /// Forgets `name`, so that it is no repeat the next time.
    pub(super) fn forget(&mut self, name: &str) {
        if self.names.remove(name) {
            self.order.retain(|other| other != name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_first() {
        let mut recent = Recent::new(2);
        let mut seen = |name: &str| recent.is_repeat(name.to_owned());
        assert!(!seen("a") && !seen("b"));
        assert!(seen("a") && seen("b"));
        assert!(!seen("c"), "which has no room but `a`'s");
        assert!(!seen("a") && seen("c"));
    }

    #[test]
    fn what_is_forgotten_is_no_repeat() {
        let mut recent = Recent::new(2);
        assert!(!recent.is_repeat("a".to_owned()));
        recent.forget("a");
        recent.forget("b");
        assert!(!recent.is_repeat("a".to_owned()));
        assert_eq!((recent.names.len(), recent.order.len()), (1, 1));
    }

    #[test]
    fn it_does_not_grow() {
        let mut recent = Recent::new(3);
        for number in 0..1000 {
            assert!(!recent.is_repeat(number.to_string()));
            assert!(!recent.is_repeat("x".repeat(LONGEST + 1)));
        }
        assert_eq!((recent.names.len(), recent.order.len()), (3, 3));
        let mut none = Recent::new(0);
        assert!(!none.is_repeat("a".to_owned()) && !none.is_repeat("a".to_owned()));
    }
}
