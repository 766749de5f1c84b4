//! Which piece of which template wrote a text.

/// A rendering whose texts know what wrote them; there is none yet.
pub(crate) enum Traced {}
