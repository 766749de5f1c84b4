//! How deep elements stand in each other.

/// Levels of elements, line breaks aside, and whether one of them is interactive.
///
/// One word, so that a chain moves it with its string.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Nesting(usize);

impl Nesting {
    pub(super) fn new(levels: usize, interactive: bool) -> Self {
        Self(levels * 2 + usize::from(interactive))
    }

    #[inline]
    pub(super) fn levels(self) -> usize {
        self.0 / 2
    }

    #[inline]
    pub(super) fn is_interactive(self) -> bool {
        self.0 % 2 == 1
    }

    /// This, inside another element.
    #[inline]
    pub(super) fn inside(self, interactive: bool) -> Self {
        Self((self.0 + 2) | usize::from(interactive))
    }

    /// This and the other, one after the other.
    #[inline]
    pub(super) fn beside(self, other: Self) -> Self {
        Self(self.0.max(other.0) | (self.0 | other.0) % 2)
    }
}
