//! FlockML that cannot be wrong.

/// A piece of FlockML that is valid by construction.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Markup {
    flockml: String,
}
