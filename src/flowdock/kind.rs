//! The two kinds of an [`Entry`](super::Entry), as types.

use std::fmt::Debug;

/// A kind of entry.
///
/// # Examples
///
/// See [`Entry`](super::Entry).
pub trait Kind: sealed::Sealed + Debug + Clone {
    /// The wire's `event`.
    const EVENT: &'static str;
}

/// Of an [`Activity`](super::Activity).
///
/// # Examples
///
/// See [`Activity`](super::Activity).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Activity;

/// Of a [`Discussion`](super::Discussion).
///
/// # Examples
///
/// See [`Discussion`](super::Discussion).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Discussion;

impl Kind for Activity {
    const EVENT: &'static str = "activity";
}

impl Kind for Discussion {
    const EVENT: &'static str = "discussion";
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Activity {}
    impl Sealed for super::Discussion {}
}
