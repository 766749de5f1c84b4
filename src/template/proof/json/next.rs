//! What may come next in JSON, as a set.

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Next(u8);

impl Next {
    /// Nothing: this place is never reached.
    pub(super) const NEVER: Self = Self(0);
    pub(super) const VALUE: Self = Self(1);
    /// A value or `]`.
    pub(super) const FIRST_ITEM: Self = Self(2);
    /// A comma, or the end of what is open.
    pub(super) const AFTER: Self = Self(4);
    /// A key or `}`.
    pub(super) const FIRST_KEY: Self = Self(8);
    pub(super) const KEY: Self = Self(16);
    pub(super) const COLON: Self = Self(32);
    pub(super) const IN_KEY: Self = Self(64);
    pub(super) const IN_VALUE: Self = Self(128);

    pub(super) const ITEM: Self = Self(1 | 2);
    pub(super) const ANY_KEY: Self = Self(8 | 16);
    pub(super) const IN_STRING: Self = Self(64 | 128);

    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn is_never(self) -> bool {
        self.0 == 0
    }

    pub(super) fn is_string(self) -> bool {
        self.0 & Self::IN_STRING.0 != 0
    }
}
