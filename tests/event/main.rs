//! Events: who sent them, what they say, and what is answered.
#![cfg(feature = "event")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod events;
mod forge;
mod forgeries;
mod hook;
mod reply;
mod requests;
mod token;
