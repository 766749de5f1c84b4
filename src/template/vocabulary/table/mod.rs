//! The table itself, one file a kind of word.

mod filters;
mod functions;
mod tests;

pub(super) use filters::FILTERS;
pub(super) use functions::FUNCTIONS;
pub(super) use tests::TESTS;
